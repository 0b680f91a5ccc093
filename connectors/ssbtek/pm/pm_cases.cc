#include "connectors/ssbtek/pm/pm_cases.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "connectors/ssbtek/lefi/amount.h"
#include "connectors/ssbtek/lefi/reply.h"
#include "connectors/ssbtek/reading/part.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::pm {
namespace {

constexpr std::size_t kAmountsMax = 100;

// A decision's own period is the span of what it grants; one part that is open leaves it open.
void Widen(Period& period, const Period& other, bool first) {
  if (first) {
    period = other;
    return;
  }
  if (!other.from.has_value() || (period.from.has_value() && other.from < period.from)) {
    period.from = other.from;
  }
  if (!other.to.has_value() || (period.to.has_value() && other.to > period.to)) {
    period.to = other.to;
  }
}

// A preliminary or interim decision is one that the register has not finished with.
void ReadStatus(const JsonValue& decision,
                const AnswerCodes& codes,
                BenefitCase& found,
                SourceAnswer& answer) {
  const std::string_view status = decision.TextOf("beslutsstatus", "kod");
  found.status = ShortText(status);
  if (status.empty()) {
    // The contract lets it be missing, but then nothing says how final the decision is.
    found.unclear = "beslutsstatus";
    return Deviate(answer, "FK/lefi/beslut/beslutsstatus/kod", kMissing);
  }
  const auto meaning = MeaningOf(codes, answer, "PM", "beslutsstatus", status);
  found.pending = meaning != "final";
  if (!meaning.has_value()) found.unclear = "beslutsstatus";
}

void ReadOutcome(const JsonValue& decision,
                 const AnswerCodes& codes,
                 BenefitCase& found,
                 SourceAnswer& answer) {
  const std::string_view outcome = decision.TextOf("beslutsutfall", "kod");
  if (outcome.empty()) return;
  const auto meaning = MeaningOf(codes, answer, "PM", "beslutsutfall", outcome);
  if (meaning == "granted") found.outcome = CaseOutcome::kGranted;
  if (meaning == "refused") found.outcome = CaseOutcome::kRefused;
  if (!found.outcome.has_value()) found.unclear = "beslutsutfall";
}

void ReadAmounts(const JsonValue& decision, BenefitCase& found, SourceAnswer& answer) {
  bool first = true;
  for (const JsonValue* entry : lefi::ListOf(decision, "beslutadErsattning", answer)) {
    const Period period = lefi::PeriodIn(*entry, "period", "from", "tom", answer);
    Widen(found.period, period, std::exchange(first, false));
    const JsonValue* sum = entry->Find("beslutatBelopp");
    if (sum == nullptr) continue;
    const auto amount = lefi::KronorIn(*sum, "belopp", answer);
    if (!amount.has_value() || found.amounts.size() >= kAmountsMax) continue;
    found.amounts.push_back({.type = ShortText(entry->TextOf("ersattningstyp", "kod")),
                             .text = ShortText(entry->TextOf("ersattningstyp", "beskrivning")),
                             .amount = *amount,
                             .per = ShortText(sum->TextOf("beloppsfrekvens", "kod")),
                             .period = period});
  }
}

BenefitCase Start(const JsonValue& entry, std::string locator) {
  BenefitCase found;
  found.benefit = ShortText(entry.TextOf("formansgrupp", "kod"));
  found.text = ShortText(entry.TextOf("formansgrupp", "beskrivning"));
  found.locator = std::move(locator);
  return found;
}

}  // namespace

int ReadClaims(const JsonValue& json, SourceAnswer& answer) {
  int index = 0;
  for (const JsonValue* claim : lefi::ListOf(json, "ansprak", answer)) {
    BenefitCase found = Start(*claim, "PM/ansprak[" + std::to_string(index++) + "]");
    found.pending = true;
    found.applied_on = lefi::DateIn(*claim, "ankomstdatum", answer);
    found.period = lefi::PeriodIn(*claim, "yrkadPeriod", "from", "tom", answer);
    answer.benefit_cases.push_back(std::move(found));
  }
  return index;
}

int ReadDecisions(const JsonValue& json, const AnswerCodes& codes, SourceAnswer& answer) {
  int index = 0;
  for (const JsonValue* decision : lefi::ListOf(json, "beslut", answer)) {
    BenefitCase found = Start(*decision, "PM/beslut[" + std::to_string(index++) + "]");
    found.decided_on = lefi::DateIn(*decision, "beslutsdatum", answer);
    ReadStatus(*decision, codes, found, answer);
    ReadOutcome(*decision, codes, found, answer);
    ReadAmounts(*decision, found, answer);
    answer.benefit_cases.push_back(std::move(found));
  }
  return index;
}

}  // namespace dm::ssbtek::pm
