// SignInFlow: OpenID Connect's authorization code with PKCE. The browser goes to the provider with
// a state that is tied to it by a cookie, and comes back with a code that the gateway turns into a
// checked identity.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "connectors/desk/oidc/fetch.h"
#include "connectors/desk/oidc/keys.h"
#include "connectors/desk/oidc/options.h"
#include "connectors/desk/person.h"
#include "worker/core/mutex.h"
#include "worker/ports/clock.h"

namespace dm::desk {

class SignInFlow {
 public:
  struct Started {
    std::string url;     // where the browser goes
    std::string cookie;  // what ties the way back to this browser
  };

  struct Returned {
    std::string cookie;
    std::string state;
    std::string code;
    std::string issuer;  // `iss` of the answer, where the provider sends it
    bool error = false;
  };

  // Reads the client's secret; asks the provider nothing yet. `clock` outlives it.
  static StatusOr<std::unique_ptr<SignInFlow>> Create(OidcOptions options, const Clock& clock);
  SignInFlow(OidcOptions options,
             std::string secret,
             std::unique_ptr<Fetch> fetch,
             const Clock& clock);

  // Unavailable when the provider's metadata cannot be had or do not hold.
  StatusOr<Started> Begin();
  // Each sign-in can be finished once.
  StatusOr<Identity> Finish(const Returned& returned);

 private:
  struct Provider {
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string jwks_uri;
    bool names_issuer = false;  // its answers carry `iss`
    std::int64_t read_ms = 0;
  };

  struct Pending {
    std::string state;
    std::string nonce;
    std::string verifier;
  };

  StatusOr<Provider> TheProvider();
  StatusOr<Provider> ReadMetadata(const std::string& json) const;
  // Derived from when it began, random bytes and a key of this process; the browser's cookie holds
  // the first two.
  Pending PendingOf(const std::string& began) const;
  std::string Derived(std::string_view purpose, const std::string& began) const;
  std::optional<Pending> TakePending(const std::string& cookie);
  StatusOr<std::string> Redeem(const Provider& provider,
                               const std::string& code,
                               const std::string& verifier);
  // The keys, asked for anew when the token's is not among them, but not in every sign-in.
  StatusOr<ProviderKeys> KeysFor(const Provider& provider, const std::string& key_id);

  const OidcOptions options_;
  const std::string secret_;
  const std::unique_ptr<Fetch> fetch_;
  const Clock& clock_;
  Mutex mutex_;
  std::optional<Provider> provider_ DM_GUARDED_BY(mutex_);
  std::optional<ProviderKeys> keys_ DM_GUARDED_BY(mutex_);
  std::int64_t keys_asked_ms_ DM_GUARDED_BY(mutex_) = 0;
  const std::string key_;
  // When it began, and the cookie's mark: each is finished once.
  std::set<std::pair<std::int64_t, std::string>> finished_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::desk
