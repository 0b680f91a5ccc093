#include "worker/intake/check_file.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace dm::intake {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::int64_t kSizeMax = std::int64_t{50} * 1024 * 1024;
constexpr int kPagesMax = 500;
constexpr std::size_t kHeadMax = 64;

struct Mark {
  std::size_t at;
  std::string_view bytes;
};

// What a file of the type begins with; any of the marks.
struct FileType {
  std::string_view media_type;
  std::array<Mark, 3> marks;
  bool one_page;
};

constexpr std::array kTypes = {
    FileType{"application/pdf", {Mark{0, "%PDF-"sv}, {}, {}}, false},
    FileType{"image/jpeg", {Mark{0, "\xFF\xD8\xFF"sv}, {}, {}}, true},
    FileType{"image/png", {Mark{0, "\x89PNG\r\n\x1A\n"sv}, {}, {}}, true},
    FileType{
        "image/heic", {Mark{4, "ftypheic"sv}, Mark{4, "ftypheix"sv}, Mark{4, "ftypmif1"sv}}, true},
    FileType{"image/tiff", {Mark{0, "II*\0"sv}, Mark{0, "MM\0*"sv}, {}}, false},
};

Status Refused(const char* field, const char* limit, const char* reason, const char* remedy) {
  return InvalidArgument(std::string(field) + ": " + limit, {reason, field, remedy});
}

bool BeginsAs(const FileType& type, std::string_view head) {
  return std::any_of(type.marks.begin(), type.marks.end(), [head](const Mark& mark) {
    return !mark.bytes.empty() && head.size() >= mark.at + mark.bytes.size() &&
           head.substr(mark.at, mark.bytes.size()) == mark.bytes;
  });
}

}  // namespace

Status CheckFile(const DocumentFile& file, const std::string& head) {
  if (file.size_bytes < 0 || file.size_bytes > kSizeMax)
    return Refused("file.size_bytes",
                   "is 0 (not said) to 52428800",
                   "DOCUMENT_TOO_LARGE",
                   "split the file, or scan it with less detail");
  if (file.pages < 0 || file.pages > kPagesMax)
    return Refused("file.pages",
                   "is 0 (not said) to 500",
                   "DOCUMENT_PAGES",
                   "split the file and send each part as a document");
  if (head.size() > kHeadMax)
    return Refused("head",
                   "has at most 64 bytes",
                   "FIELD_TOO_LONG",
                   "send the file's first bytes only: the file stays in the case system");
  if (file.media_type.empty()) {
    if (head.empty()) return OkStatus();
    return Refused(
        "file.media_type", "is required with head", "FIELD_REQUIRED", "say what the file is");
  }
  const auto type = std::find_if(kTypes.begin(), kTypes.end(), [&file](const FileType& one) {
    return one.media_type == file.media_type;
  });
  if (type == kTypes.end())
    return Refused("file.media_type",
                   "is application/pdf, image/jpeg, image/png, image/heic or image/tiff",
                   "DOCUMENT_TYPE_UNKNOWN",
                   "convert the file to one of these, or ask the household for it in one of them");
  if (type->one_page && file.pages > 1)
    return Refused("file.pages",
                   "is 1 for an image of this type",
                   "DOCUMENT_PAGES",
                   "send each image as a document, or all of them as a PDF");
  if (!head.empty() && !BeginsAs(*type, head))
    return Refused("head",
                   "does not begin as a file of file.media_type does",
                   "DOCUMENT_NOT_WHAT_IT_SAYS",
                   "look at the file: correct file.media_type, or ask the household for it again");
  return OkStatus();
}

}  // namespace dm::intake
