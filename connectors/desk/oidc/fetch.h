// Fetch: the few calls that the gateway makes to the provider, with every limit set: TLS alone, no
// redirect, a small answer, a short time.
#pragma once

#include <memory>
#include <string>

#include "worker/core/status.h"

namespace dm::desk {

struct FetchOptions {
  std::string ca;              // PEM; empty: the system's list
  bool loopback_http = false;  // development: http to 127.0.0.1, [::1] or localhost
  std::size_t answer_bytes_max = std::size_t{256} * 1024;
  long timeout_ms = 10'000;
};

struct Form {
  std::string body;    // application/x-www-form-urlencoded
  std::string user{};  // basic authentication, both already form-encoded
  std::string password{};
};

class Fetch {
 public:
  explicit Fetch(FetchOptions options) : options_(std::move(options)) {}

  virtual ~Fetch() = default;

  // The body of an answer 200. Unavailable otherwise, with the reason OIDC_UNREACHABLE,
  // OIDC_REFUSED (another status) or OIDC_ADDRESS (an address that is not allowed).
  virtual StatusOr<std::string> Get(const std::string& url);
  virtual StatusOr<std::string> Post(const std::string& url, const Form& form);

 private:
  StatusOr<std::string> Run(const std::string& url, const Form* form);

  const FetchOptions options_;
};

// "a b" → "a%20b": everything outside the unreserved characters.
std::string FormEncode(const std::string& text);

}  // namespace dm::desk
