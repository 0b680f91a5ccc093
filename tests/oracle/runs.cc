#include "tests/oracle/runs.h"

#include <utility>

namespace dm::oracle {

namespace {

constexpr char kExempel[] = "0000-exempelkommun";
constexpr char kProv[] = "0001-provkommun";

Month At(int year, int month) {
  return *Month::Make(year, month);
}

// Everything that is rare, often.
backtest::GeneratorOptions RareMix() {
  backtest::GeneratorOptions mix;
  mix.single = 250;
  mix.single_parent = 300;
  mix.couple = 100;
  mix.silent_source = 10;
  mix.large_family = 250;
  mix.school_youth = 200;
  mix.shared_home = 120;
  mix.visits = 150;
  mix.assets = 0;
  mix.odd_presence = 200;
  mix.rent_shares = 200;
  mix.odd_costs = 250;
  mix.cap_grace = 150;
  mix.norm_adjustments = 80;
  mix.youth_years = 900;
  mix.odd_history = 300;
  mix.odd_payments = 200;
  mix.odd_declared = 200;
  mix.many_assets = 60;
  return mix;
}

Setting Ordinary() {
  Setting run{.name = "ordinary",
              .choices = {},
              .municipality = kExempel,
              .overrides = {},
              .from = At(2025, 7),
              .to = At(2026, 12),
              .mix = {}};
  return run;
}

Setting Named(const char* name, backtest::GeneratorOptions mix) {
  Setting run = Ordinary();
  run.name = name;
  run.mix = mix;
  return run;
}

Setting Families() {
  backtest::GeneratorOptions mix;
  mix.single = 100;
  mix.large_family = 400;
  mix.alternating = 500;
  mix.visits = 300;
  mix.above_cap = 300;
  mix.surplus = 200;
  mix.odd_presence = 100;
  return Named("families", mix);
}

// All norm years that are loaded: the old law, and months before the municipality had levels.
Setting EarlierYears() {
  Setting run = Named("earlier-years", RareMix());
  run.from = At(2019, 1);
  run.to = At(2025, 6);
  return run;
}

Setting OtherMunicipality() {
  Setting run = Named("other-municipality", RareMix());
  run.municipality = kProv;
  run.choices.town = Town::kProv;
  run.from = At(2026, 1);
  return run;
}

Setting OtherChoices(const char* name, Choices choices, decltype(Setting::overrides) overrides) {
  Setting run = Named(name, RareMix());
  run.mix.alternating = 600;
  run.choices = choices;
  run.overrides = std::move(overrides);
  return run;
}

}  // namespace

std::vector<Setting> AllRuns() {
  std::vector<Setting> runs = {
      Ordinary(), Families(), Named("rare", RareMix()), EarlierYears(), OtherMunicipality()};
  Choices whole;
  whole.day_base.reset();
  whole.part_time_child = PartTimeChild::kFullMember;
  whole.norm_unit = 1;
  whole.habilitation_counts = false;
  whole.lunch_by_days = true;
  runs.push_back(OtherChoices("whole-members",
                              whole,
                              {{"proration.day_base", std::string("days_in_month")},
                               {"common.part_time_child", std::string("full_member")},
                               {"rounding.row", std::string("ore")},
                               {"norm.lunch_by_days", true},
                               {"income.habilitation", std::string("zero")}}));
  Choices none;
  none.part_time_child = PartTimeChild::kNone;
  none.grant_unit = 1;
  none.age_on_last_day = true;
  none.child_cap = false;
  none.small_grant = 150'000;
  runs.push_back(OtherChoices("none-of-part-time",
                              none,
                              {{"common.part_time_child", std::string("none")},
                               {"rounding.grant", std::string("ore")},
                               {"age.reference_day", std::string("last_day_of_month")},
                               {"child.cap_to_own_need", false},
                               {"income.small_grant", std::int64_t{150'000}}}));
  Choices thirty;
  thirty.money_of = MoneyOf::kThirtyDays;
  thirty.surplus_months = 3;
  thirty.bank_free = 300'000;
  thirty.child_savings_free = 500'000;
  runs.push_back(OtherChoices("thirty-days",
                              thirty,
                              {{"income_month.mode", std::string("thirty_days_before_application")},
                               {"surplus.carry_months", std::int64_t{3}},
                               {"asset.bank_free", std::int64_t{300'000}},
                               {"asset.child_free", std::int64_t{500'000}}}));
  runs.back().mix.many_assets = 300;
  return runs;
}

}  // namespace dm::oracle
