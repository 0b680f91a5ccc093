// medarbetare policy reload, policy in-force: has a running worker take the policies folder as it
// lies there now; shows what it has taken.
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "medarbetare/v1/operations_service.grpc.pb.h"
#include "worker/cli/policy_commands.h"
#include "worker/cli/table.h"
#include "worker/cli/text.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;

struct Options {
  std::string actor;
  std::string reason;
  std::string expected;
  bool dry_run = false;
};

void PrintProblems(const v1::ReloadPoliciesResponse& response) {
  for (const v1::PolicyProblem& one : response.problems()) {
    std::cerr << "error: " << (one.file().empty() ? "policies" : one.file());
    if (one.line() > 0) std::cerr << ':' << one.line();
    std::cerr << ": " << one.message() << "; " << one.remedy() << '\n';
  }
  const int left_off = response.problem_count() - response.problems_size();
  if (left_off > 0) std::cerr << "error: " << left_off << " more: policy check lists them\n";
}

const char* Heading(v1::ReloadOutcome outcome) {
  switch (outcome) {
    case v1::RELOAD_OUTCOME_TAKEN:
      return "in force";
    case v1::RELOAD_OUTCOME_UNCHANGED:
      return "nothing has changed; in force";
    case v1::RELOAD_OUTCOME_WOULD_BE_TAKEN:
      return "would be taken";
    default:
      return "not taken; still in force";
  }
}

void Print(const v1::ReloadPoliciesResponse& response) {
  const auto show = [](const char* heading, const v1::PolicyVersion& policy) {
    std::cout << heading << ": " << policy.version() << "\n  " << policy.sha256() << '\n';
  };
  show(Heading(response.outcome()), response.after());
  if (response.before().sha256() == response.after().sha256()) return;
  show("before", response.before());
  if (response.before().version() == response.after().version()) {
    std::cout << "the version is the same: raise it in the manifest, so that people can tell the "
                 "two apart\n";
  }
}

void Reload(Session& session, const Options& options) {
  if (!options.dry_run && options.reason.empty()) {
    return session.Fail(kExitBadInput, "--reason: say why, or give --dry-run");
  }
  if (!session.Connect()) return;
  const auto stub = v1::OperationsService::NewStub(session.channel);
  v1::ReloadPoliciesRequest request;
  request.set_request_id(NewRequestId());
  request.set_actor(options.actor);
  request.set_reason(options.reason);
  request.set_expected_sha256(options.expected);
  request.set_dry_run(options.dry_run);
  v1::ReloadPoliciesResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  if (!session.Check(stub->ReloadPolicies(&context, request, &response))) return;
  if (response.outcome() == v1::RELOAD_OUTCOME_REFUSED) session.exit_code = kExitRefused;
  if (session.json) return session.PrintJson(response);
  PrintProblems(response);
  Print(response);
}

void Print(const v1::PoliciesInForce& policies) {
  std::cout << policies.municipality() << ": " << policies.policy().version() << "\n  sha256   "
            << policies.policy().sha256() << "\n  days     " << policies.effective().from_date()
            << " to " << policies.effective().to_date() << "\n  in force since "
            << Time(policies.since()) << ", by " << policies.taken_by() << '\n';
  if (policies.has_refused()) {
    std::cout << "  refused  " << Time(policies.refused().time()) << ", asked by "
              << policies.refused().actor() << ": " << policies.refused().problem_count()
              << " problems in the folder\n";
  }
  std::vector<std::vector<std::string>> rows;
  for (const v1::PolicyApproval& one : policies.approvals()) {
    rows.push_back(
        {one.parameter(), one.valid_from(), one.approved_on(), one.reference(), one.approved_by()});
  }
  std::cout << '\n';
  PrintTable(std::cout, {{"APPROVED"}, {"FROM"}, {"ON"}, {"REFERENCE"}, {"BY"}}, rows);
}

void ShowInForce(Session& session) {
  if (!session.Connect()) return;
  const auto stub = v1::OperationsService::NewStub(session.channel);
  v1::GetPoliciesInForceResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  if (!session.Check(stub->GetPoliciesInForce(&context, {}, &response))) return;
  if (session.json) return session.PrintJson(response.policies());
  Print(response.policies());
}

}  // namespace

void AddPolicyReload(CLI::App& policy, Session& session) {
  CLI::App* reload = policy.add_subcommand(
      "reload", "Have a running worker check its policies folder and take it when it holds");
  auto options = std::make_shared<Options>();
  session.AddOptions(*reload);
  reload->add_option("--actor", options->actor, "user id of the person who answers for it")
      ->required();
  reload->add_option("--reason", options->reason, "why; needed unless --dry-run");
  reload->add_option("--expect",
                     options->expected,
                     "take only the set with this digest, as policy check prints it");
  reload->add_flag("--dry-run", options->dry_run, "check and answer, change nothing");
  reload->callback([&session, options] { Reload(session, *options); });

  CLI::App* in_force =
      policy.add_subcommand("in-force", "The rules that a running worker decides with");
  session.AddOptions(*in_force);
  in_force->callback([&session] { ShowInForce(session); });
}

}  // namespace dm::cli
