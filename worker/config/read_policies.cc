#include "worker/config/read_policies.h"

#include <algorithm>
#include <string>

#include "worker/core/id.h"
#include "worker/core/signature.h"

namespace dm {
namespace {

constexpr int kInProduction = 2;
constexpr int kRequiredMax = 8;

PolicyApproverConfig ReadApprover(const YAML::Node& node,
                                  const std::string& prefix,
                                  std::vector<ConfigError>& errors) {
  ConfigReader reader(node, prefix, errors);
  PolicyApproverConfig approver;
  reader.Required("id", approver.id);
  reader.Required("public_key", approver.public_key);
  if (!approver.id.empty() && !IsIdText(approver.id))
    reader.Fail("id",
                "is no user id",
                "write 1 to 64 characters of A-Z a-z 0-9 . _ : -, as in the staff list");
  if (!approver.public_key.empty() && !IsHex(approver.public_key, kPublicKeyHexLength))
    reader.Fail("public_key",
                "is no Ed25519 key of 64 hexadecimal digits",
                "copy what medarbetare policy key prints for the person's key");
  return approver;
}

void ReadApprovers(const YAML::Node& node,
                   std::vector<PolicyApproverConfig>& approvers,
                   std::vector<ConfigError>& errors) {
  if (!node.IsDefined()) return;
  if (!node.IsSequence()) {
    errors.push_back(
        {0, "policies.approvers", "is not a list", "write one item a person: id and public_key"});
    return;
  }
  for (std::size_t i = 0; i < node.size(); ++i) {
    const std::string prefix = "policies.approvers[" + std::to_string(i) + "].";
    PolicyApproverConfig one = ReadApprover(node[i], prefix, errors);
    const bool twice = std::ranges::any_of(approvers, [&one](const PolicyApproverConfig& other) {
      return other.id == one.id || other.public_key == one.public_key;
    });
    if (twice)
      errors.push_back({node[i].Mark().line + 1,
                        prefix + "id",
                        "has the id or the key of another approver",
                        "give each person a key of their own"});
    approvers.push_back(std::move(one));
  }
}

}  // namespace

void ReadPolicies(ConfigReader& root, Config& config, std::vector<ConfigError>& errors) {
  const bool production = config.environment == Environment::kProduction;
  PolicySigningConfig& signing = config.signing;
  signing.required = production ? kInProduction : 0;
  const YAML::Node node = root.Child("policies");
  if (!node.IsDefined() || !node.IsMap()) {
    root.Required("policies", config.policies);
  } else {
    ConfigReader reader(node, "policies.", errors);
    reader.Required("folder", config.policies);
    ReadApprovers(reader.Child("approvers"), signing.approvers, errors);
    reader.Number("required_signatures", 0, kRequiredMax, signing.required);
  }
  if (production && signing.required < kInProduction)
    errors.push_back({0,
                      "policies.required_signatures",
                      "is less than 2",
                      "set 2 or more: rules that decide about people are signed by two"});
  if (static_cast<int>(signing.approvers.size()) < signing.required)
    errors.push_back({0,
                      "policies.approvers",
                      "names fewer people than policies.required_signatures asks for",
                      "list each approver's id and public_key (docs/policies.md, \"Signatures\")"});
}

}  // namespace dm
