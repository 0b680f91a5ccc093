// What caseworkers and team leads do with the queues beside claiming and deciding one item
// (EscalationApi). Implemented in worker/escalation.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "worker/case/queue_item.h"
#include "worker/core/status.h"
#include "worker/ports/api.h"

namespace dm {

struct NextRequest {
  std::string handler;
  std::vector<std::string> queues;  // empty: all that the person has the skill for
  bool include_restricted = false;
};

struct RouteRequest {
  EscalationId escalation;
  std::int64_t expected_version = 0;
  std::string handler;
  std::string to_queue;
  std::string reason_code;  // kept as "ROUTE.<code>"
  std::string text;
};

struct ReassignRequest {
  struct Item {
    EscalationId escalation;
    std::int64_t expected_version = 0;
  };

  std::string actor;
  std::vector<Item> items;
  std::string to_handler;  // empty: nobody
  std::string reason_code;
};

struct ReassignResult {
  EscalationId escalation;
  Status status;             // OK: moved
  std::int64_t version = 0;  // now; 0 where refused
};

struct HandlerCandidate {
  std::string handler;
  bool had_household_last = false;
  int held = 0;
};

struct ConsultRequest {
  EscalationId escalation;
  std::string handler;
  std::string queue;  // exactly one of queue and specialist
  std::string specialist;
  std::string question;
  std::optional<Date> answer_by;
};

struct AnswerRequest {
  ConsultationId consultation;
  std::string handler;
  std::string answer;
};

struct WatchRequest {
  std::vector<std::string> queues;  // empty: all
  bool include_restricted = false;
};

// Who listens to hints. Functions are called on the thread that made the change, and are quick.
class HintListener {
 public:
  virtual ~HintListener() = default;
  virtual void Hear(const EscalationHint& hint) = 0;
};

class QueueApi {
 public:
  virtual ~QueueApi() = default;

  virtual StatusOr<std::optional<Escalation>> ClaimNext(const CallContext& context,
                                                        const NextRequest& request) = 0;
  virtual StatusOr<Escalation> Renew(const CallContext& context,
                                     const EscalationId& id,
                                     const std::string& handler) = 0;
  virtual StatusOr<Escalation> Route(const CallContext& context, const RouteRequest& request) = 0;
  virtual StatusOr<std::vector<ReassignResult>> Reassign(const CallContext& context,
                                                         const ReassignRequest& request) = 0;
  virtual StatusOr<std::vector<HandlerCandidate>> ProposeHandler(const CallContext& context,
                                                                 const EscalationId& id) = 0;
  virtual StatusOr<Consultation> Consult(const CallContext& context,
                                         const ConsultRequest& request) = 0;
  virtual StatusOr<Consultation> Answer(const CallContext& context,
                                        const AnswerRequest& request) = 0;
  // Without the texts, unless one item is asked for: then with them, and recorded as a read.
  virtual StatusOr<Page<Consultation>> ListConsultations(const CallContext& context,
                                                         const ConsultationFilter& filter,
                                                         const PageRequest& page) = 0;
  // The last month whose must-see day has come: two banking days before the payment cut-off every
  // undecided case must be seen (casework.md 3). Nothing where no month is that near.
  virtual std::optional<Month> MustSeeMonth() = 0;
  virtual StatusOr<Load> GetLoad(const CallContext& context, bool include_restricted) = 0;

  // From now until the listener is destroyed or Unwatch is called. ResourceExhausted when too many
  // watch.
  virtual Status Watch(const CallContext& context,
                       const WatchRequest& request,
                       std::shared_ptr<HintListener> listener) = 0;
  virtual void Unwatch(const HintListener* listener) = 0;
};

}  // namespace dm
