// IdentityFiles: the server's certificate, key and client CA, as the library reads them: copies in
// memory of what was read from disk and found right. What lies on disk half replaced, or does not
// hold, changes nothing: the pair before goes on being shown, and the problem is told.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "worker/core/instant.h"
#include "worker/core/mutex.h"
#include "worker/core/status.h"

namespace dm::grpc_adapter {

// Until when the pair holds; failed precondition naming the configuration's field when it does not
// hold now, does not fit together or is not one for a server.
struct PemFiles {
  const std::string& certificate;
  const std::string& key;
  const std::string& authorities;
};

using CheckPem = std::function<StatusOr<Instant>(const PemFiles& pem)>;

// The certificate that is shown now, and why what lies on disk is not it; nothing of it is secret.
struct ServedCertificate {
  Instant not_after;
  ErrorDetail problem{};  // reason empty: what lies on disk is what is shown
};

class IdentityFiles {
 public:
  struct Paths {
    std::string certificate;
    std::string key;
    std::string authorities;
  };

  // Failed precondition, naming the configuration's field, as `check` says and for a file that
  // cannot be read, is empty, has more than 1 MiB, or is a key that others may read. An empty
  // `check` takes every pair.
  static StatusOr<std::unique_ptr<IdentityFiles>> Open(Paths paths, CheckPem check);

  ~IdentityFiles();
  IdentityFiles(const IdentityFiles&) = delete;
  IdentityFiles& operator=(const IdentityFiles&) = delete;
  IdentityFiles(IdentityFiles&&) = delete;
  IdentityFiles& operator=(IdentityFiles&&) = delete;

  // Paths of this process, valid as long as this lives. Key and chain stand in one, so that a
  // reader never meets the key of one pair and the chain of another.
  std::string identity_path() const;
  std::string authorities_path() const;

  // Reads the files again, takes them where they hold, and says what is shown.
  ServedCertificate Look();

 private:
  struct Read {
    std::string certificate;
    std::string key;
    std::string authorities;
    Instant not_after;
    bool operator==(const Read&) const = default;
  };

  IdentityFiles(Paths paths, CheckPem check) : paths_(std::move(paths)), check_(std::move(check)) {}

  StatusOr<Read> ReadAll() const;
  Status Show(Read read) DM_REQUIRES(mutex_);

  const Paths paths_;
  const CheckPem check_;
  Mutex mutex_;
  Read shown_ DM_GUARDED_BY(mutex_);
  ErrorDetail problem_ DM_GUARDED_BY(mutex_);
  int generation_ DM_GUARDED_BY(mutex_) = 0;
  int identity_ = -1;  // descriptors of memory; the numbers stay, what they name changes
  int authorities_ = -1;
};

}  // namespace dm::grpc_adapter
