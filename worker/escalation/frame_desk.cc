#include "worker/escalation/frame_desk.h"

#include <algorithm>

#include "worker/case/staff_checks.h"
#include "worker/core/id.h"
#include "worker/escalation/check_frame.h"
#include "worker/escalation/frame_changes.h"
#include "worker/escalation/household_case.h"
#include "worker/escalation/human_reasons.h"
#include "worker/ports/case_access.h"
#include "worker/ports/person_audit.h"
#include "worker/ports/repeat.h"

namespace dm::escalation {
namespace {

constexpr char kEnded[] = "frame_ended";
constexpr int kPageMax = 200;
constexpr std::size_t kNoteBytesMax = 4000;

bool HasFired(const Assessment& assessment, std::string_view trigger) {
  return std::any_of(assessment.triggers.begin(),
                     assessment.triggers.end(),
                     [trigger](const TriggerResult& one) { return one.trigger == trigger; });
}

bool HasFailed(const Assessment& assessment, std::string_view gate) {
  return std::any_of(
      assessment.gates.begin(), assessment.gates.end(), [gate](const GateResult& one) {
        return one.gate == gate && one.verdict == Verdict::kFail;
      });
}

FrameState Ended(FrameStanding standing, std::optional<Date> since, std::string text) {
  return {standing, since, std::move(text)};
}

// What the last case that was assessed with this frame found to be another (casework.md 5).
std::optional<FrameState> ChangedBy(const CaseRecord& record, const Frame& frame) {
  if (!record.assessment || record.frame_version != frame.version) return std::nullopt;
  const Assessment& found = *record.assessment;
  const Date since = SwedishDate(record.received_at);
  const std::string where = " Se ärende " + record.id.value() + ".";
  if (HasFailed(found, "G-04") || HasFired(found, "X-05") || HasFired(found, "X-12"))
    return Ended(FrameStanding::kHouseholdChanged,
                 since,
                 "Hushållet i den senaste ansökan är ett annat än i ramen." + where);
  if (HasFired(found, "X-13"))
    return Ended(FrameStanding::kHousingChanged,
                 since,
                 "Boendet i den senaste ansökan är ett annat än i ramen." + where);
  return std::nullopt;
}

FramePerson PersonOf(const Person& person) {
  FramePerson one;
  one.key = person.key;
  one.personnummer = person.personnummer;
  one.born = person.born;
  one.role = person.role;
  one.presence = person.presence;
  return one;
}

// What a case says of the household; what a person has assessed comes from the frame before.
Frame FrameOf(const CaseRecord& record) {
  const Application& application = record.application;
  Frame frame;
  frame.household = application.household;
  for (const Person& person : application.persons) frame.persons.push_back(PersonOf(person));
  frame.housing.tenure = application.home.tenure;
  frame.housing.persons_in_home = application.home.persons_in_home;
  frame.housing.share_of_rent_permille = application.home.share_of_rent_permille;
  frame.housing.agreed_rent = application.home.agreed_rent;
  frame.language = application.language;
  for (const Cost& cost : application.costs) {
    if (cost.type == CostType::kBoende) frame.housing.accepted_cost = cost.applied;
    frame.costs.push_back({cost.type, cost.other_code, cost.applied});
  }
  if (record.decisions.empty()) return frame;
  for (const DecisionRow& row : record.decisions.back().rows) {
    if (row.kind == RowKind::kIncome && row.person && row.effective() > Money())
      frame.incomes.push_back(
          {*row.person, row.code.substr(std::string("income.").size()), row.effective()});
    if (row.code == "cost.boende") frame.housing.accepted_cost = row.effective();
  }
  return frame;
}

void KeepAssessed(const Frame& before, Frame& frame) {
  frame.barriers = before.barriers;
  frame.plans = before.plans;
  frame.child_records = before.child_records;
  frame.accepted_assets = before.accepted_assets;
  frame.norm_adjustments = before.norm_adjustments;
  frame.housing.cap_grace_until = before.housing.cap_grace_until;
  frame.wants_person = before.wants_person;
}

FrameProblem ToFill(const char* field, const char* text, const char* remedy) {
  return {"FIELD_REQUIRED", field, text, remedy};
}

}  // namespace

StatusOr<FrameState> FrameDesk::StateOf(const CallContext& context, const Frame& frame) {
  const Date today = SwedishDate(clock_.Now());
  if (frame.ended)
    return Ended(FrameStanding::kEndedByPerson,
                 SwedishDate(frame.ended->ended_at),
                 "Avslutad av " + frame.ended->ended_by + ": " +
                     parts_.policy()->Text(frame.ended->reason) + ".");
  DM_ASSIGN_OR_RETURN(const std::optional<Frame> latest, store_.LatestFrame(frame.household));
  if (latest && latest->version > frame.version)
    return Ended(FrameStanding::kSuperseded,
                 std::nullopt,
                 "Ersatt av version " + std::to_string(latest->version) + ".");
  if (today < frame.valid_from)
    return Ended(
        FrameStanding::kNotYet, std::nullopt, "Gäller från " + frame.valid_from.ToString() + ".");
  if (frame.valid_to < today)
    return Ended(FrameStanding::kLapsed,
                 frame.valid_to.PlusDays(1),
                 "Sista dagen var " + frame.valid_to.ToString() + ".");
  for (const Barrier& barrier : frame.barriers)
    if (barrier.until && *barrier.until < today)
      return Ended(FrameStanding::kBarrierEnded,
                   barrier.until->PlusDays(1),
                   "Ett försörjningshinder i ramen gällde till " + barrier.until->ToString() + ".");
  DM_ASSIGN_OR_RETURN(const std::optional<CaseRecord> last, LastCaseOf(store_, frame.household));
  // Whose case the caller may not see is not told of.
  if (last && context.MaySee(AccessOf(*last)))  // assessed, or it has changed nothing
    if (std::optional<FrameState> changed = ChangedBy(*last, frame)) return *std::move(changed);
  return FrameState{FrameStanding::kInForce,
                    std::nullopt,
                    "Gäller till och med " + frame.valid_to.ToString() + "."};
}

StatusOr<FrameDraft> FrameDesk::Draft(const CallContext& context, const FrameDraftRequest& from) {
  std::optional<CaseRecord> record;
  if (from.case_id) {
    DM_ASSIGN_OR_RETURN(record, FindVisibleCase(store_, context, *from.case_id));
    const bool approved = !record->decisions.empty() && !record->decisions.back().granted.is_zero();
    if (!approved)
      return FailedPrecondition(
          "a frame is drafted from a case that was decided with approval",
          {"NOT_APPROVED", "case_id", "decide the case first, or draft for the household"});
  } else {
    DM_RETURN_IF_ERROR(CheckHousehold(store_, context, *from.household, *parts_.StaffOf()));
    DM_ASSIGN_OR_RETURN(record, LastCaseOf(store_, *from.household));
  }
  const HouseholdId household = record ? record->application.household : *from.household;
  if (from.case_id)
    DM_RETURN_IF_ERROR(CheckHousehold(store_, context, household, *parts_.StaffOf()));
  DM_ASSIGN_OR_RETURN(const std::optional<Frame> before, store_.LatestFrame(household));
  FrameDraft draft;
  draft.based_on = before ? before->version : 0;
  if (record)
    draft.frame = FrameOf(*record);
  else if (before)
    draft.frame = *before;
  if (record && before) KeepAssessed(*before, draft.frame);
  Frame& frame = draft.frame;
  frame.household = household;
  frame.id = FrameId();
  frame.version = 0;
  frame.content_sha256.clear();
  frame.signed_by.clear();
  frame.mandate.clear();
  frame.ended.reset();
  const Date today = SwedishDate(clock_.Now());
  DM_ASSIGN_OR_RETURN(const ParameterValue months, parts_.policy()->Get("frame.max_months", today));
  frame.valid_from = today;
  frame.valid_to = AddMonths(today, static_cast<int>(months.number())).PlusDays(-1);
  draft.to_fill = {
      ToFill("frame.signed_by", "Vem som skriver under.", "Ange din användaridentitet."),
      ToFill("frame.mandate", "Delegationen.", "Ange punkten i delegationsordningen.")};
  if (frame.barriers.empty())
    draft.to_fill.push_back(ToFill("frame.barriers",
                                   "Varför varje vuxen inte kan försörja sig själv.",
                                   "Ange försörjningshinder och hur länge det gäller."));
  DM_ASSIGN_OR_RETURN(const std::vector<FrameProblem> problems, Check(context, frame));
  for (const FrameProblem& problem : problems)
    if (problem.field != "frame.signed_by" && problem.field != "frame.mandate")
      draft.to_fill.push_back(problem);
  DM_RETURN_IF_ERROR(RecordRead(context,
                                record   ? record->id.value()
                                : before ? before->id.value()
                                         : "",
                                "frame_drafted"));
  return draft;
}

StatusOr<std::vector<FrameProblem>> FrameDesk::Check(const CallContext& /*context*/,
                                                     const Frame& frame) {
  std::vector<FrameProblem> problems;
  const Date today = SwedishDate(clock_.Now());
  for (const FrameFault& fault : CheckWholeFrame(frame, today, *parts_.policy())) {
    const ErrorDetail detail = DetailOf(fault.status);
    problems.push_back({detail.reason, detail.field, fault.text, fault.remedy});
  }
  const Status mandate = CheckMandate(
      *parts_.StaffOf(), frame.signed_by, {.reference = frame.mandate}, today, "frame.mandate");
  const bool stated = !frame.signed_by.empty() && !frame.mandate.empty();
  if (stated && !mandate.ok())
    problems.push_back({DetailOf(mandate).reason,
                        DetailOf(mandate).field,
                        "Delegationen räcker inte för den som skriver under.",
                        "Ange en delegation som gäller dig i dag."});
  return problems;
}

StatusOr<Frame> FrameDesk::End(const CallContext& context, const EndFrameRequest& request) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(store_, context, kEnded));
  if (earlier) return FindVersion(request.household, request.version);
  if (!IsIdText(request.actor))
    return InvalidArgument("actor: is the user id of the caseworker",
                           {"FIELD_INVALID", "actor", "send the user id"});
  if (request.mandate.empty())
    return InvalidArgument(
        "mandate: is required",
        {"MANDATE_REQUIRED", "mandate", "send the reference of the board's delegation"});
  if (request.note.size() > kNoteBytesMax)
    return InvalidArgument("note: at most " + std::to_string(kNoteBytesMax) + " bytes",
                           {"FIELD_OUT_OF_RANGE", "note", "shorten it"});
  const Instant now = clock_.Now();
  const Date today = SwedishDate(now);
  const std::shared_ptr<const StaffDirectory> staff = parts_.StaffOf();
  DM_RETURN_IF_ERROR(CheckHousehold(store_, context, request.household, *staff, request.actor));
  DM_RETURN_IF_ERROR(
      CheckReasonFor(*parts_.policy(), request.reason, kUseFrameEnd, today, "reason"));
  DM_RETURN_IF_ERROR(CheckMandate(*staff, request.actor, {.reference = request.mandate}, today));
  FrameEnd end;
  end.reason = request.reason;
  end.note = request.note;
  end.ended_by = request.actor;
  end.mandate = request.mandate;
  end.ended_at = now;
  AuditEvent audit = AuditOf(context, request.actor, kEnded);
  audit.mandate = request.mandate;
  audit.detail = "version=" + std::to_string(request.version) + " reason=" + request.reason;
  const StatusOr<Frame> ended =
      store_.EndFrame(request.household, request.version, end, context.request_id, audit, now);
  DM_RETURN_IF_ERROR(OrRepeated(store_, context, kEnded, ended.status()));
  return ended.ok() ? ended : FindVersion(request.household, request.version);
}

