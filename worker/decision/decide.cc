#include "worker/decision/decide.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "worker/decision/routing.h"
#include "worker/policy/payment_run.h"

namespace dm {

namespace {

using decision::kGeneralQueue;

// The registers may be at most this much older than the decision on top of their own limit (T-10):
// a case assessed before midnight may be decided after it.
constexpr int kAssessmentAgeMaxDays = 1;

// The typfall of the set that the case matches, in the set's order.
std::vector<const TypfallPolicy*> MatchedOf(const Assessment& assessment, const PolicySet& policy) {
  std::vector<const TypfallPolicy*> matched;
  for (const TypfallPolicy& typfall : policy.typfall()) {
    const bool fits = std::any_of(
        assessment.typfall.begin(), assessment.typfall.end(), [&](const TypfallMatch& match) {
          return match.matched && match.verdict == Verdict::kPass && match.typfall == typfall.code;
        });
    if (fits) matched.push_back(&typfall);
  }
  return matched;
}

enum class Procedural { kNo, kYes };

bool Comes(const TypfallPolicy& typfall, const TypfallPolicy& before, const Control& control) {
  const bool prepared = typfall.max_mode <= Mode::kPrepare;
  const bool other_prepared = before.max_mode <= Mode::kPrepare;
  if (prepared != other_prepared) return prepared;
  return EffectiveMode(typfall, control) > EffectiveMode(before, control);
}

// The first matched typfall in code order whose mode is the highest: one that may decide comes
// before one that only proposes. Before all comes one that can only be prepared: a household that
// takes its application back is not shown an approval.
const TypfallPolicy* ChosenOf(const std::vector<const TypfallPolicy*>& matched,
                              Procedural procedural,
                              const Control& control) {
  const TypfallPolicy* chosen = nullptr;
  for (const TypfallPolicy* typfall : matched) {
    if (typfall->procedural != (procedural == Procedural::kYes)) continue;
    if (chosen == nullptr || Comes(*typfall, *chosen, control)) chosen = typfall;
  }
  return chosen;
}

class Decider {
 public:
  Decider(const DecisionInput& input, const PolicySet& policy)
      : input_(input),
        assessment_(input.assessment),
        policy_(policy),
        matched_(MatchedOf(input.assessment, policy)) {}

  DecisionOutcome Run() {
    if (const TypfallPolicy* procedural = Choose(Procedural::kYes)) {
      if (std::optional<RequestCompletion> request = TryCompletion(*procedural)) {
        return *std::move(request);
      }
    }
    const TypfallPolicy* typfall = Choose(Procedural::kNo);
    std::vector<Reason> reasons = decision::ReasonsOf(assessment_, policy_, {});
    AddStateReasons(&reasons);
    const bool clean = reasons.empty();
    if (typfall == nullptr) {
      if (Choose(Procedural::kYes) == nullptr) {
        reasons.push_back(General("TYPFALL.NONE", "Ärendet passar inget typfall."));
      }
      return EscalateWith(std::move(reasons), nullptr);
    }
    if (EffectiveMode(*typfall, input_.control) != Mode::kDecide) {
      if (clean) reasons.push_back(ModeReason(*typfall));
      return EscalateWith(std::move(reasons), typfall);
    }
    AddSwitches(*typfall, &reasons);
    AddHighAmount(&reasons);
    if (std::optional<FullApproval> approval = TryApproval(*typfall, clean, &reasons)) {
      if (!IsHeldForReview()) return *std::move(approval);
      // Only what the worker would decide is held; the reviewer does not see what that is.
      Observe("DECISION.HELD_FOR_REVIEW", {}, &reasons);
      Escalate held = EscalateWith(std::move(reasons), typfall);
      held.mode = Mode::kShadow;
      return held;
    }
    return EscalateWith(std::move(reasons), typfall);
  }

 private:
  static Reason General(std::string code, std::string text) {
    return {.code = std::move(code),
            .text = std::move(text),
            .queue = kGeneralQueue,
            .person = std::nullopt};
  }

