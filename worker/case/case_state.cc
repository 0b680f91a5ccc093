#include "worker/case/case_state.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "worker/core/check.h"

namespace dm {
namespace {

struct Arrow {
  CaseState from;
  CaseState to;

  friend bool operator==(const Arrow&, const Arrow&) = default;
};

// The closed table (reliability I19): what it does not list cannot happen. docs/state-machine.md
// says who moves each arrow and why, and a test reads the two against each other.
constexpr std::array kArrows = {
    Arrow{CaseState::kReceived, CaseState::kRegistered},
    Arrow{CaseState::kReceived, CaseState::kEscalated},
    Arrow{CaseState::kRegistered, CaseState::kFetched},
    Arrow{CaseState::kRegistered, CaseState::kWaitingSource},
    Arrow{CaseState::kRegistered, CaseState::kEscalated},
    Arrow{CaseState::kWaitingSource, CaseState::kFetched},
    Arrow{CaseState::kWaitingSource, CaseState::kEscalated},
    Arrow{CaseState::kFetched, CaseState::kEvaluated},
    Arrow{CaseState::kFetched, CaseState::kRegistered},
    Arrow{CaseState::kFetched, CaseState::kEscalated},
    Arrow{CaseState::kEvaluated, CaseState::kDecided},
    Arrow{CaseState::kEvaluated, CaseState::kProposed},
    Arrow{CaseState::kEvaluated, CaseState::kEscalated},
    Arrow{CaseState::kEvaluated, CaseState::kAwaitingCompletion},
    Arrow{CaseState::kEvaluated, CaseState::kRegistered},
    Arrow{CaseState::kProposed, CaseState::kDecided},
    Arrow{CaseState::kProposed, CaseState::kWrittenOff},
    Arrow{CaseState::kProposed, CaseState::kRegistered},
    Arrow{CaseState::kProposed, CaseState::kAwaitingCompletion},
    Arrow{CaseState::kEscalated, CaseState::kDecided},
    Arrow{CaseState::kEscalated, CaseState::kWrittenOff},
    Arrow{CaseState::kEscalated, CaseState::kRegistered},
    Arrow{CaseState::kEscalated, CaseState::kAwaitingCompletion},
    Arrow{CaseState::kAwaitingCompletion, CaseState::kRegistered},
    Arrow{CaseState::kAwaitingCompletion, CaseState::kEscalated},
    Arrow{CaseState::kDecided, CaseState::kClosed},
    Arrow{CaseState::kClosed, CaseState::kDecided},
};

enum class Turn { kWorker, kPerson, kNobody };

Turn TurnOf(CaseState state) {
  switch (state) {
    case CaseState::kReceived:
    case CaseState::kRegistered:
    case CaseState::kWaitingSource:
    case CaseState::kFetched:
    case CaseState::kEvaluated:
    case CaseState::kAwaitingCompletion:
    case CaseState::kDecided:
      return Turn::kWorker;
    case CaseState::kProposed:
    case CaseState::kEscalated:
      return Turn::kPerson;
    case CaseState::kClosed:
    case CaseState::kWrittenOff:
      return Turn::kNobody;
  }
  DM_CHECK(false && "case state outside its enum");
  return Turn::kNobody;
}

}  // namespace

const char* CaseStateCode(CaseState state) {
  switch (state) {
    case CaseState::kReceived:
      return "RECEIVED";
    case CaseState::kRegistered:
      return "REGISTERED";
    case CaseState::kWaitingSource:
      return "WAITING_SOURCE";
    case CaseState::kFetched:
      return "FETCHED";
    case CaseState::kEvaluated:
      return "EVALUATED";
    case CaseState::kProposed:
      return "PROPOSED";
    case CaseState::kEscalated:
      return "ESCALATED";
    case CaseState::kAwaitingCompletion:
      return "AWAITING_COMPLETION";
    case CaseState::kDecided:
      return "DECIDED";
    case CaseState::kClosed:
      return "CLOSED";
    case CaseState::kWrittenOff:
      return "WRITTEN_OFF";
  }
  DM_CHECK(false && "case state outside its enum");
  return "";
}

std::optional<CaseState> ParseCaseState(std::string_view code) {
  const auto found = std::find_if(kCaseStates.begin(), kCaseStates.end(), [code](CaseState state) {
    return code == CaseStateCode(state);
  });
  if (found == kCaseStates.end()) return std::nullopt;
  return *found;
}

bool IsTransition(CaseState from, CaseState to) {
  return std::find(kArrows.begin(), kArrows.end(), Arrow{from, to}) != kArrows.end();
}

bool IsTerminal(CaseState state) {
  return TurnOf(state) == Turn::kNobody;
}

bool IsWorkersTurn(CaseState state) {
  return TurnOf(state) == Turn::kWorker;
}

bool IsPersonsTurn(CaseState state) {
  return TurnOf(state) == Turn::kPerson;
}

}  // namespace dm
