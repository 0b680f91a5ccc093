#include <algorithm>
#include <array>
#include <string>

#include "worker/backtest/sketch.h"

namespace dm::backtest {

namespace {

// About what a home costs; part of a story, no municipality's level.
int CommonRent(const Sketch& sketch) {
  return 5200 + (sketch.adults() - 1) * 800 + std::min(4, sketch.children()) * 950;
}

void AddCost(Sketch* sketch, CostType type, Money amount, const std::string& other = {}) {
  Cost cost;
  cost.type = type;
  cost.other_code = other;
  cost.applied = amount;
  cost.proven = amount;
  cost.period = {.from = sketch->month().first_day(), .to = sketch->month().last_day()};
  sketch->application().costs.push_back(std::move(cost));
}

void DrawHome(Sketch* sketch) {
  Home& home = sketch->application().home;
  const int of_thousand = sketch->random.Between(1, 1000);
  if (of_thousand <= 830) {
    home.tenure = Tenure::kHyresratt;
  } else if (of_thousand <= 910) {
    home.tenure = Tenure::kAndrahand;
    home.second_hand_permission = sketch->random.Chance(700) ? Answer::kYes : Answer::kUnknown;
  } else if (of_thousand <= 950) {
    home.tenure = Tenure::kInneboende;
  } else if (of_thousand <= 970) {
    home.tenure = Tenure::kBostadsratt;
  } else {
    constexpr std::array kRare = {
        Tenure::kTemporary, Tenure::kHomeless, Tenure::kEgetHus, Tenure::kOther};
    home.tenure = sketch->random.OneOf(kRare);
  }
}

void AddRent(Sketch* sketch) {
  if (sketch->application().home.tenure == Tenure::kHomeless) return;
  const int common = CommonRent(*sketch);
  int rent = common + sketch->random.Between(-900, 1100);
  if (sketch->random.Chance(sketch->options.above_cap)) {
    rent = common * sketch->random.Between(145, 190) / 100;
  }
  AddCost(sketch, CostType::kBoende, Kr(rent));
}

void AddOtherCosts(Sketch* sketch) {
  if (!sketch->random.Chance(sketch->options.other_costs)) return;
  constexpr std::array kKinds = {"medicine_prescription",
                                 "medicine_prescription",
                                 "medicine_prescription",
                                 "healthcare_fee",
                                 "healthcare_fee",
                                 "childcare_fee",
                                 "dental_acute",
                                 "glasses",
                                 "moving",
                                 "furniture",
                                 "visit_travel",
                                 "rent_debt",
                                 "phone"};
  std::string kind = sketch->random.OneOf(kKinds);
  if (kind == "childcare_fee" && sketch->children() == 0) kind = "healthcare_fee";
  const bool small = kind == "medicine_prescription" || kind == "healthcare_fee";
  AddCost(sketch,
          CostType::kOtherLivingCost,
          Kr(small ? sketch->random.Between(40, 620) : sketch->random.Between(300, 2600)),
          kind);
}

bool AnyLivesOn(const Sketch& sketch, Living living) {
  return std::find(sketch.living.begin(), sketch.living.end(), living) != sketch.living.end();
}

}  // namespace

void DrawCosts(Sketch* sketch) {
  Random& random = sketch->random;
  const int persons = sketch->adults() + sketch->children();
  DrawHome(sketch);
  AddRent(sketch);
  if (random.Chance(930)) {
    AddCost(sketch,
            CostType::kHushallsel,
            Money::FromOre(random.Between(18'000, 30'000 + 8'000 * std::min(persons, 6))));
  }
  if (random.Chance(880)) {
    AddCost(sketch, CostType::kHemforsakring, Kr(random.Between(95, persons > 2 ? 245 : 185)));
  }
  if (AnyLivesOn(*sketch, Living::kUnemploymentFund) && random.Chance(800)) {
    AddCost(sketch, CostType::kArbetsloshetskassa, Kr(random.Between(120, 170)));
  }
  if (AnyLivesOn(*sketch, Living::kWage)) {
    if (random.Chance(500)) AddCost(sketch, CostType::kArbetsresor, Kr(random.Between(320, 890)));
    if (random.Chance(350)) AddCost(sketch, CostType::kFackforening, Kr(random.Between(150, 420)));
  }
  AddOtherCosts(sketch);
}

}  // namespace dm::backtest
