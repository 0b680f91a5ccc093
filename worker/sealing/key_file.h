// The file of the keys that case keys are wrapped with: several by name, one of them current.
// Lines: "medarbetare-keys-v1", "current NAME", and for each key "key NAME" with 64 hexadecimal
// digits. Lines that begin with # are notes.
#pragma once

#include <map>
#include <string>

#include "worker/core/status.h"
#include "worker/sealing/cipher.h"

namespace dm::sealing {

inline constexpr std::size_t kKeysMax = 64;

struct KeyFile {
  std::string current;              // a name among them
  std::map<std::string, Key> keys;  // 1 to kKeysMax, by names of 1 to 32 of a-z 0-9 -
};

// FailedPrecondition SEALING_KEY_REFUSED: it is not there, is no plain file, or does not hold;
// SECRET_FILE_OPEN: others may read or write it (CheckSecretFile).
StatusOr<KeyFile> ReadKeyFile(const std::string& path);

enum class Writing { kNew, kReplace };

// Whole or not at all, with mode 0600, synced. SEALING_KEY_NOT_WRITTEN; with kNew also where there
// is a file already.
Status WriteKeyFile(const std::string& path, const KeyFile& file, Writing writing);

// InvalidArgument SEALING_KEY_NAME for a name that cannot be a key's.
Status CheckKeyName(const std::string& name);

}  // namespace dm::sealing