  const TypfallPolicy* Choose(Procedural procedural) const {
    return ChosenOf(matched_, procedural, input_.control);
  }

  bool IsHeldForReview() const {
    if (!input_.sample.drawn || input_.sample.reviewed) return false;
    const StatusOr<Date> now = PayDateFor(assessment_.month, input_.today, policy_);
    const StatusOr<Date> later = PayDateFor(assessment_.month, input_.today.PlusDays(1), policy_);
    return now.ok() && later.ok() && *now == *later;
  }

  // What the assessment could not know: the pause, an earlier decision, its own age and rule
  // version.
  void AddStateReasons(std::vector<Reason>* reasons) const {
    if (input_.control.paused) {
      reasons->push_back(General("PAUSED", "Automatiska beslut är pausade."));
    }
    if (input_.has_earlier_decision) {
      Observe("DECISION.DECIDED", {}, reasons);
    }
    reasons->insert(reasons->end(), input_.held.begin(), input_.held.end());
    if (input_.today - assessment_.assessed_on > kAssessmentAgeMaxDays) {
      Observe("DECISION.STALE", {{"date", assessment_.assessed_on.ToString()}}, reasons);
    }
    if (assessment_.policy_sha256 != policy_.sha256()) {
      Observe("DECISION.RULE_VERSION", {}, reasons);
    }
  }

  // A gate or a row that a person has switched off: the cases that need it go to a person.
  void AddSwitches(const TypfallPolicy& typfall, std::vector<Reason>* reasons) const {
    for (const Switch& off : input_.control.switched_off) {
      if (off.kind == SwitchKind::kTypfall || !Needs(typfall, off)) continue;
      reasons->push_back(
          General("GATE.G15.FAIL.SWITCH", fmt::format("{} är avstängd av en människa.", off.name)));
    }
  }

  bool Needs(const TypfallPolicy& typfall, const Switch& off) const {
    if (off.kind == SwitchKind::kGate) {
      const std::vector<std::string>& waived = typfall.waived_gates;
      return std::find(waived.begin(), waived.end(), off.name) == waived.end();
    }
    return std::any_of(
        assessment_.rows.begin(), assessment_.rows.end(), [&off](const CalculationRow& row) {
          return row.code == off.name || row.code.starts_with(off.name + ".");
        });
  }

  void AddHighAmount(std::vector<Reason>* reasons) const {
    if (!input_.high_amount || assessment_.grant <= *input_.high_amount) return;
    Reason reason = General("TRIG.X26",
                            fmt::format("Beloppet är bland de högsta för hushållstypen: över {}.",
                                        input_.high_amount->ToSwedish()));
    for (const TriggerPolicy& trigger : policy_.triggers()) {
      if (trigger.code == "X-26") reason.queue = trigger.queue;
    }
    reasons->push_back(std::move(reason));
  }

  void Observe(ObservationCode code,
               const decision::Values& values,
               std::vector<Reason>* reasons) const {
    reasons->push_back(decision::ReasonFor(code, values, policy_, assessment_.month.first_day()));
  }

  static Reason ModeReason(const TypfallPolicy& typfall, Mode mode) {
    switch (mode) {
      case Mode::kOff:
        return General("MODE.OFF", fmt::format("{} är avstängt.", typfall.code));
      case Mode::kShadow:
        return General("MODE.SHADOW", fmt::format("{} prövas i skuggläge.", typfall.code));
      case Mode::kPrepare:
        return General("MODE.PREPARE",
                       fmt::format("{} är förberett; en handläggare beslutar.", typfall.code));
      case Mode::kPropose:
        return General("MODE.PROPOSE",
                       fmt::format("{} föreslås; en handläggare beslutar.", typfall.code));
      case Mode::kDecide:
        return General("MODE.DECIDE", fmt::format("{} beslutas automatiskt.", typfall.code));
    }
    return General("MODE.OFF", "");
  }

  Reason ModeReason(const TypfallPolicy& typfall) const {
    return ModeReason(typfall, EffectiveMode(typfall, input_.control));
  }

