#include "tests/integration/grpc/fakes.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace dm::grpc_adapter {

Status Journal::Note(const std::string& method,
                     const CallContext& context,
                     const std::string& arguments) {
  std::function<void()> hook;
  Status status;
  {
    const MutexLock lock(mutex_);
    calls_.push_back(arguments.empty() ? method : method + " " + arguments);
    last_ = context;
    hook = hook_;
    const auto failure = failures_.find(method);
    if (failure != failures_.end()) status = failure->second;
  }
  if (hook) hook();
  return status;
}

void Journal::Fail(const std::string& method, const Status& status) {
  const MutexLock lock(mutex_);
  failures_[method] = status;
}

void Journal::OnCall(std::function<void()> hook) {
  const MutexLock lock(mutex_);
  hook_ = std::move(hook);
}

std::vector<std::string> Journal::calls() const {
  const MutexLock lock(mutex_);
  return calls_;
}

CallContext Journal::last() const {
  const MutexLock lock(mutex_);
  return last_;
}

CaseRecord MakeRecord(const std::string& id) {
  CaseRecord record;
  record.id = CaseId::FromTrusted(id);
  record.state = CaseState::kEscalated;
  record.version = 4;
  record.application.id = ApplicationId::FromTrusted("A-1");
  Assessment assessment;
  assessment.computable = true;
  assessment.norm = Money::FromKronor(5000);
  assessment.grant = assessment.norm;
  CalculationRow row;
  row.label = "Riksnorm";
  row.rule = "riksnorm.personal/R1";
  row.amount = assessment.norm;
  assessment.rows = {row};
  record.assessment = assessment;
  return record;
}

Escalation MakeEscalation(const std::string& id, Mode mode) {
  Escalation escalation;
  escalation.id = EscalationId::FromTrusted(id);
  escalation.case_id = CaseId::FromTrusted("c-1");
  escalation.mode = mode;
  escalation.routing.queue = "Q-20";
  escalation.suggested = Decision();
  escalation.version = 3;
  return escalation;
}

Frame MakeFrame() {
  Frame frame;
  frame.household = HouseholdId::FromTrusted("H-1");
  frame.version = 2;
  FramePerson person;
  person.key = PersonKey::FromTrusted("p1");
  person.personnummer = *Personnummer::Parse("199001012385");
  frame.persons = {person};
  return frame;
}

StatusOr<Accepted> FakeIntake::Submit(const CallContext& context,
                                      const Application& application,
                                      const History& history) {
  DM_RETURN_IF_ERROR(journal_.Note(
      "Submit", context, fmt::format("{} {}", application.id.value(), history.size())));
  const auto [known, is_new] = accepted_.emplace(context.request_id, context.content_sha256);
  if (!is_new && known->second != context.content_sha256)
    return MakeStatus(StatusCode::kAlreadyExists,
                      "request_id: was used before for another request",
                      {.reason = "REQUEST_ID_REUSED",
                       .field = "request_id",
                       .remedy = "send a new id for each change"});
  return Accepted{.case_id = CaseId::FromTrusted("c-" + application.id.value()),
                  .repeated = !is_new};
}

StatusOr<AddedDocument> FakeIntake::AddDocument(const CallContext& context,
                                                const CaseId& case_id,
                                                const NewDocument& document) {
  DM_RETURN_IF_ERROR(journal_.Note(
      "AddDocument", context, fmt::format("{} {}", case_id.value(), document.document.kind)));
  added = document;
  AddedDocument answer;
  answer.record = MakeRecord(case_id.value());
  answer.joins_next = true;
  answer.joined = CaseId::FromTrusted("c-8");
  return answer;
}

StatusOr<CaseRecord> FakeCases::GetCase(const CallContext& context, const CaseId& case_id) {
  DM_RETURN_IF_ERROR(journal_.Note("GetCase", context, case_id.value()));
  return record;
}

StatusOr<CaseRecord> FakeCases::GetByApplication(const CallContext& context,
                                                 const ApplicationId& application) {
  DM_RETURN_IF_ERROR(journal_.Note("GetByApplication", context, application.value()));
  return record;
}