StatusOr<Frame> FrameDesk::FindVersion(const HouseholdId& household, int version) {
  PageRequest page{kPageMax, ""};
  do {
    DM_ASSIGN_OR_RETURN(const Page<Frame> frames, store_.ListFrames(household, page));
    for (const Frame& frame : frames.items)
      if (frame.version == version) return frame;
    page.after = frames.next;
  } while (!page.after.empty());
  return NoSuchFrame("version");
}

StatusOr<std::vector<std::string>> FrameDesk::Compare(const CallContext& context,
                                                      const HouseholdId& household,
                                                      int from_version,
                                                      int to_version) {
  DM_RETURN_IF_ERROR(CheckHousehold(store_, context, household, *parts_.StaffOf()));
  DM_ASSIGN_OR_RETURN(const Frame from, FindVersion(household, from_version));
  DM_ASSIGN_OR_RETURN(const Frame to, FindVersion(household, to_version));
  DM_RETURN_IF_ERROR(RecordRead(context, to.id.value(), "frames_compared"));
  return FrameChanges(from, to, *parts_.policy());
}

Status FrameDesk::RecordRead(const CallContext& context,
                             const std::string& subject,
                             const char* action) {
  return store_.AppendAudit(AuditOf(context, "", action, subject), clock_.Now());
}

}  // namespace dm::escalation
