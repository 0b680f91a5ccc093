// The seven agencies behind the composite service, in the order of the contract.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace dm::sim {

enum class Agency { kAf, kCsn, kFk, kSkv, kSo, kTns, kMiv };

inline constexpr std::array<Agency, 7> kAgencies = {
    Agency::kAf, Agency::kCsn, Agency::kFk, Agency::kSkv, Agency::kSo, Agency::kTns, Agency::kMiv};
inline constexpr std::array<std::string_view, 7> kAgencyNames = {
    "AF", "CSN", "FK", "SKV", "SO", "TNS", "MIV"};

constexpr std::size_t Index(Agency agency) {
  return static_cast<std::size_t>(agency);
}

// The element name in the contract: "AF", "CSN", …
constexpr std::string_view Name(Agency agency) {
  return kAgencyNames[Index(agency)];
}

constexpr std::optional<Agency> AgencyNamed(std::string_view name) {
  for (const Agency agency : kAgencies) {
    if (Name(agency) == name) return agency;
  }
  return std::nullopt;
}

// One value for each agency.
template <typename T>
class PerAgency {
 public:
  T& operator[](Agency agency) { return values_[Index(agency)]; }

  const T& operator[](Agency agency) const { return values_[Index(agency)]; }

 private:
  std::array<T, 7> values_{};
};

}  // namespace dm::sim
