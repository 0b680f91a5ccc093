// The part of QualityService that says what raising a typfall rests on.
#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "worker/decision/decide.h"
#include "worker/quality/parameters.h"
#include "worker/quality/quality_service.h"
#include "worker/quality/statistics.h"

namespace dm::quality {
namespace {

constexpr int kPageMax = 200;
constexpr int kDemotionMonths = 3;
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

// Comparisons that count, from the newest back to the one behind the oldest error that is borne.
struct Tally {
  int all = 0;
  int these_rules = 0;
  int serious = 0;
};

bool Counts(const Comparison& one, Mode mode) {
  return one.kind == ComparisonKind::kMachineHuman && one.clean && one.mode == mode;
}

// `comparisons` newest first. An error that is not borne ends the row: what came before it is no
// evidence of what the worker has done since.
Tally Count(const std::vector<Comparison>& comparisons,
            Mode mode,
            const std::optional<Instant>& since,
            int errors_borne,
            const std::string& rules) {
  Tally counted;
  for (const Comparison& one : comparisons) {
    if (!Counts(one, mode)) continue;
    if (since && one.at <= *since) continue;
    if (one.serious && counted.serious == errors_borne) break;
    ++counted.all;
    if (one.policy_sha256 == rules) ++counted.these_rules;
    if (one.serious) ++counted.serious;
  }
  return counted;
}

// When serious errors of the typfall became known, oldest first: what has lowered it, and what was
// compared while it was held already.
std::vector<Instant> ErrorsOf(const std::vector<Demotion>& demotions,
                              const std::vector<Comparison>& comparisons) {
  std::vector<Instant> errors;
  std::set<CaseId> told;
  for (const Demotion& one : demotions) {
    errors.push_back(one.at);
    told.insert(one.case_id);
  }
  for (const Comparison& one : comparisons) {
    const bool error = one.kind == ComparisonKind::kMachineHuman && one.clean && one.serious &&
                       !one.blind && one.mode >= Mode::kPropose;
    if (error && !told.contains(one.case_id)) errors.push_back(one.at);
  }
  std::sort(errors.begin(), errors.end());
  return errors;
}

// Two errors within three months ask for a new promotion: what was compared before the second one
// no longer counts.
std::optional<Instant> CountedSince(const std::vector<Instant>& errors) {
  for (std::size_t i = errors.size(); i-- > 1;) {
    const Date later = SwedishDate(errors[i]);
    if (AddMonths(SwedishDate(errors[i - 1]), kDemotionMonths) >= later) return errors[i];
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

// What a step asks of the comparisons in the mode that it leaves.
struct Asked {
  std::optional<std::int64_t> clean;      // in a row; nothing: the policies do not say
  std::optional<std::int64_t> one_error;  // in a row with one serious among them; nothing: no such
};

Asked AskedFor(const PolicySet& policy, const std::string& typfall, Mode next, Date today) {
  const auto number = [&](const char* id) { return NumberOn(policy, id, today); };
  if (next <= Mode::kShadow) return {.clean = 0, .one_error = std::nullopt};
  // Preparing shows a caseworker no less than proposing does.
  if (next <= Mode::kPropose) {
    return {.clean = number(parameter::kProposeN), .one_error = std::nullopt};
  }
  // Where the policies do not say it, as for one with children: the stricter.
  if (TypfallFlagOn(policy, parameter::kWithChildren, typfall, today).value_or(true)) {
    return {.clean = number(parameter::kChildrenN), .one_error = std::nullopt};
  }
  return {.clean = number(parameter::kDecideN), .one_error = number(parameter::kDecideOneErrorN)};
}

struct Evidence {
  const std::vector<Comparison>& comparisons;  // newest first
  std::optional<Instant> since;                // only what came after counts
  const std::string& rules;
};

// How many clean comparisons are needed, and whether they are there.
void AddCompared(const Asked& asked, const Evidence& evidence, Promotion& promotion) {
  const auto count = [&](int borne) {
    return Count(evidence.comparisons, promotion.mode, evidence.since, borne, evidence.rules);
  };
  Tally counted = count(0);
  std::optional<std::int64_t> needed = asked.clean;
  if (asked.one_error && needed && counted.all < *needed) {
    // What has come since the error is not enough; with what came before it, it may be.
    const Tally with_error = count(1);
    if (with_error.serious == 1 && *asked.one_error - with_error.all < *needed - counted.all) {
      counted = with_error;
      needed = asked.one_error;
    }
  }
  promotion.compared = counted.all;
  promotion.compared_these_rules = counted.these_rules;
  promotion.serious = counted.serious;
  promotion.needed = static_cast<int>(needed.value_or(0));
  int all = 0;
  int serious = 0;
  for (const Comparison& one : evidence.comparisons) {
    if (!Counts(one, promotion.mode)) continue;
    ++all;
    serious += one.serious ? 1 : 0;
  }
  promotion.upper_limit_permyriad = UpperLimitPermyriad(serious, all);
  std::string text =
      needed ? fmt::format(
                   "{} av {} jämförda ärenden i rad i läget {}{}, {} av dem under de regler "
                   "som gäller nu.",
                   counted.all,
                   *needed,
                   ModeCode(promotion.mode),
                   counted.serious == 0 ? " utan allvarligt fel" : " med ett allvarligt fel",
                   counted.these_rules)
             : std::string("Reglerna säger inte hur många jämförda ärenden som krävs.");
  text += all == 0 ? std::string(" Inget är jämfört i läget än.")
                   : fmt::format(" Alla i läget: {}.", RateText(serious, all, "allvarliga"));
  Add(promotion, "COMPARED", needed && counted.all >= *needed, std::move(text));
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

std::optional<int> QualityService::Handlers(Instant now) const {
  const std::shared_ptr<const StaffDirectory> staff = Staff();
  if (!staff->configured()) return std::nullopt;
  const Date today = SwedishDate(now);
  int handlers = 0;
  for (const StaffMember& member : staff->members()) {
    const bool handles = member.Has(StaffRole::kEkonomihandlaggare) ||
                         member.Has(StaffRole::kSocialsekreterare) ||
                         member.Has(StaffRole::kSpecialist);
    if (handles && member.in_service.Contains(today) && !member.IsAbsent(today)) ++handlers;
  }
  return handlers;
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
  const std::optional<int> handlers = Handlers(now);
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
  const auto held = control.demoted.find(code);
  if (held != control.demoted.end()) promotion.demotion = held->second;
  if (promotion.next == promotion.mode) {
    Add(promotion, "MAX_MODE", false, "Typfallet står i sitt högsta läge.");
    return promotion;
  }
  AddCompared(AskedFor(*policy, code, promotion.next, today),
              {.comparisons = comparisons,
               .since = CountedSince(ErrorsOf(demotions, comparisons)),
               .rules = policy->sha256()},
              promotion);
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

}  // namespace dm::quality
