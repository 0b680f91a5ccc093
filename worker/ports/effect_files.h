// EffectFiles: the receiver that takes files. It remembers every file that it has ever written, so
// that an effect stands in one of them once; what the receiver replies is read beside it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/case/effect_file.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/case_system.h"

namespace dm {

// Which of the two folders: cases above open access have one of their own.
enum class FileAccess { kOpen, kRestricted };

// What is known of an effect that stands in a file.
struct FiledState {
  std::string file;  // "payment-orders-00000017"
  Instant written_at;
  Money amount;
  bool answered = false;    // the receiver has replied
  Delivery reply = {};      // then
  bool unreadable = false;  // there is a reply, and it does not hold
};

// A file to which a reply has come.
struct AnsweredFile {
  std::string name;
  std::vector<EffectId> effects;  // that it answers
};

class EffectFiles {
 public:
  virtual ~EffectFiles() = default;

  // Brings to its end what a crash has left half done. Called before anything else of a pass.
  // DataLoss EFFECT_FILE_DIFFERS where another file stands in the place of one of ours, or one of
  // ours was changed.
  virtual Status Finish() = 0;

  // Whether files carry this kind of effect, and whether the receiver replies to them.
  virtual bool Carries(EffectKind kind) const = 0;
  virtual bool AwaitsReply(EffectKind kind) const = 0;
  // Whether there is a folder for such cases.
  virtual bool Has(FileAccess access) const = 0;

  // The last file of ours that holds the effect.
  virtual StatusOr<std::optional<FiledState>> Find(const EffectId& id) = 0;

  // Files of which a reply has come, to a part of them or to all, until what it answers is said to
  // be settled. A reply that does not hold, or answers a part, is looked at again.
  virtual StatusOr<std::vector<AnsweredFile>> NewReplies() = 0;
  virtual void Settled(const std::string& file) = 0;
  // Names of files with a reply that does not hold.
  virtual std::vector<std::string> UnreadableReplies() const = 0;

  // The number of the last file; 0 before the first.
  virtual std::int64_t LastSequence(FileRegister which, FileAccess access) const = 0;

  // Writes the file durably, whole or not at all, under the number that it has. An effect that
  // stands in an earlier file is written only where that was refused.
  virtual Status Write(const EffectFile& file, FileAccess access) = 0;
};

}  // namespace dm
