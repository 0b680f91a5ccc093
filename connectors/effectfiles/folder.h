// One folder of effect files, as docs/integration/effect-files.md has it:
//   out/      what the receiver takes
//   kept/     the same files, ours for ever: the memory of what stands in which; NAME.due is one
//             that may not be in out/ yet
//   replies/  what the receiver has said
// Thread-safe. One process writes at a time: of several workers the one that delivers, under a lock
// (kept/.lock) that one which stands still goes on holding.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "connectors/effectfiles/durable.h"
#include "worker/case/effect_file.h"
#include "worker/core/mutex.h"
#include "worker/core/status.h"
#include "worker/ports/effect_files.h"

namespace dm::effectfiles {

class Folder {
 public:
  Folder(std::string path, std::string municipality, Disk disk)
      : path_(std::move(path)), municipality_(std::move(municipality)), disk_(std::move(disk)) {}

  // Checks the folder, makes what belongs in it, and reads what was ever written.
  // FailedPrecondition EFFECT_FOLDER_REFUSED, EFFECT_FILES_BEHIND, DataLoss EFFECT_FILE_DAMAGED.
  Status Open();

  // Reads what was ever written, of whichever municipality, and changes nothing.
  Status OpenToRead();

  Status Finish();
  StatusOr<std::optional<FiledState>> Find(const EffectId& id, bool awaits_reply);
  StatusOr<std::vector<AnsweredFile>> NewReplies();
  void Settled(const std::string& file);
  std::vector<std::string> UnreadableReplies() const;
  std::int64_t LastSequence(FileRegister which) const;
  // Unavailable EFFECT_FOLDER_IN_USE (also of Finish) while another process writes,
  // EFFECT_NUMBER_TAKEN where another has written a file of the number meanwhile.
  Status Write(const EffectFile& file);

  // Of `medarbetare effect files`: all files that were ever written, in their order.
  struct Entry {
    std::string name;
    EffectFile file;
    std::string records_sha256;
    bool is_out = false;      // was put where the receiver takes it
    bool answered = false;    // all of it
    int replies = 0;          // to how many of its effects
    int refused = 0;          // of those
    std::string reply_fault;  // the reply does not hold, and why
  };

  StatusOr<std::vector<Entry>> List();

 private:
  struct Place {
    FileRegister which = FileRegister::kPaymentOrders;
    std::int64_t sequence = 0;
    Money amount;
  };

  struct Known {
    Instant written_at;
    std::string records_sha256;
    bool is_due = false;
    std::size_t effects = 0;                     // that stand in it
    std::map<EffectId, FileReply> replies = {};  // to some of them, or to all
    std::string reply_fault = {};
    std::size_t listed = 0;   // replies that NewReplies has told of
    std::size_t settled = 0;  // replies that are in the store

    bool IsAnswered() const { return effects > 0 && replies.size() == effects; }
  };

  std::string Below(const char* part, const std::string& name) const;
  std::string LockPath() const;
  Status CheckFolder() const;
  // What is there that was not read yet: another worker may have written.
  Status ReadNew() DM_REQUIRES(mutex_);
  // FailedPrecondition EFFECT_FILES_BEHIND where out/ is ahead of kept/.
  Status CheckOut() DM_REQUIRES(mutex_);
  void Remember(const EffectFile& file) DM_REQUIRES(mutex_);
  Status ReadKept(FileRegister which, std::int64_t sequence, bool is_due) DM_REQUIRES(mutex_);
  Status PutOut(FileRegister which, std::int64_t sequence) DM_REQUIRES(mutex_);
  void LookForReply(const Place& place, Known& known) DM_REQUIRES(mutex_);

  const std::string path_;
  const std::string municipality_;
  const Disk disk_;
  mutable Mutex mutex_;
  std::map<std::string, Known> files_ DM_GUARDED_BY(mutex_);  // by name
  std::map<EffectId, Place> effects_ DM_GUARDED_BY(mutex_);   // the last file of each
  std::map<FileRegister, std::int64_t> last_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::effectfiles
