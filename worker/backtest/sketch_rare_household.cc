// What few households have and a computation must still get right: presence of any number of days,
// shared rents, odd costs, levels with time to adjust, and a norm that a person has changed.
#include <algorithm>
#include <array>
#include <string>

#include "worker/backtest/sketch.h"

namespace dm::backtest {

namespace {

bool IsChild(const Person& person) {
  return person.role == PersonRole::kChild || person.role == PersonRole::kSchoolYouth;
}

Presence AnyPresence(Random* random) {
  const int of_ten = random->Between(1, 10);
  if (of_ten <= 3) return {};
  if (of_ten == 4) return {.kind = PresenceKind::kAbsent};
  return {.kind = of_ten <= 7 ? PresenceKind::kVaxelvis : PresenceKind::kUmgange,
          .days = random->Between(0, 31)};
}

void ChangePresence(Sketch* sketch) {
  Random& random = sketch->random;
  Home& home = sketch->application().home;
  for (Person& person : sketch->application().persons) {
    if (IsChild(person)) person.presence = AnyPresence(&random);
    if (person.role == PersonRole::kCoApplicant && random.Chance(100)) {
      person.presence = {.kind = PresenceKind::kAbsent};
    }
    if (IsChild(person) && sketch->Age(person) <= 6 && random.Chance(300)) {
      person.free_lunch = Answer::kYes;
      if (random.Chance(700)) person.lunch_home_days = random.Between(0, 31);
    }
  }
  for (Person& person : sketch->application().persons) {
    if (IsChild(person) && random.Chance(20)) person.free_lunch = Answer::kUnknown;
    if (IsChild(person) && random.Chance(10)) person.born.reset(), person.personnummer = {};
  }
  if (random.Chance(300)) home.persons_in_home += random.Between(1, 6);
  if (random.Chance(30)) home.persons_in_home = random.Between(0, 2);
}

Cost* Rent(Sketch* sketch) {
  for (Cost& cost : sketch->application().costs) {
    if (cost.type == CostType::kBoende) return &cost;
  }
  return nullptr;
}

void ShareRent(Sketch* sketch) {
  Random& random = sketch->random;
  Cost* rent = Rent(sketch);
  if (rent == nullptr) return;
  Home& home = sketch->application().home;
  Frame* frame = sketch->input.frame ? &*sketch->input.frame : nullptr;
  home.rent = Money::FromOre(rent->applied.ore() * random.Between(90, 350) / 100);
  const int share = random.Between(1, 1000);
  if (random.Chance(600)) home.share_of_rent_permille = share;
  if (frame != nullptr && random.Chance(600)) {
    frame->housing.share_of_rent_permille = random.Chance(600) ? share : random.Between(1, 1000);
  }
  if (!random.Chance(400)) return;
  home.tenure = Tenure::kInneboende;
  const Money agreed = Money::FromOre(rent->applied.ore() * random.Between(40, 130) / 100);
  if (random.Chance(600)) home.agreed_rent = agreed;
  if (frame != nullptr && random.Chance(600)) frame->housing.agreed_rent = agreed - Kr(50);
}

// An invoice for up to five months, and what has been paid towards a yearly ceiling.
void AddDetails(Sketch* sketch, Cost* cost) {
  Random& random = sketch->random;
  if (cost->type == CostType::kHushallsel && random.Chance(500)) {
    cost->period.from = sketch->month().PlusMonths(-random.Between(0, 4)).first_day();
    cost->applied = Money::FromOre(cost->applied.ore() * random.Between(1, 4));
    cost->proven = cost->applied;
  }
  if (cost->type != CostType::kOtherLivingCost) return;
  cost->person = sketch->input.application.persons.front().key;
  if (random.Chance(400)) cost->cap_remaining = Kr(random.Between(0, 600));
  if (random.Chance(400)) cost->year_spent = Kr(random.Between(0, 4000));
}

void ChangeCosts(Sketch* sketch) {
  Random& random = sketch->random;
  std::vector<Cost>& costs = sketch->application().costs;
  const std::size_t count = costs.size();
  for (std::size_t i = 0; i < count; ++i) {
    AddDetails(sketch, &costs[i]);
    if (random.Chance(150)) {
      costs[i].proven = Money::FromOre(costs[i].applied.ore() * random.Between(0, 130) / 100);
    }
    if (random.Chance(40)) costs[i].applied = Money();
    if (!random.Chance(200)) continue;
    Cost again = costs[i];
    again.applied = Money::FromOre(again.applied.ore() * random.Between(10, 120) / 100);
    again.proven = again.applied;
    costs.push_back(std::move(again));
  }
}

void GiveTime(Sketch* sketch) {
  Cost* rent = Rent(sketch);
  if (rent == nullptr || !sketch->input.frame) return;
  rent->applied += Kr(sketch->random.Between(500, 6000));
  rent->proven = rent->applied;
  sketch->input.frame->housing.cap_grace_until =
      sketch->month().last_day().PlusDays(sketch->random.Between(-40, 60));
}

void AdjustNorm(Sketch* sketch) {
  Random& random = sketch->random;
  if (!sketch->input.frame) return;
  constexpr std::array kReasons = {"special_diet", "free_food_or_lodging", "cost_absent"};
  const auto& persons = sketch->input.application.persons;
  const int count = random.Chance(800) ? 1 : 2;
  for (int i = 0; i < count; ++i) {
    const Person& person = persons[random.Next() % persons.size()];
    if (!IsMemberOfCase(person.role)) continue;
    NormAdjustment adjustment;
    adjustment.person = person.key;
    const bool higher = random.Chance(600);
    adjustment.kind = higher ? NormAdjustmentKind::kHigher : NormAdjustmentKind::kLower;
    if (random.Chance(600)) {
      adjustment.amount = Money::FromOre(random.Between(5'000, 250'000));
    } else {
      adjustment.factor_permille = higher ? random.Between(1001, 1600) : random.Between(300, 999);
    }
    adjustment.reason = random.OneOf(kReasons);
    adjustment.valid_to = sketch->month().last_day().PlusDays(random.Between(-50, 120));
    sketch->input.frame->norm_adjustments.push_back(std::move(adjustment));
  }
}

void AddAssets(Sketch* sketch) {
  Random& random = sketch->random;
  constexpr std::array kTypes = {AssetType::kBank,
                                 AssetType::kBank,
                                 AssetType::kVehicle,
                                 AssetType::kSecurities,
                                 AssetType::kProperty,
                                 AssetType::kOther};
  const auto& persons = sketch->input.application.persons;
  const int count = random.Between(1, 4);
  for (int i = 0; i < count; ++i) {
    const Person& person = persons[random.Next() % persons.size()];
    if (!IsMemberOfCase(person.role)) continue;
    Asset asset;
    asset.person = person.key;
    asset.type = random.OneOf(kTypes);
    asset.value = Money::FromOre(random.Between(0, 1'200'000));
    asset.locked = random.Chance(300);
    if (random.Chance(500)) {
      asset.as_of =
          SwedishDate(sketch->input.application.received_at).PlusDays(-random.Between(0, 25));
    }
    sketch->application().assets.push_back(asset);
    if (!sketch->input.frame || !random.Chance(600)) continue;
    sketch->input.frame->accepted_assets.push_back(
        {.type = asset.type,
         .reference = "akt",
         .count = random.Between(0, 2),
         .until = sketch->month().last_day().PlusDays(random.Between(-20, 40))});
  }
}

}  // namespace

void DrawRareHousehold(Sketch* sketch) {
  const GeneratorOptions& options = sketch->options;
  Random& random = sketch->random;
  if (random.Chance(options.odd_presence)) ChangePresence(sketch);
  if (random.Chance(options.rent_shares)) ShareRent(sketch);
  if (random.Chance(options.odd_costs)) ChangeCosts(sketch);
  if (random.Chance(options.cap_grace)) GiveTime(sketch);
  if (random.Chance(options.norm_adjustments)) AdjustNorm(sketch);
  if (random.Chance(options.many_assets)) AddAssets(sketch);
}

}  // namespace dm::backtest
