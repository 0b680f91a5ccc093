#include "worker/assessment/named_checks.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "worker/assessment/parameter_ids.h"

namespace dm::assessment {

namespace {

constexpr std::string_view kStatement = "kontoutdrag";
constexpr std::string_view kOff = "off";
constexpr std::string_view kSample = "sample";

bool HasReadable(const Application& application, std::string_view kind) {
  return std::any_of(
      application.documents.begin(), application.documents.end(), [&](const Document& document) {
        return document.readable && document.kind == kind;
      });
}

// Why a check that a parameter switches on, off or to samples is not made; nullptr where it is.
const char* SwitchedOff(std::string_view mode, const Application& application) {
  if (mode == kOff) return "SWITCHED_OFF";
  return mode == kSample && !application.circumstances.drawn_for_sample ? "NOT_DRAWN" : nullptr;
}

class Checks {
 public:
  Checks(const RegisterView& view, const Context& context)
      : view_(view), context_(context), marks_(context.notes.Marks()) {}

  CheckResult Run(const NamedCheckPolicy& check, std::size_t index) const {
    CheckResult result{.check = check.code};
    const bool reapplication = application().kind == ApplicationKind::kReapplication;
    if (check.reapplication != reapplication) {
      return LeftOut(CheckState::kNotApplicable, "OTHER_KIND", std::move(result));
    }
    if (const char* why = NotConcerned(check)) {
      return LeftOut(CheckState::kNotApplicable, why, std::move(result));
    }
    if (const char* why = Skipped(check)) {
      return LeftOut(CheckState::kSkipped, why, std::move(result));
    }
    const CheckMark& mark = marks_[index];
    const bool missing = mark.missing || !Answered(check) || !HasDocument(check);
    result.state = missing ? CheckState::kMissing : CheckState::kDone;
    result.verdict = mark.failed               ? Verdict::kFail
                     : missing || mark.unknown ? Verdict::kUnknown
                                               : Verdict::kPass;
    return result;
  }

 private:
  using Where = NamedCheckPolicy::Where;

  const Application& application() const { return context_.application(); }

  static CheckResult LeftOut(CheckState state, const char* why, CheckResult result) {
    result.state = state;
    result.reason = why;
    return result;
  }

  const char* NotConcerned(const NamedCheckPolicy& check) const {
    const std::vector<PlanStatus>& plans = application().plans;
    switch (check.where) {
      case Where::kAlways:
        break;
      case Where::kChildren:
        if (!context_.has_children()) return "NO_CHILDREN";
        break;
      case Where::kSick:
        // Not stated is not well: the check is then missing.
        if (std::all_of(plans.begin(), plans.end(), [](const PlanStatus& plan) {
              return plan.sick == Answer::kNo;
            })) {
          return "NOT_SICK";
        }
        break;
      case Where::kPlanned:
        if (std::all_of(plans.begin(), plans.end(), [](const PlanStatus& plan) {
              return plan.has_plan == Answer::kNo;
            })) {
          return "NO_ACTIVITY";
        }
        break;
    }
    return check.needs.empty() || Holds(check.needs) ? nullptr : "NOT_REQUIRED";
  }

  bool Holds(const std::string& parameter) const {
    const bool* flag = context_.policy.Peek<bool>(parameter);
    return flag == nullptr || *flag;
  }

  const char* Skipped(const NamedCheckPolicy& check) const {
    const auto* mode = check.mode.empty() ? nullptr : context_.policy.Peek<std::string>(check.mode);
    const char* why = mode == nullptr ? nullptr : SwitchedOff(*mode, application());
    if (why != nullptr) return why;
    for (const Source source : check.registers) {
      if (view_.Needed(source) || Asked(source)) continue;
      return source == Source::kFolk ? "NOT_CONNECTED" : "NOT_ASKED";
    }
    return nullptr;
  }

  bool Asked(Source source) const {
    const std::vector<Reading>& readings = view_.readings();
    return std::any_of(readings.begin(), readings.end(), [source](const Reading& reading) {
      return reading.source == source;
    });
  }

  bool Answered(const NamedCheckPolicy& check) const {
    const std::vector<Reading>& readings = view_.readings();
    return std::none_of(readings.begin(), readings.end(), [&check](const Reading& reading) {
      const auto& asked = check.registers;
      return !reading.known() &&
             std::find(asked.begin(), asked.end(), reading.source) != asked.end();
    });
  }

  bool HasDocument(const NamedCheckPolicy& check) const {
    return check.documents.empty() ||
           std::any_of(
               check.documents.begin(), check.documents.end(), [this](const std::string& kind) {
                 return HasReadable(application(), kind);
               });
  }

  const RegisterView& view_;
  const Context& context_;
  CheckMarks marks_;
};

}  // namespace

void CheckStatements(Context* context) {
  const Application& application = context->application();
  if (application.kind != ApplicationKind::kReapplication) return;
  const std::string* mode = context->policy.NeedCode(parameter::kStatementsMode);
  if (mode == nullptr || SwitchedOff(*mode, application) != nullptr) return;
  if (HasReadable(application, kStatement)) return;
  context->notes.Observe("DOCUMENT.STATEMENTS", {}, std::nullopt, {"application.documents"});
  context->notes.Missing("bank_statement", context->policy.Text("bank_statement"), std::nullopt);
}

std::vector<CheckResult> RunNamedChecks(const RegisterView& view, const Context& context) {
  const std::vector<NamedCheckPolicy>& list = context.policy.set().checks();
  const Checks checks(view, context);
  std::vector<CheckResult> results;
  results.reserve(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].valid.Contains(context.policy.on())) results.push_back(checks.Run(list[i], i));
  }
  return results;
}

}  // namespace dm::assessment
