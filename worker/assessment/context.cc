#include "worker/assessment/context.h"

namespace dm::assessment {

std::string Ref(std::string_view list, std::size_t index) {
  return "application." + std::string(list) + "[" + std::to_string(index) + "]";
}

}  // namespace dm::assessment
