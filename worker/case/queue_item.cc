#include "worker/case/queue_item.h"

#include <array>
#include <string_view>

namespace dm {

const char* ConsultationStateCode(ConsultationState state) {
  switch (state) {
    case ConsultationState::kOpen:
      return "OPEN";
    case ConsultationState::kAnswered:
      return "ANSWERED";
    case ConsultationState::kWithdrawn:
      return "WITHDRAWN";
  }
  return "?";
}

std::optional<ConsultationState> ConsultationStateFromCode(std::string_view code) {
  constexpr std::array kStates = {
      ConsultationState::kOpen, ConsultationState::kAnswered, ConsultationState::kWithdrawn};
  for (const ConsultationState state : kStates)
    if (code == ConsultationStateCode(state)) return state;
  return std::nullopt;
}

}  // namespace dm
