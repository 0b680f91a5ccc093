#include "worker/adapters/sql/codes.h"

#include <optional>

#include "worker/adapters/sql/errors.h"
#include "worker/core/check.h"

namespace dm::sql {
namespace {

// The value whose code is `text`, from `first` to `last`.
template <typename Enum>
StatusOr<Enum> Read(std::string_view text, Enum last, const char* (*code)(Enum)) {
  for (int number = 0; number <= static_cast<int>(last); ++number) {
    const auto value = static_cast<Enum>(number);
    if (text == code(value)) return value;
  }
  return Unreadable();
}

}  // namespace

const char* ActorKindText(ActorKind kind) {
  return kind == ActorKind::kPerson ? "PERSON" : "WORKER";
}

const char* DecisionKindText(DecisionKind kind) {
  return kind == DecisionKind::kAutomatic ? "AUTOMATIC" : "HUMAN";
}

const char* AccessClassText(AccessClass access) {
  switch (access) {
    case AccessClass::kOpen:
      return "OPEN";
    case AccessClass::kRestricted:
      return "RESTRICTED";
    case AccessClass::kNamedPersons:
      return "NAMED_PERSONS";
  }
  DM_CHECK(false && "access class outside its enum");
  return "";
}

StatusOr<CaseState> ReadCaseState(std::string_view text) {
  const std::optional<CaseState> state = ParseCaseState(text);
  if (!state) return Unreadable();
  return *state;
}

StatusOr<Outcome> ReadOutcome(std::string_view text) {
  return Read(text, Outcome::kAvskrivning, &OutcomeCode);
}

StatusOr<ActorKind> ReadActorKind(std::string_view text) {
  return Read(text, ActorKind::kWorker, &ActorKindText);
}

StatusOr<DecisionKind> ReadDecisionKind(std::string_view text) {
  return Read(text, DecisionKind::kHuman, &DecisionKindText);
}

StatusOr<EscalationState> ReadEscalationState(std::string_view text) {
  return Read(text, EscalationState::kWithdrawn, &EscalationStateCode);
}

StatusOr<AccessClass> ReadAccessClass(std::string_view text) {
  return Read(text, AccessClass::kNamedPersons, &AccessClassText);
}

StatusOr<EffectState> ReadEffectState(std::string_view text) {
  return Read(text, EffectState::kRefused, &EffectStateCode);
}

StatusOr<Mode> ReadMode(std::string_view text) {
  return Read(text, Mode::kDecide, &ModeCode);
}

Status Unreadable() {
  return StoreCorrupt();
}

}  // namespace dm::sql
