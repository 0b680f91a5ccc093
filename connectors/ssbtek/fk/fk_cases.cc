#include "connectors/ssbtek/fk/fk_cases.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "connectors/ssbtek/fk/fk_decision.h"
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
    {"sjukOchAktivitetsersattningSteglosAvrakningHistorik", "FK:SA"},
    {"sjukOchAktivitetsersattningSteglosAvrakningNulage", "FK:SA"},
    {"studiemedelsavisering", "studiemedelsavisering"},
});

// Steglös avräkning and studiemedelsavisering say that something is there without
// being a case: they keep an answer from counting as empty and are left to a person.
bool IsCase(std::string_view key) {
  return key != "studiemedelsavisering" && !key.starts_with("sjukOchAktivitetsersattningSteglos");
}

void ReadCase(const JsonValue& entry,
              const CaseList& list,
              int index,
              std::string_view path,
              SourceAnswer& answer) {
  const std::string locator =
      "FK/formansinformation/" + std::string(list.key) + "[" + std::to_string(index) + "]";
  // The specification's own example carries `avslaget` where its schema has none: read it anyway.
  const JsonValue* active = entry.Find("aktivt");
  const JsonValue* refused = entry.Find("avslaget");
  const auto settle = [&](BenefitCase& found) {
    if (active != nullptr) found.active = active->IsTrue();
    if (refused != nullptr && refused->IsTrue()) found.outcome = CaseOutcome::kRefused;
  };
  const auto decisions = lefi::ListOf(entry, "beslut", answer);
  int number = 0;
  for (const JsonValue* decision : decisions) {
    std::string place = locator + "/beslut[" + std::to_string(number++) + "]";
    BenefitCase found = ReadDecision(*decision, list.benefit, std::move(place), path, answer);
    settle(found);
    answer.benefit_cases.push_back(std::move(found));
  }
  if (!decisions.empty()) return;
  const bool closed =
      (active != nullptr && active->IsFalse()) || (refused != nullptr && refused->IsTrue());
  BenefitCase found;
  found.benefit = list.benefit;
  found.pending = !closed;
  found.period.from = lefi::DateIn(entry, "startades", answer);
  found.locator = locator;
  settle(found);
  answer.benefit_cases.push_back(std::move(found));
}

}  // namespace

bool IsCaseList(std::string_view key) {
  return std::ranges::find(kCaseLists, key, &CaseList::key) != kCaseLists.end();
}

Count ReadCases(const JsonValue& information, SourceAnswer& answer) {
  Count count;
  for (const CaseList& list : kCaseLists) {
    if (information.Find(list.key) == nullptr) continue;
    int index = 0;
    const std::string path = "FK/lefi/formansinformation/" + std::string(list.key);
    for (const JsonValue* entry : lefi::ListOf(information, list.key, answer)) {
      if (IsCase(list.key)) ReadCase(*entry, list, index, path, answer);
      ++index;
    }
    count.came += index;
  }
  return count;
}

}  // namespace dm::ssbtek::fk