  const Delegation* DelegationFor(const TypfallPolicy& typfall) const {
    for (const Delegation& delegation : policy_.delegations()) {
      if (Covers(delegation, typfall.code, assessment_.grant, input_.today)) return &delegation;
    }
    return nullptr;
  }

  // The approval, or nothing with what stood against it among the reasons.
  std::optional<FullApproval> TryApproval(const TypfallPolicy& typfall,
                                          bool clean,
                                          std::vector<Reason>* reasons) const {
    const Delegation* delegation = DelegationFor(typfall);
    if (delegation == nullptr) {
      Observe("DECISION.MANDATE",
              {{"typfall", typfall.code}, {"date", input_.today.ToString()}},
              reasons);
    }
    const std::string misfit = CheckFullApproval(assessment_);
    if (!misfit.empty() && clean) {
      // Every gate passed and yet the rows do not carry the result: never a guess, always a human.
      Observe("DECISION.SECOND_COMPUTATION", {{"misfit", misfit}}, reasons);
    }
    const StatusOr<Date> pay_date = PayDateFor(assessment_.month, input_.today, policy_);
    if (!pay_date.ok()) {
      Observe("DECISION.PAY_DATE", {{"reason", MessageOf(pay_date.status())}}, reasons);
    }
    if (!reasons->empty()) return std::nullopt;
    std::optional<FullApproval> approval = FullApproval::From({.assessment = assessment_,
                                                               .typfall = typfall,
                                                               .delegation = *delegation,
                                                               .policy = policy_,
                                                               .pay_date = *pay_date,
                                                               .now = input_.now,
                                                               .today = input_.today});
    if (!approval) {
      Observe("DECISION.CHECK", {}, reasons);
    }
    return approval;
  }

  std::optional<Decision> Suggest(const TypfallPolicy& typfall) const {
    if (!assessment_.computable || assessment_.outcome == Outcome::kNone) return std::nullopt;
    Decision suggested;
    // A human takes it as their own or not: it is never the machine's.
    suggested.kind = DecisionKind::kHuman;
    suggested.outcome = assessment_.outcome;
    suggested.granted = assessment_.grant;
    suggested.typfall = typfall.code;
    if (input_.suggestion == Suggestion::kBare) return suggested;
    suggested.rows = DecisionRows(assessment_);
    suggested.decided_at = input_.now;
    suggested.decided_on = input_.today;
    const StatusOr<Date> pay_date = PayDateFor(assessment_.month, input_.today, policy_);
    if (pay_date.ok() && !suggested.granted.is_zero()) suggested.pay_date = *pay_date;
    suggested.policy_sha256 = assessment_.policy_sha256;
    suggested.policy_version = assessment_.policy_version;
    suggested.sources = assessment_.sources;
    return suggested;
  }

  Escalate EscalateWith(std::vector<Reason> reasons, const TypfallPolicy* typfall) const {
    AddCompletionReasons(&reasons);
    Escalate escalate;
    escalate.routing =
        decision::Route(std::move(reasons), input_.application, input_.today, policy_);
    escalate.mode = Mode::kOff;
    if (typfall == nullptr) {
      if (const TypfallPolicy* procedural = Choose(Procedural::kYes)) {
        escalate.typfall = procedural->code;
        escalate.mode = std::min(EffectiveMode(*procedural, input_.control), Mode::kPropose);
      }
      return escalate;
    }
    escalate.typfall = typfall->code;
    escalate.mode = std::min(EffectiveMode(*typfall, input_.control), Mode::kPropose);
    if (escalate.mode != Mode::kOff) escalate.suggested = Suggest(*typfall);
    return escalate;
  }

  // What the household could be asked for: the caseworker sees the worker's list.
  void AddCompletionReasons(std::vector<Reason>* reasons) const {
    const TypfallPolicy* procedural = Choose(Procedural::kYes);
    if (procedural == nullptr || EffectiveMode(*procedural, input_.control) == Mode::kOff) return;
    for (const MissingItem& item : assessment_.missing_items) {
      reasons->push_back({.code = "COMPLETION." + item.code,
                          .text = "Att begära in: " + item.text,
                          .queue = kGeneralQueue,
                          .person = item.person});
    }
  }

