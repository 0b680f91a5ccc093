#include "worker/cli/case_file.h"

#include <algorithm>
#include <filesystem>

#include "worker/adapters/codec/field_reader.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/json_reader.h"
#include "worker/core/small_file.h"

namespace dm::cli {
namespace {

constexpr std::uintmax_t kFileBytesMax = std::uintmax_t{1024} * 1024;

}  // namespace

StatusOr<std::vector<std::string>> CaseFilesIn(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code failed;
    if (!std::filesystem::is_directory(path, failed)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(path, failed)) {
      if (entry.path().extension() == ".json") found.push_back(entry.path().string());
    }
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  if (files.empty()) return NotFound("no case file; give files or a folder with *.json");
  return files;
}

StatusOr<std::string> ReadText(const std::string& path) {
  StatusOr<std::string> text = ReadSmallFile(path, kFileBytesMax);
  if (text.status().code() == StatusCode::kResourceExhausted)
    return InvalidArgument(path + ": is larger than 1 MiB");
  if (!text.ok()) return NotFound(path + ": cannot be read; check the path and its permissions");
  return text;
}

StatusOr<medarbetare::v1::CaseInput> ReadCaseFile(const std::string& path) {
  DM_ASSIGN_OR_RETURN(const std::string text, ReadText(path));
  medarbetare::v1::CaseInput input;
  DM_RETURN_IF_ERROR(Annotate(codec::ReadJson(text, input), path));
  codec::FieldReader reader(codec::Origin::kCaller);
  static_cast<void>(codec::FromProto(reader, input));
  DM_RETURN_IF_ERROR(Annotate(reader.status(), path));
  return input;
}

}  // namespace dm::cli
