// Effect: something the worker makes happen outside, through the outbox. Its id is derived from
// what it is for, so that making it twice is one effect (reliability I3).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/case/decision.h"
#include "worker/core/date.h"
#include "worker/core/id.h"
#include "worker/core/instant.h"
#include "worker/core/money.h"

namespace dm {

enum class EffectKind {
  kDecision,
  kLetter,
  kPaymentOrder,
  kMeetingRequest,
  kCompletionRequest,
  kNotice,
  kJournalNote
};
const char* EffectKindCode(EffectKind kind);  // "DECISION", "LETTER", …

enum class EffectState {
  kPending,    // stored, not yet sent
  kSent,       // handed over, outcome unknown: asked for with GetEffect before any re-send
  kDelivered,  // the receiver has it (pushed with ok, or acknowledged by pull)
  kRefused,    // the receiver says no: a person must look
};
const char* EffectStateCode(EffectState state);

struct PaymentOrder {
  Money amount;
  Date pay_date;
  Month month;
  int decision_version = 0;
};

// A part of a letter: what text, HTML and PDF are all made of.
enum class LetterPart { kHeading, kSubheading, kParagraph, kItem, kRow, kSum };

struct LetterBlock {
  LetterPart part = LetterPart::kParagraph;
  std::string text;    // may hold line breaks; a label in kRow and kSum
  std::string amount;  // kRow, kSum: what stands at the right
  std::string note;    // kRow: a sentence below
};

struct Letter {
  std::string template_id;  // "beslut_bifall"
  std::string language;
  std::string subject;
  std::string body;                      // plain text, Swedish
  std::vector<LetterBlock> blocks = {};  // the same, by part; empty in letters of earlier versions
};

struct MeetingRequest {
  std::string kind;  // first_visit, plan, reconciliation, child, e_service_help
  int length_minutes = 0;
  bool interpreter = false;
  std::optional<Date> latest;
};

struct Notice {
  std::string text;  // "Logga in": no case, amount or name
};

struct Effect {
  EffectId id;
  EffectKind kind = EffectKind::kNotice;
  CaseId case_id;
  ApplicationId application;
  int decision_version = 0;  // 0 where no decision stands behind it
  int order = 0;             // within the case: effects are delivered in this order
  // Exactly the one that `kind` names is set.
  std::optional<Decision> decision;
  std::optional<Letter> letter;
  std::optional<PaymentOrder> payment_order;
  std::optional<MeetingRequest> meeting_request;
  std::optional<RequestCompletion> completion_request;
  std::optional<Notice> notice;
  std::optional<std::string> journal_note;
};

// The audit's action of what a person has come to about an effect.
inline constexpr char kEffectResolved[] = "effect_resolved";

// Codes of our own in StoredEffect::last_error that more than one place reads.
// It is on its way to the receiver at this moment, or was when the worker fell.
inline constexpr char kHandedOver[] = "HANDED_OVER";
// It stands in a file whose reply has not come, or does not hold; looked at when one comes, and by
// a person after this long, ms.
inline constexpr char kReplyAwaited[] = "REPLY_AWAITED";
inline constexpr char kReplyUnreadable[] = "REPLY_UNREADABLE";
inline constexpr std::int64_t kReplyWaitMs = std::int64_t{72} * 60 * 60'000;

struct StoredEffect {
  Effect effect;
  EffectState state = EffectState::kPending;
  int attempts = 0;    // questions that failed among them
  bool tried = false;  // it was handed over, or answered for, at some time
  Instant created_at;
  Instant next_attempt_at;
  std::string receiver_reference;  // what the receiver answered
  std::string last_error;          // code only
};

// What the ids of a case's effects are derived from. The case is named by the case system's own id
// of the application and by the month, not by our number: after a restore of an older store the
// application comes in again, perhaps under another number, and its effects are still the same
// ones (reliability I3, I25).
struct EffectOrigin {
  std::string_view key;  // the municipality's secret; empty: ids can be worked out by others
  std::string_view municipality;
  const ApplicationId& application;
  Month month;
};

// "<kind>-<32 hex>": the first 128 bits of a keyed hash (HMAC-SHA-256) over (municipality,
// application, month, kind, decision, discriminator). `decision` counts those of the case, from 1;
// 0 where none stands behind it. Not the decision's version: that counts all of the household's for
// the month, and after a restore of an older store another application of the month may be decided
// first.
EffectId DeriveEffectId(const EffectOrigin& origin,
                        EffectKind kind,
                        int decision,
                        std::string_view discriminator);

}  // namespace dm
