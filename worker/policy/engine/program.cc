#include "worker/policy/engine/program.h"

#include <algorithm>

namespace dm::policy {

const Variable* Program::Find(std::string_view name) const {
  const auto found = std::find_if(variables.begin(), variables.end(), [name](const Variable& v) {
    return v.parameter.empty() && v.name == name;
  });
  return found == variables.end() ? nullptr : &*found;
}

const Window* Program::On(Date day) const {
  if (!calculation.valid.Contains(day)) return nullptr;
  auto after = std::upper_bound(
      windows.begin(), windows.end(), day, [](Date d, const Window& w) { return d < w.from; });
  return after == windows.begin() ? nullptr : &*std::prev(after);
}

}  // namespace dm::policy
