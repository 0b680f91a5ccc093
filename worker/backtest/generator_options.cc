#include "worker/backtest/generator_options.h"

#include <string>

namespace dm::backtest {

namespace {

constexpr int kWhole = 1000;

}  // namespace

const std::vector<Knob>& Knobs() {
  using O = GeneratorOptions;
  static const std::vector<Knob> knobs = {
      {"single", &O::single, "one adult, no children"},
      {"single_parent", &O::single_parent, "one adult with children"},
      {"couple", &O::couple, "two adults, no children; the rest is couples with children"},
      {"unemployed", &O::unemployed, "adults whose hindrance is unemployment"},
      {"social_reasons", &O::social_reasons, "adults whose hindrance is social"},
      {"first_application", &O::first_application, "no earlier month and no frame"},
      {"errors", &O::errors, "something that the household says is wrong or forgotten"},
      {"protected_identity", &O::protected_identity, "somebody carries a protection marker"},
      {"late_document", &O::late_document, "a document comes days after the application"},
      {"missing_document",
       &O::missing_document,
       "a cost without proof, a certificate that is short"},
      {"weekend", &O::weekend, "applications that arrive on a Saturday or Sunday"},
      {"silent_source",
       &O::silent_source,
       "of questions: an agency fails, is late or answers in part"},
      {"events", &O::events, "a circumstance that a human weighs: eviction, business, appeal"},
      {"questions", &O::questions, "free text, or a wish to speak to a person"},
      {"paper", &O::paper, "applications on paper or spoken"},
      {"assets", &O::assets, "a bank balance, a car, funds"},
      {"population_register", &O::population_register, "the population register answers too"},
      {"large_family", &O::large_family, "of families: four to nine children"},
      {"alternating", &O::alternating, "of families: children who live there by turns"},
      {"visits", &O::visits, "of singles: children who visit for some days"},
      {"shared_home", &O::shared_home, "the home is shared with people outside the case"},
      {"school_youth", &O::school_youth, "of families: a youth of 18 to 20 in school"},
      {"youth_work", &O::youth_work, "of youths and children over 15: own work"},
      {"earnings_disregard",
       &O::earnings_disregard,
       "of wage earners: six months of aid behind them"},
      {"surplus", &O::surplus, "incomes above the need"},
      {"above_cap", &O::above_cap, "a rent above what is common"},
      {"other_costs", &O::other_costs, "medicine, dental care, glasses, furniture and the like"},
      {"odd_incomes",
       &O::odd_incomes,
       "money that pays for a cost, a gift, a tax refund, rent from a lodger"},
      {"odd_presence",
       &O::odd_presence,
       "any number of days for each child, somebody who is away, more in the home than are known"},
      {"rent_shares",
       &O::rent_shares,
       "a rent that others share, a lodger's agreed rent, stated or in the frame"},
      {"odd_costs",
       &O::odd_costs,
       "two rows of a kind, less proven than asked for, an invoice for months, yearly ceilings"},
      {"cap_grace", &O::cap_grace, "a rent above the level and time that a person gave for it"},
      {"norm_adjustments", &O::norm_adjustments, "a higher or lower norm that a person decided"},
      {"youth_years", &O::youth_years, "of families: the year's own work of children, by month"},
      {"odd_history",
       &O::odd_history,
       "up to forty months with refusals, gaps and other municipalities, a stated surplus"},
      {"odd_payments",
       &O::odd_payments,
       "register payments of any kind, day and status, with money withheld"},
      {"odd_declared", &O::odd_declared, "declared incomes of any kind and day, of any member"},
      {"many_assets", &O::many_assets, "several assets, of children too, locked or accepted"},
  };
  return knobs;
}

Status SetKnob(std::string_view name, int share, GeneratorOptions* options) {
  if (share < 0 || share > kWhole) {
    return InvalidArgument("a share is 0 to 1000, in permille");
  }
  for (const Knob& knob : Knobs()) {
    if (knob.name != name) continue;
    options->*knob.share = share;
    return OkStatus();
  }
  std::string known;
  for (const Knob& knob : Knobs()) known += (known.empty() ? "" : ", ") + std::string(knob.name);
  return InvalidArgument("no share has this name; there are " + known);
}

Status CheckOptions(const GeneratorOptions& options) {
  if (options.single + options.single_parent + options.couple > kWhole) {
    return InvalidArgument("single, single_parent and couple together are at most 1000 permille");
  }
  return OkStatus();
}

}  // namespace dm::backtest
