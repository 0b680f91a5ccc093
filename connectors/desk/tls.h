// The gateway's own TLS towards browsers. A client certificate is asked for where a CA for them is
// named, and checked whenever it is shown; whether one is needed is the sign-in's question.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include <openssl/ssl.h>

#include "worker/core/mutex.h"
#include "worker/core/status.h"

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

// The one URI among the names of `certificate`; empty where there is none, several, or one with a
// zero byte in it.
std::string UriOf(const X509& certificate);
// The same of the peer's verified certificate; empty where it is not verified.
std::string UriOfPeer(const SSL& ssl);

// Takes new files up while running: looked at every few seconds, at a connection. Files that do not
// hold leave the ones before in use.
class TlsKeeper {
 public:
  static StatusOr<std::unique_ptr<TlsKeeper>> Create(const ServerTlsFiles& files);

  SslContext Current();

 private:
  using Stamp = std::filesystem::file_time_type;

  TlsKeeper(ServerTlsFiles files, SslContext context);
  Stamp LatestChange() const;

  const ServerTlsFiles files_;
  Mutex mutex_;
  SslContext context_ DM_GUARDED_BY(mutex_);
  Stamp changed_ DM_GUARDED_BY(mutex_);
  std::chrono::steady_clock::time_point looked_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::desk
