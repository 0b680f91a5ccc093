#include "worker/adapters/sql/change_guards.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "worker/adapters/sql/case_rows.h"
#include "worker/adapters/sql/claim_rows.h"
#include "worker/adapters/sql/codes.h"
#include "worker/adapters/sql/request_rows.h"
#include "worker/case/not_found.h"
#include "worker/ports/ended_case.h"

namespace dm::sql {
namespace {

Status Invalid(const char* message, const char* field) {
  return InvalidArgument(
      message,
      {.reason = "CHANGE_INVALID",
       .field = field,
       .remedy = "Nothing was changed; report it, the program should not have tried this."});
}

Status StaleVersion() {
  return MakeStatus(StatusCode::kAborted,
                    "the case has changed since it was read",
                    {.reason = "STALE_VERSION",
                     .field = "expected_version",
                     .remedy = "Read the case again and decide on what it says now."});
}

Status ControlChanged() {
  return MakeStatus(StatusCode::kAborted,
                    "deciding was paused, or a mode changed, since the decision was made",
                    {.reason = "CONTROL_CHANGED",
                     .field = "control_version",
                     .remedy = "Decide again under the control that holds now."});
}

Status CheckTransition(CaseState from, CaseState to) {
  if (IsTerminal(from) && !IsTransition(from, to)) {
    return FailedPrecondition(std::string("the case has ended (") + CaseStateCode(from) + ")",
                              {.reason = "CASE_ENDED",
                               .field = "state",
                               .remedy = "Nothing can change it; send a new application."});
  }
  if (from == to || IsTransition(from, to)) return OkStatus();
  return FailedPrecondition(
      std::string("a case does not go from ") + CaseStateCode(from) + " to " + CaseStateCode(to),
      {.reason = "TRANSITION_REFUSED",
       .field = "state",
       .remedy = "See docs/state-machine.md; read the case again."});
}

Status CheckControl(Database& database, std::int64_t control_version) {
  std::optional<Database::ControlHead>& control = database.control_head();
  if (!control) {
    DM_ASSIGN_OR_RETURN(Statement row,
                        database.Query("SELECT version, paused FROM control WHERE only_row = 1"));
    DM_ASSIGN_OR_RETURN(const bool found, row.Step());
    if (!found) return Unreadable();
    control = {.version = row.Int(0), .paused = row.Int(1) != 0};
  }
  const bool holds = !control->paused && control->version == control_version;
  return holds ? OkStatus() : ControlChanged();
}

Status CheckEnd(CaseState state, const CaseChange& change) {
  if (IsAllowedWhenEnded(state, change)) return OkStatus();
  // What has ended is said to have ended, before anything else that is wrong with the change.
  return IsTerminal(state) ? CheckTransition(state, change.to) : OkStatus();
}

// Documents are added to an application; whose it is and for what month never changes.
bool IsSameApplication(const Application& application, const CaseHead& head) {
  return application.id == head.application && application.household == head.household &&
         application.month == head.month;
}

// As many at once as one statement asks for; a fixed number of texts, so that each stays prepared.
constexpr std::array<std::size_t, 4> kHeadsAtOnce = {1, 8, 32, 128};

std::string HeadsSql(std::size_t count) {
  return "SELECT state, version, claim_token, claimed_by, application_id, household_id, month, "
         "case_id, CASE WHEN EXISTS (SELECT 1 FROM escalations WHERE escalations.case_id = "
         "cases.case_id AND escalations.state IN ('OPEN', 'CLAIMED')) THEN 1 ELSE 0 END "
         "FROM cases WHERE erased_at_ms IS NULL AND case_id IN (" +
         Placeholders(1, count) + ")";
}

StatusOr<CaseHead> HeadIn(const Statement& row) {
  CaseHead head;
  DM_ASSIGN_OR_RETURN(head.state, ReadCaseState(row.Text(0)));
  head.version = row.Int(1);
  head.claim_token = row.Int(2);
  head.claimed_by = row.Text(3);
  DM_ASSIGN_OR_RETURN(head.application, ReadId<ApplicationTag>(row.Text(4)));
  DM_ASSIGN_OR_RETURN(head.household, ReadId<HouseholdTag>(row.Text(5)));
  const StatusOr<Month> month = Month::Parse(row.Text(6));
  if (!month.ok()) return Unreadable();
  head.month = *month;
  head.has_open_item = row.Int(8) != 0;
  return head;
}

}  // namespace

StatusOr<CaseHead> ReadHead(Database& database, const CaseId& id) {
  DM_ASSIGN_OR_RETURN(CaseHeads heads, ReadHeads(database, {id.value()}));
  if (heads.empty()) return NoSuchCase();
  return std::move(heads.begin()->second);
}

StatusOr<CaseHeads> ReadHeads(Database& database, const std::vector<std::string>& ids) {
  static const std::array<std::string, kHeadsAtOnce.size()> kSql = {HeadsSql(kHeadsAtOnce[0]),
                                                                    HeadsSql(kHeadsAtOnce[1]),
                                                                    HeadsSql(kHeadsAtOnce[2]),
                                                                    HeadsSql(kHeadsAtOnce[3])};
  CaseHeads heads;
  heads.reserve(ids.size());
  std::size_t next = 0;
  while (next < ids.size()) {
    const std::size_t left = ids.size() - next;
    const auto fits = std::lower_bound(kHeadsAtOnce.begin(), kHeadsAtOnce.end(), left);
    const std::size_t size = fits == kHeadsAtOnce.end() ? kHeadsAtOnce.back() : *fits;
    std::vector<std::string> asked(
        ids.begin() + static_cast<std::ptrdiff_t>(next),
        ids.begin() + static_cast<std::ptrdiff_t>(next + std::min(left, size)));
    next += asked.size();
    asked.resize(size, asked.back());  // The same once more asks for nothing more.
    DM_ASSIGN_OR_RETURN(
        Statement row,
        database.Query(
            kSql[static_cast<std::size_t>(std::distance(
                kHeadsAtOnce.begin(), std::find(kHeadsAtOnce.begin(), kHeadsAtOnce.end(), size)))],
            TextList{asked}));
    DM_ASSIGN_OR_RETURN(bool more, row.Step());
    while (more) {
      DM_ASSIGN_OR_RETURN(CaseHead head, HeadIn(row));
      heads.emplace(row.Text(7), std::move(head));
      DM_ASSIGN_OR_RETURN(more, row.Step());
    }
  }
  return heads;
}

Status CheckShape(const CaseChange& change) {
  if (change.claim.has_value() == change.expected_version.has_value()) {
    return Invalid("a change has either a claim or an expected version", "claim");
  }
  if (change.claim && (change.claim->case_id != change.case_id || change.claim->worker.empty())) {
    return Invalid("the claim is for the case that changes", "claim.case_id");
  }
  const bool automatic = change.decision && change.decision->kind == DecisionKind::kAutomatic;
  if (automatic && (!change.control_version || !change.claim)) {
    return Invalid("an automatic decision has a claim and a control version", "control_version");
  }
  if (change.to == CaseState::kDecided && change.claim && !change.decision) {
    return Invalid("a case that the worker decides has a decision", "decision");
  }
  if (change.add_processing_ms < 0) {
    return Invalid("processing time does not fall", "add_processing_ms");
  }
  if (change.escalation && change.escalation->case_id != change.case_id) {
    return Invalid("the escalation is for the case that changes", "escalation.case_id");
  }
  if (change.consultation && change.consultation->case_id != change.case_id) {
    return Invalid("the question is about the case that changes", "consultation.case_id");
  }
  return OkStatus();
}

Status CheckSteps(std::span<const CaseChange> steps) {
  const CaseChange& last = steps.back();
  for (const CaseChange& step : steps.first(steps.size() - 1)) {
    const bool same = step.claim && last.claim && step.case_id == last.case_id &&
                      step.claim->token == last.claim->token &&
                      step.claim->worker == last.claim->worker;
    if (!same || !IsPlainStep(step) || !IsWorkersTurn(step.to)) {
      return Invalid("steps stored together are plain ones of one claim", "steps");
    }
  }
  return OkStatus();
}

Status CheckGuards(Database& database, const CaseChange& change, const CaseHead& head) {
  if (change.claim &&
      (head.claim_token != change.claim->token || head.claimed_by != change.claim->worker)) {
    return LeaseLost();
  }
  if (!change.request_id.empty()) {
    DM_ASSIGN_OR_RETURN(const std::optional<RequestRecord> earlier,
                        FindRequest(database, change.request_id));
    if (earlier) return RequestIdReused();
  }
  DM_RETURN_IF_ERROR(CheckEnd(head.state, change));
  if (change.expected_version && *change.expected_version != head.version) return StaleVersion();
  if (!IsTerminal(head.state)) DM_RETURN_IF_ERROR(CheckTransition(head.state, change.to));
  if (change.control_version) {
    DM_RETURN_IF_ERROR(CheckControl(database, *change.control_version));
  }
  if (change.application && !IsSameApplication(*change.application, head)) {
    return Invalid("an application keeps its id, household and month", "application");
  }
  return OkStatus();
}

Status LostGuard(const CaseChange& change) {
  if (change.control_version) return ControlChanged();
  return change.claim ? LeaseLost() : StaleVersion();
}

}  // namespace dm::sql
