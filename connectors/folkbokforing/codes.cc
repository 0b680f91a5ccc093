#include "connectors/folkbokforing/codes.h"

#include <algorithm>
#include <array>

namespace dm::folk {
namespace {

constexpr std::size_t kShownMax = 40;

constexpr auto kStatus = std::to_array<std::string_view>({"found", "not_found"});

// The three kinds that route reason R01 names, and their absence.
constexpr auto kProtection = std::to_array<std::string_view>(
    {"none", "sekretessmarkering", "skyddad_folkbokforing", "fingerade_uppgifter"});

constexpr auto kCivilStatus = std::to_array<std::string_view>({"ogift",
                                                               "gift",
                                                               "skild",
                                                               "anka_eller_ankling",
                                                               "registrerad_partner",
                                                               "skild_partner",
                                                               "efterlevande_partner"});

constexpr auto kDeregistration =
    std::to_array<std::string_view>({"deceased", "emigrated", "other"});

constexpr auto kCustody = std::to_array<std::string_view>({"sole", "shared", "none"});

}  // namespace

std::span<const std::string_view> StatusCodes() {
  return kStatus;
}

std::span<const std::string_view> ProtectionCodes() {
  return kProtection;
}

std::span<const std::string_view> CivilStatusCodes() {
  return kCivilStatus;
}

std::span<const std::string_view> DeregistrationCodes() {
  return kDeregistration;
}

std::span<const std::string_view> CustodyCodes() {
  return kCustody;
}

bool IsListed(std::span<const std::string_view> codes, std::string_view code) {
  return std::ranges::find(codes, code) != codes.end();
}

std::string ShowCode(std::string_view code) {
  const bool word =
      std::ranges::all_of(code, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  return !code.empty() && word && code.size() <= kShownMax ? std::string(code) : "OTHER";
}

}  // namespace dm::folk
