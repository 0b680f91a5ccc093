#include "worker/assessment/assess.h"

#include <iostream>
#include <memory>
#include <string>
#include <variant>

#include <CLI/CLI.hpp>

#include "worker/adapters/codec/codec.h"
#include "worker/adapters/codec/explain.h"
#include "worker/cli/case_file.h"
#include "worker/cli/commands.h"
#include "worker/core/instant.h"
#include "worker/decision/decide.h"
#include "worker/policy/policy_loader.h"

namespace dm::cli {
namespace {

struct Options {
  std::string file;
  std::string policies = "policies";
  std::string municipality;
};

std::shared_ptr<const PolicySet> LoadOrFail(Session& session, const Options& options) {
  const PolicyLoad load = LoadPolicies(options.policies, options.municipality);
  for (const PolicyError& error : load.errors) std::cerr << "error: " << error.ToString() << '\n';
  if (load.set == nullptr) session.exit_code = kExitBadConfig;
  return load.set;
}

void PrintOutcome(const DecisionOutcome& outcome) {
  if (const auto* approval = std::get_if<FullApproval>(&outcome)) {
    const Decision* decision = &approval->decision();
    std::cout << "\nBeslut: automatiskt, " << decision->granted.ToSwedish() << " ("
              << decision->typfall << ", " << decision->delegation << ")\n";
  } else if (const auto* completion = std::get_if<RequestCompletion>(&outcome)) {
    std::cout << "\nKomplettering begärs till " << completion->due.ToString() << ":\n";
    for (const MissingItem& item : completion->items)
      std::cout << "  " << item.code << "  " << item.text << '\n';
  } else {
    const auto& escalate = std::get<Escalate>(outcome);
    std::cout << "\nTill handläggare: " << escalate.routing.queue << " (" << ModeCode(escalate.mode)
              << ")\n";
    for (const Reason& reason : escalate.routing.reasons)
      std::cout << "  " << reason.code << "  " << reason.text << '\n';
  }
}

void Run(Session& session, const Options& options) {
  const auto text = ReadText(options.file);
  if (!text.ok()) return session.Fail(kExitBadInput, MessageOf(text.status()));
  const StatusOr<CaseInput> input = codec::CaseInputFromJson(*text);
  if (!input.ok()) {
    session.Fail(kExitBadInput, options.file + ": " + MessageOf(input.status()));
    PrintDetail(DetailOf(input.status()));
    return;
  }
  const std::shared_ptr<const PolicySet> policy = LoadOrFail(session, options);
  if (policy == nullptr) return;
  const Assessment assessment = Assess(*input, *policy);
  if (session.json) {
    const StatusOr<std::string> json = codec::ToJson(assessment);
    if (!json.ok()) return session.Fail(kExitRefused, MessageOf(json.status()));
    std::cout << *json << '\n';
    return;
  }
  const StatusOr<std::string> explanation = codec::ExplainText(assessment);
  if (!explanation.ok()) return session.Fail(kExitRefused, MessageOf(explanation.status()));
  std::cout << *explanation;
  // Assigned one by one: g++ 12 sees an uninitialised member in the braced form once it optimises.
  DecisionInput decision;
  decision.case_id = CaseId::FromTrusted("ASSESS");
  decision.application = input->application;
  decision.assessment = assessment;
  decision.history = input->history;
  decision.now = input->assessed_at;
  decision.today = input->assessed_on;
  PrintOutcome(Decide(decision, *policy));
}

}  // namespace

void AddAssess(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("assess",
                                         "Compute a case file under the policies, without a "
                                         "worker: amounts, gates, what would be decided");
  auto options = std::make_shared<Options>();
  command->add_option("file", options->file, "case file (docs/case-input.md)")->required();
  command->add_option("--policies", options->policies, "the policies folder")
      ->capture_default_str();
  command->add_option("--municipality", options->municipality, "folder under policies/municipality")
      ->required();
  command->add_flag("--json", session.json, "print the assessment as JSON");
  command->callback([&session, options] { Run(session, *options); });
}

}  // namespace dm::cli
