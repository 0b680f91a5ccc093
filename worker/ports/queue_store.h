// QueueStore: the part of the store that the caseworkers' queues need beside the cases' own write
// path. Every change is one transaction with its audit record and request. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "worker/case/audit_record.h"
#include "worker/case/case_record.h"
#include "worker/case/queue_item.h"
#include "worker/core/date.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/page.h"

namespace dm {

// What the next item may be, and for whom.
struct NextItem {
  std::string handler;
  std::vector<std::string> queues;  // never empty: what the person may take
  bool restricted = false;          // also items of access class restricted
  bool named_persons = false;       // also those for named persons
  // Who is at work: what is assigned to anybody else is taken like what nobody is assigned. Without
  // it (no staff list) nobody is known to be away.
  std::optional<std::vector<std::string>> at_work = {};
  Instant claimed_until;
  std::string request_id;
  AuditEvent audit;  // subject and detail are the store's
};

struct ConsultationFilter {
  ConsultationState state = ConsultationState::kOpen;
  bool any_state = false;
  std::string queue = {};
  std::string specialist = {};
  std::string asked_by = {};
  std::optional<EscalationId> escalation = {};
  bool include_restricted = false;
};

// Which items count, by their access class: open ones; restricted ones too; those for named persons
// too.
enum class Counted { kOpenAccess, kRestricted, kAll };

class QueueStore {
 public:
  virtual ~QueueStore() = default;

  // Takes the next item: what is assigned to the person before what nobody at work is, by critical
  // date, children and age. One statement finds and takes it, so that many at once get different
  // ones. Nothing when there is none.
  virtual StatusOr<std::optional<Escalation>> ClaimNextEscalation(const NextItem& wanted,
                                                                  Instant now) = 0;

  // Moves the end of the holder's lease, no version. FailedPrecondition CLAIM_EXPIRED when it has
  // run out, NOT_CLAIMED when it is another's or nobody's.
  virtual StatusOr<Escalation> RenewEscalation(const EscalationId& id,
                                               const std::string& handler,
                                               Instant claimed_until,
                                               Instant now) = 0;

  virtual StatusOr<Consultation> GetConsultation(const ConsultationId& id) = 0;  // NotFound
  // Oldest first.
  virtual StatusOr<Page<Consultation>> ListConsultations(const ConsultationFilter& filter,
                                                         const PageRequest& page) = 0;

  // Items that wait for a person, by who holds or is assigned them and by queue.
  virtual StatusOr<std::vector<LoadCount>> CountLoad(Counted counted, Instant now) = 0;

  // Items in a queue that wait for a person, whose case is for `month` or an earlier one.
  virtual StatusOr<std::vector<EscalationId>> ItemsForMonth(const std::string& queue,
                                                            Month month,
                                                            int limit) = 0;

  // Called after each durable change of an item, on the thread that made it: it must be quick and
  // must not call the store. One listener; set before the first change.
  virtual void OnHint(std::function<void(const EscalationHint&)> listener) = 0;
};

}  // namespace dm
