// The provider's signing keys (JWKS) and the check of a signature by one of them. Two algorithms,
// each tied to its kind of key: a token cannot choose how it is checked.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/evp.h>

#include "worker/core/status.h"

namespace dm::desk {

enum class KeyKind { kRsa, kP256 };

class ProviderKeys {
 public:
  // The usable signing keys of a JWKS: RSA of 2 048 to 4 096 bits, P-256; others are left out.
  // Failed precondition when none is left.
  static StatusOr<ProviderKeys> Parse(std::string_view json);

  bool Has(const std::string& key_id) const { return keys_.contains(key_id); }

  // True when `signature` (raw, as in a token) over `bytes` is that of the key named. `algorithm`
  // is the token's: RS256 and ES256 alone, and only with the key's own kind.
  bool Verify(const std::string& key_id,
              std::string_view algorithm,
              std::string_view bytes,
              std::string_view signature) const;

  std::size_t size() const { return keys_.size(); }

 private:
  struct Key {
    KeyKind kind;
    std::shared_ptr<EVP_PKEY> key;
  };

  std::map<std::string, Key> keys_;
};

}  // namespace dm::desk
