#include "connectors/ssbtek/fk/fk_cases.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "connectors/ssbtek/lefi/amount.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::fk {
namespace {

struct CaseList {
  std::string_view key;
  std::string_view benefit;
};

// The case lists of LefiFormansinformation. The group stands where the contract's key and code
// plainly name the same benefit; elsewhere the key itself, rather than a guess.
constexpr auto kCaseLists = std::to_array<CaseList>({
    {"aktivitetsstodsarende", "aktivitetsstodsarende"},
    {"allmanpensionsarende", "FK:AP"},
    {"arbetsskadeefterlevandearende", "arbetsskadeefterlevandearende"},
    {"arbetsskadeegenlivrantearende", "arbetsskadeegenlivrantearende"},
    {"barnbidragsarende", "FK:ABB"},
    {"bostadsbidragsarende", "FK:BOB"},
    {"bostadstillaggsarende", "FK:BTI"},
    {"efterlevandepensionsarende", "efterlevandepensionsarende"},
    {"mottagareavbarnbidrag", "FK:MABB"},
    {"foraldrapenningarende", "FK:FP"},
    {"forebyggandeSjukpenningsarende", "FK:FSJP"},
    {"handikappersattningsarende", "FK:HE"},
    {"graviditetspenningsarende", "FK:GP"},
    {"merkostnadsersattningsarende", "FK:MEK"},
    {"narstaendepenningarende", "FK:NP"},
    {"omvardnadsbidragsarende", "FK:OMV"},
    {"programersattningsarende", "FK:PROG"},
    {"rehabersattningsarende", "FK:RBE"},
    {"sjukOchAktivitetsersattningsarende", "FK:SA"},
    {"sjukpenningarende", "FK:SJP"},
    {"smittbararersattningsarende", "smittbararersattningsarende"},
    {"tillfalligForaldrapenningarende", "FK:TFP"},
    {"totalforsvarspliktsarende", "totalforsvarspliktsarende"},
    {"underhallsstodskrav", "underhallsstodskrav"},
    {"underhallsstodsmottag", "FK:US"},
    {"vardbidragsarende", "FK:VB"},
    {"yrkesskadeefterlevandearende", "FK:YL"},
    {"yrkesskadeegenlivrantearende", "FK:YL"},
    {"programanvisning", "programanvisning"},
    {"sjukOchAktivitetsersattningSteglosAvrakningHistorik", "FK:SA"},
    {"sjukOchAktivitetsersattningSteglosAvrakningNulage", "FK:SA"},
    {"studiemedelsavisering", "studiemedelsavisering"},
});

// programanvisning, steglös avräkning and studiemedelsavisering say that something is there without
// being a case: they keep an answer from counting as empty and are left to a person.
bool IsCase(std::string_view key) {
  return key != "programanvisning" && key != "studiemedelsavisering" &&
         !key.starts_with("sjukOchAktivitetsersattningSteglos");
}

void AddDecision(const JsonValue& decision,
                 std::string_view benefit,
                 std::string locator,
                 SourceAnswer& answer) {
  BenefitCase found;
  found.benefit = benefit;
  found.text = ShortText(decision.TextOf("forman", "beskrivning"));
  found.decided_on = lefi::DateIn(decision, "fattades", answer);
  found.period = lefi::PeriodIn(decision, "period", "fran", "till", answer);
  found.locator = std::move(locator);
  answer.benefit_cases.push_back(std::move(found));
}

void ReadCase(const JsonValue& entry, const CaseList& list, int index, SourceAnswer& answer) {
  const std::string locator =
      "FK/formansinformation/" + std::string(list.key) + "[" + std::to_string(index) + "]";
  // The specification's own example carries `avslaget` where its schema has none: read it anyway.
  const JsonValue* active = entry.Find("aktivt");
  const JsonValue* refused = entry.Find("avslaget");
  const auto decisions = lefi::ListOf(entry, "beslut", answer);
  int number = 0;
  for (const JsonValue* decision : decisions) {
    AddDecision(
        *decision, list.benefit, locator + "/beslut[" + std::to_string(number++) + "]", answer);
  }
  if (!decisions.empty()) return;
  const bool closed =
      (active != nullptr && active->IsFalse()) || (refused != nullptr && refused->IsTrue());
  BenefitCase found;
  found.benefit = list.benefit;
  found.pending = !closed;
  found.period.from = lefi::DateIn(entry, "startades", answer);
  found.locator = locator;
  answer.benefit_cases.push_back(std::move(found));
}

}  // namespace

Count ReadCases(const JsonValue& information, SourceAnswer& answer) {
  Count count;
  for (const CaseList& list : kCaseLists) {
    int index = 0;
    for (const JsonValue* entry : lefi::ListOf(information, list.key, answer)) {
      if (IsCase(list.key)) ReadCase(*entry, list, index, answer);
      ++index;
    }
    count.came += index;
  }
  return count;
}

}  // namespace dm::ssbtek::fk
