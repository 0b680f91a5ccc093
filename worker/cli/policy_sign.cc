// medarbetare policy key, sign, verify: two people put their names to exactly one set.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include <CLI/CLI.hpp>

#include "worker/changes/policy_changes.h"
#include "worker/cli/load_config.h"
#include "worker/cli/policy_commands.h"
#include "worker/core/id.h"
#include "worker/core/secret_file.h"
#include "worker/core/signature.h"
#include "worker/policy/policy_files.h"
#include "worker/policy/policy_signatures.h"
#include "worker/runtime/clocks.h"
#include "worker/wiring/files.h"

namespace dm::cli {
namespace {

struct Options {
  std::string policies = "policies";
  std::string municipality;
  std::string before;
  bool first = false;
  bool yes = false;
  std::string key;
  std::string approver;
  std::string until;
};

std::optional<std::string> ReadKey(Session& session, const std::string& path) {
  const Status held = CheckSecretFile("key", path);
  std::optional<std::string> pem = policy::ReadWhole(path);
  if (!held.ok()) {
    session.Fail(kExitBadInput, MessageOf(held) + "; " + DetailOf(held).remedy);
    return std::nullopt;
  }
  if (!pem.has_value()) session.Fail(kExitBadInput, path + ": the key cannot be read");
  return pem;
}

StatusOr<Signed> SignOrPrint(Session& session, const std::string& pem, const std::string& text) {
  StatusOr<Signed> made = SignEd25519(pem, text);
  if (!made.ok())
    session.Fail(kExitBadInput, MessageOf(made.status()) + "; " + DetailOf(made.status()).remedy);
  return made;
}

void PrintKey(Session& session, const std::string& path) {
  const std::optional<std::string> pem = ReadKey(session, path);
  if (!pem.has_value()) return;
  const StatusOr<Signed> made = SignOrPrint(session, *pem, "medarbetare");
  if (made.ok()) std::cout << "public_key: " << made->public_key << '\n';
}

// What is signed, in words; false when the person does not put the name to it.
bool ShowAndAsk(Session& session, const Options& options, const PolicySet& set) {
  std::cout << set.municipality() << ": " << set.version() << "\n  sha256 " << set.sha256() << '\n';
  if (!options.first) {
    const auto before = LoadOrPrint(session, options.before, set.municipality());
    if (before == nullptr) return false;
    const std::vector<changes::Change> list = changes::ChangesBetween(*before, set);
    std::cout << "  against " << before->version() << ' ' << before->sha256() << '\n'
              << (list.empty() ? "inga ändringar av reglerna\n" : changes::AsText(list));
  }
  if (options.yes) return true;
  std::cout << "Write yes to sign: " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  if (answer == "yes") return true;
  session.Fail(kExitRefused, "nothing was signed");
  return false;
}

// The last day asked for, or that of the set, which must end.
std::optional<Date> LastDay(Session& session, const Options& options, const PolicySet& set) {
  if (!options.until.empty()) return DayOrToday(session, options.until);
  if (set.effective().to.has_value()) return set.effective().to;
  session.Fail(kExitBadInput, "--until: say to which day the signature holds");
  return std::nullopt;
}

void WriteBeside(Session& session,
                 const Options& options,
                 const PolicySet& set,
                 const PolicySignature& signature) {
  const std::filesystem::path path =
      std::filesystem::path(options.policies) / policy::SignaturesPath(set.municipality());
  const std::string text =
      policy::WithSignature(policy::ReadWhole(path).value_or(""), set, signature);
  std::error_code failed;
  std::filesystem::create_directories(path.parent_path(), failed);
  std::ofstream file(path, std::ios::trunc);
  file << text;
  file.close();
  if (!file) {
    return session.Fail(kExitBadInput, path.string() + ": cannot be written; check the folder");
  }
  std::cout << path.string() << ": signed by " << signature.approver << ", holds to "
            << signature.valid_to.ToString() << '\n';
}

void Sign(Session& session, const Options& options) {
  if (options.first == !options.before.empty()) {
    return session.Fail(kExitBadInput,
                        "--before: name the folder with the rules that hold now, whose difference "
                        "is shown; --first where none do");
  }
  if (!IsIdText(options.approver)) {
    return session.Fail(kExitBadInput, "--approver: is no user id of policies.approvers");
  }
  const std::optional<std::string> name =
      OneMunicipality(session, options.policies, options.municipality);
  if (!name.has_value()) return;
  const std::shared_ptr<const PolicySet> set = LoadOrPrint(session, options.policies, *name);
  if (set == nullptr) return;
  const std::optional<Date> last = LastDay(session, options, *set);
  const std::optional<std::string> pem = ReadKey(session, options.key);
  if (!last.has_value() || !pem.has_value() || !ShowAndAsk(session, options, *set)) return;
  PolicySignature signature = {.approver = options.approver,
                               .signed_on = SwedishDate(MakeClock(0)->Now()),
                               .valid_to = *last,
                               .signature = ""};
  const StatusOr<Signed> made = SignOrPrint(session, *pem, policy::SignedText(*set, signature));
  if (!made.ok()) return;
  signature.signature = made->signature;
  WriteBeside(session, options, *set, signature);
}

void Verify(Session& session, const std::string& file) {
  Config config;
  if (!LoadOrPrint(session, file, config)) return;
  const ServedLoad load = LoadFolder(config, SwedishDate(MakeClock(config.clock_offset_ms)->Now()));
  for (const PolicyError& error : load.errors) std::cerr << "error: " << error.ToString() << '\n';
  for (const PolicySignature& one : load.signatures) {
    std::cout << "signed by " << one.approver << " on " << one.signed_on.ToString() << ", holds to "
              << one.valid_to.ToString() << '\n';
  }
  if (load.set == nullptr) {
    session.exit_code = kExitRefused;
    return;
  }
  std::cout << load.signatures.size() << " signatures hold, " << config.signing.required
            << " are required: the set may be served\n  sha256 " << load.set->sha256() << '\n';
}

void AddSign(CLI::App& policy, Session& session) {
  CLI::App* command = policy.add_subcommand(
      "sign", "Show what a set changes and put an approver's name to exactly it");
  auto options = std::make_shared<Options>();
  command->add_option("--policies", options->policies, "the policies folder")
      ->capture_default_str();
  command->add_option("--municipality", options->municipality, "a folder of municipality/");
  command->add_option("--before", options->before, "the folder with the rules that hold now");
  command->add_flag("--first", options->first, "no rules hold before these");
  command->add_option("--key", options->key, "the approver's Ed25519 key, PEM")->required();
  command->add_option("--approver", options->approver, "the approver's id in policies.approvers")
      ->required();
  command->add_option(
      "--until", options->until, "last day on which the signature holds; else the set's own");
  command->add_flag("--yes", options->yes, "sign without being asked, the difference being read");
  command->callback([&session, options] { Sign(session, *options); });
}

}  // namespace

void AddPolicySign(CLI::App& policy, Session& session) {
  AddSign(policy, session);
  CLI::App* key = policy.add_subcommand(
      "key", "Print the public part of an approver's key, for policies.approvers");
  auto path = std::make_shared<std::string>();
  key->add_option("key", *path, "PEM: openssl genpkey -algorithm ed25519 -aes256 -out FILE")
      ->required();
  key->callback([&session, path] { PrintKey(session, *path); });
  CLI::App* verify = policy.add_subcommand(
      "verify", "Whether the set in the policies folder is signed as the configuration asks");
  auto file = std::make_shared<std::string>("/etc/medarbetare/medarbetare.yaml");
  verify->add_option("--config", *file, "configuration file")
      ->envname("MEDARBETARE_CONFIG")
      ->capture_default_str();
  verify->callback([&session, file] { Verify(session, *file); });
}

}  // namespace dm::cli
