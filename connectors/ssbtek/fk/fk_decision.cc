#include "connectors/ssbtek/fk/fk_decision.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "connectors/ssbtek/lefi/amount.h"
#include "connectors/ssbtek/lefi/reply.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::fk {
namespace {

// The contract lists no codes of periodicitet: FK's own word for it, else its number.
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

}  // namespace

BenefitCase ReadDecision(const JsonValue& decision,
                         std::string_view benefit,
                         std::string locator,
                         std::string_view path,
                         SourceAnswer& answer) {
  BenefitCase found;
  found.benefit = benefit;
  found.text = ShortText(decision.TextOf("forman", "beskrivning"));
  found.decided_on = lefi::DateIn(decision, "fattades", answer);
  found.period = lefi::PeriodIn(decision, "period", "fran", "till", answer);
  found.locator = std::move(locator);
  if (HasOneExtent(decision)) found.extent = lefi::ExtentIn(decision, path, answer);
  found.days = lefi::CountIn(decision, "dagar", path, answer);
  ReadAmount(decision, found, answer);
  ReadChildren(decision, found, answer);
  return found;
}

}  // namespace dm::ssbtek::fk
