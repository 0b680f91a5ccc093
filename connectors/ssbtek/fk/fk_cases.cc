#include "connectors/ssbtek/fk/fk_cases.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/ssbtek/fk/fk_decision.h"
#include "connectors/ssbtek/lefi/amount.h"
#include "connectors/ssbtek/lefi/keys.h"
#include "connectors/ssbtek/lefi/reply.h"
#include "connectors/ssbtek/reading/values.h"
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

constexpr std::string_view kStudentAid = "studiemedelsavisering";
constexpr std::string_view kSettlements = "sjukOchAktivitetsersattningSteglos";
constexpr std::string_view kOneDecision = "merkostnadsersattningsarende";

BenefitCase Found(const In& in) {
  BenefitCase found;
  found.benefit = in.benefit;
  found.locator = in.locator;
  return found;
}

// An interim decision that a final one of the same case has taken the place of.
bool IsReplaced(const BenefitCase& open, const std::vector<BenefitCase>& decisions) {
  return std::ranges::any_of(decisions, [&](const BenefitCase& other) {
    const bool later = other.decided_on && open.decided_on && *other.decided_on >= *open.decided_on;
    const bool from =
        !other.period.from || (open.period.from && *other.period.from <= *open.period.from);
    const bool to = !other.period.to || (open.period.to && *other.period.to >= *open.period.to);
    return !other.pending && later && from && to;
  });
}

// One that is not final is still open, unless its case is closed, its period was over before what
// is asked about, or a final one replaced it.
void CloseWhatIsOver(std::vector<BenefitCase>& decisions, const In& in, bool closed) {
  const auto& first = in.part.asked.period.from;
  std::vector<bool> over;
  for (const BenefitCase& found : decisions) {
    const bool past = found.period.to && first && *found.period.to < *first;
    over.push_back(found.pending && (closed || past || IsReplaced(found, decisions)));
  }
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    if (over[i]) decisions[i].pending = false;
  }
}

// FK föräldrapenning tells the days that were applied for. Those within what is asked about that no
// decision covers are applied for and not decided; what is applied for ahead is decided in its
// time.
void ReadClaimedDays(const JsonValue& entry,
                     const std::vector<const JsonValue*>& decisions,
                     const std::vector<BenefitCase>& decided,
                     const In& in,
                     SourceAnswer& answer) {
  std::set<Date> covered;
  for (const JsonValue* decision : decisions) {
    for (const JsonValue* day : lefi::ListOf(*decision, "ersattningsdagar", answer)) {
      if (const auto date = lefi::DateIn(*day, "dag", answer)) covered.insert(*date);
    }
  }
  Period open;
  for (const JsonValue* claim : lefi::ListOf(entry, "anspraksdagar", answer)) {
    const std::optional<Date> day = lefi::DateIn(*claim, "dag", answer);
    if (!day || !in.part.asked.period.Contains(*day) || covered.contains(*day)) continue;
    const bool in_decision = std::ranges::any_of(decided, [&](const BenefitCase& found) {
      const bool told = found.period.from || found.period.to;
      return told && found.period.Contains(*day);
    });
    if (in_decision) continue;
    open.from = std::min(open.from.value_or(*day), *day);
    open.to = std::max(open.to.value_or(*day), *day);
  }
  if (!open.from) return;
  BenefitCase found = Found(in);
  found.locator += "/anspraksdagar";
  found.pending = true;
  found.period = open;
  answer.benefit_cases.push_back(std::move(found));
}

