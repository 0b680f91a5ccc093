#include "tests/sim/keys.h"

#include <unistd.h>

#include <filesystem>
#include <string>

#include "worker/core/check.h"
#include "worker/sealing/key_file.h"

namespace dm::sim {
namespace {

class KeyFolder {
 public:
  KeyFolder() : made_by_(getpid()) {
    std::string name = (std::filesystem::temp_directory_path() / "sim-keys-XXXXXX").string();
    DM_CHECK(mkdtemp(name.data()) != nullptr);
    folder_ = name;
    sealing::KeyFile file;
    file.keys = {{"k1", sealing::Key::Random()}, {"k2", sealing::Key::Random()}};
    keys_ = {.before = Open(file, "k1"), .after = Open(file, "k2")};
  }

  // What a part of the run was forked from removes it.
  ~KeyFolder() {
    std::error_code ignored;
    if (getpid() == made_by_) std::filesystem::remove_all(folder_, ignored);
  }

  KeyFolder(const KeyFolder&) = delete;
  KeyFolder& operator=(const KeyFolder&) = delete;
  KeyFolder(KeyFolder&&) = delete;
  KeyFolder& operator=(KeyFolder&&) = delete;

  const Keys& keys() const { return keys_; }

 private:
  std::shared_ptr<sealing::KeyRing> Open(sealing::KeyFile& file, const std::string& current) {
    file.current = current;
    const std::string path = (folder_ / current).string();
    DM_CHECK(sealing::WriteKeyFile(path, file, sealing::Writing::kNew).ok());
    auto ring = sealing::KeyRing::Open(path);
    DM_CHECK(ring.ok());
    return *ring;
  }

  const pid_t made_by_;
  std::filesystem::path folder_;
  Keys keys_;
};

}  // namespace

const Keys& TheKeys() {
  static const KeyFolder folder;
  return folder.keys();
}

}  // namespace dm::sim
