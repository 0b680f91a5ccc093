#include "worker/policy/served_policies.h"

#include <utility>

#include "worker/policy/loaded_set.h"
#include "worker/policy/policy_lock.h"

namespace dm {
namespace {

bool MayBeServed(const std::string& status, ServedTo served_to) {
  return status == "approved" || (status == "test_only" && served_to == ServedTo::kInventedCases);
}

void CheckStatus(const policy::Manifest& manifest,
                 const std::string& folder,
                 ServedTo served_to,
                 std::vector<PolicyError>* errors) {
  if (MayBeServed(manifest.status, served_to)) return;
  errors->push_back({folder + "manifest.yaml",
                     manifest.place.line,
                     "the rules are marked " + manifest.status + " and may not be put in force",
                     "test and compare them (policy test, policy backtest); status: approved is "
                     "written by those who answer for them"});
}

// Above shadow a typfall comes by a person's recorded act on evidence that the worker has counted
// (casework.md 14), never by a line in a file.
void CheckModes(const policy::PolicyData& data,
                const std::string& folder,
                ServedTo served_to,
                std::vector<PolicyError>* errors) {
  if (served_to == ServedTo::kInventedCases) return;
  for (const auto& [code, choice] : data.modes) {
    if (choice.mode <= Mode::kShadow) continue;
    errors->push_back({folder + "modes.yaml",
                       choice.place.line,
                       code + " is in " + ModeCode(choice.mode) +
                           ", which no file gives a typfall that decides about people",
                       "write shadow, then raise it step by step with medarbetare mode set: what "
                       "was raised so stays raised"});
  }
}

}  // namespace

std::vector<PolicyError> WhyNotServed(const PolicySet& set, ServedTo served_to) {
  std::vector<PolicyError> errors;
  const policy::PolicyData* data = policy::DataOf(set);
  if (data == nullptr) return errors;
  CheckStatus(data->national, "", served_to, &errors);
  const std::string own = "municipality/" + set.municipality() + "/";
  CheckStatus(data->municipal, own, served_to, &errors);
  CheckModes(*data, own, served_to, &errors);
  return errors;
}

ServedLoad LoadPoliciesToServe(const std::string& root,
                               const std::string& municipality,
                               ServedTo served_to,
                               const SignatureRules& rules) {
  ServedLoad load;
  static_cast<PolicyLoad&>(load) = LoadPolicies(root, municipality);
  if (load.set == nullptr) return load;
  load.errors = WhyNotServed(*load.set, served_to);
  for (PolicyError& error : policy::CheckLockOf(root, *load.set, policy::LockNeed::kIfThere)) {
    load.errors.push_back(std::move(error));
  }
  SignatureCheck check = policy::CheckSignaturesOf(root, *load.set, rules);
  load.signatures = std::move(check.holding);
  for (PolicyError& error : check.errors) load.errors.push_back(std::move(error));
  if (!load.errors.empty()) load.set = nullptr;
  return load;
}

}  // namespace dm