void ReadCase(const JsonValue& entry, const In& in, SourceAnswer& answer) {
  // The specification's own example carries `avslaget` where its schema has none: read it anyway.
  const JsonValue* active = entry.Find("aktivt");
  const JsonValue* refused = entry.Find("avslaget");
  const auto settle = [&](BenefitCase& found) {
    if (active != nullptr) found.active = active->IsTrue();
    if (refused != nullptr && refused->IsTrue()) found.outcome = CaseOutcome::kRefused;
  };
  const bool closed =
      (active != nullptr && active->IsFalse()) || (refused != nullptr && refused->IsTrue());
  const JsonValue* one = in.list == kOneDecision ? entry.Find("beslut") : nullptr;
  const auto decisions = one != nullptr && one->IsObject() ? std::vector<const JsonValue*>{one}
                                                           : lefi::ListOf(entry, "beslut", answer);
  std::vector<BenefitCase> decided;
  for (const JsonValue* decision : decisions) {
    std::string where = in.locator + "/beslut[" + std::to_string(decided.size()) + "]";
    decided.push_back(ReadDecision(*decision, in, std::move(where), answer));
    settle(decided.back());
  }
  CloseWhatIsOver(decided, in, closed);
  answer.benefit_cases.insert(answer.benefit_cases.end(), decided.begin(), decided.end());
  if (!decided.empty()) {
    if (!closed) ReadClaimedDays(entry, decisions, decided, in, answer);
    return;
  }
  BenefitCase found = Found(in);
  found.pending = !closed;
  found.period.from = lefi::DateIn(entry, "startades", answer);
  settle(found);
  answer.benefit_cases.push_back(std::move(found));
}

// Steglös avräkning of a year: what FK settled against the income that turned out, to be paid or
// paid back. It is settled up to two years after; what is older is over.
void ReadSettlement(const JsonValue& entry, const In& in, SourceAnswer& answer) {
  constexpr int kYears = 2;
  const auto& from = in.part.asked.period.from;
  const std::optional<int> year = ReadInt(entry.TextOf("artal"));
  if (year && from && *year < from->year() - kYears) return;
  for (const char* key : {"aterkrav", "utbetalning"}) {
    const JsonValue* sum = entry.Find(key);
    if (sum == nullptr || !lefi::HoldsSomething(*sum)) continue;
    BenefitCase found = Found(in);
    found.unclear = key;
    answer.benefit_cases.push_back(std::move(found));
  }
}

// CSN's word to FK that student aid was applied for, granted or paid. Studiehjälp (0) is what every
// pupil has, and 7 is aid that was not used.
void ReadStudentAid(const JsonValue& entry, const In& in, SourceAnswer& answer) {
  const std::string_view code = entry.TextOf("typ", "id");
  const auto meaning = MeaningOf(in.part.codes(), answer, "FK", "studiemedelsavisering.typ", code);
  if (meaning == "student_aid" || meaning == "closed") return;
  BenefitCase found = Found(in);
  found.period = lefi::PeriodIn(entry, "period", "fran", "till", answer);
  const auto& from = in.part.asked.period.from;
  if (found.period.to && from && *found.period.to < *from) return;
  found.pending = meaning == "initiated";
  if (!found.pending) found.unclear = kStudentAid;
  answer.benefit_cases.push_back(std::move(found));
}

void ReadEntry(const JsonValue& entry, const In& in, SourceAnswer& answer) {
  if (in.list == kStudentAid) return ReadStudentAid(entry, in, answer);
  if (in.list.starts_with(kSettlements)) return ReadSettlement(entry, in, answer);
  ReadCase(entry, in, answer);
}

}  // namespace

bool IsCaseList(std::string_view key) {
  return std::ranges::find(kCaseLists, key, &CaseList::key) != kCaseLists.end();
}

Count ReadCases(const JsonValue& information, const Part& part, SourceAnswer& answer) {
  Count count;
  for (const CaseList& list : kCaseLists) {
    if (information.Find(list.key) == nullptr) continue;
    int index = 0;
    const std::string key(list.key);
    for (const JsonValue* entry : lefi::ListOf(information, list.key, answer)) {
      const In in{.list = list.key,
                  .benefit = list.benefit,
                  .part = part,
                  .locator = "FK/formansinformation/" + key + "[" + std::to_string(index++) + "]",
                  .path = "FK/lefi/formansinformation/" + key};
      ReadEntry(*entry, in, answer);
    }
    count.came += index;
  }
  return count;
}

}  // namespace dm::ssbtek::fk
