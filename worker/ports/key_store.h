// KeyStore: what is done about the keys of the content while a store is in use. Part of Store.
#pragma once

#include <string>

#include "worker/core/instant.h"
#include "worker/core/status.h"

namespace dm {

class KeyStore {
 public:
  virtual ~KeyStore() = default;

  // What came of the last look at the key file.
  virtual Status CheckKeyFile() { return OkStatus(); }

  // Wraps up to `limit` data keys with the key that is current in the key file, where they are
  // wrapped with another; how many there were, 0 without keys. FailedPrecondition:
  // SEALING_KEY_MISSING, SEALING_KEY_WRONG.
  virtual StatusOr<int> RewrapDataKeys(const std::string& /*worker*/,
                                       int /*limit*/,
                                       Instant /*now*/) {
    return 0;
  }
};

}  // namespace dm
