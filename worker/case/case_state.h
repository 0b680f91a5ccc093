// CaseState and the closed table of transitions (docs/state-machine.md). A terminal
// state never changes, but that a correction makes a closed case a decided one again.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace dm {

enum class CaseState {
  kReceived,       // accepted and durable, on the queue
  kRegistered,     // checked by intake; evidence is to be fetched
  kWaitingSource,  // a register did not answer; asked again at due_at, a person's in time for the
                   // cut-off
  kFetched,        // evidence stored; to be assessed
  kEvaluated,      // assessment stored; to be decided
  kProposed,       // with a caseworker, with a suggestion
  kEscalated,      // with a caseworker
  kAwaitingCompletion,  // the household has been asked for named items; due_at is the last day
  kDecided,             // decision, letter, payment order stored in the outbox
  kClosed,              // every effect delivered
  kWrittenOff,          // avskrivning or avvisning carried out
};

// All of them, in the order of a case's life.
inline constexpr std::array kCaseStates = {
    CaseState::kReceived,
    CaseState::kRegistered,
    CaseState::kWaitingSource,
    CaseState::kFetched,
    CaseState::kEvaluated,
    CaseState::kProposed,
    CaseState::kEscalated,
    CaseState::kAwaitingCompletion,
    CaseState::kDecided,
    CaseState::kClosed,
    CaseState::kWrittenOff,
};

const char* CaseStateCode(CaseState state);  // "RECEIVED", …
std::optional<CaseState> ParseCaseState(std::string_view code);

// True when the table has an arrow from `from` to `to`. Staying where it is (new evidence, a
// claimed escalation) is no arrow: every state that is not terminal allows it. One arrow leaves a
// terminal state: CLOSED to DECIDED, a person's correction.
bool IsTransition(CaseState from, CaseState to);
bool IsTerminal(CaseState state);
// The states in which the worker has the next step: received, registered, waiting_source (when
// due), fetched, evaluated, awaiting_completion (when due), decided (when every effect is
// delivered).
bool IsWorkersTurn(CaseState state);
// The states in which a person has the next step.
bool IsPersonsTurn(CaseState state);

}  // namespace dm
