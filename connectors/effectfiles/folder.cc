#include "connectors/effectfiles/folder.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include <sys/stat.h>

#include "connectors/effectfiles/format.h"
#include "connectors/effectfiles/reply.h"

namespace dm::effectfiles {
namespace {

constexpr char kOut[] = "out";
constexpr char kKept[] = "kept";
constexpr char kReplies[] = "replies";
constexpr char kLock[] = ".lock";
constexpr char kEnding[] = ".jsonl";
constexpr char kDueEnding[] = ".jsonl.due";
constexpr char kReplyEnding[] = ".reply.jsonl";
// The receiver's group takes files and puts its replies; what is kept is the worker's alone.
constexpr unsigned kOutFolderMode = 0750;
constexpr unsigned kOutFileMode = 0640;
constexpr unsigned kKeptFolderMode = 0700;
constexpr unsigned kKeptFileMode = 0600;
constexpr unsigned kRepliesFolderMode = 0770;

Status Refused(const std::string& what, const std::string& remedy) {
  return FailedPrecondition(
      "the folder of the effect files " + what,
      {.reason = "EFFECT_FOLDER_REFUSED", .field = "effects.files.folder", .remedy = remedy});
}

Status Differs() {
  return MakeStatus(StatusCode::kDataLoss,
                    "another file stands where an effect file of this worker belongs",
                    {.reason = "EFFECT_FILE_DIFFERS",
                     .field = "effects.files.folder",
                     .remedy = "Find out who wrote it: nobody but the worker writes into out/ and "
                               "kept/, and a folder is of one store. Then take it away."});
}

// Another worker has taken over since the number was drawn: what it wrote is found at the next
// look.
Status NumberTaken() {
  return MakeStatus(StatusCode::kUnavailable,
                    "another worker has written an effect file of this number",
                    {.reason = "EFFECT_NUMBER_TAKEN",
                     .field = "effects.files.folder",
                     .remedy = "Nothing: what is not in it goes into the next file."});
}

// Numbers would be given a second time, to other files.
Status Behind() {
  return FailedPrecondition(
      "out/ has files that kept/ lacks: the folder is older than what was written",
      {.reason = "EFFECT_FILES_BEHIND",
       .field = "effects.files.folder",
       .remedy = "Put kept/ back as it was last: copy what is missing from out/."});
}

// The number of one of ours; 0 for any other name.
std::int64_t SequenceOf(std::string_view name, FileRegister which, std::string_view ending) {
  const std::string begin = std::string(FileRegisterName(which)) + "-";
  if (!name.starts_with(begin) || !name.ends_with(ending)) return 0;
  if (name.size() < begin.size() + ending.size()) return 0;
  const std::string_view digits =
      name.substr(begin.size(), name.size() - begin.size() - ending.size());
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool whole = error == std::errc() && end == digits.data() + digits.size() && number > 0;
  return whole && name == FileNameOf(which, number) + std::string(ending) ? number : 0;
}

Status DamagedFile() {
  return MakeStatus(StatusCode::kDataLoss,
                    "an effect file is not as the worker wrote it",
                    {.reason = "EFFECT_FILE_DAMAGED",
                     .field = "effects.files.folder",
                     .remedy = "Find out what changed it and put the file back from its copy in "
                               "out/ or from the receiver; then start again."});
}

}  // namespace

std::string Folder::Below(const char* part, const std::string& name) const {
  return path_ + "/" + part + (name.empty() ? "" : "/" + name);
}

std::string Folder::LockPath() const {
  return Below(kKept, kLock);
}

Status Folder::CheckFolder() const {
  struct stat found = {};
  if (::stat(path_.c_str(), &found) != 0 || !S_ISDIR(found.st_mode))
    return Refused("is not there", "Make it, owned by the worker's user, mode 0750.");
  if ((found.st_mode & 07U) != 0) return Refused("can be entered by everybody", "chmod o-rwx it.");
  if (::access(path_.c_str(), R_OK | W_OK | X_OK) != 0)
    return Refused("cannot be written by the worker", "Give it to the worker's user.");
  return OkStatus();
}

Status Folder::Open() {
  DM_RETURN_IF_ERROR(CheckFolder());
  DM_RETURN_IF_ERROR(disk_.MakeFolder(Below(kOut, ""), kOutFolderMode));
  DM_RETURN_IF_ERROR(disk_.MakeFolder(Below(kKept, ""), kKeptFolderMode));
  DM_RETURN_IF_ERROR(disk_.MakeFolder(Below(kReplies, ""), kRepliesFolderMode));
  const MutexLock lock(mutex_);
  const FolderLock writing(LockPath());
  // One that is writing now has locked it, so that it can be.
  if (writing.status().code() != StatusCode::kUnavailable) DM_RETURN_IF_ERROR(writing.status());
  DM_RETURN_IF_ERROR(ReadNew());
  return CheckOut();
}

Status Folder::OpenToRead() {
  const MutexLock lock(mutex_);
  return ReadNew();
}

// Files of long ago may have been removed; what is there is read, and what follows is numbered on.
Status Folder::ReadNew() {
  DM_ASSIGN_OR_RETURN(const std::vector<std::string> kept, Disk::List(Below(kKept, "")));
  for (const std::string& name : kept) {
    for (const FileRegister which : kFileRegisters) {
      const bool is_due = name.ends_with(kDueEnding);
      const std::int64_t sequence = SequenceOf(name, which, is_due ? kDueEnding : kEnding);
      if (sequence > 0 && !files_.contains(FileNameOf(which, sequence)))
        DM_RETURN_IF_ERROR(ReadKept(which, sequence, is_due));
    }
  }
  return OkStatus();
}

Status Folder::CheckOut() {
  DM_ASSIGN_OR_RETURN(const std::vector<std::string> out, Disk::List(Below(kOut, "")));
  for (const std::string& name : out)
    for (const FileRegister which : kFileRegisters)
      if (SequenceOf(name, which, kEnding) > last_[which]) return Behind();
  return OkStatus();
}

Status Folder::ReadKept(FileRegister which, std::int64_t sequence, bool is_due) {
  const std::string name = FileNameOf(which, sequence);
  const StatusOr<std::optional<std::string>> bytes =
      Disk::Read(Below(kKept, name + (is_due ? kDueEnding : kEnding)), kFileBytesMax);
  if (bytes.status().code() == StatusCode::kOutOfRange) return DamagedFile();
  DM_RETURN_IF_ERROR(bytes.status());
  if (!bytes->has_value()) return FolderFailed();
  DM_ASSIGN_OR_RETURN(const EffectFile file, Parse(**bytes));
  if (!municipality_.empty() && file.municipality != municipality_)
    return Refused("is of another municipality", "Name the folder that belongs to this worker.");
  if (file.which != which || file.sequence != sequence) return Differs();
  files_[name] = {.written_at = file.written_at,
                  .records_sha256 = RecordsSha256(**bytes),
                  .is_due = is_due,
                  .effects = file.effects.size()};
  Remember(file);
  return OkStatus();
}

void Folder::Remember(const EffectFile& file) {
  for (const FiledEffect& one : file.effects) {
    Place& place = effects_[one.id];
    if (place.sequence > file.sequence) continue;
    place = {.which = file.which, .sequence = file.sequence, .amount = one.amount};
  }
  last_[file.which] = std::max(last_[file.which], file.sequence);
}

Status Folder::Finish() {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(CheckFolder());
  const FolderLock writing(LockPath());
  DM_RETURN_IF_ERROR(writing.status());
  DM_RETURN_IF_ERROR(ReadNew());
  for (const FileRegister which : kFileRegisters) {
    // Only the last of a register can be left half done: a later one is written after it is out.
    const auto last = files_.find(FileNameOf(which, last_[which]));
    if (last != files_.end() && last->second.is_due)
      DM_RETURN_IF_ERROR(PutOut(which, last_[which]));
  }
  return OkStatus();
}

// From kept/NAME.due to out/NAME and kept/NAME. The same file may be there from before a crash.
Status Folder::PutOut(FileRegister which, std::int64_t sequence) {
  const std::string name = FileNameOf(which, sequence);
  const std::string due = Below(kKept, name + kDueEnding);
  DM_ASSIGN_OR_RETURN(const std::optional<std::string> ours, Disk::Read(due, kFileBytesMax));
  // Another worker has brought it to its end since it was read here.
  const bool is_done = !ours && ::access(Below(kKept, name + kEnding).c_str(), F_OK) == 0;
  if (is_done) files_[name].is_due = false;
  if (!ours) return is_done ? OkStatus() : FolderFailed();
  const std::string out = Below(kOut, name + kEnding);
  const StatusOr<std::optional<std::string>> there = Disk::Read(out, kFileBytesMax);
  if (there.status().code() == StatusCode::kOutOfRange) return Differs();
  DM_RETURN_IF_ERROR(there.status());
  if (*there && **there != *ours) return Differs();
  // Also where the same bytes are there: their folder may not have been synced.
  DM_RETURN_IF_ERROR(disk_.WriteWhole(out, *ours, kOutFileMode));
  DM_RETURN_IF_ERROR(disk_.Rename(due, Below(kKept, name + kEnding)));
  files_[name].is_due = false;
  return OkStatus();
}

Status Folder::Write(const EffectFile& file) {
  const MutexLock lock(mutex_);
  const FolderLock writing(LockPath());
  DM_RETURN_IF_ERROR(writing.status());
  DM_RETURN_IF_ERROR(ReadNew());
  if (file.sequence <= last_[file.which]) return NumberTaken();
  const std::string name = FileNameOf(file.which, file.sequence);
  const std::string bytes = Render(file);
  // Never in the place of another.
  if (::access(Below(kOut, name + kEnding).c_str(), F_OK) == 0) return Differs();
  DM_RETURN_IF_ERROR(disk_.WriteWhole(Below(kKept, name + kDueEnding), bytes, kKeptFileMode));
  files_[name] = {.written_at = file.written_at,
                  .records_sha256 = RecordsSha256(bytes),
                  .is_due = true,
                  .effects = file.effects.size()};
  Remember(file);
  return PutOut(file.which, file.sequence);
}

std::int64_t Folder::LastSequence(FileRegister which) const {
  const MutexLock lock(mutex_);
  const auto found = last_.find(which);
  return found == last_.end() ? 0 : found->second;
}

// A reply is read until it answers the whole file and holds: the receiver may mend it and add to
// it. What it has said once stands.
void Folder::LookForReply(const Place& place, Known& known) {
  if (known.IsAnswered()) return;
  const std::string name = FileNameOf(place.which, place.sequence);
  known.reply_fault.clear();
  const StatusOr<std::optional<std::string>> bytes =
      Disk::Read(Below(kReplies, name + kReplyEnding), kReplyBytesMax);
  if (bytes.ok() && !bytes->has_value()) return;
  const StatusOr<std::optional<std::string>> kept =
      Disk::Read(Below(kKept, name + kEnding), kFileBytesMax);
  const StatusOr<EffectFile> file =
      kept.ok() && *kept ? Parse(**kept) : StatusOr<EffectFile>(FolderFailed());
  if (!bytes.ok() || !file.ok()) {
    known.reply_fault = "cannot be read";
    return;
  }
  const StatusOr<std::vector<FileReply>> replies = ParseReply(**bytes, *file, known.records_sha256);
  if (!replies.ok()) {
    known.reply_fault = MessageOf(replies.status());
    return;
  }
  for (const FileReply& reply : *replies) {
    const auto before = known.replies.find(reply.id);
    if (before != known.replies.end() && before->second.accepted != reply.accepted) {
      known.reply_fault = "answers an effect otherwise than before";
      return;
    }
  }
  for (const FileReply& reply : *replies) known.replies.emplace(reply.id, reply);
}

StatusOr<std::optional<FiledState>> Folder::Find(const EffectId& id, bool awaits_reply) {
  const MutexLock lock(mutex_);
  const auto place = effects_.find(id);
  if (place == effects_.end()) return std::optional<FiledState>();
  const std::string name = FileNameOf(place->second.which, place->second.sequence);
  Known& known = files_[name];
  FiledState state;
  state.file = name;
  state.written_at = known.written_at;
  state.amount = place->second.amount;
  if (known.is_due) return FolderFailed();  // not out yet: nobody knows of it
  if (awaits_reply) LookForReply(place->second, known);
  state.unreadable = !known.reply_fault.empty();
  const auto said = known.replies.find(id);
  if (said == known.replies.end()) return std::optional<FiledState>(std::move(state));
  const FileReply& reply = said->second;
  state.answered = true;
  state.reply.outcome = reply.accepted ? DeliveryOutcome::kOk : DeliveryOutcome::kRefused;
  state.reply.reference = reply.reference;
  state.reply.error_code = reply.error_code;
  return std::optional<FiledState>(std::move(state));
}

StatusOr<std::vector<AnsweredFile>> Folder::NewReplies() {
  const MutexLock lock(mutex_);
  DM_ASSIGN_OR_RETURN(const std::vector<std::string> names, Disk::List(Below(kReplies, "")));
  std::vector<AnsweredFile> answered;
  for (const std::string& name : names) {
    for (const FileRegister which : kFileRegisters) {
      const std::int64_t sequence = SequenceOf(name, which, kReplyEnding);
      const auto file = files_.find(FileNameOf(which, sequence));
      if (sequence == 0 || file == files_.end()) continue;
      Known& known = file->second;
      if (known.is_due || (known.IsAnswered() && known.settled == known.effects)) continue;
      LookForReply({.which = which, .sequence = sequence, .amount = {}}, known);
      if (known.replies.size() == known.settled) continue;
      AnsweredFile& one = answered.emplace_back();
      one.name = file->first;
      known.listed = known.replies.size();
      for (const auto& [id, reply] : known.replies) one.effects.push_back(id);
    }
  }
  return answered;
}

void Folder::Settled(const std::string& file) {
  const MutexLock lock(mutex_);
  const auto found = files_.find(file);
  if (found != files_.end()) found->second.settled = found->second.listed;
}

std::vector<std::string> Folder::UnreadableReplies() const {
  const MutexLock lock(mutex_);
  std::vector<std::string> names;
  for (const auto& [name, known] : files_)
    if (!known.reply_fault.empty()) names.push_back(name);
  return names;
}

StatusOr<std::vector<Folder::Entry>> Folder::List() {
  const MutexLock lock(mutex_);
  std::vector<Entry> entries;
  for (auto& [name, known] : files_) {
    DM_ASSIGN_OR_RETURN(
        const std::optional<std::string> bytes,
        Disk::Read(Below(kKept, name + (known.is_due ? kDueEnding : kEnding)), kFileBytesMax));
    if (!bytes) return FolderFailed();
    Entry entry;
    entry.name = name;
    DM_ASSIGN_OR_RETURN(entry.file, Parse(*bytes));
    entry.records_sha256 = known.records_sha256;
    entry.is_out = !known.is_due;
    LookForReply({.which = entry.file.which, .sequence = entry.file.sequence, .amount = {}}, known);
    entry.answered = known.IsAnswered();
    entry.replies = static_cast<int>(known.replies.size());
    entry.reply_fault = known.reply_fault;
    entry.refused = static_cast<int>(std::ranges::count_if(
        known.replies, [](const auto& reply) { return !reply.second.accepted; }));
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace dm::effectfiles
