// How people sign in at the municipality's own OpenID Connect provider.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dm::desk {

struct OidcOptions {
  std::string issuer;  // exactly as in the provider's metadata
  std::string client_id;
  std::string client_secret_file;  // empty: a public client, by PKCE alone
  std::string ca;                  // PEM of the provider's CA; empty: the system's list
  std::string subject_claim = "sub";
  std::string scope = "openid";
  // One of these must stand in the token's `acr`; empty: not looked at.
  std::vector<std::string> acr_values;
  std::string redirect_uri;    // the gateway's origin and /desk/sign-in/oidc/callback
  bool loopback_http = false;  // development: a provider on this machine without TLS

  bool empty() const { return issuer.empty(); }
};

}  // namespace dm::desk
