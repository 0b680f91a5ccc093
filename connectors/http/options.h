// ClientOptions: how an HTTP client reaches its one peer. Read once, checked whole, never changed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "worker/core/status.h"

namespace dm::http {

enum class CertificateKind { kPem, kPkcs12 };

// kLoopbackInDevelopment lets plain http through to 127.0.0.1, [::1] and localhost, for a simulator
// on the same machine. Everything else needs TLS in both.
enum class Transport { kTlsOnly, kLoopbackInDevelopment };

// With kTlsOnly a client certificate is required: no key, no start. All files may be replaced while
// the client runs; see README.md.
struct ClientOptions {
  Transport transport = Transport::kTlsOnly;
  std::string ca_file;  // PEM, and then the only CAs trusted; empty: the system's list
  CertificateKind certificate_kind = CertificateKind::kPem;
  std::string certificate_file;   // the client's certificate and its chain, or its PKCS#12 store
  std::string key_file;           // PEM only
  std::string key_password_file;  // its first line opens the key or the store; empty: no password
  // "sha256//<base64>" of the peer's public key (SHA-256 of its SubjectPublicKeyInfo), or several
  // with ";" between them, at most 4, so that the peer may change its own. Empty: not pinned.
  std::string pinned_key;
  std::string issuer_file;  // PEM: the one CA that may have issued the peer's certificate itself
  // The files are looked at for changes no more often than this; 0 (at each call) to 3 600 000.
  std::int64_t reload_check_ms = 10'000;

  std::int64_t connect_timeout_ms = 5'000;     // 1 to 60 000
  std::int64_t idle_timeout_ms = 15'000;       // no byte for so long; 1 000 to 120 000
  std::size_t response_bytes_max = 8U << 20U;  // 1 KiB to 64 MiB
  std::size_t idle_sessions_max = 64;          // connections kept alive; 1 to 1 024
};

// Invalid argument that names the field and the remedy. Opens no file.
Status Check(const ClientOptions& options);

// Invalid argument unless `url` is one that `options` allow: https, or http to loopback in
// development; no user name in it.
Status CheckUrl(const ClientOptions& options, const std::string& url);

}  // namespace dm::http
