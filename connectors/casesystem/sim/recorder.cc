#include "connectors/casesystem/sim/recorder.h"

#include <fstream>
#include <memory>
#include <utility>

namespace dm::casesystem {
namespace {

// A line is {"id":"…","sha256":"…","kind":"…","effect":{…}}; the first two are what a restart
// needs. Ids and kinds need no escaping: the server has checked them.
constexpr char kIdKey[] = R"({"id":")";
constexpr char kHashKey[] = R"(","sha256":")";

struct Line {
  std::string id;
  std::string sha256;
};

std::string FormatLine(const RecordedEffect& effect) {
  return kIdKey + effect.id + kHashKey + effect.sha256 + R"(","kind":")" + effect.kind +
         R"(","effect":)" + effect.json + "}\n";
}

bool ParseLine(const std::string& text, Line& line) {
  const std::string id_key = kIdKey;
  const std::string hash_key = kHashKey;
  if (text.rfind(id_key, 0) != 0) return false;
  const std::size_t hash_at = text.find(hash_key, id_key.size());
  if (hash_at == std::string::npos) return false;
  line.id = text.substr(id_key.size(), hash_at - id_key.size());
  line.sha256 = text.substr(hash_at + hash_key.size(), 64);
  return line.sha256.size() == 64 && text.back() == '}';
}

}  // namespace

StatusOr<std::unique_ptr<Recorder>> Recorder::Open(const std::string& file) {
  auto recorder = std::unique_ptr<Recorder>(new Recorder(file));
  DM_RETURN_IF_ERROR(recorder->ReadEarlier());
  return recorder;
}

Status Recorder::ReadEarlier() {
  if (file_.empty()) return OkStatus();
  const MutexLock lock(mutex_);
  std::ifstream in(file_);
  for (std::string text; std::getline(in, text);) {
    Line line;
    if (!ParseLine(text, line))
      return DataLoss("--record: the file holds a line that is no record; choose another file");
    known_.emplace(line.id, line.sha256);
  }
  if (std::ofstream(file_, std::ios::app).good()) return OkStatus();
  return FailedPrecondition("--record: the file cannot be written; choose another file");
}

Status Recorder::Append(const RecordedEffect& effect) {
  if (file_.empty()) return OkStatus();
  std::ofstream out(file_, std::ios::app);
  out << FormatLine(effect) << std::flush;
  if (out.good()) return OkStatus();
  return Unavailable("--record: the file cannot be written");
}

StatusOr<Arrival> Recorder::Record(const RecordedEffect& effect) {
  const MutexLock lock(mutex_);
  ++deliveries_;
  const auto found = known_.find(effect.id);
  if (found != known_.end())
    return found->second == effect.sha256 ? Arrival::kRepeat : Arrival::kChanged;
  DM_RETURN_IF_ERROR(Append(effect));
  known_.emplace(effect.id, effect.sha256);
  effects_.push_back(effect);
  return Arrival::kFirst;
}

bool Recorder::Knows(const std::string& id) const {
  const MutexLock lock(mutex_);
  return known_.contains(id);
}

std::vector<RecordedEffect> Recorder::effects() const {
  const MutexLock lock(mutex_);
  return effects_;
}

int Recorder::deliveries() const {
  const MutexLock lock(mutex_);
  return deliveries_;
}

}  // namespace dm::casesystem
