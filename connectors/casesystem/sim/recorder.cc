#include "connectors/casesystem/sim/recorder.h"

#include <fstream>
#include <memory>
#include <utility>

namespace dm::casesystem {
namespace {

// A line is "<id> <sha256> <json>": the first two are what a restart needs.
struct Line {
  std::string id;
  std::string sha256;
};

bool ParseLine(const std::string& text, Line& line) {
  const std::size_t first = text.find(' ');
  if (first == std::string::npos) return false;
  const std::size_t second = text.find(' ', first + 1);
  if (second == std::string::npos) return false;
  line.id = text.substr(0, first);
  line.sha256 = text.substr(first + 1, second - first - 1);
  return line.sha256.size() == 64;
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
  out << effect.id << ' ' << effect.sha256 << ' ' << effect.json << '\n' << std::flush;
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
  return known_.count(id) > 0;
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
