#include "worker/wiring/effect_files.h"

#include <utility>

#include "connectors/effectfiles/folder.h"

namespace dm {

StatusOr<std::vector<EffectFileEntry>> ListEffectFiles(const std::string& folder) {
  effectfiles::Folder place(folder, "", effectfiles::Disk());
  DM_RETURN_IF_ERROR(place.OpenToRead());
  DM_ASSIGN_OR_RETURN(std::vector<effectfiles::Folder::Entry> found, place.List());
  std::vector<EffectFileEntry> entries;
  entries.reserve(found.size());
  for (effectfiles::Folder::Entry& one : found)
    entries.push_back({.name = std::move(one.name),
                       .file = std::move(one.file),
                       .records_sha256 = std::move(one.records_sha256),
                       .is_out = one.is_out,
                       .answered = one.answered,
                       .replies = one.replies,
                       .refused = one.refused,
                       .reply_fault = std::move(one.reply_fault)});
  return entries;
}

}  // namespace dm
