#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <system_error>

#include "tests/fuzz/input.h"
#include "tests/fuzz/invariants.h"
#include "worker/adapters/sqlite/backup.h"
#include "worker/adapters/sqlite/sqlite_store.h"
#include "worker/core/instant.h"

namespace {

using dm::fuzz::Must;

constexpr char kMunicipality[] = "0000-exempelkommun";
constexpr std::size_t kChangesMax = 64;
constexpr dm::Instant kNow = dm::Instant::FromUnixMs(1'795'676'400'000);

// In memory where the machine has such a folder; it goes when the program ends in peace.
class Scratch {
 public:
  Scratch() {
    const bool shm = std::filesystem::is_directory("/dev/shm");
    path_ = (shm ? "/dev/shm" : std::filesystem::temp_directory_path().string());
    path_ += "/fuzz-store-XXXXXX";
    Must(mkdtemp(path_.data()) != nullptr, "a folder can be made");
  }

  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  Scratch(Scratch&&) = delete;
  Scratch& operator=(Scratch&&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

const std::string& Folder() {
  static const Scratch kScratch;
  return kScratch.path();
}

dm::StatusOr<std::unique_ptr<dm::WholeStore>> Open(const std::string& path) {
  return dm::OpenSqliteStore(path, kMunicipality, {.readers = 1}, kNow);
}

std::string Read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void Write(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  Must(out.good(), "a file can be written");
}

// A store with a case in it, as it lies on the disk once it is closed.
const std::string& Base() {
  static const std::string kBase = [] {
    const std::string path = Folder() + "/base.db";
    {
      auto store = Open(path);
      Must(store.ok(), "a store can be made");
      dm::NewCase accepted;
      accepted.request_id = "request-0001";
      accepted.content_sha256 = std::string(64, 'a');
      accepted.application.id = dm::ApplicationId::FromTrusted("A-2026-12-0001");
      accepted.application.household = dm::HouseholdId::FromTrusted("H-0001");
      accepted.application.month = *dm::Month::Make(2026, 12);
      accepted.application.received_at = kNow;
      accepted.audit.action = "application_accepted";
      accepted.audit.actor = "fuzz";
      Must((*store)->Accept(accepted, kNow).ok(), "a case can be taken in");
    }
    return Read(path);
  }();
  return kBase;
}

// What each refusal at the start may be (sqlite_store.h).
void CheckRefusal(const dm::Status& status) {
  static const std::set<std::string> kReasons = {"STORE_CANNOT_OPEN",
                                                 "STORE_FOREIGN",
                                                 "STORE_NEWER",
                                                 "STORE_OTHER_MUNICIPALITY",
                                                 "STORE_CORRUPT",
                                                 "STORE_IO",
                                                 "STORE_FULL",
                                                 "STORE_ERROR",
                                                 "STORE_READ_ONLY",
                                                 "AUDIT_CHAIN_BROKEN",
                                                 "STORE_MEMORY",
                                                 "SEALING_KEY_REQUIRED",
                                                 "STORE_LOCKED",
                                                 "STORE_VALUE_TOO_BIG",
                                                 "STORE_OLDER",
                                                 "SEALING_KEY_MISSING",
                                                 "SEALING_KEY_WRONG",
                                                 "STORE_DUPLICATE",
                                                 "STORE_VALUE"};
  const dm::ErrorDetail detail = dm::DetailOf(status);
  if (!kReasons.contains(detail.reason)) std::fprintf(stderr, "reason %s\n", detail.reason.c_str());
  Must(kReasons.contains(detail.reason), "a refusal is one that is written down");
  Must(!detail.remedy.empty(), "a refusal has a remedy");
}

// Whatever the file holds, what is asked is answered or refused.
void Ask(dm::WholeStore& store) {
  const auto refused = [](const dm::Status& status) {
    Must(status.ok() || !status.message().empty(), "a refusal says what is wrong");
  };
  const auto cases = store.ListCases({}, {.limit = 10});
  refused(cases.status());
  if (cases.ok()) {
    for (const dm::CaseSummary& one : cases->items) refused(store.GetCase(one.id).status());
  }
  refused(store.ReadAudit(1, 100).status());
  refused(store.ClaimNext("fuzz", kNow, 60'000).status());
  refused(store.CountQueues(dm::Counted::kAll).status());
  refused(store.GetControl().status());
  refused(store.CheckHealth(kNow));
}

// The base with some of its bytes changed, or cut.
std::string Changed(dm::fuzz::Input& input) {
  std::string bytes = Base();
  for (std::size_t i = 0; i < kChangesMax && !input.at_end(); ++i) {
    const std::uint8_t how = input.Byte();
    // Pages are looked at from their beginnings, where their forms stand.
    const std::size_t page = input.Choice(bytes.size() / 4096 + 1) * 4096;
    const std::size_t at = std::min(page + input.Choice(how % 2 == 0 ? 128 : 4096), bytes.size());
    if (how % 16 == 15) {
      bytes.resize(std::max<std::size_t>(at, 1));
      continue;
    }
    for (int n = 1 + how / 16; n > 0; --n) {
      const std::size_t place = at + static_cast<std::size_t>(n - 1);
      const std::uint8_t value = input.Byte();
      if (place < bytes.size()) bytes[place] = static_cast<char>(value);
    }
  }
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  Must(!Base().empty(), "there is a store to begin with");
  return 0;
}

// The file at a worker's start: the input itself where its first byte is even, else a store with
// what the input says changed in it. Opened or refused, asked, copied; a refused one of another
// program is left as it is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  dm::fuzz::Input input(data, size);
  const bool whole = input.Byte() % 2 == 0;
  const std::string bytes = whole ? std::string(input.Rest()) : Changed(input);
  const std::string path = Folder() + "/store.db";
  const std::string copy = Folder() + "/copy.db";
  for (const char* ending : {"", "-wal", "-shm", "-journal"})
    std::filesystem::remove(path + ending);
  Write(path, bytes);
  {
    auto store = Open(path);
    if (store.ok()) {
      Ask(**store);
    } else {
      CheckRefusal(store.status());
      if (dm::DetailOf(store.status()).reason == "STORE_FOREIGN" ||
          dm::DetailOf(store.status()).reason == "STORE_NEWER")
        Must(Read(path) == bytes, "what is not ours is left as it is");
    }
  }
  const dm::Status copied = dm::CopySqliteStore(path, copy);
  Must(copied.ok() || !dm::DetailOf(copied).remedy.empty(), "a copy that fails has a remedy");
  return 0;
}
