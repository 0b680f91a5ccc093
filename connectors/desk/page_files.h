// The page's files: read into memory at start, those and no others. The page's build lists them in
// manifest.json with their hashes; a file that is not in the list, or not as the list says, stops
// the start, so that half a deployment is never served.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "worker/core/status.h"

namespace dm::desk {

struct PageFile {
  std::string type;
  bool immutable = false;  // its name holds its hash
  bool kept_nowhere = false;
  std::string plain;
  std::string brotli;  // empty where the build made none
  std::string gzip;
};

class PageFiles {
 public:
  // Failed precondition naming the field `page`.
  static StatusOr<PageFiles> Load(const std::string& folder);

  // By the request's path; null where there is none. "/" is "/index.html".
  const PageFile* Find(std::string_view path) const;

  std::size_t size() const { return files_.size(); }

 private:
  std::map<std::string, PageFile, std::less<>> files_;
};

}  // namespace dm::desk
