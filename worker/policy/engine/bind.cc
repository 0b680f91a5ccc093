#include "worker/policy/engine/bind.h"

#include <algorithm>

#include "fmt/format.h"

namespace dm::policy {
namespace {

bool IsWords(Unit unit) {
  return unit == Unit::kCode || unit == Unit::kText;
}

Status Refused(const Program& program, std::string_view fact, std::string_view wanted) {
  return InvalidArgument(
      fmt::format("the calculation {} takes {} as {}", program.calculation.id, fact, wanted));
}

// A word outside its closed domain is as good as unknown.
StatusOr<std::int64_t> NumberOfFact(const Program& program,
                                    const Variable& variable,
                                    const FactValue& value) {
  if (IsWords(variable.type.unit)) {
    const std::string* word = std::get_if<std::string>(&value);
    if (word == nullptr) return Refused(program, variable.name, "a word");
    const bool outside =
        !variable.open && variable.type.domain != nullptr && !variable.type.domain->Has(*word);
    return outside ? kUnknown : program.words->Find(*word);
  }
  if (variable.type.unit == Unit::kBool) {
    const bool* flag = std::get_if<bool>(&value);
    if (flag == nullptr) return Refused(program, variable.name, "true or false");
    return *flag ? 1 : 0;
  }
  const std::int64_t* number = std::get_if<std::int64_t>(&value);
  if (number == nullptr || !IsNumber(*number))
    return Refused(program, variable.name, "a whole number");
  return *number;
}

Status BindAll(const Program& program, const Facts& facts, int collection, std::int64_t* places) {
  for (const Facts::Fact& fact : facts.values()) {
    const Variable* variable = program.Find(fact.id);
    if (variable == nullptr || !variable->fact || variable->collection != collection) {
      return InvalidArgument(fmt::format(
          "the calculation {} has no fact {}{}",
          program.calculation.id,
          fact.id,
          collection < 0
              ? ""
              : " of " + program.collections[static_cast<std::size_t>(collection)].name));
    }
    if (!fact.value.has_value()) continue;
    DM_ASSIGN_OR_RETURN(places[variable->slot], NumberOfFact(program, *variable, *fact.value));
  }
  return OkStatus();
}

}  // namespace

Status Bind(const Program& program, const CalcFacts& facts, Frame& frame) {
  DM_RETURN_IF_ERROR(BindAll(program, facts.facts, -1, frame.case_places()));
  for (const auto& [name, items] : facts.collections) {
    const auto found = std::find_if(
        program.collections.begin(), program.collections.end(), [&, &wanted = name](const auto& c) {
          return c.name == wanted;
        });
    if (found == program.collections.end())
      return InvalidArgument(
          fmt::format("the calculation {} has no collection {}", program.calculation.id, name));
    const auto collection = found - program.collections.begin();
    for (const Facts& item : items) {
      std::int64_t* places = frame.AddItem(static_cast<std::size_t>(collection));
      if (places == nullptr)
        return InvalidArgument(fmt::format("the calculation {} takes at most {} {}",
                                           program.calculation.id,
                                           found->items_max,
                                           name));
      DM_RETURN_IF_ERROR(BindAll(program, item, static_cast<int>(collection), places));
    }
  }
  return OkStatus();
}

std::optional<FactValue> ValueOf(const Program& program,
                                 const ValueType& type,
                                 std::int64_t number) {
  if (!IsNumber(number)) return std::nullopt;
  if (type.unit == Unit::kBool) return FactValue(number != 0);
  if (!IsWords(type.unit)) return FactValue(number);
  if (number == Words::kOther) return std::nullopt;
  return FactValue(program.words->Word(number));
}

std::string NameOf(const Program& program, const Variable& variable, int item) {
  if (!variable.parameter.empty()) return fmt::format("param({})", variable.parameter);
  if (variable.collection < 0 || item < 0) return variable.name;
  return fmt::format("{}[{}].{}",
                     program.collections[static_cast<std::size_t>(variable.collection)].name,
                     item,
                     variable.name.substr(variable.name.find('.') + 1));
}

}  // namespace dm::policy
