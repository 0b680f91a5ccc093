// ToldSteps: what a calculation has told before, by what each step read. A step that reads the same
// numbers again on a day of the same window says the same again, so that it is put in words once.
// Holds the room that a run needs, too. For one thread and one policy set.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "worker/policy/calculated.h"
#include "worker/policy/engine/machine.h"
#include "worker/policy/engine/program.h"

namespace dm::policy {

struct ToldSteps {
  struct Hash {
    using is_transparent = void;

    std::size_t operator()(std::string_view bytes) const {
      return std::hash<std::string_view>()(bytes);
    }
  };

  // Above this all begins anew: ages and days in the home are few, amounts are many.
  static constexpr std::size_t kMost = 8'000;

  // By window and trace record, as bytes.
  std::unordered_map<std::string, CalculatedSteps::Step, Hash, std::equal_to<>> by_record;
  std::map<const Program*, Frame> frames;
  Trace trace;
  std::string record;
};

}  // namespace dm::policy
