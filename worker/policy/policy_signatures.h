// PolicySignatures: which people have signed exactly this set, beside it in the policies folder.
// Whoever can write the folder cannot make one: each is by an approver's own key, and the keys that
// count stand in the worker's configuration. Reliability I18: two different approvers.
#pragma once

#include <string>
#include <vector>

#include "worker/core/date.h"
#include "worker/policy/policy_error.h"
#include "worker/policy/policy_set.h"

namespace dm {

struct PolicyApprover {
  std::string id;          // of the person, as in the staff list
  std::string public_key;  // Ed25519, 64 hexadecimal digits
};

// Whose signatures a set needs to be served.
struct SignatureRules {
  std::vector<PolicyApprover> approvers{};  // no two with one id or one key
  int required = 0;                         // of different approvers; 0: unsigned sets are served
  Date today{};                             // a signature holds to its last day
};

struct PolicySignature {
  std::string approver;  // id
  Date signed_on;
  Date valid_to;          // last day on which it holds
  std::string signature;  // Ed25519, 128 hexadecimal digits
};

// What the approvers of the rules have signed of a set, one an approver, and why the set may not be
// served; no errors when it may.
struct SignatureCheck {
  std::vector<PolicySignature> holding;
  std::vector<PolicyError> errors;
};

namespace policy {

// "bundles/0000-exempelkommun.signatures", relative to the policies folder.
std::string SignaturesPath(const std::string& municipality);

// The bytes that an approver signs: municipality, digest of the set, who, and the days.
std::string SignedText(const PolicySet& set, const PolicySignature& signature);

// The file with `signature` in it, in place of an earlier one of the same approver. `before` is the
// file as it was; one of another set is begun anew.
std::string WithSignature(const std::string& before,
                          const PolicySet& set,
                          const PolicySignature& signature);

SignatureCheck CheckSignatures(const std::string& file,
                               const PolicySet& set,
                               const SignatureRules& rules);

// The same for the file in the policies folder `root`; one that is not there holds nothing.
SignatureCheck CheckSignaturesOf(const std::string& root,
                                 const PolicySet& set,
                                 const SignatureRules& rules);

}  // namespace policy
}  // namespace dm
