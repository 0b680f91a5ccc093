// The wish for a person, and the withdrawal.
#include <algorithm>
#include <utility>

#include "worker/contact/calls.h"
#include "worker/contact/contact_service.h"
#include "worker/effects/contact_effects.h"
#include "worker/ports/case_access.h"
#include "worker/ports/reopen.h"
#include "worker/ports/repeat.h"

namespace dm::contact {
namespace {

constexpr std::int64_t kClockSkewMaxMs = std::int64_t{10} * 60 * 1000;
constexpr char kWishText[] = "Jag vill tala med en handläggare.";
constexpr char kSettled[] = "CASE_DECIDED";

Status Decided() {
  return FailedPrecondition(
      "the case is decided; the application can no longer be withdrawn",
      {kSettled, "case_id", "send a message: a caseworker answers what can still be done"});
}

Reason Told(const char* code, const char* text, const CaseRecord& record) {
  return {.code = code,
          .text = text,
          .queue = record.escalation ? record.escalation->routing.queue : "",
          .person = std::nullopt};
}

std::vector<PersonKey> MissingSigners(const Application& application,
                                      const std::optional<Withdrawal>& withdrawal) {
  std::vector<PersonKey> missing;
  for (const Person& person : application.persons) {
    if (!IsAdultInCase(person.role)) continue;
    const bool signed_by =
        withdrawal && std::any_of(withdrawal->signatures.begin(),
                                  withdrawal->signatures.end(),
                                  [&person](const Signature& one) {
                                    return one.person == person.key &&
                                           one.level >= AssuranceLevel::kSubstantial;
                                  });
    if (!signed_by) missing.push_back(person.key);
  }
  return missing;
}

Status CheckSignature(const Signature& signature, const Application& application, Instant now) {
  DM_RETURN_IF_ERROR(CheckParty(application, signature.person, "signature.person"));
  if (signature.level < AssuranceLevel::kSubstantial)
    return InvalidArgument(
        "signature.level: is substantial or high",
        {"SIGNATURE_TOO_WEAK",
         "signature.level",
         "sign with an e-ID, or let a caseworker see the paper and register it"});
  if (signature.text_sha256.empty())
    return InvalidArgument(
        "signature.text_sha256: is required",
        {"FIELD_REQUIRED", "signature.text_sha256", "send the hash of the text that was signed"});
  if (signature.signed_at > now.PlusMs(kClockSkewMaxMs) ||
      signature.signed_at < application.received_at)
    return InvalidArgument(
        "signature.signed_at: is between the application and now",
        {"FIELD_OUT_OF_RANGE", "signature.signed_at", "send when it was signed"});
  return OkStatus();
}

// A sign of pressure that anyone has seen stays.
Answer Worse(Answer before, Answer now) {
  if (before == Answer::kYes || now == Answer::kYes) return Answer::kYes;
  return now == Answer::kUnknown ? before : now;
}

Withdrawal WithSignature(const CaseRecord& record, const WithdrawalCall& call, Instant now) {
  Withdrawal withdrawal;
  if (record.contact.withdrawal) {
    withdrawal = *record.contact.withdrawal;
  } else if (record.application.withdrawal) {
    withdrawal = *record.application.withdrawal;
  } else {
    withdrawal.received_at = now;
  }
  withdrawal.pressure = Worse(withdrawal.pressure, call.pressure);
  std::erase_if(withdrawal.signatures,
                [&call](const Signature& one) { return one.person == call.signature.person; });
  withdrawal.signatures.push_back(call.signature);
  return withdrawal;
}

}  // namespace

StatusOr<CaseRecord> ContactService::RequestPerson(const CallContext& context,
                                                   const PersonWish& said) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(store_, context, kPersonRequested));
  StatusOr<CaseRecord> found = FindAnyCase(store_, said.case_id);
  DM_RETURN_IF_ERROR(found.status());
  if (earlier) return AsSeenBy(context, store_, *std::move(found));
  if (said.person) DM_RETURN_IF_ERROR(CheckParty(found->application, *said.person, "person"));
  if (said.channel == Channel::kUnspecified)
    return InvalidArgument("channel: is required",
                           {"FIELD_REQUIRED", "channel", "say how the wish was made"});
  const Instant now = clock_.Now();
  const AuditEvent audit =
      AuditOf(context, said.registered_by, kPersonRequested, found->id.value());
  const WishForPerson wish{
      .said_at = now,
      .person = said.person,
      .channel = said.channel,
      .registered_by = said.registered_by.empty() ? context.caller : said.registered_by};
  auto stored =
      ApplyLatest(context, found->id, [&](const CaseRecord& record) -> StatusOr<CaseChange> {
        if (IsSettled(record)) return FailedPrecondition("settled", {kSettled, "", ""});
        CaseChange change;
        if (IsPersonsTurn(record.state)) {
          change.to = record.state;
          TellHandler(record,
                      Told("CONTACT.PERSON", "Hushållet vill tala med en handläggare.", record),
                      &change);
        } else {
          // Whatever step was under way, its result is not stored: the case goes to a person.
          change = ReopenChange(record, now);
          if (record.state == CaseState::kWaitingSource) change.due_at = now;
        }
        if (!change.contact) change.contact = record.contact;
        if (!change.contact->wish) change.contact->wish = wish;
        change.effects = effects::EffectsOfWish(record, wish);
        change.audit = audit;
        return change;
      });
  if (stored.ok()) return AsSeenBy(context, store_, *std::move(stored));
  if (DetailOf(stored.status()).reason != kSettled) return stored;
  // Nothing is left to stop: a person answers.
  Message message;
  message.id = DeriveMessageId(found->id, context.request_id);
  message.case_id = found->id;
  message.household = found->application.household;
  message.direction = MessageDirection::kInbound;
  message.person = said.person;
  message.channel = said.channel;
  message.text = kWishText;
  message.sent_at = now;
  DM_RETURN_IF_ERROR(KeepBeside(context, *found, message, audit).status());
  DM_ASSIGN_OR_RETURN(CaseRecord settled, store_.GetCase(found->id));
  return AsSeenBy(context, store_, std::move(settled));
}