StatusOr<Page<CaseSummary>> FakeCases::ListCases(const CallContext& context,
                                                 const CaseFilter& filter,
                                                 const PageRequest& page) {
  DM_RETURN_IF_ERROR(
      journal_.Note("ListCases",
                    context,
                    fmt::format("{} {} {} limit={}",
                                filter.household.has_value() ? filter.household->value() : "-",
                                filter.month.has_value() ? filter.month->ToString() : "-",
                                filter.state.has_value() ? CaseStateCode(*filter.state) : "-",
                                page.limit)));
  const int first = page.after.empty() ? 0 : std::stoi(page.after);
  const int last = std::min(total, first + page.limit);
  Page<CaseSummary> result;
  for (int i = first; i < last; ++i) {
    CaseSummary item;
    item.id = CaseId::FromTrusted(fmt::format("c-{}", i));
    result.items.push_back(item);
  }
  if (last < total) result.next = std::to_string(last);
  return result;
}

StatusOr<Assessment> FakeCases::Preview(const CallContext& /*context*/, const CaseInput& input) {
  previewed = input;
  Assessment assessment;
  assessment.grant = Money::FromOre(123'400);
  return assessment;
}

StatusOr<ReplayMaterial> FakeCases::GetReplay(const CallContext& context, const CaseId& case_id) {
  DM_ASSIGN_OR_RETURN(CaseRecord found, GetCase(context, case_id));
  ReplayMaterial material;
  material.input = "input";
  material.assessment = found.assessment.value_or(Assessment());
  material.decisions = found.decisions;
  material.escalation = found.escalation;
  return material;
}

StatusOr<ExplainedAssessment> FakeCases::Explain(const CallContext& context,
                                                 const CaseId& case_id,
                                                 const ExplanationViews& wanted) {
  DM_RETURN_IF_ERROR(journal_.Note("Explain", context, case_id.value()));
  views = wanted;
  return explained;
}

StatusOr<Page<AuditRecord>> FakeCases::ListEvents(const CallContext& context,
                                                  const CaseId& case_id,
                                                  const PageRequest& page) {
  DM_RETURN_IF_ERROR(journal_.Note("ListEvents", context, case_id.value()));
  Page<AuditRecord> result;
  const int first = page.after.empty() ? total : std::stoi(page.after) - 1;
  for (int i = first; i > 0 && static_cast<int>(result.items.size()) < page.limit; --i) {
    AuditRecord one;
    one.sequence = i;
    one.event.actor = "HL000001 via spiffe://desk";
    one.event.action = "case_read";
    result.items.push_back(one);
    if (i > 1) result.next = std::to_string(i);
  }
  if (!result.items.empty() && result.items.back().sequence == 1) result.next.clear();
  return result;
}

StatusOr<std::string> FakeCases::GetPolicySet(const CallContext& /*context*/,
                                              const std::string& sha256) {
  return "content of " + sha256;
}

StatusOr<std::vector<QueueInfo>> FakeEscalations::ListQueues(const CallContext& context) {
  DM_RETURN_IF_ERROR(journal_.Note("ListQueues", context, ""));
  QueueInfo queue;
  queue.queue = "Q-20";
  queue.open = 7;
  return std::vector<QueueInfo>{queue};
}

StatusOr<Page<Escalation>> FakeEscalations::List(const CallContext& context,
                                                 const EscalationFilter& filter,
                                                 const PageRequest& page) {
  DM_RETURN_IF_ERROR(
      journal_.Note("List", context, fmt::format("{} limit={}", filter.queue, page.limit)));
  filtered = filter;
  return Page<Escalation>{.items = {MakeEscalation("e-1", mode)}, .next = ""};
}

StatusOr<HandledCase> FakeEscalations::Get(const CallContext& context, const EscalationId& id) {
  DM_RETURN_IF_ERROR(journal_.Note("Get", context, id.value()));
  HandledCase handled{.escalation = MakeEscalation(id.value(), mode), .record = MakeRecord("c-1")};
  handled.record.escalation = handled.escalation;
  return handled;
}

StatusOr<Escalation> FakeEscalations::Claim(const CallContext& context,
                                            const EscalationId& id,
                                            const std::string& handler,
                                            std::int64_t expected_version) {
  DM_RETURN_IF_ERROR(journal_.Note(
      "Claim", context, fmt::format("{} {} {}", id.value(), handler, expected_version)));
  return MakeEscalation(id.value(), mode);
}

StatusOr<Escalation> FakeEscalations::Release(const CallContext& context,
                                              const EscalationId& id,
                                              const std::string& handler,
                                              std::int64_t expected_version) {
  DM_RETURN_IF_ERROR(journal_.Note(
      "Release", context, fmt::format("{} {} {}", id.value(), handler, expected_version)));
  return MakeEscalation(id.value(), mode);
}

StatusOr<CaseRecord> FakeEscalations::Decide(const CallContext& context,
                                             const HumanDecision& decision) {
  DM_RETURN_IF_ERROR(journal_.Note("Decide", context, decision.escalation.value()));
  decided = decision;
  return MakeRecord("c-1");
}

StatusOr<Frame> FakeFrames::Sign(const CallContext& context, const Frame& frame) {
  DM_RETURN_IF_ERROR(journal_.Note("Sign", context, frame.signed_by));
  Frame signed_frame = frame;
  signed_frame.id = FrameId::FromTrusted("F-1");
  signed_frame.version = 1;
  return signed_frame;
}

StatusOr<Frame> FakeFrames::Get(const CallContext& context, const HouseholdId& household) {
  DM_RETURN_IF_ERROR(journal_.Note("GetFrame", context, household.value()));
  return MakeFrame();
}

StatusOr<Page<Frame>> FakeFrames::List(const CallContext& context,
                                       const HouseholdId& household,
                                       const PageRequest& page) {
  DM_RETURN_IF_ERROR(journal_.Note(
      "ListFrames", context, fmt::format("{} limit={}", household.value(), page.limit)));
  return Page<Frame>{.items = {MakeFrame()}, .next = "x"};
}

StatusOr<WorkerStatus> FakeOperations::GetStatus(const CallContext& context) {
  DM_RETURN_IF_ERROR(journal_.Note("GetStatus", context, ""));
  WorkerStatus status;
  status.version = "9.9";
  return status;
}

StatusOr<WorkerStatus> FakeOperations::SetPause(const CallContext& context,
                                                bool paused,
                                                const std::string& actor,
                                                const std::string& reason) {
  DM_RETURN_IF_ERROR(
      journal_.Note("SetPause", context, fmt::format("{} {} {}", paused, actor, reason)));
  WorkerStatus status;
  status.paused = paused;
  return status;
}

StatusOr<TypfallStatus> FakeOperations::SetMode(const CallContext& context,
                                                const std::string& typfall,
                                                Mode mode,
                                                const std::string& actor,
                                                const std::string& reason,
                                                const std::string& delegation) {
  DM_RETURN_IF_ERROR(journal_.Note(
      "SetMode",
      context,
      fmt::format("{} {} {} {} {}", typfall, ModeCode(mode), actor, reason, delegation)));
  TypfallStatus status;
  status.typfall = typfall;
  status.mode = mode;
  return status;
}

StatusOr<std::vector<Switch>> FakeOperations::SetSwitch(const CallContext& context,
                                                        const Switch& changed,
                                                        bool on) {
  DM_RETURN_IF_ERROR(journal_.Note("SetSwitch",
                                   context,
                                   fmt::format("{} {} {} {} {}",
                                               SwitchKindCode(changed.kind),
                                               changed.name,
                                               on,
                                               changed.actor,
                                               changed.reason)));
  return std::vector<Switch>{changed};
}

StatusOr<TypfallStatus> FakeOperations::ReleaseDemotion(const CallContext& context,
                                                        const std::string& typfall,
                                                        const std::string& actor,
                                                        const std::string& reason) {
  DM_RETURN_IF_ERROR(
      journal_.Note("ReleaseDemotion", context, fmt::format("{} {} {}", typfall, actor, reason)));
  TypfallStatus status;
  status.typfall = typfall;
  return status;
}

StatusOr<std::vector<QuestionPreview>> FakeOperations::PreviewQuestion(const CallContext& context,
                                                                       const CaseId& case_id) {
  DM_RETURN_IF_ERROR(journal_.Note("PreviewQuestion", context, case_id.value()));
  QuestionPreview preview;
  preview.person = PersonKey::FromTrusted("p1");
  preview.asked.push_back({.source = Source::kFk, .period = {}, .groups = {"FK:BOB"}});
  preview.settled.push_back({.source = Source::kAf,
                             .state = AnswerState::kData,
                             .code = "",
                             .fetched_at = Instant::FromUnixMs(1'000)});
  preview.messages.emplace_back("<message/>");
  return std::vector<QuestionPreview>{preview};
}

StatusOr<RetriedCases> FakeOperations::RetryNow(const CallContext& context,
                                                const std::optional<CaseId>& case_id,
                                                const std::string& actor) {
  DM_RETURN_IF_ERROR(journal_.Note(
      "RetryNow", context, (case_id.has_value() ? case_id->value() : "all") + " " + actor));
  return RetriedCases{.cases = {CaseId::FromTrusted("EKB-202612-000001")}, .more = true};
}

StatusOr<PolicyReload> FakeOperations::ReloadPolicies(const CallContext& context,
                                                      const ReloadRequest& request) {
  DM_RETURN_IF_ERROR(journal_.Note("ReloadPolicies",
                                   context,
                                   fmt::format("{} {} {} {}",
                                               request.actor,
                                               request.reason,
                                               request.expected_sha256.substr(0, 4),
                                               request.dry_run == DryRun::kYes ? "dry" : "real")));
  PolicyReload reload;
  reload.outcome = ReloadOutcome::kRefused;
  reload.before = {.version = "1", .sha256 = "aa"};
  reload.after = {.version = "2", .sha256 = "bb"};
  reload.problems = {{"parameters/x.yaml", 12, "is wrong", "correct it"}};
  reload.problem_count = 3'000;
  return reload;
}

StatusOr<PoliciesInForce> FakeOperations::GetPoliciesInForce(const CallContext& context) {
  DM_RETURN_IF_ERROR(journal_.Note("GetPoliciesInForce", context, ""));
  PoliciesInForce policies;
  policies.policy = {.version = "1", .sha256 = "aa"};
  policies.municipality = "0000-exempelkommun";
  policies.effective = {.from = Date::Parse("2026-01-01").value(),
                        .to = Date::Parse("2026-12-31").value()};
  policies.since = Instant::FromUnixMs(1'000);
  policies.taken_by = "drift-1";
  policies.approvals = {{.parameter = "riksnorm.common",
                         .version = Date::Parse("2026-01-01").value(),
                         .approved_by = "N",
                         .approved_on = Date::Parse("2025-12-11").value(),
                         .reference = "SN 1"}};
  policies.refused =
      RefusedReload{.at = Instant::FromUnixMs(2'000), .actor = "drift-2", .problem_count = 7};
  return policies;
}

StatusOr<Page<StuckCase>> FakeOperations::ListStuck(const CallContext& context,
                                                    const PageRequest& page) {
  DM_RETURN_IF_ERROR(
      journal_.Note("ListStuck", context, fmt::format("{} {}", page.limit, page.after)));
  StuckCase stuck;
  stuck.summary.id = CaseId::FromTrusted("EKB-202612-000001");
  stuck.summary.month = *Month::Parse("2026-12");
  stuck.reason = "SOURCE_SILENT";
  stuck.sources = {Source::kAf};
  Page<StuckCase> found;
  found.items.push_back(stuck);
  found.next = "2|x";
  return found;
}

}  // namespace dm::grpc_adapter
