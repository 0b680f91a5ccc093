#include "worker/intake/register_step.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "worker/case/stated_queue.h"

namespace dm::intake {
namespace {

// Without a norm for the month there is no rule version to decide under (rules.md 2: no fall back
// to an older year).
constexpr std::array kNormParameters = {"riksnorm.personal", "riksnorm.common"};

constexpr char kProtectedQueue[] = "Q-05";
constexpr char kFamilyQueue[] = "Q-03";
constexpr char kFirstQueue[] = "Q-01";
constexpr char kGeneralQueue[] = "Q-20";

std::optional<std::string> MissingParameter(const PolicySet& policy, Date on) {
  for (const char* parameter : kNormParameters)
    if (!policy.Has(parameter, on)) return parameter;
  return std::nullopt;
}

// No register has been asked, so only a stated no is a no (reliability I14: unset is unknown, and
// unknown is handled as protected).
bool MayBeProtected(const std::vector<Person>& persons) {
  return std::any_of(persons.begin(), persons.end(), [](const Person& person) {
    return person.protected_identity != Answer::kNo;
  });
}

// Who takes the case: the first that fits, in the order of casework.md 11.
Routing RouteWithoutPolicy(const Application& application) {
  Routing routing;
  routing.has_children = HasChildren(application.persons);
  routing.critical_date = application.circumstances.critical_date;
  routing.queue = application.kind == ApplicationKind::kFirst ? kFirstQueue : kGeneralQueue;
  if (routing.has_children) routing.queue = kFamilyQueue;
  if (const auto stated = QueueOfStated(application)) {
    routing.queue = stated->queue;
    routing.access = stated->access;
  }
  if (MayBeProtected(application.persons)) {
    routing.queue = kProtectedQueue;
    routing.access = AccessClass::kRestricted;
  }
  return routing;
}

Escalate EscalateMissingPolicy(const CaseRecord& record, const std::string& parameter) {
  Escalate escalate;
  escalate.mode = Mode::kOff;
  escalate.routing = RouteWithoutPolicy(record.application);
  Reason reason;
  reason.code = "POLICY.MISSING";
  reason.text = "Regler saknas för " + record.application.month.ToSwedish() + ": parametern " +
                parameter + " har inget värde för månaden. Läs in och godkänn den.";
  reason.queue = escalate.routing.queue;
  escalate.routing.reasons.push_back(reason);
  return escalate;
}

}  // namespace

StatusOr<Registered> RegisterStep(const CaseRecord& record, const PolicySet& policy, Store& store) {
  const Application& application = record.application;
  DM_ASSIGN_OR_RETURN(const int others,
                      store.CountOthers(application.household, application.month, record.id));
  Registered result;
  result.other_application_same_month = others > 0;
  result.change.case_id = record.id;
  result.change.to = CaseState::kRegistered;
  result.change.audit.action = "case_registered";
  result.change.audit.subject = record.id.value();
  result.change.audit.detail = "others=" + std::to_string(others);
  if (const auto missing = MissingParameter(policy, application.month.first_day()))
    result.escalate = EscalateMissingPolicy(record, *missing);
  return result;
}

}  // namespace dm::intake
