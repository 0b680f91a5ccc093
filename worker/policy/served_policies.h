// What a worker may decide with: a set that loads, and that those who answer for it have approved.
// Tools that test, compare and try a draft load it with policy_loader.h instead.
#pragma once

#include <string>
#include <vector>

#include "worker/policy/policy_error.h"
#include "worker/policy/policy_loader.h"
#include "worker/policy/policy_set.h"
#include "worker/policy/policy_signatures.h"

namespace dm {

// Where the worker runs: what is marked test_only, and a mode above shadow that nobody has raised a
// typfall to, is served on invented cases alone.
enum class ServedTo { kPeople, kInventedCases };

struct ServedLoad : PolicyLoad {
  std::vector<PolicySignature> signatures{};  // of the approvers, those that hold
};

// As LoadPolicies; a set that may not be served, or that too few have signed, is refused too.
ServedLoad LoadPoliciesToServe(const std::string& root,
                               const std::string& municipality,
                               ServedTo served_to,
                               const SignatureRules& rules = {});

// Why a loaded set may not be served; empty when it may.
std::vector<PolicyError> WhyNotServed(const PolicySet& set, ServedTo served_to);

}  // namespace dm
