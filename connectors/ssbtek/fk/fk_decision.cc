#include "connectors/ssbtek/fk/fk_decision.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "connectors/ssbtek/lefi/amount.h"
#include "connectors/ssbtek/lefi/reply.h"
#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::fk {
namespace {

// FK's own word for it, else its number.
std::string HowOften(const JsonValue& decision) {
  const std::string_view text = decision.TextOf("periodicitet", "beskrivning");
  return ShortText(text.empty() ? decision.TextOf("periodicitet", "id") : text);
}

void ReadAmount(const JsonValue& decision, BenefitCase& found, SourceAnswer& answer) {
  const auto amount = lefi::AmountIn(decision, "beslutatBruttobelopp", answer);
  if (!amount.has_value()) return;
  found.amounts.push_back({.type = ShortText(decision.TextOf("delforman", "id")),
                           .text = ShortText(decision.TextOf("delforman", "beskrivning")),
                           .amount = *amount,
                           .per = HowOften(decision),
                           .period = found.period,
                           .extent = found.extent});
}

// More than a hundred children are no family: counted as that many.
int CountOf(const JsonValue& basis, std::string_view key, SourceAnswer& answer) {
  constexpr std::size_t kMost = 100;
  return static_cast<int>(std::min(lefi::ListOf(basis, key, answer).size(), kMost));
}

// Only bostadsbidrag's basis has these lists; one that is missing beside another counts nobody.
void ReadChildren(const JsonValue& decision, BenefitCase& found, SourceAnswer& answer) {
  const JsonValue* basis = decision.Find("underlag");
  if (basis == nullptr) return;
  const bool told = basis->Find("hemmavarandeBarn") != nullptr ||
                    basis->Find("vaxelvisboendeBarn") != nullptr ||
                    basis->Find("tidvisboendeBarn") != nullptr;
  if (!told) return;
  found.children = ChildCounts{.at_home = CountOf(*basis, "hemmavarandeBarn", answer),
                               .alternating = CountOf(*basis, "vaxelvisboendeBarn", answer),
                               .at_times = CountOf(*basis, "tidvisboendeBarn", answer)};
}

// efterlevandepension has a list of extents, which says nothing about the whole.
bool HasOneExtent(const JsonValue& decision) {
  const JsonValue* extent = decision.Find("omfattning");
  return extent != nullptr && extent->IsObject();
}

// A code is an object with an id, or the bare word, by the list that the decision stands in.
std::string_view CodeIn(const JsonValue& decision, std::string_view key) {
  const JsonValue* value = decision.Find(key);
  if (value == nullptr) return "";
  return value->IsObject() ? value->TextOf("id") : std::string_view(value->text());
}

// The contract lets every word on how final a decision is be missing: then it stands as decided.
void ReadFinality(const JsonValue& decision,
                  const AnswerCodes& codes,
                  BenefitCase& found,
                  SourceAnswer& answer) {
  if (const JsonValue* definite = decision.Find("definitivt"); definite != nullptr) {
    if (definite->IsFalse()) found.pending = true;
    if (!definite->IsFalse() && !definite->IsTrue()) found.unclear = "definitivt";
  }
  for (const char* key : {"beslutstatus", "beslutstyp"}) {
    const std::string_view code = CodeIn(decision, key);
    if (code.empty()) continue;
    found.status = ShortText(code);
    const auto meaning = MeaningOf(codes, answer, "FK", key, code);
    if (meaning.has_value() && meaning != "final") found.pending = true;
    if (!meaning.has_value()) found.unclear = key;
  }
}

// The numbers of an outcome differ from list to list: each list that has numbers is a field of its
// own in the table of codes.
std::string OutcomeField(std::string_view list, std::string_view code) {
  const bool number = !code.empty() && code.front() >= '0' && code.front() <= '9';
  return number ? std::string(list) + ".beslutsutfall" : "beslutsutfall";
}

void ReadOutcome(const JsonValue& decision,
                 const In& in,
                 BenefitCase& found,
                 SourceAnswer& answer) {
  const std::string_view code = CodeIn(decision, "beslutsutfall");
  if (code.empty()) return;
  const std::string field = OutcomeField(in.list, code);
  const auto meaning = MeaningOf(in.part.codes(), answer, "FK", field, code);
  if (meaning == "granted") found.outcome = CaseOutcome::kGranted;
  if (meaning == "refused") found.outcome = CaseOutcome::kRefused;
  if (!meaning.has_value()) found.unclear = "beslutsutfall";
  // From when is told apart; a benefit that ends on no known day may still run.
  if (meaning == "ended" && !found.period.to) found.unclear = "upphorandeManadFrom";
}

// upphorandeManadFrom: the decision ends with the day before that month.
void ReadEnd(const JsonValue& decision, BenefitCase& found, SourceAnswer& answer) {
  const JsonValue* months = decision.Find("upphorandeManadFrom");
  if (months == nullptr || (months->IsArray() && months->items().empty())) return;
  const bool one = months->IsArray() && months->items().size() == 1;
  const std::string_view text = one ? std::string_view(months->items().front().text()) : "";
  const std::optional<Date> first = ReadPeriodEnd(text, PeriodEnd::kFrom);
  if (!first.has_value()) return Fail(answer, AnswerState::kSchemaMismatch, "PERIOD");
  const Date last = first->PlusDays(-1);
  if (found.period.to && *found.period.to <= last) return;
  if (found.period.from && *found.period.from > last) {
    found.unclear = "upphorandeManadFrom";
  } else {
    found.period.to = last;
  }
}

}  // namespace

BenefitCase ReadDecision(const JsonValue& decision,
                         const In& in,
                         std::string locator,
                         SourceAnswer& answer) {
  BenefitCase found;
  found.benefit = in.benefit;
  found.text = ShortText(decision.TextOf("forman", "beskrivning"));
  found.decided_on = lefi::DateIn(decision, "fattades", answer);
  found.period = lefi::PeriodIn(decision, "period", "fran", "till", answer);
  found.locator = std::move(locator);
  ReadFinality(decision, in.part.codes(), found, answer);
  ReadEnd(decision, found, answer);
  ReadOutcome(decision, in, found, answer);
  if (HasOneExtent(decision)) found.extent = lefi::ExtentIn(decision, in.path, answer);
  found.days = lefi::CountIn(decision, "dagar", in.path, answer);
  ReadAmount(decision, found, answer);
  ReadChildren(decision, found, answer);
  return found;
}

}  // namespace dm::ssbtek::fk
