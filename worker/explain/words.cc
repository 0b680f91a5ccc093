#include "worker/explain/words.h"

#include <fmt/format.h>

#include "worker/assessment/context.h"
#include "worker/assessment/household.h"

namespace dm::explain {

std::string OutcomeWords(Outcome outcome) {
  switch (outcome) {
    case Outcome::kNone:
      return "kan inte räknas fram";
    case Outcome::kBifall:
      return "bifall";
    case Outcome::kDelavslag:
      return "delvis bifall";
    case Outcome::kAvslag:
      return "avslag";
    case Outcome::kAvvisning:
      return "avvisning";
    case Outcome::kAvskrivning:
      return "avskrivning";
  }
  return "";
}

std::string VerdictWords(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "godkänd";
    case Verdict::kFail:
      return "inte godkänd";
    case Verdict::kUnknown:
      return "går inte att avgöra";
  }
  return "";
}

std::string StateWords(AnswerState state) {
  switch (state) {
    case AnswerState::kNotAsked:
      return "inte frågat";
    case AnswerState::kData:
      return "svar med uppgifter";
    case AnswerState::kConfirmedEmpty:
      return "svar: inget finns registrerat";
    case AnswerState::kNotGranted:
      return "frågan medgavs inte";
    case AnswerState::kSupplierDown:
      return "myndighetens tjänst var nere";
    case AnswerState::kDeviation:
      return "svaret avvek från det överenskomna";
    case AnswerState::kError:
      return "fel i svaret";
    case AnswerState::kTimeout:
      return "inget svar i tid";
    case AnswerState::kStale:
      return "svaret är för gammalt";
    case AnswerState::kSchemaMismatch:
      return "svaret gick inte att läsa";
  }
  return "";
}

std::string AnswerWords(Answer answer) {
  switch (answer) {
    case Answer::kUnknown:
      return "inte angivet";
    case Answer::kYes:
      return "ja";
    case Answer::kNo:
      return "nej";
  }
  return "";
}

std::string ModeWords(const std::string& mode_code) {
  if (mode_code == "off") return "avstängt";
  if (mode_code == "shadow") return "skuggläge: handläggaren ser inget förslag";
  if (mode_code == "prepare") return "förbereds för handläggaren, som motiverar och beslutar";
  if (mode_code == "propose") return "förslag till handläggaren";
  if (mode_code == "decide") return "får beslutas automatiskt";
  return mode_code;
}

std::string DayWords(Date date) {
  return fmt::format("{} {}", date.day(), Month::Of(date).ToSwedish());
}

std::string PeriodWords(const Period& period) {
  if (!period.from && !period.to) return "";
  return fmt::format("{}–{}",
                     period.from ? period.from->ToString() : std::string("…"),
                     period.to ? period.to->ToString() : std::string("tills vidare"));
}

std::string PersonWords(const std::vector<Person>& persons, const PersonKey& key, Month month) {
  const Person* person = FindPerson(persons, key);
  if (person == nullptr) return "Personen";
  const bool young = person->role == PersonRole::kChild || person->role == PersonRole::kSchoolYouth;
  const std::optional<Date> born = assessment::BirthDate(*person);
  if (!young || !born) return assessment::RoleText(persons, key);
  return fmt::format("{} {} år",
                     person->role == PersonRole::kChild ? "Barn" : "Skolungdom",
                     CompletedYears(*born, month.first_day()));
}

std::string PaymentName(const Payment& payment, const PolicySet& policy) {
  return policy.Text(payment.text.empty() ? payment.family : payment.text);
}

std::string Capital(std::string text) {
  if (text.empty()) return text;
  if (text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
  }
  // å, ä, ö begin with the same byte and differ from their capitals in one bit.
  if (text.size() > 1 && text[0] == '\xc3' && (text[1] & '\x20') != 0)
    text[1] = static_cast<char>(text[1] & ~'\x20');
  return text;
}

// A word in capitals, such as CSN, keeps them.
std::string Lower(std::string text) {
  if (text.size() < 2) return text;
  const bool capitals = text[1] >= 'A' && text[1] <= 'Z';
  if (text[0] >= 'A' && text[0] <= 'Z' && !capitals) {
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  } else if (text[0] == '\xc3' && (text[1] & '\x20') == 0) {
    text[1] = static_cast<char>(text[1] | '\x20');
  }
  return text;
}

}  // namespace dm::explain
