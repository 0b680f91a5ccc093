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

const AnswerCodes& Part::codes() const {
  static const AnswerCodes kNone;
  return options.codes == nullptr ? kNone : *options.codes;
}

std::optional<std::string_view> MeaningOf(const AnswerCodes& codes,
                                          SourceAnswer& answer,
                                          std::string_view register_code,
                                          std::string_view field,
                                          std::string_view code) {
  const std::optional<std::string_view> meaning = codes.Meaning(register_code, field, code);
  if (!meaning.has_value()) Unlisted(answer, field, code);
  return meaning;
}

const soap::XmlNode* OnlyChild(const soap::XmlNode& parent,
                               std::string_view name,
                               const char* code,
                               SourceAnswer& answer) {
  const auto found = parent.Children(name);
  if (found.size() > 1) Fail(answer, AnswerState::kSchemaMismatch, code);
  return found.size() == 1 ? found.front() : nullptr;
}

std::optional<Date> DateOf(const soap::XmlNode& parent,
                           std::string_view name,
                           const char* code,
                           SourceAnswer& answer) {
  const soap::XmlNode* node = parent.Child(name);
  if (node == nullptr || node->IsNil() || node->trimmed().empty()) return std::nullopt;
  const std::optional<Date> date = ReadDate(node->trimmed());
  if (!date.has_value()) Fail(answer, AnswerState::kSchemaMismatch, code);
  return date;
}

std::optional<Extent> PercentOf(const soap::XmlNode& parent,
                                std::string_view name,
                                std::string_view path,
                                SourceAnswer& answer) {
  const auto text = parent.ChildText(name);
  if (!text.has_value()) return std::nullopt;
  const std::optional<int> percent = ReadInt(*text);
  if (percent.has_value() && *percent >= 0 && *percent <= 100) {
    return Extent{.numerator = *percent, .denominator = 100};
  }
  DeviateBelow(answer, path, name, kValue);
  return std::nullopt;
}

void CheckOrder(const Period& period, const char* code, SourceAnswer& answer) {
  if (period.from.has_value() && period.to.has_value() && *period.to < *period.from) {
    Fail(answer, AnswerState::kSchemaMismatch, code);
  }
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
  // Each end that stands is compared, whatever became of the other.
  const auto same = [&](std::string_view name, const std::optional<Date>& wanted) {
    const auto text = parent.ChildText(name);
    const std::optional<Date> date = ReadDate(text.value_or(""));
    if (!date.has_value()) DeviateBelow(answer, path, name, text.has_value() ? kValue : kMissing);
    return !date.has_value() || date == wanted;
  };
  const bool from = same("From", asked.period.from);
  const bool to = same("Tom", asked.period.to);
  if (from && to) return true;
  FailEcho(answer, "PERIOD");
  return false;
}

void AddPayment(SourceAnswer& answer, const Asked& asked, Payment payment, std::string_view path) {
  const std::optional<Date>& day = payment.pay_date;
  const bool paid = payment.status == PaymentStatus::kExecuted;
  // What is on its way counts for nothing, but says that money comes.
  const bool ahead = !paid && day && asked.period.to && *day > *asked.period.to;
  if (day && !ahead && !asked.period.Contains(*day)) {
    return Deviate(answer, path, paid ? kOutsidePeriod : kPlannedOutsidePeriod);
  }
  answer.payments.push_back(std::move(payment));
}

}  // namespace dm::ssbtek
