// The identity token of a sign-in, checked whole: who made it, for whom, when, for which sign-in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/desk/oidc/keys.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"

namespace dm::desk {

struct TokenExpectation {
  std::string issuer;
  std::string client_id;
  std::string nonce;
  std::string subject_claim = "sub";
  std::vector<std::string> acr_values{};  // empty: any
  Instant now{};
};

// The key that a token names; empty where it has no readable head.
std::string KeyIdOf(std::string_view token);

// The subject. Unauthenticated with a reason TOKEN_… that says which check failed, and never what
// stood in the token.
StatusOr<std::string> VerifyToken(std::string_view token,
                                  const ProviderKeys& keys,
                                  const TokenExpectation& expected);

}  // namespace dm::desk
