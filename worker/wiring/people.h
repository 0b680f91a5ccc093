// What people's calls are answered by: queues, decisions, frames, with what each needs of the
// policies, the staff list and the effects.
#pragma once

#include <functional>
#include <memory>

#include "worker/escalation/decision_service.h"
#include "worker/escalation/escalation_service.h"
#include "worker/escalation/frame_desk.h"
#include "worker/escalation/frame_service.h"
#include "worker/escalation/queue_service.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/clock.h"
#include "worker/ports/store.h"

namespace dm {

struct PeoplesCalls {
  PeoplesCalls(Store& store,
               const Clock& clock,
               std::function<std::shared_ptr<const PolicySet>()> policy,
               std::function<std::shared_ptr<const StaffDirectory>()> staff);

  escalation::EscalationService escalations;
  escalation::QueueService queues;
  escalation::DecisionService decisions;
  escalation::FrameService frames;
  escalation::FrameDesk frame_desk;
};

}  // namespace dm
