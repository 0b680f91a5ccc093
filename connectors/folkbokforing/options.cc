#include "connectors/folkbokforing/options.h"

#include <algorithm>

#include "connectors/guard/window.h"

namespace dm::folk {
namespace {

constexpr std::int64_t kTimeoutMinMs = 100;
constexpr std::int64_t kTimeoutMaxMs = 30'000;
constexpr int kCopyAgeMaxH = 168;
constexpr int kInFlightMax = 256;

Status Refuse(const std::string& field, const std::string& problem, const std::string& remedy) {
  return InvalidArgument(
      "folkbokforing." + field + " " + problem,
      {.reason = "FOLKBOKFORING_OPTION", .field = "folkbokforing." + field, .remedy = remedy});
}

bool IsOrganisationNumber(const std::string& text) {
  const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  return text.size() == 12 && digits && text.starts_with("16") && text[4] >= '2';
}

}  // namespace

Status Check(const Options& options) {
  DM_RETURN_IF_ERROR(http::Check(options.http));
  DM_RETURN_IF_ERROR(http::CheckUrl(options.http, options.url));
  if (!options.url.ends_with("/v1/person")) {
    return Refuse(
        "url", "does not end in /v1/person", "give the address of version 1 of the contract");
  }
  if (!IsOrganisationNumber(options.organisation_number)) {
    return Refuse("organisation_number",
                  "is not an organisation number",
                  "give 12 digits: 16 and the ten of the organisation");
  }
  if (options.total_timeout_ms < kTimeoutMinMs || options.total_timeout_ms > kTimeoutMaxMs) {
    return Refuse("total_timeout_ms", "is outside 100 to 30000 ms", "set it to some 10000");
  }
  if (options.copy_age_max_h < 1 || options.copy_age_max_h > kCopyAgeMaxH) {
    return Refuse("copy_age_max_h", "is outside 1 to 168 hours", "set it to 24");
  }
  if (options.in_flight_max < 1 || options.in_flight_max > kInFlightMax) {
    return Refuse("in_flight_max", "is outside 1 to 256", "set it to 16");
  }
  DM_RETURN_IF_ERROR(guard::Check(options.breaker));
  DM_RETURN_IF_ERROR(guard::Check(options.rate));
  return guard::Windows::Parse(options.windows).status();
}

}  // namespace dm::folk
