// The queues of the store in memory.
#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "tests/support/fake_page.h"
#include "tests/support/fake_store.h"

namespace dm::testing {
namespace {

bool IsLive(const Escalation& escalation) {
  return escalation.state == EscalationState::kOpen ||
         escalation.state == EscalationState::kClaimed;
}

bool IsFree(const Escalation& escalation, Instant now) {
  return escalation.state == EscalationState::kOpen ||
         (escalation.state == EscalationState::kClaimed &&
          (!escalation.claimed_until || *escalation.claimed_until <= now));
}

template <typename T>
bool Has(const std::vector<T>& all, const T& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

bool HasReason(const Escalation& escalation, const std::string& code) {
  const std::vector<Reason>& reasons = escalation.routing.reasons;
  return std::any_of(
      reasons.begin(), reasons.end(), [&code](const Reason& one) { return one.code == code; });
}

bool IsCounted(AccessClass access, Counted counted) {
  if (counted == Counted::kAll) return true;
  return access == AccessClass::kOpen ||
         (counted == Counted::kRestricted && access == AccessClass::kRestricted);
}

Counted CountedBy(const EscalationFilter& filter) {
  if (!filter.include_restricted) return Counted::kOpenAccess;
  return filter.without_named_persons ? Counted::kRestricted : Counted::kAll;
}

// To nobody, or to nobody at work.
bool IsNobodys(const Escalation& one, const std::optional<std::vector<std::string>>& at_work) {
  return at_work ? !Has(*at_work, one.assigned_to) : one.assigned_to.empty();
}

bool FitsPlace(const EscalationFilter& filter, const Escalation& escalation) {
  return (filter.queue.empty() || filter.queue == escalation.routing.queue) &&
         (filter.queues.empty() || Has(filter.queues, escalation.routing.queue)) &&
         IsCounted(escalation.routing.access, CountedBy(filter)) &&
         (filter.handler.empty() || filter.handler == escalation.handler) &&
         (filter.assigned_to.empty() || filter.assigned_to == escalation.assigned_to) &&
         (!filter.unassigned ||
          (IsNobodys(escalation, filter.at_work) && IsFree(escalation, filter.now)));
}

bool FitsCase(const EscalationFilter& filter, const Escalation& escalation) {
  const std::optional<Date>& critical = escalation.routing.critical_date;
  return (filter.typfall.empty() || filter.typfall == escalation.typfall) &&
         (!filter.with_children || escalation.routing.has_children) &&
         (!filter.critical_by || (critical && *critical <= *filter.critical_by)) &&
         (filter.reason_code.empty() || HasReason(escalation, filter.reason_code)) &&
         (!filter.month_by || (escalation.month && *escalation.month <= *filter.month_by));
}

bool Fits(const EscalationFilter& filter, const Escalation& escalation) {
  const bool state_fits =
      filter.states.empty() ? IsLive(escalation) : Has(filter.states, escalation.state);
  return state_fits && FitsPlace(filter, escalation) && FitsCase(filter, escalation);
}

// Critical date, then children, then age (casework.md 11).
auto Rank(const Escalation& escalation) {
  constexpr std::int32_t kNever = 1 << 30;
  const std::int32_t critical = escalation.routing.critical_date
                                    ? escalation.routing.critical_date->days_since_epoch()
                                    : kNever;
  return std::make_tuple(
      critical, !escalation.routing.has_children, escalation.created_at, escalation.id);
}

}  // namespace

void FakeStore::MergeDesk(const CaseChange& change,
                          CaseRecord& record,
                          CaseState from,
                          Instant now) {
  if (change.escalation) {
    Escalation escalation = *change.escalation;
    escalation.month = record.application.month;
    record.escalation = escalation;
    escalations_[escalation.id] = escalation;
  }
  if (change.consultation) consultations_[change.consultation->id] = *change.consultation;
  if (IsPersonsTurn(change.to)) return;
  // Of a case that is decided or has ended, an open item ends by its own change alone.
  if (from == CaseState::kDecided || IsTerminal(from)) return;
  const bool decided = change.to == CaseState::kDecided || IsTerminal(change.to);
  for (auto& [id, one] : escalations_) {
    const bool open = one.state == EscalationState::kOpen || one.state == EscalationState::kClaimed;
    if (one.case_id != record.id || !open) continue;
    one.state = decided ? EscalationState::kDecided : EscalationState::kWithdrawn;
    one.claimed_until.reset();
    one.ended_at = now;
    ++one.version;
    if (record.escalation && record.escalation->id == id) record.escalation = one;
  }
  for (auto& [id, one] : consultations_)
    if (one.case_id == record.id && one.state == ConsultationState::kOpen) {
      one.state = ConsultationState::kWithdrawn;
      one.ended_at = now;
    }
}

StatusOr<Escalation> FakeStore::GetEscalation(const EscalationId& id) {
  const MutexLock lock(mutex_);
  const auto found = escalations_.find(id);
  if (found == escalations_.end()) return NotFound("no escalation has this id");
  return found->second;
}

StatusOr<Page<Escalation>> FakeStore::ListEscalations(const EscalationFilter& filter,
                                                      const PageRequest& page) {
  const MutexLock lock(mutex_);
  std::vector<Escalation> all;
  for (const auto& [id, escalation] : escalations_)
    if (Fits(filter, escalation)) all.push_back(escalation);
  std::sort(all.begin(), all.end(), [](const Escalation& a, const Escalation& b) {
    return Rank(a) < Rank(b);
  });
  return Slice(all, page);
}

StatusOr<std::vector<QueueCount>> FakeStore::CountQueues(Counted counted) {
  const MutexLock lock(mutex_);
  std::map<std::string, QueueCount> counts;
  for (const auto& [id, escalation] : escalations_) {
    if (!IsLive(escalation) || !IsCounted(escalation.routing.access, counted)) continue;
    QueueCount& count = counts[escalation.routing.queue];
    count.queue = escalation.routing.queue;
    ++(escalation.state == EscalationState::kOpen ? count.open : count.claimed);
    if (!count.oldest || escalation.created_at < *count.oldest)
      count.oldest = escalation.created_at;
  }
  std::vector<QueueCount> list;
  list.reserve(counts.size());
  for (const auto& [queue, count] : counts) list.push_back(count);
  return list;
}

StatusOr<std::optional<Escalation>> FakeStore::ClaimNextEscalation(const NextItem& wanted,
                                                                   Instant now) {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(CheckRequest(wanted.request_id));
  Escalation* next = nullptr;
  const auto rank = [&wanted](const Escalation& one) {
    return std::make_pair(one.assigned_to != wanted.handler, Rank(one));
  };
  for (auto& [id, one] : escalations_) {
    const AccessClass access = one.routing.access;
    const bool may_see = access == AccessClass::kOpen ||
                         (access == AccessClass::kRestricted && wanted.restricted) ||
                         (access == AccessClass::kNamedPersons && wanted.named_persons);
    const bool theirs = IsNobodys(one, wanted.at_work) || one.assigned_to == wanted.handler;
    if (!IsFree(one, now) || !may_see || !theirs || !Has(wanted.queues, one.routing.queue))
      continue;
    if (next == nullptr || rank(one) < rank(*next)) next = &one;
  }
  if (next == nullptr) return std::optional<Escalation>();
  next->state = EscalationState::kClaimed;
  next->handler = wanted.handler;
  next->claimed_until = wanted.claimed_until;
  ++next->version;
  Row& row = cases_[next->case_id];
  row.record.escalation = *next;
  ++row.record.version;
  AuditEvent audit = wanted.audit;
  audit.subject = next->case_id.value();
  Remember(wanted.request_id, audit, next->id.value());
  Append(audit, now);
  return std::optional<Escalation>(*next);
}

StatusOr<Escalation> FakeStore::RenewEscalation(const EscalationId& id,
                                                const std::string& handler,
                                                Instant claimed_until,
                                                Instant now) {
  const MutexLock lock(mutex_);
  const auto found = escalations_.find(id);
  if (found == escalations_.end()) return NotFound("no escalation has this id");
  Escalation& item = found->second;
  if (item.state != EscalationState::kClaimed || item.handler != handler)
    return FailedPrecondition("not held", {"NOT_CLAIMED", "handler", "claim it"});
  if (IsFree(item, now))
    return FailedPrecondition("lapsed", {"CLAIM_EXPIRED", "handler", "claim it anew"});
  item.claimed_until = std::max(*item.claimed_until, claimed_until);
  cases_[item.case_id].record.escalation = item;
  return item;
}

StatusOr<Consultation> FakeStore::GetConsultation(const ConsultationId& id) {
  const MutexLock lock(mutex_);
  const auto found = consultations_.find(id);
  if (found == consultations_.end()) return NotFound("no such question");
  return found->second;
}

StatusOr<Page<Consultation>> FakeStore::ListConsultations(const ConsultationFilter& filter,
                                                          const PageRequest& page) {
  const MutexLock lock(mutex_);
  std::vector<Consultation> all;
  for (const auto& [id, one] : consultations_) {
    const bool fits = (filter.any_state || one.state == filter.state) &&
                      (filter.queue.empty() || filter.queue == one.queue) &&
                      (filter.specialist.empty() || filter.specialist == one.specialist) &&
                      (filter.asked_by.empty() || filter.asked_by == one.asked_by) &&
                      (!filter.escalation || *filter.escalation == one.escalation) &&
                      (filter.include_restricted || one.access == AccessClass::kOpen);
    if (fits) all.push_back(one);
  }
  return Slice(all, page);
}

StatusOr<std::vector<LoadCount>> FakeStore::CountLoad(Counted counted, Instant now) {
  const MutexLock lock(mutex_);
  std::map<std::pair<std::string, std::string>, LoadCount> counts;
  for (const auto& [id, one] : escalations_) {
    if (!IsLive(one) || !IsCounted(one.routing.access, counted)) continue;
    const std::string& who = IsFree(one, now) ? one.assigned_to : one.handler;
    LoadCount& count = counts[{who, one.routing.queue}];
    count.handler = who;
    count.queue = one.routing.queue;
    ++count.items;
    if (!count.oldest || one.created_at < *count.oldest) count.oldest = one.created_at;
  }
  std::vector<LoadCount> list;
  list.reserve(counts.size());
  for (const auto& [key, count] : counts) list.push_back(count);
  return list;
}

StatusOr<std::vector<EscalationId>> FakeStore::ItemsForMonth(const std::string& queue,
                                                             Month month,
                                                             int limit) {
  const MutexLock lock(mutex_);
  std::vector<EscalationId> ids;
  for (const auto& [id, one] : escalations_)
    if (IsLive(one) && one.routing.queue == queue && one.month && *one.month <= month &&
        IsPersonsTurn(cases_.at(one.case_id).record.state) && std::ssize(ids) < limit)
      ids.push_back(id);
  return ids;
}

void FakeStore::OnHint(std::function<void(const EscalationHint&)> listener) {
  const MutexLock lock(mutex_);
  listener_ = std::move(listener);
}

}  // namespace dm::testing
