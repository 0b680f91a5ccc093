// What caseworkers and team leads do with the queues beside claiming and deciding one item:
// taking the next, keeping it, moving it, asking a specialist, the load, and watching.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "worker/escalation/desk.h"
#include "worker/escalation/watch_hub.h"
#include "worker/ports/queue_api.h"
#include "worker/ports/staff_api.h"

namespace dm::escalation {

// Thread-safe. The store and the clock outlive it. Hears the store's hints from its making on.
class QueueService final : public QueueApi, public StaffApi {
 public:
  QueueService(Store& store, const Clock& clock, DeskParts parts);

  StatusOr<std::optional<Escalation>> ClaimNext(const CallContext& context,
                                                const NextRequest& request) override;
  StatusOr<Escalation> Renew(const CallContext& context,
                             const EscalationId& id,
                             const std::string& handler) override;
  StatusOr<Escalation> Route(const CallContext& context, const RouteRequest& request) override;
  StatusOr<std::vector<ReassignResult>> Reassign(const CallContext& context,
                                                 const ReassignRequest& request) override;
  StatusOr<std::vector<HandlerCandidate>> ProposeHandler(const CallContext& context,
                                                         const EscalationId& id) override;
  StatusOr<Consultation> Consult(const CallContext& context,
                                 const ConsultRequest& request) override;
  StatusOr<Consultation> Answer(const CallContext& context, const AnswerRequest& request) override;
  StatusOr<Page<Consultation>> ListConsultations(const CallContext& context,
                                                 const ConsultationFilter& filter,
                                                 const PageRequest& page) override;

  std::optional<Month> MustSeeMonth() override { return desk_.MustSeeMonth(); }

  StatusOr<Load> GetLoad(const CallContext& context, bool include_restricted) override;
  Status Watch(const CallContext& context,
               const WatchRequest& request,
               std::shared_ptr<HintListener> listener) override;
  void Unwatch(const HintListener* listener) override;

  StatusOr<StaffPage> ListStaff(const CallContext& context,
                                const StaffFilter& filter,
                                const PageRequest& page) override;
  StatusOr<IdentifiedStaff> Identify(const CallContext& context,
                                     const std::string& identity) override;

  // Moves what lies in a queue that falls over (sample, technique) to the queue that takes it, once
  // the must-see day of its month has come: neither sampling nor technique delays money
  // (casework.md 11). Leaves what a person holds. How many it moved.
  StatusOr<int> FallOver();

 private:
  StatusOr<std::int64_t> AssignOne(const CallContext& context,
                                   const ReassignRequest& request,
                                   const ReassignRequest::Item& item);
  Status CheckReceiver(const std::string& handler, const HeldItem& held) const;
  // False where it was left as it is.
  StatusOr<bool> FallOverOne(const EscalationId& id, const std::string& to_queue);
  StatusOr<std::string> LastHandlerOf(const HeldItem& held) const;

  const Desk desk_;
  WatchHub hub_;
};

}  // namespace dm::escalation
