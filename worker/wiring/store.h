// Opens the store that the configuration names: a file of its own, or a shared database.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "worker/config/config.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/whole_store.h"
#include "worker/sealing/key_ring.h"

namespace dm {

// The key of the effects' ids: the whole file without its last line feed, nothing where none is
// named. FailedPrecondition EFFECT_KEY_REFUSED.
StatusOr<std::string> ReadEffectKey(const std::string& path);

// The first line of the file of the database's password; nothing where none is named.
// FailedPrecondition PASSWORD_FILE_REFUSED, SECRET_FILE_OPEN.
StatusOr<std::string> ReadPassword(const std::string& path);

// The keys of the store's content; null where no file is named. SEALING_KEY_REFUSED.
StatusOr<std::shared_ptr<sealing::KeyRing>> OpenKeys(const Config& config);

// Errors as the adapters say. PASSWORD_FILE_REFUSED where the file of the password cannot be read
// or others can read it too.
StatusOr<std::unique_ptr<WholeStore>> OpenStore(const Config& config, Instant now);

// Brings that store back to version `to`, for an earlier program. No worker has it open.
Status StepStoreBack(const Config& config, std::int64_t to, Instant now);

// The keys that wrap data keys of that store, and how many each.
struct KeyUse {
  std::string key;
  std::int64_t wraps = 0;
};

StatusOr<std::vector<KeyUse>> ReadKeyUse(const Config& config);

struct CopiedStore {
  int tables = 0;
  std::int64_t rows = 0;
};

// Copies the file's store that `from` names into the empty database that `to` names, whole or not
// at all. No worker has either open. CONFIG_NOT_COPYABLE where they are of other kinds, or not of
// one municipality.
StatusOr<CopiedStore> CopyStore(const Config& from, const Config& to);

}  // namespace dm
