// Certificate: what a client's own certificate says of itself, read from PEM or PKCS#12, and what a
// running client tells of the one that it uses.
#pragma once

#include <string>

#include "worker/core/instant.h"
#include "worker/core/status.h"

namespace dm::http {

struct Certificate {
  Instant not_before;
  Instant not_after;        // the last second at which it holds
  std::string fingerprint;  // SHA-256 of the whole certificate, 64 lower-case hex digits
  bool for_server = true;   // false where its extended key usage leaves serverAuth out
};

// Failed precondition when the bytes cannot be read, the password does not open the key, or the key
// is not the certificate's. The errors name the field of ClientOptions and the remedy, never a byte
// of what they read. Of several certificates the first is the client's own.
struct PemPair {
  const std::string& certificate;
  const std::string& key;
  const std::string& password;
};

StatusOr<Certificate> ReadPemPair(const PemPair& pair);

struct Pkcs12Store {
  const std::string& bytes;
  const std::string& password;
};

StatusOr<Certificate> ReadPkcs12(const Pkcs12Store& store);

// Failed precondition unless `pem` holds certificates and nothing that cannot be read.
Status CheckAuthorities(const std::string& field, const std::string& pem);

// For operators: nothing in it is secret.
struct CertificateReport {
  bool present = false;  // false only in development: the client shows no certificate
  Certificate own;       // in use now
  Instant loaded_at;     // when its files were taken into use
  int reloads = 0;       // how often the files have been replaced since the start
  // Why the files as they lie there now are not in use, a reason of docs/api-errors.md with its
  // field and remedy; empty when they are.
  ErrorDetail problem;
  Instant problem_since;
};

}  // namespace dm::http
