// The part of QualityService that says what raising a typfall rests on.
#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "worker/decision/decide.h"
#include "worker/quality/parameters.h"
#include "worker/quality/quality_service.h"
#include "worker/quality/statistics.h"

namespace dm::quality {
namespace {

constexpr int kPageMax = 200;
constexpr int kDemotionMonths = 3;
constexpr std::int64_t kFastMs = 10'000;
constexpr int kRowReported = 200;
constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::array kSteps = {Mode::kOff, Mode::kShadow, Mode::kPropose, Mode::kDecide};

const TypfallPolicy* TypfallOf(const PolicySet& policy, const std::string& code) {
  for (const TypfallPolicy& typfall : policy.typfall()) {
    if (typfall.code == code) return &typfall;
  }
  return nullptr;
}

Mode NextOf(Mode mode, Mode max) {
  for (const Mode step : kSteps) {
    if (step > mode) return std::min(step, max);
  }
  return mode;
}

// TF-06 and TF-07: by the criteria, which ask for children.
bool IsWithChildren(const TypfallPolicy& typfall) {
  return std::any_of(
      typfall.criteria.begin(), typfall.criteria.end(), [](const Criterion& criterion) {
        return criterion.id.starts_with("TF-06") || criterion.id.starts_with("TF-07");
      });
}

struct Tally {
  int all = 0;
  int these_rules = 0;
  int serious = 0;
};

Tally Count(const std::vector<Comparison>& comparisons,
            Mode mode,
            const std::optional<Instant>& since,
            const std::string& rules) {
  Tally counted;
  for (const Comparison& one : comparisons) {
    if (one.kind != ComparisonKind::kMachineHuman || !one.clean || one.mode != mode) continue;
    if (since && one.at <= *since) continue;
    ++counted.all;
    if (one.policy_sha256 == rules) ++counted.these_rules;
    if (one.serious) ++counted.serious;
  }
  return counted;
}

// Two errors within three months ask for a new promotion: what was compared before the second one
// no longer counts.
std::optional<Instant> CountedSince(const std::vector<Demotion>& demotions) {
  for (std::size_t i = 0; i + 1 < demotions.size(); ++i) {
    const Date later = SwedishDate(demotions[i].at);
    if (AddMonths(SwedishDate(demotions[i + 1].at), kDemotionMonths) >= later) {
      return demotions[i].at;
    }
  }
  return std::nullopt;
}

void Add(Promotion& promotion, const char* code, bool met, std::string text) {
  promotion.items.push_back({.code = code, .met = met, .required = true, .text = std::move(text)});
}

void AddRules(const PolicySet& policy, Date today, Promotion& promotion) {
  const std::optional<Date> released = policy.released_on();
  const auto days = NumberOn(policy, parameter::kFreezeDays, today);
  const bool frozen = released && days && today >= *released &&
                      today < released->PlusDays(static_cast<std::int32_t>(*days));
  Add(promotion,
      "FREEZE",
      !frozen && days.has_value(),
      frozen ? fmt::format("Reglerna är nya från {} och under uppsikt i {} dagar.",
                           released->ToString(),
                           *days)
             : "Reglerna är inte under uppsikt efter en ändring.");
  int open = 0;
  for (const RuleIncident& incident : policy.incidents()) {
    if (incident.opened <= today && (!incident.closed || *incident.closed > today)) ++open;
  }
  Add(promotion, "INCIDENT", open == 0, fmt::format("Öppna avvikelser på regler: {}.", open));
}

void AddDelegation(const PolicySet& policy, Date today, Promotion& promotion) {
  if (promotion.next != Mode::kDecide) return;
  const auto& all = policy.delegations();
  const bool found = std::any_of(all.begin(), all.end(), [&](const Delegation& row) {
    return row.typfall == promotion.typfall && row.valid.Contains(today);
  });
  Add(promotion,
      "DELEGATION",
      found,
      found ? "Nämndens delegation gäller i dag." : "Ingen delegation från nämnden gäller i dag.");
}

// Told, and no bar: the order is advice.
void AddRolloutOrder(const PolicySet& policy,
                     const Control& control,
                     Date today,
                     Promotion& promotion) {
  const auto place = TypfallNumberOn(policy, parameter::kRolloutOrder, promotion.typfall, today);
  if (!place) return;
  std::string before;
  for (const TypfallPolicy& other : policy.typfall()) {
    const auto its = TypfallNumberOn(policy, parameter::kRolloutOrder, other.code, today);
    if (!its || *its >= *place || EffectiveMode(other, control) >= promotion.next) continue;
    if (other.max_mode < promotion.next) continue;
    before += (before.empty() ? "" : ", ") + other.code;
  }
  promotion.items.push_back({.code = "ROLLOUT_ORDER",
                             .met = before.empty(),
                             .required = false,
                             .text = before.empty()
                                         ? "Inget typfall som bör komma före står lägre."
                                         : "Dessa bör tas i bruk före: " + before + "."});
}

// How many clean comparisons are needed, and whether they are there.
void AddCompared(const PolicySet& policy,
                 const TypfallPolicy& typfall,
                 Date today,
                 Promotion& promotion) {
  const auto number = [&](const char* id) { return NumberOn(policy, id, today); };
  std::optional<std::int64_t> needed;
  bool one_error_allowed = false;
  if (promotion.next == Mode::kPropose) needed = number(parameter::kProposeN);
  if (promotion.next == Mode::kDecide) {
    needed = number(IsWithChildren(typfall) ? parameter::kChildrenN : parameter::kDecideN);
    one_error_allowed = !IsWithChildren(typfall);
  }
  if (promotion.next == Mode::kShadow) needed = 0;
  if (needed && promotion.serious == 1 && one_error_allowed) {
    needed = number(parameter::kDecideOneErrorN);
  }
  promotion.needed = static_cast<int>(needed.value_or(0));
  const int allowed = one_error_allowed ? 1 : 0;
  const bool met = needed && promotion.compared >= *needed && promotion.serious <= allowed;
  Add(promotion,
      "COMPARED",
      met,
      fmt::format("{} av {} jämförda ärenden i läget {}. {}.",
                  promotion.compared,
                  promotion.needed,
                  ModeCode(promotion.mode),
                  RateText(promotion.serious, promotion.compared, "allvarliga")));
}

}  // namespace

StatusOr<std::vector<Comparison>> QualityService::AllComparisons(const std::string& typfall) {
  std::vector<Comparison> all;
  PageRequest page{.limit = kPageMax, .after = ""};
  do {
    DM_ASSIGN_OR_RETURN(Page<Comparison> found,
                        store_.ListComparisons({.typfall = typfall, .kind = std::nullopt}, page));
    for (Comparison& one : found.items) all.push_back(std::move(one));
    page.after = found.next;
  } while (!page.after.empty());
  return all;
}

// Automation may not hide a lack of staff.
Status QualityService::AddLoad(const PolicySet& policy, Promotion& promotion) {
  const Instant now = clock_.Now();
  DM_ASSIGN_OR_RETURN(const std::vector<QueueCount> queues, store_.CountQueues(Counted::kAll));
  int items = 0;
  std::optional<Instant> oldest;
  for (const QueueCount& one : queues) {
    items += one.open + one.claimed;
    if (one.oldest && (!oldest || *one.oldest < *oldest)) oldest = one.oldest;
  }
  const auto days = NumberOn(policy, parameter::kLoadOldestDays, SwedishDate(now));
  const std::int64_t age = oldest ? (now - *oldest) / kDayMs : 0;
  Add(promotion,
      "OLDEST_ITEM",
      days && age <= *days,
      fmt::format("Det äldsta ärendet i kö är {} dagar; gränsen är {}.", age, days.value_or(0)));
  const auto limit = NumberOn(policy, parameter::kLoadCases, SwedishDate(now));
  const std::optional<int> handlers = parts_.handlers ? parts_.handlers() : std::nullopt;
  if (!handlers) {
    promotion.items.push_back(
        {.code = "STAFFING",
         .met = false,
         .required = false,
         .text = "Ingen personallista: ärenden per handläggare är inte känt."});
    return OkStatus();
  }
  Add(promotion,
      "STAFFING",
      limit && items <= *limit * *handlers,
      fmt::format("{} ärenden i kö på {} handläggare; gränsen är {} var.",
                  items,
                  *handlers,
                  limit.value_or(0)));
  return OkStatus();
}

StatusOr<Promotion> QualityService::GetPromotion(const CallContext& /*context*/,
                                                 const std::string& code) {
  const std::shared_ptr<const PolicySet> policy = parts_.policy();
  const TypfallPolicy* const typfall = TypfallOf(*policy, code);
  if (typfall == nullptr) {
    return MakeStatus(StatusCode::kNotFound,
                      "no such typfall in the policies",
                      {.reason = "TYPFALL_UNKNOWN",
                       .field = "typfall",
                       .remedy = "medarbetare status lists the typfall of the policies"});
  }
  DM_ASSIGN_OR_RETURN(const Control control, store_.GetControl());
  DM_ASSIGN_OR_RETURN(const std::vector<Comparison> comparisons, AllComparisons(code));
  DM_ASSIGN_OR_RETURN(const std::vector<Demotion> demotions, store_.Demotions(code));
  const Date today = SwedishDate(clock_.Now());
  Promotion promotion;
  promotion.typfall = code;
  promotion.mode = SetModeOf(*typfall, control);
  promotion.next = NextOf(promotion.mode, typfall->max_mode);
  const Tally counted =
      Count(comparisons, promotion.mode, CountedSince(demotions), policy->sha256());
  promotion.compared = counted.all;
  promotion.compared_these_rules = counted.these_rules;
  promotion.serious = counted.serious;
  promotion.upper_limit_permyriad = UpperLimitPermyriad(counted.serious, counted.all);
  const auto held = control.demoted.find(code);
  if (held != control.demoted.end()) promotion.demotion = held->second;
  if (promotion.next == promotion.mode) {
    Add(promotion, "MAX_MODE", false, "Typfallet står i sitt högsta läge.");
    return promotion;
  }
  AddCompared(*policy, *typfall, today, promotion);
  AddDelegation(*policy, today, promotion);
  AddRules(*policy, today, promotion);
  Add(promotion,
      "DEMOTED",
      !promotion.demotion,
      promotion.demotion ? "Ett allvarligt fel håller typfallet tills det är utrett och släppt."
                         : "Inget allvarligt fel håller typfallet.");
  DM_RETURN_IF_ERROR(AddLoad(*policy, promotion));
  AddRolloutOrder(*policy, control, today, promotion);
  promotion.possible =
      std::all_of(promotion.items.begin(), promotion.items.end(), [](const PromotionItem& item) {
        return item.met || !item.required;
      });
  return promotion;
}

Status QualityService::CheckRaise(const std::string& typfall, Mode mode) {
  // Into shadow nothing is shown or decided: the way up begins there.
  if (mode <= Mode::kShadow) return OkStatus();
  DM_ASSIGN_OR_RETURN(const Promotion promotion, GetPromotion(CallContext(), typfall));
  std::string missing;
  if (mode > promotion.next) missing = "STEP";
  for (const PromotionItem& item : promotion.items) {
    if (item.required && !item.met) missing += (missing.empty() ? "" : ", ") + item.code;
  }
  if (missing.empty()) return OkStatus();
  return FailedPrecondition(
      fmt::format("the evidence does not let {} be raised to {}; missing: {}; compared {} of {}, "
                  "serious {}",
                  typfall,
                  ModeCode(mode),
                  missing,
                  promotion.compared,
                  promotion.needed,
                  promotion.serious),
      {.reason = "PROMOTION_EVIDENCE",
       .field = "mode",
       .remedy =
           "medarbetare mode evidence " + typfall + " shows what there is and what is needed"});
}

StatusOr<std::vector<Agreement>> QualityService::GetAgreement(const CallContext& /*context*/,
                                                              const std::string& typfall) {
  DM_ASSIGN_OR_RETURN(const std::vector<Comparison> comparisons, AllComparisons(typfall));
  std::map<std::tuple<std::string, ComparisonKind, Mode, bool>, Agreement> by_key;
  for (const Comparison& one : comparisons) {
    if (one.kind == ComparisonKind::kMachineHuman && !one.clean) continue;
    Agreement& row = by_key[{one.typfall, one.kind, one.mode, one.blind}];
    row.typfall = one.typfall;
    row.kind = one.kind;
    row.mode = one.mode;
    row.blind = one.blind;
    ++row.n;
    if (one.agrees()) {
      ++row.agree;
    } else if (one.same_outcome()) {
      ++row.other_amount;
    } else {
      ++row.other_outcome;
    }
    if (one.serious) ++row.serious;
  }
  std::vector<Agreement> rows;
  for (auto& [key, row] : by_key) {
    row.differ_upper_permyriad = UpperLimitPermyriad(row.n - row.agree, row.n);
    row.serious_upper_permyriad = UpperLimitPermyriad(row.serious, row.n);
    row.text = RateText(row.n - row.agree, row.n, "skiljer sig") + "; " +
               RateText(row.serious, row.n, "allvarliga");
    rows.push_back(row);
  }
  return rows;
}

StatusOr<Page<Comparison>> QualityService::ListComparisons(const CallContext& context,
                                                           const ComparisonWish& wish,
                                                           const PageRequest& page) {
  DM_ASSIGN_OR_RETURN(Page<Comparison> found,
                      store_.ListComparisons({.typfall = wish.typfall, .kind = wish.kind}, page));
  Page<Comparison> shown;
  shown.next = found.next;
  for (Comparison& one : found.items) {
    if (wish.only_different && one.agrees()) continue;
    DM_ASSIGN_OR_RETURN(const CaseRecord record, store_.GetCase(one.case_id));
    const bool hidden = IsRestricted(record) || HasProtectedPerson(record);
    if (hidden && !context.cleared) continue;
    shown.items.push_back(std::move(one));
  }
  return shown;
}

StatusOr<std::vector<RubberStamp>> QualityService::GetRubberStamps(const CallContext& /*context*/) {
  DM_ASSIGN_OR_RETURN(const std::vector<Comparison> comparisons, AllComparisons(""));
  std::map<std::string, RubberStamp> by_handler;
  std::map<std::string, int> in_row;
  // Newest first: a row is a row in either direction.
  for (const Comparison& one : comparisons) {
    if (one.kind != ComparisonKind::kMachineHuman || one.mode != Mode::kPropose || one.blind) {
      continue;
    }
    RubberStamp& stamp = by_handler[one.second_by];
    int& row = in_row[one.second_by];
    stamp.handler = one.second_by;
    ++stamp.decided;
    row = one.agrees() ? row + 1 : 0;
    stamp.unchanged_in_row = std::max(stamp.unchanged_in_row, row);
    if (!one.agrees()) continue;
    ++stamp.unchanged;
    if (one.handled_ms && *one.handled_ms < kFastMs) ++stamp.fast;
  }
  std::vector<RubberStamp> stamps;
  for (auto& [handler, stamp] : by_handler) {
    stamp.reported = stamp.fast > 0 || stamp.unchanged_in_row >= kRowReported;
    stamps.push_back(stamp);
  }
  std::stable_sort(stamps.begin(), stamps.end(), [](const RubberStamp& a, const RubberStamp& b) {
    return a.reported && !b.reported;
  });
  return stamps;
}

}  // namespace dm::quality
