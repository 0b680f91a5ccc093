#include "worker/policy/engine/compile_all.h"

#include <memory>
#include <optional>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/engine/calculation_compiler.h"
#include "worker/policy/engine/windows.h"

namespace dm::policy {
namespace {

void CheckCoversSet(const Calculation& calculation,
                    const Period& set,
                    std::vector<PolicyError>* errors) {
  const std::optional<Period> shared = Shared(calculation.valid, set);
  if (shared.has_value() && *shared == set) return;
  errors->push_back({calculation.file,
                     calculation.line,
                     fmt::format("{} does not hold on every day of the set", calculation.id),
                     "widen valid_from and valid_to, and date what changes in parameters and "
                     "tables"});
}

}  // namespace

void CompileCalculations(PolicyData& data, std::vector<PolicyError>* errors) {
  std::vector<Program> programs;
  for (const auto& [id, calculation] : data.calculations) {
    std::optional<Program> program = CompileCalculation(calculation, data, errors);
    if (!program.has_value()) continue;
    CheckCoversSet(calculation, data.municipal.effective, errors);
    programs.push_back(*std::move(program));
  }
  // Tables are compiled only of a set that is whole.
  if (!errors->empty()) return;
  for (Program& program : programs) {
    MakeWindows(data, program);
    program.words = data.words;
    const std::string id = program.calculation.id;
    data.programs[id] = std::make_shared<const Program>(std::move(program));
  }
}

}  // namespace dm::policy
