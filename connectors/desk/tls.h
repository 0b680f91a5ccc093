// The gateway's own TLS towards browsers. A client certificate is asked for where a CA for them is
// named, and checked whenever it is shown; whether one is needed is the sign-in's question.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <openssl/ssl.h>

#include "worker/core/mutex.h"
#include "worker/core/status.h"
#include "worker/ports/log.h"

namespace dm::desk {

struct ServerTlsFiles {
  std::string certificate;  // PEM with its chain
  std::string key;
  std::string client_ca;   // who issues the staff's certificates; empty: none is asked for
  std::string client_crl;  // PEM; empty: revocation is the directory's

  bool empty() const { return certificate.empty() && key.empty(); }
};

using SslContext = std::shared_ptr<SSL_CTX>;

// Failed precondition naming the configuration's field.
StatusOr<SslContext> MakeSslContext(const ServerTlsFiles& files);

// Failed precondition naming `field` unless `key` is the key of `certificate`, both in PEM files.
Status CheckPair(const std::string& field, const std::string& certificate, const std::string& key);

// How long what is in the files still holds, in seconds; below 0: it has ended.
struct TlsLeft {
  std::int64_t certificate_s = 0;
  // Until its issuer's next list is due, after which no certificate of its is taken.
  std::optional<std::int64_t> crl_s;
};

StatusOr<TlsLeft> ReadTlsLeft(const ServerTlsFiles& files);
// For who checks a configuration: failed precondition where either has ended.
Status CheckTlsLeft(const ServerTlsFiles& files);

// The one URI among the names of `certificate`; empty where there is none, several, or one with a
// zero byte in it.
std::string UriOf(const X509& certificate);
// The same of the peer's verified certificate; empty where it is not verified.
std::string UriOfPeer(const SSL& ssl);

// Takes new files up while running: looked at every few seconds, at a connection. Files that do not
// hold leave the ones before in use, and the log says so. It is told, too, what is about to end.
// Thread-safe.
class TlsKeeper {
 public:
  // `log` outlives it. `look_every`: between two looks at the files.
  static StatusOr<std::unique_ptr<TlsKeeper>> Create(
      const ServerTlsFiles& files,
      Log& log,
      std::chrono::milliseconds look_every = std::chrono::seconds(5));

  SslContext Current();
  // A handshake that failed: for the log, where the peer's certificate was the reason.
  void TellRefused(const SSL& ssl);

 private:
  using Time = std::chrono::steady_clock::time_point;
  using Stamps = std::vector<std::string>;  // of each file: which it is, its size, its time

  TlsKeeper(ServerTlsFiles files,
            SslContext context,
            Log& log,
            std::chrono::milliseconds look_every);
  Stamps StampsNow() const;
  void TellWhatEnds(Time now) DM_REQUIRES(mutex_);

  const ServerTlsFiles files_;
  Log& log_;
  const std::chrono::milliseconds look_every_;
  Mutex mutex_;
  SslContext context_ DM_GUARDED_BY(mutex_);
  Stamps seen_ DM_GUARDED_BY(mutex_);     // of the files in use
  Stamps refused_ DM_GUARDED_BY(mutex_);  // of files that do not hold, told
  Time looked_ DM_GUARDED_BY(mutex_);
  std::optional<Time> ends_told_ DM_GUARDED_BY(mutex_);
  std::map<long, Time> refusals_told_ DM_GUARDED_BY(mutex_);  // by OpenSSL's code
};

}  // namespace dm::desk
