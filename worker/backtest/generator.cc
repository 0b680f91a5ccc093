#include "worker/backtest/generator.h"

#include <string>
#include <utility>

#include "worker/backtest/sketch.h"

namespace dm::backtest {

CaseInput GenerateHousehold(const GeneratorOptions& options, std::uint64_t number) {
  Sketch sketch(options, number);
  Application& application = sketch.application();
  application.month = options.month;
  const std::string id = std::to_string(options.seed) + "-" + std::to_string(number);
  application.id = ApplicationId::FromTrusted("A-" + options.month.ToString() + "-" + id);
  application.household = HouseholdId::FromTrusted("H-" + id);
  DrawPersons(&sketch);
  DrawLiving(&sketch);
  DrawCosts(&sketch);
  DrawApplication(&sketch);
  DrawPast(&sketch);
  DrawAnswers(&sketch);
  DrawDepartures(&sketch);
  DrawRareHousehold(&sketch);
  DrawRareMoney(&sketch);
  return std::move(sketch.input);
}

}  // namespace dm::backtest
