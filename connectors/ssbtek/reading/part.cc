#include "connectors/ssbtek/reading/part.h"

#include <utility>

#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/reading/verdict.h"
#include "worker/core/digest.h"

namespace dm::ssbtek {
namespace {

constexpr std::size_t kRawMax = 1U << 20U;

}  // namespace

void SetRaw(SourceAnswer& answer, std::string_view bytes) {
  answer.raw_sha256 = Sha256Hex(bytes);
  answer.raw.clear();
  if (bytes.size() <= kRawMax) answer.raw = bytes;
}

bool CheckPerson(SourceAnswer& answer,
                 const Asked& asked,
                 std::optional<std::string_view> found,
                 Missing missing) {
  if (!found.has_value() || Trim(*found).empty()) {
    if (missing == Missing::kFails) {
      FailEcho(answer, "PERSON_MISSING");
      return false;
    }
    ++answer.schema_deviations;
    return true;
  }
  if (IsSamePerson(*found, asked.personal_number)) return true;
  FailEcho(answer, "PERSON");
  return false;
}

bool CheckCase(SourceAnswer& answer, const Asked& asked, std::optional<std::string_view> found) {
  if (!found.has_value()) {
    ++answer.schema_deviations;
    return true;
  }
  if (Trim(*found) == asked.case_id) return true;
  FailEcho(answer, "CASE");
  return false;
}

bool CheckPeriodEcho(SourceAnswer& answer,
                     const Asked& asked,
                     std::optional<std::string_view> from,
                     std::optional<std::string_view> to) {
  const std::optional<Date> first = ReadDate(from.value_or(""));
  const std::optional<Date> last = ReadDate(to.value_or(""));
  if (!first.has_value() || !last.has_value()) {
    ++answer.schema_deviations;
    return true;
  }
  if (first == asked.period.from && last == asked.period.to) return true;
  FailEcho(answer, "PERIOD");
  return false;
}

void AddPayment(SourceAnswer& answer, const Asked& asked, Payment payment) {
  if (payment.pay_date.has_value() && !asked.period.Contains(*payment.pay_date)) {
    ++answer.schema_deviations;
    return;
  }
  answer.payments.push_back(std::move(payment));
}

}  // namespace dm::ssbtek
