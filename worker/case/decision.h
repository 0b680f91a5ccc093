// Decision, proposal, completion or escalation: the result of step 4, made by the worker or a human
// in the same form.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/case/assessment.h"
#include "worker/core/date.h"
#include "worker/core/id.h"
#include "worker/core/instant.h"
#include "worker/core/money.h"

namespace dm {

// Successivt införande: off → shadow → prepare → propose → decide. In prepare the person gets the
// calculation and the reasons, and no decision to accept: what goes against the household is
// written by a person.
enum class Mode { kOff, kShadow, kPrepare, kPropose, kDecide };
const char* ModeCode(Mode mode);  // "off", "shadow", "prepare", "propose", "decide"
// The mode with that code; nothing for any other text.
std::optional<Mode> ModeFromCode(std::string_view code);

enum class AccessClass { kOpen, kRestricted, kNamedPersons };
const char* AccessCode(AccessClass access);  // "open", "restricted", "named_persons"
// The class with that code; nothing for any other text.
std::optional<AccessClass> AccessFromCode(std::string_view code);

// A reason why the case is with a human, with the queue that its gate or trigger names.
struct Reason {
  std::string code;  // a finding's code, or "MODE.SHADOW", "MODE.PROPOSE", "PAUSED"
  std::string text;  // Swedish
  std::string queue;
  std::optional<PersonKey> person;
};

// Where a case goes when the worker does not decide: the three separate axes of casework.md 11.
struct Routing {
  std::string queue;  // "Q-20"
  AccessClass access = AccessClass::kOpen;
  std::optional<Date> critical_date;
  bool has_children = false;
  std::vector<Reason> reasons;  // all of them, never empty
};

// A row of a decision: the worker's and the human's value side by side.
struct DecisionRow {
  std::string code;
  std::string label;
  RowKind kind = RowKind::kCost;
  std::optional<PersonKey> person;
  std::optional<Money> applied;
  Money worker_amount;
  std::optional<Money> human_amount;  // set where a human changed it
  std::string reason;                 // reason code; required where less than applied is granted
  std::string note;                   // the human's sentence to the applicant

  Money effective() const { return human_amount.value_or(worker_amount); }
};

enum class DecisionKind { kAutomatic, kHuman };

// The decision of the board: the document's content (FL 31, 32).
struct Decision {
  int version = 0;  // 1, 2, …; corrections are new versions by a human
  DecisionKind kind = DecisionKind::kAutomatic;
  Outcome outcome = Outcome::kNone;
  Money granted;
  std::vector<DecisionRow> rows;
  std::string typfall;     // the matched typfall; empty for a human decision outside any
  std::string delegation;  // board decision reference, or the handler's mandate
  std::string decided_by;  // "Medarbetare 0.1.0" or the handler's id
  Instant decided_at;
  Date decided_on;               // Swedish calendar day
  std::optional<Date> pay_date;  // where something is granted
  std::string policy_sha256;
  std::string policy_version;
  std::vector<SourceRef> sources;
  std::string motivation;  // human decisions: the reasons (FL 32)

  // Of a person's decision; empty where they do not apply.
  std::string reason;                   // why it is dismissed or written off: a reason code
  std::string communication_exception;  // FL 25: the ground for not communicating, a reason code
  std::string content_sha256;           // over what is decided, without who and when
  std::string attested_by;              // the second person
  std::string attest_mandate;
  std::optional<Instant> attested_at;
  int corrects = 0;               // the version that this one replaces
  std::string correction_ground;  // a reason code
};

struct Escalate {
  Routing routing;
  Mode mode = Mode::kShadow;  // shadow, prepare: computed but not shown as a suggestion; propose:
                              // shown
  std::string typfall;        // the one that matched, if any
  std::optional<Decision> suggested;  // what the worker would have decided
};

struct RequestCompletion {  // TF-14
  std::vector<MissingItem> items;
  Date due;
  std::string typfall;
};

}  // namespace dm
