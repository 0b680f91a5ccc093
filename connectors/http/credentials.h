// Credentials: the bytes of one set of files that was found to fit together, shared by the calls
// that use it. CredentialStore: which set that is now. Internal to this folder.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "connectors/http/certificate.h"
#include "connectors/http/options.h"
#include "worker/core/mutex.h"
#include "worker/core/status.h"

namespace dm::http {

// Never changed once made. Wipes what is secret when the last user lets it go.
struct Credentials {
  std::string certificate;  // PEM or PKCS#12, as the options say
  std::string key;
  std::string password;
  std::string authorities;
  std::string issuer;
  std::optional<Certificate> own;

  Credentials() = default;
  ~Credentials();
  Credentials(const Credentials&) = delete;
  Credentials& operator=(const Credentials&) = delete;
  Credentials(Credentials&&) = delete;
  Credentials& operator=(Credentials&&) = delete;
};

using SharedCredentials = std::shared_ptr<const Credentials>;

// Thread-safe.
class CredentialStore {
 public:
  // Failed precondition, naming field and remedy, when the files cannot be read or do not fit
  // together. `options` must outlive the store.
  static StatusOr<std::unique_ptr<CredentialStore>> Open(const ClientOptions& options);

  // The set to use for the next call. Looks at the files when that is due; a new set is taken when
  // it is whole and valid now, otherwise the one in use stays and the report says why.
  SharedCredentials Current();

  // Looks at the files as Current does.
  CertificateReport Report();

 private:
  using Clock = std::chrono::steady_clock;

  CredentialStore(const ClientOptions& options, SharedCredentials first);

  void LookIfDue();
  void Look();

  const ClientOptions& options_;
  Mutex mutex_;
  SharedCredentials current_ DM_GUARDED_BY(mutex_);
  CertificateReport report_ DM_GUARDED_BY(mutex_);
  Clock::time_point next_look_ DM_GUARDED_BY(mutex_);
  bool looking_ DM_GUARDED_BY(mutex_) = false;
};

}  // namespace dm::http