StatusOr<WithdrawalState> ContactService::Withdraw(const CallContext& context,
                                                   const WithdrawalCall& call) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(store_, context, kWithdrawalSigned));
  const StatusOr<CaseRecord> found = FindAnyCase(store_, call.case_id);
  DM_RETURN_IF_ERROR(found.status());
  const auto answer = [&](CaseRecord record) -> StatusOr<WithdrawalState> {
    WithdrawalState state;
    DM_ASSIGN_OR_RETURN(state.record, AsSeenBy(context, store_, std::move(record)));
    state.missing = MissingSigners(state.record.application, state.record.contact.withdrawal);
    return state;
  };
  if (earlier) return answer(*found);
  if (IsSettled(*found)) return Decided();
  const Instant now = clock_.Now();
  DM_RETURN_IF_ERROR(CheckSignature(call.signature, found->application, now));
  DM_ASSIGN_OR_RETURN(
      CaseRecord stored,
      ApplyLatest(context, found->id, [&](const CaseRecord& record) -> StatusOr<CaseChange> {
        if (IsSettled(record)) return Decided();
        // Looked at anew, with whom it may be: signed by all it is prepared for a person (TF-13),
        // by one alone, or under pressure, a person sees why.
        CaseChange change = ReopenChange(record, now);
        if (record.state == CaseState::kWaitingSource) change.due_at = now;
        if (!change.contact) change.contact = record.contact;
        change.contact->withdrawal = WithSignature(record, call, now);
        change.effects = effects::EffectsOfWithdrawal(record, *change.contact->withdrawal);
        change.audit = AuditOf(context, call.registered_by, kWithdrawalSigned, record.id.value());
        change.audit.detail =
            "signatures=" + std::to_string(change.contact->withdrawal->signatures.size()) +
            " missing=" +
            std::to_string(MissingSigners(record.application, change.contact->withdrawal).size());
        return change;
      }));
  return answer(std::move(stored));
}

}  // namespace dm::contact
