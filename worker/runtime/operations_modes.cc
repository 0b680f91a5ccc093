// The part of OperationsService that says how far the worker may go: modes, switches, demotions.
#include <algorithm>

#include "worker/decision/decide.h"
#include "worker/ports/repeat.h"
#include "worker/runtime/actor.h"
#include "worker/runtime/modes.h"
#include "worker/runtime/operations_service.h"

namespace dm {
namespace {

constexpr char kModeSet[] = "mode_set";
constexpr char kReleased[] = "demotion_released";

// What others may only lower, operations may raise.
Status CheckMayRaise(const CallContext& context, const char* field) {
  if (context.operations) return OkStatus();
  return MakeStatus(StatusCode::kPermissionDenied,
                    "only operations may raise; anyone on duty may lower",
                    {.reason = "RAISE_NOT_ALLOWED",
                     .field = field,
                     .remedy = "let the person who answers for the worker do it"});
}

// Whether a calculation can have rows of this code: a slip of the pen would stop nothing.
bool IsRowCode(const PolicySet& policy, const std::string& code) {
  constexpr std::string_view kIncome = "income.";
  if (code == "norm.personal" || code == "norm.common" || code == "income.surplus") return true;
  if (code.starts_with(kIncome)) {
    const std::string kind = code.substr(kIncome.size());
    return policy.Text(kind) != kind;
  }
  return (code.starts_with("cost.") || code.starts_with("asset.")) && policy.Text(code) != code;
}

Status CheckSwitchName(const PolicySet& policy, const Switch& changed) {
  bool known = changed.kind == SwitchKind::kRow && IsRowCode(policy, changed.name);
  for (const GatePolicy& gate : policy.gates()) {
    known = known || (changed.kind == SwitchKind::kGate && gate.code == changed.name);
  }
  for (const TypfallPolicy& typfall : policy.typfall()) {
    known = known || (changed.kind == SwitchKind::kTypfall && typfall.code == changed.name);
  }
  if (known) return OkStatus();
  return FailedPrecondition(
      "the policies have nothing of this kind by this name",
      {.reason = "SWITCH_UNKNOWN",
       .field = "name",
       .remedy = "give a gate (G-07), a typfall (TF-02), or the code of a row as case explain "
                 "shows it (cost.boende, income.lon, norm.personal, asset.bank)"});
}

}  // namespace

StatusOr<const TypfallPolicy*> FindTypfall(const PolicySet& policy, const std::string& code) {
  for (const TypfallPolicy& typfall : policy.typfall()) {
    if (typfall.code == code) return &typfall;
  }
  return MakeStatus(StatusCode::kNotFound,
                    "no such typfall in the policies",
                    {.reason = "TYPFALL_UNKNOWN",
                     .field = "typfall",
                     .remedy = "medarbetare status lists the typfall of the policies"});
}

TypfallStatus TypfallStatusOf(const TypfallPolicy& typfall, const Control& control) {
  return {.typfall = typfall.code,
          .title = typfall.title,
          .policy_mode = typfall.mode,
          .mode = EffectiveMode(typfall, control),
          .max_mode = typfall.max_mode,
          .demoted = control.demoted.contains(typfall.code),
          .switched_off = IsSwitchedOff(control, SwitchKind::kTypfall, typfall.code)};
}

Status OperationsService::CheckRaise(const CallContext& context,
                                     const PolicySet& policy,
                                     const TypfallPolicy& typfall,
                                     const ModeWish& wish) const {
  DM_RETURN_IF_ERROR(CheckMayRaise(context, "mode"));
  if (wish.mode > typfall.max_mode) {
    return FailedPrecondition(
        "the typfall may not go above " + std::string(ModeCode(typfall.max_mode)),
        {.reason = "MODE_ABOVE_MAX",
         .field = "mode",
         .remedy = "choose a mode up to its max mode"});
  }
  if (wish.reason.empty()) {
    return InvalidArgument("raising a mode needs a reason",
                           {.reason = "FIELD_REQUIRED",
                            .field = "reason",
                            .remedy = "state the evidence that the raise rests on"});
  }
  if (parts_.check_raise) DM_RETURN_IF_ERROR(parts_.check_raise(typfall.code, wish.mode));
  if (wish.mode != Mode::kDecide) return OkStatus();
  const Date today = SwedishDate(clock_.Now());
  for (const Delegation& row : policy.delegations()) {
    if (row.typfall == typfall.code && row.reference == wish.delegation &&
        row.valid.Contains(today)) {
      return OkStatus();
    }
  }
  return FailedPrecondition("no delegation in force has this reference for the typfall",
                            {.reason = "DELEGATION_MISSING",
                             .field = "delegation",
                             .remedy = "enter the board's decision in delegations.yaml of the "
                                       "municipality, then give its reference"});
}

StatusOr<TypfallStatus> OperationsService::SetMode(const CallContext& context,
                                                   const std::string& typfall_code,
                                                   Mode mode,
                                                   const std::string& actor,
                                                   const std::string& reason,
                                                   const std::string& delegation) {
  DM_RETURN_IF_ERROR(RequireActor(actor));
  const std::shared_ptr<const PolicySet> policy = policies_.Get();
  DM_ASSIGN_OR_RETURN(const TypfallPolicy* const typfall, FindTypfall(*policy, typfall_code));
  DM_ASSIGN_OR_RETURN(Control control, store_.GetControl());
  DM_ASSIGN_OR_RETURN(const std::optional<RequestRecord> done,
                      FindRepeat(store_, context, kModeSet));
  if (!done.has_value()) {
    // Against what was set, not against what a switch or an error holds it at: what is held must
    // not become a way past the evidence.
    if (mode > SetModeOf(*typfall, control)) {
      DM_RETURN_IF_ERROR(CheckRaise(context, *policy, *typfall, {mode, reason, delegation}));
    }
    const AuditEvent audit{
        .actor_kind = ActorKind::kPerson,
        .actor = actor,
        .mandate = delegation,
        .action = kModeSet,
        .subject = typfall_code,
        .detail = "mode=" + std::string(ModeCode(mode)) + " caller=" + context.caller,
        .request_sha256 = context.content_sha256};
    DM_ASSIGN_OR_RETURN(control,
                        store_.SetMode({.typfall = typfall_code,
                                        .mode = mode,
                                        .actor = actor,
                                        .reason = reason,
                                        .delegation = delegation,
                                        .set_at = clock_.Now()},
                                       context.request_id,
                                       audit,
                                       clock_.Now()));
  }
  return TypfallStatusOf(*typfall, control);
}

StatusOr<std::vector<Switch>> OperationsService::SetSwitch(const CallContext& context,
                                                           const Switch& changed,
                                                           bool on) {
  DM_RETURN_IF_ERROR(RequireActor(changed.actor));
  if (on) DM_RETURN_IF_ERROR(CheckMayRaise(context, "on"));
  const std::string action = on ? "switched_on" : "switched_off";
  DM_ASSIGN_OR_RETURN(const std::optional<RequestRecord> done, FindRepeat(store_, context, action));
  if (done.has_value()) {
    DM_ASSIGN_OR_RETURN(const Control control, store_.GetControl());
    return control.switched_off;
  }
  // What was switched off under other policies can always be switched on.
  if (!on) DM_RETURN_IF_ERROR(CheckSwitchName(*policies_.Get(), changed));
  const AuditEvent audit{
      .actor_kind = ActorKind::kPerson,
      .actor = changed.actor,
      .mandate = "",
      .action = action,
      .subject = changed.name,
      .detail = std::string("kind=") + SwitchKindCode(changed.kind) + " caller=" + context.caller,
      .request_sha256 = context.content_sha256};
  DM_ASSIGN_OR_RETURN(const Control control,
                      store_.SetSwitch(changed, on, context.request_id, audit, clock_.Now()));
  return control.switched_off;
}

StatusOr<TypfallStatus> OperationsService::ReleaseDemotion(const CallContext& context,
                                                           const std::string& typfall_code,
                                                           const std::string& actor,
                                                           const std::string& reason) {
  DM_RETURN_IF_ERROR(RequireActor(actor));
  DM_RETURN_IF_ERROR(CheckMayRaise(context, "actor"));
  const std::shared_ptr<const PolicySet> policy = policies_.Get();
  DM_ASSIGN_OR_RETURN(const TypfallPolicy* const typfall, FindTypfall(*policy, typfall_code));
  DM_ASSIGN_OR_RETURN(const std::optional<RequestRecord> done,
                      FindRepeat(store_, context, kReleased));
  if (!done.has_value()) {
    const AuditEvent audit{.actor_kind = ActorKind::kPerson,
                           .actor = actor,
                           .mandate = "",
                           .action = kReleased,
                           .subject = typfall_code,
                           .detail = "caller=" + context.caller,
                           .request_sha256 = context.content_sha256};
    DM_RETURN_IF_ERROR(
        store_.ReleaseDemotion(typfall_code, reason, context.request_id, audit, clock_.Now())
            .status());
  }
  DM_ASSIGN_OR_RETURN(const Control control, store_.GetControl());
  return TypfallStatusOf(*typfall, control);
}

}  // namespace dm
