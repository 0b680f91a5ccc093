// The approvers' signatures of the rules in force as something that ends: warned of, shown and
// counted like a certificate. When too few hold, the worker pauses itself (reliability I18).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/config/config.h"
#include "worker/policy/policy_signatures.h"
#include "worker/ports/api.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"

namespace dm {

// "policies.signatures", ending with the last day on which as many of `signatures` hold as are
// required. Nothing where none are required; already ended where there are fewer.
std::optional<CertificateStatus> SignaturesStatus(const std::vector<PolicySignature>& signatures,
                                                  int required,
                                                  Instant now);

// The same of the policies folder as it lies there, for check-config.
std::optional<CertificateStatus> SignaturesOfFolder(const Config& config,
                                                    const PolicySet& policy,
                                                    Instant now);

// Pauses deciding for POLICY_SIGNATURES_ENDED once too few hold, again and again until a set is
// taken that is signed; a person resumes.
void StopWhenUnsigned(const std::optional<CertificateStatus>& signatures,
                      Store& store,
                      Log& log,
                      const std::string& worker,
                      Instant now);

}  // namespace dm
