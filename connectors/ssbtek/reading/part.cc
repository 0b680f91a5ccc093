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
                 Missing missing,
                 std::string_view path) {
  if (!found.has_value() || Trim(*found).empty()) {
    if (missing == Missing::kFails) {
      FailEcho(answer, "PERSON_MISSING");
      return false;
    }
    Deviate(answer, path, kMissing);
    return true;
  }
  if (IsSamePerson(*found, asked.personal_number)) return true;
  FailEcho(answer, "PERSON");
  return false;
}

bool CheckCase(SourceAnswer& answer,
               const Asked& asked,
               std::optional<std::string_view> found,
               std::string_view path) {
  if (!found.has_value()) {
    Deviate(answer, path, kMissing);
    return true;
  }
  if (Trim(*found) == asked.case_id) return true;
  FailEcho(answer, "CASE");
  return false;
}

bool CheckPeriodEcho(SourceAnswer& answer,
                     const Asked& asked,
                     const soap::XmlNode& parent,
                     std::string_view path) {
  bool whole = true;
  const auto read = [&](std::string_view name) {
    const auto text = parent.ChildText(name);
    const std::optional<Date> date = ReadDate(text.value_or(""));
    if (!date.has_value()) {
      DeviateBelow(answer, path, name, text.has_value() ? kValue : kMissing);
      whole = false;
    }
    return date;
  };
  const std::optional<Date> first = read("From");
  const std::optional<Date> last = read("Tom");
  if (!whole || (first == asked.period.from && last == asked.period.to)) return true;
  FailEcho(answer, "PERIOD");
  return false;
}

void AddPayment(SourceAnswer& answer, const Asked& asked, Payment payment, std::string_view path) {
  if (payment.pay_date.has_value() && !asked.period.Contains(*payment.pay_date)) {
    Deviate(answer, path, kOutsidePeriod);
    return;
  }
  answer.payments.push_back(std::move(payment));
}

}  // namespace dm::ssbtek
