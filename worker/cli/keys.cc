// `keys`: the file of the keys that the store's content is encrypted with, on the machine where the
// worker runs. A running worker takes a changed file by itself.
#include <chrono>
#include <cstdint>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>

#include "worker/cli/commands.h"
#include "worker/cli/load_config.h"
#include "worker/cli/table.h"
#include "worker/core/digest.h"
#include "worker/core/swedish_day.h"
#include "worker/runtime/clocks.h"
#include "worker/sealing/key_file.h"
#include "worker/wiring/store.h"

namespace dm::cli {
namespace {

using sealing::Key;
using sealing::KeyFile;
using sealing::Writing;

constexpr std::chrono::milliseconds kBetweenLooks(500);

struct Options {
  std::string config = "/etc/medarbetare/medarbetare.yaml";
  std::string file;
  std::string name;
  int wait_s = 600;
};

void Fail(Session& session, const Status& status) {
  session.Fail(kExitBadConfig, MessageOf(status));
  PrintDetail(DetailOf(status));
}

// The day and something random: two people who make one the same day make two.
std::string FreshName() {
  return "k" + SwedishDate(MakeClock(0)->Now()).ToString() + "-" + RandomHex(2);
}

StatusOr<std::string> NameOf(const Options& options) {
  const std::string name = options.name.empty() ? FreshName() : options.name;
  DM_RETURN_IF_ERROR(sealing::CheckKeyName(name));
  return name;
}

Status NoSuchKey(const std::string& name) {
  return InvalidArgument("the key file has no key " + name,
                         {.reason = "SEALING_KEY_NAME",
                          .field = "name",
                          .remedy = "keys list shows those that it has."});
}

Status Make(const Options& options) {
  DM_ASSIGN_OR_RETURN(const std::string name, NameOf(options));
  KeyFile file;
  file.current = name;
  file.keys.emplace(name, Key::Random());
  DM_RETURN_IF_ERROR(sealing::WriteKeyFile(options.file, file, Writing::kNew));
  std::cout << options.file << " with the key " << name
            << ": keep a copy where the store's backups are not\n";
  return OkStatus();
}

enum class Then { kKeep, kPromote };

StatusOr<std::string> AddKey(const std::string& path, const Options& options, Then then) {
  DM_ASSIGN_OR_RETURN(const std::string name, NameOf(options));
  DM_ASSIGN_OR_RETURN(KeyFile file, sealing::ReadKeyFile(path));
  if (file.keys.size() >= sealing::kKeysMax)
    return FailedPrecondition("the key file has as many keys as it may",
                              {.reason = "SEALING_KEY_REFUSED",
                               .field = "sealing.key_file",
                               .remedy = "Prune those that wrap nothing."});
  if (!file.keys.emplace(name, Key::Random()).second)
    return InvalidArgument(
        "the key file has a key " + name,
        {.reason = "SEALING_KEY_NAME", .field = "name", .remedy = "Give another name."});
  if (then == Then::kPromote) file.current = name;
  DM_RETURN_IF_ERROR(sealing::WriteKeyFile(path, file, Writing::kReplace));
  return name;
}

Status Promote(const std::string& path, const std::string& name) {
  DM_ASSIGN_OR_RETURN(KeyFile file, sealing::ReadKeyFile(path));
  if (!file.keys.contains(name)) return NoSuchKey(name);
  file.current = name;
  return sealing::WriteKeyFile(path, file, Writing::kReplace);
}

StatusOr<std::int64_t> WrappedByOthers(const Config& config, const std::string& name) {
  DM_ASSIGN_OR_RETURN(const std::vector<KeyUse> uses, ReadKeyUse(config));
  std::int64_t left = 0;
  for (const KeyUse& use : uses) left += use.key == name ? 0 : use.wraps;
  return left;
}

Status AwaitRewrap(const Config& config, const std::string& name, int wait_s) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(wait_s);
  while (true) {
    DM_ASSIGN_OR_RETURN(const std::int64_t left, WrappedByOthers(config, name));
    if (left == 0) {
      std::cout << "every data key is wrapped with " << name << '\n';
      return OkStatus();
    }
    if (std::chrono::steady_clock::now() >= until)
      return FailedPrecondition(
          std::to_string(left) + " data keys are still wrapped with another key",
          {.reason = "ROTATION_UNDER_WAY",
           .field = "wait",
           .remedy = "The worker that runs goes on by itself: look with keys list. Where none "
                     "runs, start it."});
    std::this_thread::sleep_for(kBetweenLooks);
  }
}

Status List(Session& session, const Config& config) {
  DM_ASSIGN_OR_RETURN(const KeyFile file, sealing::ReadKeyFile(config.sealing.key_file));
  DM_ASSIGN_OR_RETURN(const std::vector<KeyUse> uses, ReadKeyUse(config));
  std::map<std::string, std::int64_t> wraps;
  for (const auto& [name, key] : file.keys) wraps[name] = 0;
  for (const KeyUse& use : uses) wraps[use.key] = use.wraps;
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, count] : wraps) {
    const char* const state = name == file.current        ? "current"
                              : !file.keys.contains(name) ? "MISSING in the file"
                              : count == 0                ? "wraps nothing"
                                                          : "to be rotated";
    if (!file.keys.contains(name)) session.exit_code = kExitRefused;
    rows.push_back({name, std::to_string(count), state});
  }
  PrintTable(std::cout, {{"KEY"}, {"DATA KEYS"}, {"STATE"}}, rows);
  return OkStatus();
}

