#include "worker/runtime/policy_reload.h"

#include <algorithm>
#include <utility>

#include "worker/policy/loaded_set.h"
#include "worker/ports/repeat.h"
#include "worker/runtime/actor.h"

namespace dm {
namespace {

constexpr char kReloaded[] = "policies_reloaded";
constexpr char kRefused[] = "policies_refused";
constexpr char kSignal[] = "signal";
// In the place of a parameter: a signature approves all of the set.
constexpr char kWholeSet[] = "*";
// A set with more problems than this has one that brings the others; an answer stays far below what
// a message may hold.
constexpr std::size_t kProblemsMax = 2'000;
// Problems a reload in the log: the rest stands in the answer, and in policy check.
constexpr std::size_t kLoggedMax = 20;

Status CheckRequest(const ReloadRequest& request) {
  DM_RETURN_IF_ERROR(RequireActor(request.actor));
  if (request.reason.empty() && request.dry_run == DryRun::kNo) {
    return InvalidArgument(
        "reason is required",
        {.reason = "FIELD_REQUIRED", .field = "reason", .remedy = "say why, without person data"});
  }
  return OkStatus();
}

std::vector<PolicyProblem> ProblemsOf(const PolicyLoad& load) {
  std::vector<PolicyProblem> problems;
  for (const PolicyError& error : load.errors) {
    problems.push_back({error.file, error.line, error.message, error.remedy});
  }
  if (problems.empty()) problems.push_back({"", 0, "the policies folder gave no set", "check it"});
  return problems;
}

// " signed_by=a,b"; nothing where nobody has.
std::string SignedBy(const std::vector<PolicySignature>& signatures) {
  std::string text;
  for (const PolicySignature& one : signatures)
    text += (text.empty() ? " signed_by=" : ",") + one.approver;
  return text;
}

PolicyVersion VersionOf(const PolicySet& set) {
  return {.version = set.version(), .sha256 = set.sha256()};
}

// What is wrong with a set that holds by itself, seen from the worker that is to take it.
std::vector<PolicyProblem> ProblemsHere(const PolicySet& set,
                                        const PolicySet& before,
                                        const ReloadRequest& request) {
  std::vector<PolicyProblem> problems;
  if (set.municipality() != before.municipality()) {
    problems.push_back({"municipality/" + set.municipality(),
                        0,
                        "the set is another municipality's than this worker's",
                        "load that of " + before.municipality()});
  }
  if (!request.expected_sha256.empty() && request.expected_sha256 != set.sha256()) {
    problems.push_back({"",
                        0,
                        "the folder's digest is " + set.sha256() + ", not the expected one",
                        "wait until the folder is in place, or expect the digest that policy check "
                        "prints for it"});
  }
  return problems;
}

}  // namespace

PolicyReloader::PolicyReloader(
    Store& store, const Clock& clock, Log& log, PolicyHolder& policies, PolicyReloadParts parts)
    : store_(store), clock_(clock), log_(log), policies_(policies), parts_(std::move(parts)) {}

StatusOr<PolicyReload> PolicyReloader::Reload(const CallContext& context,
                                              const ReloadRequest& request) {
  DM_RETURN_IF_ERROR(CheckRequest(request));
  const MutexLock lock(reload_mutex_);
  StatusOr<PolicyReload> reload = Look(context, request, ActorKind::kPerson);
  if (reload.ok() && request.dry_run == DryRun::kNo) Tell(*reload, request.actor);
  return reload;
}

void PolicyReloader::ReloadOnSignal(const std::string& request_id) {
  const MutexLock lock(reload_mutex_);
  const StatusOr<PolicyReload> reload =
      Look({.caller = kSignal, .request_id = request_id, .content_sha256 = "", .cleared = false},
           {.actor = kSignal, .reason = "SIGHUP", .expected_sha256 = "", .dry_run = DryRun::kNo},
           ActorKind::kWorker);
  if (reload.ok()) return Tell(*reload, kSignal);
  log_.Write(
      LogLevel::kError, "policies_not_reloaded", {{"reason", DetailOf(reload.status()).reason}});
}

StatusOr<PolicyReload> PolicyReloader::Look(const CallContext& context,
                                            const ReloadRequest& request,
                                            ActorKind actor_kind) {
  if (request.dry_run == DryRun::kNo) {
    DM_ASSIGN_OR_RETURN(const std::optional<RequestRecord> done,
                        FindRepeat(store_, context, kReloaded));
    if (done.has_value()) return Repeated(*done);
  }
  const std::shared_ptr<const PolicySet> before = policies_.Get();
  PolicyReload reload;
  reload.before = VersionOf(*before);
  reload.after = reload.before;
  AuditEvent audit{.actor_kind = actor_kind,
                   .actor = request.actor,
                   .mandate = "",
                   .action = kReloaded,
                   .subject = "",
                   .detail = "caller=" + context.caller + " before=" + before->sha256(),
                   .request_sha256 = context.content_sha256};
  const ServedLoad load = parts_.load();
  if (load.set == nullptr) {
    return Refuse(std::move(reload), std::move(audit), ProblemsOf(load), request.dry_run);
  }
  std::vector<PolicyProblem> problems = ProblemsHere(*load.set, *before, request);
  std::function<void()> put_in_force;
  if (problems.empty() && parts_.prepare) {
    StatusOr<std::function<void()>> prepared = parts_.prepare(*load.set);
    if (prepared.ok()) {
      put_in_force = *std::move(prepared);
    } else {
      problems.push_back({"", 0, MessageOf(prepared.status()), DetailOf(prepared.status()).remedy});
    }
  }
  if (!problems.empty()) {
    return Refuse(std::move(reload), std::move(audit), std::move(problems), request.dry_run);
  }
  if (load.set->sha256() == before->sha256()) {
    // Signed again, perhaps, for longer or by others.
    PolicyInForce in_force = policies_.InForce();
    in_force.signatures = load.signatures;
    if (request.dry_run == DryRun::kNo) policies_.Replace(std::move(in_force));
    reload.outcome = ReloadOutcome::kUnchanged;
    return reload;
  }
  reload.after = VersionOf(*load.set);
  if (request.dry_run == DryRun::kYes) {
    reload.outcome = ReloadOutcome::kWouldBeTaken;
    return reload;
  }
  audit.subject = load.set->sha256();
  audit.detail += SignedBy(load.signatures) + " reason=" + request.reason;
  const Instant now = clock_.Now();
  // Kept before anything is computed with it, so that each decision can be explained.
  DM_RETURN_IF_ERROR(store_.TakePolicySet({.sha256 = load.set->sha256(),
                                           .version = load.set->version(),
                                           .content = load.set->content()},
                                          before->sha256(),
                                          context.request_id,
                                          audit,
                                          now));
  if (put_in_force) put_in_force();
  policies_.Replace(
      {.set = load.set, .since = now, .taken_by = request.actor, .signatures = load.signatures});
  reload.outcome = ReloadOutcome::kTaken;
  return reload;
}

// What came of it the first time, also when another set has been taken since.
StatusOr<PolicyReload> PolicyReloader::Repeated(const RequestRecord& done) {
  const std::size_t space = done.result_id.find(' ');
  if (space == std::string::npos) return Internal("a reload is recorded without its sets");
  PolicyReload reload;
  reload.outcome = ReloadOutcome::kTaken;
  reload.before.sha256 = done.result_id.substr(0, space);
  reload.after.sha256 = done.result_id.substr(space + 1);
  for (PolicyVersion* one : {&reload.before, &reload.after}) {
    DM_ASSIGN_OR_RETURN(KeptPolicySet set, store_.FindPolicySet(one->sha256));
    one->version = std::move(set.version);
  }
  return reload;
}

StatusOr<PolicyReload> PolicyReloader::Refuse(PolicyReload reload,
                                              AuditEvent audit,
                                              std::vector<PolicyProblem> problems,
                                              DryRun dry_run) {
  reload.outcome = ReloadOutcome::kRefused;
  reload.problem_count = static_cast<int>(problems.size());
  if (dry_run == DryRun::kNo) {
    const Instant now = clock_.Now();
    {
      const MutexLock lock(refused_mutex_);
      refused_ =
          RefusedReload{.at = now, .actor = audit.actor, .problem_count = reload.problem_count};
    }
    audit.action = kRefused;
    audit.subject = reload.before.sha256;
    audit.detail += " problems=" + std::to_string(problems.size());
    DM_RETURN_IF_ERROR(store_.AppendAudit(audit, now));
  }
  if (problems.size() > kProblemsMax) problems.resize(kProblemsMax);
  reload.problems = std::move(problems);
  return reload;
}

void PolicyReloader::Tell(const PolicyReload& reload, const std::string& actor) {
  const bool refused = reload.outcome == ReloadOutcome::kRefused;
  const bool taken = reload.outcome == ReloadOutcome::kTaken;
  log_.Write(refused ? LogLevel::kError : LogLevel::kInfo,
             refused ? kRefused
             : taken ? kReloaded
                     : "policies_unchanged",
             {{"policy", reload.after.sha256.substr(0, 16)},
              {"before", reload.before.sha256.substr(0, 16)},
              {"actor", actor},
              {"problems", reload.problem_count}});
  for (std::size_t i = 0; i < std::min(reload.problems.size(), kLoggedMax); ++i) {
    const PolicyProblem& one = reload.problems[i];
    log_.Write(LogLevel::kError,
               "policy_problem",
               {{"file", one.file}, {"line", one.line}, {"message", one.message}});
  }
}

PoliciesInForce PolicyReloader::InForce() const {
  const PolicyInForce in_force = policies_.InForce();
  const PolicySet& set = *in_force.set;
  PoliciesInForce result;
  result.policy = VersionOf(set);
  result.municipality = set.municipality();
  result.effective = set.effective();
  result.released_on = set.released_on();
  result.since = in_force.since;
  result.taken_by = in_force.taken_by;
  for (const PolicySignature& one : in_force.signatures) {
    result.approvals.push_back({.parameter = kWholeSet,
                                .version = set.effective().from.value_or(Date()),
                                .approved_by = one.approver,
                                .approved_on = one.signed_on,
                                .reference = "signature, to " + one.valid_to.ToString()});
  }
  if (const policy::PolicyData* data = policy::DataOf(set)) {
    for (const policy::Approval& one : data->approvals) {
      result.approvals.push_back({.parameter = one.parameter,
                                  .version = one.version,
                                  .approved_by = one.approved_by,
                                  .approved_on = one.approved_on,
                                  .reference = one.reference});
    }
  }
  const MutexLock lock(refused_mutex_);
  result.refused = refused_;
  return result;
}

}  // namespace dm
