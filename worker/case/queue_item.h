// What belongs to an item of the caseworkers' queues beside the item: questions to specialists,
// hints to who watches, and the load that the items make (casework.md 12).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/case/decision.h"
#include "worker/core/date.h"
#include "worker/core/id.h"
#include "worker/core/instant.h"

namespace dm {

using ConsultationId = Id<struct ConsultationTag>;  // "<escalation id>.k<n>"

enum class ConsultationState { kOpen, kAnswered, kWithdrawn };
const char* ConsultationStateCode(ConsultationState state);  // "OPEN", …
std::optional<ConsultationState> ConsultationStateFromCode(std::string_view code);

// A question to a specialist about a case that stays where it is. Either a queue's people or a
// named person are asked.
struct Consultation {
  ConsultationId id;
  EscalationId escalation;
  CaseId case_id;
  ConsultationState state = ConsultationState::kOpen;
  AccessClass access = AccessClass::kOpen;  // the item's when it was asked
  std::string queue;                        // empty where a person is asked
  std::string specialist;                   // who is asked, or has answered
  std::string asked_by;
  Instant asked_at;
  std::optional<Date> answer_by;
  std::string question;
  std::string answer;
  std::optional<Instant> ended_at;
};

enum class HintKind { kBegun, kOpened, kChanged, kEnded, kConsulted };

// A hint that there is something to list. No case facts.
struct EscalationHint {
  HintKind kind = HintKind::kChanged;
  std::string queue;
  EscalationId escalation;
  std::int64_t version = 0;
  AccessClass access = AccessClass::kOpen;  // who may hear it; not shown
  std::string from_queue = {};              // where it left a queue: its watchers hear it too
};

// Open items of one person (empty: of nobody) in one queue.
struct LoadCount {
  std::string handler;
  std::string queue;
  int items = 0;
  std::optional<Instant> oldest;
};

struct QueueLoad {
  std::string queue;
  int items = 0;
};

struct HandlerLoad {
  std::string handler;
  int held = 0;
  std::optional<Instant> oldest;
  std::vector<QueueLoad> queues;
  bool alarm = false;
  bool absent = false;
  bool in_service = true;
};

struct Load {
  std::vector<HandlerLoad> handlers;
  int unassigned = 0;
  std::optional<Instant> oldest_unassigned;
  std::vector<QueueLoad> unassigned_queues;
  int items = 0;
  std::optional<Instant> oldest;
  int alarm_at = 0;
};

}  // namespace dm
