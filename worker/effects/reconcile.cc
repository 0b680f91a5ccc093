// What was decided, ordered and confirmed in a month, beside what the receiver says.
#include <string>
#include <vector>

#include "worker/effects/deliver.h"
#include "worker/effects/effect_service.h"
#include "worker/ports/case_access.h"

namespace dm::effects {
namespace {

constexpr int kEffectsPage = 200;

StatusOr<std::vector<StoredEffect>> EffectsOf(Store& store, const CaseId& id) {
  std::vector<StoredEffect> effects;
  PageRequest page{.limit = kEffectsPage, .after = ""};
  do {
    DM_ASSIGN_OR_RETURN(Page<StoredEffect> found, store.ListEffects({}, id, page));
    for (StoredEffect& one : found.items) effects.push_back(std::move(one));
    page.after = found.next;
  } while (!page.after.empty());
  return effects;
}

Status NoReceiver() {
  return FailedPrecondition(
      "no receiver is configured that can be asked",
      {kNoReceiver, "ask_receiver", "compare with a list that the receiver has returned"});
}

}  // namespace

Status EffectService::Compare(CaseSystem& receiver, PaymentLine& line) const {
  const StatusOr<std::optional<Delivery>> found = receiver.Find(line.effect);
  if (!found.ok()) {
    CompareWithReceiver(ReceiverSays::kCannotSay, {}, &line);
  } else if (!found->has_value()) {
    CompareWithReceiver(ReceiverSays::kNeverSeen, {}, &line);
  } else if ((*found)->outcome == DeliveryOutcome::kUnknown) {
    // It stands in a file, and the receiver has not replied.
    CompareWithReceiver(ReceiverSays::kCannotSay, (*found)->amount, &line);
  } else if ((*found)->outcome == DeliveryOutcome::kRefused) {
    CompareWithReceiver(ReceiverSays::kRefused, (*found)->amount, &line);
  } else {
    CompareWithReceiver(ReceiverSays::kHasIt, (*found)->amount, &line);
  }
  return OkStatus();
}

StatusOr<Page<CaseMonthPayments>> EffectService::Reconcile(const CallContext& context,
                                                           Month month,
                                                           AskReceiver ask,
                                                           const PageRequest& page) {
  CaseSystem* receiver = parts_.receiver ? parts_.receiver() : nullptr;
  if (ask == AskReceiver::kYes && receiver == nullptr) return NoReceiver();
  CaseFilter filter;
  filter.month = month;
  DM_ASSIGN_OR_RETURN(const Page<CaseSummary> cases,
                      ListVisibleCases(store_, context, filter, page));
  const Instant now = clock_.Now();
  DM_RETURN_IF_ERROR(store_.AppendAudit({.actor_kind = ActorKind::kPerson,
                                         .actor = context.caller,
                                         .mandate = "",
                                         .action = "payments_reconciled",
                                         .subject = "month:" + month.ToString(),
                                         .detail = "cases=" + std::to_string(cases.items.size()),
                                         .request_sha256 = ""},
                                        now));
  Page<CaseMonthPayments> result;
  result.next = cases.next;
  for (const CaseSummary& summary : cases.items) {
    const StatusOr<CaseRecord> record = FindVisibleCase(store_, context, summary.id);
    if (record.status().code() == StatusCode::kNotFound) continue;
    DM_RETURN_IF_ERROR(record.status());
    if (record->decisions.empty()) continue;
    DM_ASSIGN_OR_RETURN(const std::vector<StoredEffect> effects, EffectsOf(store_, summary.id));
    CaseMonthPayments payments = PaymentsOf(*record, effects, SwedishDate(now));
    for (PaymentLine& line : payments.lines)
      if (ask == AskReceiver::kYes) DM_RETURN_IF_ERROR(Compare(*receiver, line));
    result.items.push_back(std::move(payments));
  }
  return result;
}

}  // namespace dm::effects
