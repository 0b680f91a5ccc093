// GeneratorOptions: how a stream of invented households is mixed. The defaults are the profile of a
// municipality (a proposal, no statistics of any real one); every share is a knob.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "worker/core/date.h"
#include "worker/core/status.h"

namespace dm::backtest {

// Shares are in permille of households unless the knob's words say of what.
struct GeneratorOptions {
  std::uint64_t seed = 1;
  Month month;  // ansökningsmånad

  int single = 600;
  int single_parent = 150;
  int couple = 100;  // the rest is couples with children

  int unemployed = 500;
  int social_reasons = 150;
  int first_application = 60;
  int errors = 15;
  int protected_identity = 20;
  int late_document = 125;
  int missing_document = 40;
  int weekend = 150;
  int silent_source = 30;
  int events = 60;
  int questions = 40;
  int paper = 50;
  int assets = 30;
  int population_register = 500;

  int large_family = 50;
  int alternating = 150;
  int visits = 20;
  int shared_home = 60;
  int school_youth = 40;
  int youth_work = 250;
  int earnings_disregard = 600;
  int surplus = 30;
  int above_cap = 60;
  int other_costs = 120;
  int odd_incomes = 40;

  // Rare circumstances, none of them in the default mix: for comparing computations, not for a
  // picture of a municipality.
  int odd_presence = 0;
  int rent_shares = 0;
  int odd_costs = 0;
  int cap_grace = 0;
  int norm_adjustments = 0;
  int youth_years = 0;
  int odd_history = 0;
  int odd_payments = 0;
  int odd_declared = 0;
  int many_assets = 0;
};

// A share that a caller may set by name.
struct Knob {
  std::string_view name;
  int GeneratorOptions::*share;
  std::string_view meaning;
};

const std::vector<Knob>& Knobs();

// Invalid argument for an unknown knob or a share outside 0–1000.
Status SetKnob(std::string_view name, int share, GeneratorOptions* options);
// Invalid argument when the kinds of household add up to more than a thousand.
Status CheckOptions(const GeneratorOptions& options);

}  // namespace dm::backtest
