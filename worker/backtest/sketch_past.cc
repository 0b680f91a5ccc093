#include <algorithm>
#include <string>
#include <utility>

#include "worker/backtest/sketch.h"

namespace dm::backtest {

namespace {

constexpr char kHandler[] = "handlaggare-7";
constexpr int kMonthsMax = 30;
// A case system sends who and what was counted for the newest months; of older ones that aid was
// granted.
constexpr int kMonthsWhole = 3;

// What a household of this size was granted, roughly: an earlier month's figure in a story, no
// computation of the norm.
Money RoughGrant(const Sketch& sketch) {
  Money need = Kr(sketch.adults() == 1 ? 3940 : 7100) + Kr(1280 + 260 * sketch.children()) +
               Kr(3600 * sketch.children());
  for (const Cost& cost : sketch.input.application.costs) need += cost.applied;
  for (const Receipt& receipt : sketch.receipts) need -= receipt.before;
  return std::max(need, Kr(400));
}

const char* BarrierOf(Sketch* sketch, Living living) {
  switch (living) {
    case Living::kNothing:
    case Living::kUnemploymentFund:
    case Living::kActivitySupport:
      return "arbetslos";
    case Living::kEstablishment:
      return sketch->random.Chance(500) ? "sprakhinder" : "arbetslos";
    case Living::kSickBenefit:
    case Living::kSickPay:
    case Living::kSickWithoutMoney:
      return "sjuk";
    case Living::kParentalBenefit:
      return "foraldraledig";
    case Living::kPension:
      return "pension";
    case Living::kWage:
      return "deltidsarbete";
    case Living::kSocialReasons:
      return "sociala_skal";
  }
  return "annat_hinder";
}

void FramePersons(const Sketch& sketch, Frame* frame) {
  for (const Person& person : sketch.input.application.persons) {
    frame->persons.push_back({.key = person.key,
                              .personnummer = person.personnummer,
                              .born = person.born,
                              .role = person.role,
                              .presence = person.presence});
    if (person.role != PersonRole::kChild && person.role != PersonRole::kSchoolYouth) continue;
    frame->child_records.push_back(
        {.child = person.key,
         .reviewer = kHandler,
         .reviewed_on = frame->valid_from,
         .valid_until = frame->valid_to,
         .reference = "akt " + std::to_string(frame->child_records.size() + 11)});
  }
}

void FrameMoney(const Sketch& sketch, Frame* frame) {
  for (const Cost& cost : sketch.input.application.costs) {
    if (cost.type == CostType::kBoende) frame->housing.accepted_cost = cost.applied;
    if (cost.type == CostType::kOtherLivingCost) continue;
    frame->costs.push_back({.type = cost.type, .other_code = "", .ceiling = cost.applied});
  }
  for (const Receipt& receipt : sketch.receipts) {
    if (!receipt.in_frame) continue;
    frame->incomes.push_back(
        {.person = receipt.person, .kind = receipt.kind, .expected_net = receipt.net()});
  }
}

void FrameAdults(Sketch* sketch, Frame* frame) {
  std::size_t adult = 0;
  for (const Person& person : sketch->input.application.persons) {
    if (!IsAdultInCase(person.role)) continue;
    Barrier barrier;
    barrier.person = person.key;
    barrier.code = BarrierOf(sketch, sketch->living[adult++]);
    if (sketch->random.Chance(500)) barrier.until = frame->valid_to;
    frame->barriers.push_back(std::move(barrier));
  }
  for (const PlanStatus& plan : sketch->input.application.plans) {
    frame->plans.push_back({.person = plan.person, .valid = plan.plan_valid});
  }
}

void DrawFrame(Sketch* sketch) {
  const Application& application = sketch->input.application;
  const int age_months = sketch->random.Between(1, 5);
  Frame frame;
  frame.id = FrameId::FromTrusted("F-" + application.household.value().substr(2));
  frame.household = application.household;
  frame.version = sketch->random.Between(1, 6);
  frame.valid_from = sketch->month().PlusMonths(-age_months).first_day();
  frame.valid_to = sketch->month().PlusMonths(5 - age_months).last_day();
  frame.housing.tenure = application.home.tenure;
  frame.housing.persons_in_home = application.home.persons_in_home;
  if (sketch->random.Chance(60)) frame.housing.cap_grace_until = frame.valid_to;
  FramePersons(*sketch, &frame);
  FrameAdults(sketch, &frame);
  FrameMoney(*sketch, &frame);
  frame.language = application.language;
  frame.signed_by = kHandler;
  frame.mandate = "delegationsordning 4.2 (påhittad)";
  frame.signed_at = StartOfSwedishDay(frame.valid_from).PlusMs(std::int64_t{9} * 3'600'000);
  sketch->input.frame = std::move(frame);
}

HistoryMonth MonthBefore(const Sketch& sketch, int back, Money granted) {
  HistoryMonth past;
  past.month = sketch.month().PlusMonths(-back);
  past.outcome = Outcome::kBifall;
  past.granted = granted;
  if (back > kMonthsWhole) return past;
  past.persons = sketch.input.application.persons;
  for (Person& person : past.persons) person.name.clear();
  past.persons_in_home = sketch.input.application.home.persons_in_home;
  for (const Cost& cost : sketch.input.application.costs) {
    if (cost.type == CostType::kOtherLivingCost) continue;
    past.costs.push_back({.type = cost.type, .other_code = "", .approved = cost.applied});
  }
  for (const Receipt& receipt : sketch.receipts) {
    if (!receipt.in_frame) continue;
    past.incomes.push_back(
        {.person = receipt.person, .kind = receipt.kind, .counted = receipt.before});
  }
  return past;
}

// How many months in a row have been granted: long for those whose work is stimulated (SoL 12:8).
int MonthsGranted(Sketch* sketch) {
  const bool wage = std::find(sketch->living.begin(), sketch->living.end(), Living::kWage) !=
                    sketch->living.end();
  if (wage) {
    return sketch->random.Chance(sketch->options.earnings_disregard)
               ? sketch->random.Between(6, kMonthsMax)
               : sketch->random.Between(1, 5);
  }
  return sketch->random.Chance(700) ? sketch->random.Between(1, 12)
                                    : sketch->random.Between(13, kMonthsMax);
}

// A refused month, or none at all, somewhere before the run.
void AddOlderMonths(Sketch* sketch) {
  if (sketch->months_granted + 4 > kMonthsMax || !sketch->random.Chance(150)) return;
  const int gap = sketch->months_granted + 1;
  if (sketch->random.Chance(400)) {
    HistoryMonth refused = MonthBefore(*sketch, gap, Money());
    refused.outcome = Outcome::kAvslag;
    sketch->input.history.push_back(std::move(refused));
  }
  for (int back = gap + 1; back <= gap + 3; ++back) {
    sketch->input.history.push_back(MonthBefore(*sketch, back, RoughGrant(*sketch)));
  }
}

}  // namespace

void DrawPast(Sketch* sketch) {
  if (sketch->first) return;
  sketch->months_granted = MonthsGranted(sketch);
  const Money granted = RoughGrant(*sketch);
  const int by_worker = std::min(sketch->months_granted - 1, sketch->random.Between(0, 5));
  for (int back = 1; back <= sketch->months_granted; ++back) {
    HistoryMonth past = MonthBefore(*sketch, back, granted);
    past.decided_by = back <= by_worker ? ActorKind::kWorker : ActorKind::kPerson;
    if (sketch->random.Chance(20)) past.outcome = Outcome::kDelavslag;
    sketch->input.history.push_back(std::move(past));
  }
  AddOlderMonths(sketch);
  DrawFrame(sketch);
}

}  // namespace dm::backtest
