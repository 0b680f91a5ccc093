#include "worker/effects/file_marks.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <vector>

namespace dm::effects {
namespace {

// "17", or "17 12": file 17 was planned, and a person has accepted a folder that ends at 12.
struct Mark {
  std::int64_t planned = 0;
  std::int64_t accepted = -1;
};

std::string NameOf(FilePlace place) {
  return std::string("files/") + FileRegisterName(place.which) +
         (place.access == FileAccess::kRestricted ? "/restricted" : "");
}

StatusOr<Mark> ReadFileMark(Store& store, FilePlace place) {
  DM_ASSIGN_OR_RETURN(const std::optional<std::string> text, store.FindMark(NameOf(place)));
  Mark mark;
  if (!text) return mark;
  const char* const end = text->data() + text->size();
  const auto first = std::from_chars(text->data(), end, mark.planned);
  if (first.ptr != end) std::from_chars(first.ptr + 1, end, mark.accepted);
  return mark;
}

std::vector<FilePlace> PlacesOf(const EffectFiles& files) {
  std::vector<FilePlace> places;
  for (const FileRegister which : kFileRegisters)
    for (const FileAccess access : {FileAccess::kOpen, FileAccess::kRestricted})
      if (files.Carries(KindOf(which)) && files.Has(access)) places.push_back({which, access});
  return places;
}

bool IsBehind(const Mark& mark, std::int64_t last) {
  return last < mark.planned - 1;
}

}  // namespace

StatusOr<FileAge> CompareFiles(Store& store, const EffectFiles& files, FilePlace place) {
  DM_ASSIGN_OR_RETURN(const Mark mark, ReadFileMark(store, place));
  const std::int64_t last = files.LastSequence(place.which, place.access);
  if (last > mark.planned) return FileAge::kStoreOlder;
  return IsBehind(mark, last) && last != mark.accepted ? FileAge::kFolderOlder : FileAge::kAgree;
}

StatusOr<FileAge> CompareAllFiles(Store& store, const EffectFiles& files) {
  FileAge worst = FileAge::kAgree;
  for (const FilePlace place : PlacesOf(files)) {
    DM_ASSIGN_OR_RETURN(const FileAge age, CompareFiles(store, files, place));
    worst = std::max(worst, age);
  }
  return worst;
}

StatusOr<std::int64_t> TakeNextNumber(
    Store& store, const EffectFiles& files, FilePlace place, const AuditEvent& audit, Instant now) {
  DM_ASSIGN_OR_RETURN(const Mark mark, ReadFileMark(store, place));
  const std::int64_t last = files.LastSequence(place.which, place.access);
  const bool is_behind = IsBehind(mark, last);
  const std::int64_t next = (is_behind ? mark.planned : last) + 1;
  std::string text = std::to_string(next);
  // Until its file is there the folder still ends where a person has accepted it.
  if (is_behind) text += " " + std::to_string(last);
  DM_RETURN_IF_ERROR(store.SetMark(NameOf(place), text, audit, now));
  return next;
}

Status AcceptFolders(Store& store, const EffectFiles& files, const AuditEvent& audit, Instant now) {
  for (const FilePlace place : PlacesOf(files)) {
    DM_ASSIGN_OR_RETURN(const Mark mark, ReadFileMark(store, place));
    const std::int64_t last = files.LastSequence(place.which, place.access);
    const std::int64_t planned = std::max(mark.planned, last);
    if (planned == mark.planned && !IsBehind(mark, last)) continue;
    const std::string text = std::to_string(planned) + " " + std::to_string(last);
    DM_RETURN_IF_ERROR(store.SetMark(NameOf(place), text, audit, now));
  }
  return OkStatus();
}

}  // namespace dm::effects