  // TF-14: only where everything else is in order, once, and in time.
  std::optional<RequestCompletion> TryCompletion(const TypfallPolicy& typfall) const {
    if (EffectiveMode(typfall, input_.control) != Mode::kDecide) return std::nullopt;
    if (assessment_.missing_items.empty()) return std::nullopt;
    std::vector<Reason> reasons =
        decision::ReasonsOf(WithoutForgiven(), policy_, typfall.waived_gates);
    AddStateReasons(&reasons);
    if (!reasons.empty()) return std::nullopt;
    const std::optional<Date> due = DueDate();
    if (!due) return std::nullopt;
    return RequestCompletion{
        .items = assessment_.missing_items, .due = *due, .typfall = typfall.code};
  }

  Assessment WithoutForgiven() const {
    Assessment rest = assessment_;
    std::erase_if(rest.triggers, [this](const TriggerResult& fired) {
      const std::vector<TriggerPolicy>& known = policy_.triggers();
      return std::any_of(known.begin(), known.end(), [&](const TriggerPolicy& trigger) {
        return trigger.code == fired.trigger && trigger.missing_item;
      });
    });
    return rest;
  }

  // A number of days from 1 to 60; nothing where the policies have none.
  std::optional<std::int32_t> DaysOf(std::string_view id) const {
    const StatusOr<ParameterValue> days = policy_.Get(id, assessment_.month.first_day());
    if (!days.ok()) return std::nullopt;
    const auto* count = std::get_if<std::int64_t>(&days->value);
    if (count == nullptr || *count < 1 || *count > 60) return std::nullopt;
    return static_cast<std::int32_t>(*count);
  }

  // Seven days by default, and always a caseworker's time before the last day that matters, as for
  // a person's request (T-04). A run that cannot be worked out is a person's to see to.
  std::optional<Date> DueDate() const {
    const std::optional<std::int32_t> days = DaysOf("completion.days");
    const StatusOr<Date> cutoff = PaymentCutoffFor(assessment_.month, policy_);
    if (!days || !cutoff.ok()) return std::nullopt;
    const StatusOr<std::optional<CompletionLimit>> limit =
        CompletionLimitFor({.today = input_.today,
                            .critical = input_.application.circumstances.critical_date,
                            .cutoff = *cutoff,
                            .handling = DaysOf("completion.handling_days").value_or(1)},
                           policy_);
    if (!limit.ok()) return std::nullopt;
    Date due = input_.today.PlusDays(*days);
    if (*limit) due = std::min(due, (*limit)->last);
    if (due <= input_.today) return std::nullopt;
    return due;
  }

  const DecisionInput& input_;
  const Assessment& assessment_;
  const PolicySet& policy_;
  std::vector<const TypfallPolicy*> matched_;
};

}  // namespace

Mode SetModeOf(const TypfallPolicy& typfall, const Control& control) {
  const auto found = control.modes.find(typfall.code);
  const Mode mode = found == control.modes.end() ? typfall.mode : found->second.mode;
  return std::min(mode, typfall.max_mode);
}

Mode EffectiveMode(const TypfallPolicy& typfall, const Control& control) {
  const Mode mode = SetModeOf(typfall, control);
  const bool held = control.demoted.contains(typfall.code) ||
                    IsSwitchedOff(control, SwitchKind::kTypfall, typfall.code);
  return held ? std::min(mode, Mode::kPropose) : mode;
}

const TypfallPolicy* DecidingTypfall(const Assessment& assessment,
                                     const PolicySet& policy,
                                     const Control& control) {
  const std::vector<const TypfallPolicy*> matched = MatchedOf(assessment, policy);
  const TypfallPolicy* chosen = ChosenOf(matched, Procedural::kNo, control);
  return chosen != nullptr ? chosen : ChosenOf(matched, Procedural::kYes, control);
}

DecisionOutcome Decide(const DecisionInput& input, const PolicySet& policy) {
  return Decider(input, policy).Run();
}

}  // namespace dm