Status Prune(const Config& config, const std::string& name) {
  const std::string& path = config.sealing.key_file;
  DM_ASSIGN_OR_RETURN(KeyFile file, sealing::ReadKeyFile(path));
  if (!file.keys.contains(name)) return NoSuchKey(name);
  DM_ASSIGN_OR_RETURN(const std::vector<KeyUse> uses, ReadKeyUse(config));
  for (const KeyUse& use : uses) {
    if (use.key != name || use.wraps == 0) continue;
    return FailedPrecondition(
        "the key " + name + " wraps " + std::to_string(use.wraps) + " data keys",
        {.reason = "SEALING_KEY_IN_USE", .field = "name", .remedy = "Rotate first: keys rotate."});
  }
  if (file.current == name)
    return FailedPrecondition("the key " + name + " is the current one",
                              {.reason = "SEALING_KEY_IN_USE",
                               .field = "name",
                               .remedy = "Promote another first: keys promote."});
  file.keys.erase(name);
  DM_RETURN_IF_ERROR(sealing::WriteKeyFile(path, file, Writing::kReplace));
  std::cout << name
            << " is no longer in the file. Backups from before the rotation need it: keep its copy "
               "until the last of them is gone\n";
  return OkStatus();
}

// The configuration, with a key file.
bool LoadWithKeys(Session& session, const Options& options, Config& config) {
  if (!LoadOrPrint(session, options.config, config)) return false;
  if (!config.sealing.key_file.empty()) return true;
  Fail(session,
       FailedPrecondition("the configuration names no key file",
                          {.reason = "SEALING_KEY_REQUIRED",
                           .field = "sealing.key_file",
                           .remedy = "Make one with keys new and name it there."}));
  return false;
}

Status Rotate(const Config& config, const Options& options) {
  DM_ASSIGN_OR_RETURN(const std::string name,
                      AddKey(config.sealing.key_file, options, Then::kPromote));
  std::cout << name << " is current\n";
  if (options.wait_s == 0) return OkStatus();
  return AwaitRewrap(config, name, options.wait_s);
}

CLI::App* Add(CLI::App& keys, const char* name, const char* help, Options& options) {
  CLI::App* command = keys.add_subcommand(name, help);
  command->add_option("--config", options.config, "configuration file")
      ->envname("MEDARBETARE_CONFIG")
      ->capture_default_str();
  return command;
}

}  // namespace

void AddKeys(CLI::App& app, Session& session) {
  CLI::App* keys =
      app.add_subcommand("keys", "The keys that the content of the store is encrypted with");
  keys->require_subcommand(1);
  auto options = std::make_shared<Options>();
  const auto run = [&session, options](const auto& work) {
    return [&session, options, work] {
      Config config;
      if (!LoadWithKeys(session, *options, config)) return;
      if (const Status status = work(config); !status.ok()) Fail(session, status);
    };
  };

  CLI::App* make = keys->add_subcommand("new", "Make a key file with one key, mode 0600");
  make->add_option("file", options->file, "where; nothing may be there")->required();
  make->add_option("--name", options->name, "name of the key; otherwise the day's");
  make->callback([&session, options] {
    if (const Status status = Make(*options); !status.ok()) Fail(session, status);
  });

  CLI::App* list = Add(*keys, "list", "The keys of the file, and what each wraps", *options);
  list->callback(run([&session](const Config& config) { return List(session, config); }));

  CLI::App* add = Add(*keys,
                      "add",
                      "Add a key that is not used yet: for files that several workers are given",
                      *options);
  add->add_option("--name", options->name, "name of the key; otherwise the day's");
  add->callback(run([options](const Config& config) -> Status {
    DM_ASSIGN_OR_RETURN(const std::string name,
                        AddKey(config.sealing.key_file, *options, Then::kKeep));
    std::cout << name << " is in the file, and not current yet\n";
    return OkStatus();
  }));

  CLI::App* promote = Add(*keys,
                          "promote",
                          "Make a key of the file current: the running worker rotates to it",
                          *options);
  promote->add_option("name", options->name, "the key")->required();
  promote->callback(run([options](const Config& config) -> Status {
    DM_RETURN_IF_ERROR(Promote(config.sealing.key_file, options->name));
    std::cout << options->name
              << " is current: a running worker wraps the data keys with it (keys list)\n";
    return OkStatus();
  }));

  CLI::App* rotate =
      Add(*keys,
          "rotate",
          "Add a key, make it current, and wait until the running worker has wrapped all with it",
          *options);
  rotate->add_option("--name", options->name, "name of the key; otherwise the day's");
  rotate->add_option("--wait", options->wait_s, "seconds to wait; 0: do not wait")
      ->check(CLI::Range(0, 86'400))
      ->capture_default_str();
  rotate->callback(run([options](const Config& config) { return Rotate(config, *options); }));

  CLI::App* prune = Add(*keys, "prune", "Remove a key that wraps nothing", *options);
  prune->add_option("name", options->name, "the key")->required();
  prune->callback(run([options](const Config& config) { return Prune(config, options->name); }));
}

}  // namespace dm::cli
