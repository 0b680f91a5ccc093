// Recorder: what the simulated case system remembers. One line of JSON an effect, in the order of
// first arrival; a second delivery of the same id is counted and writes nothing.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "worker/core/mutex.h"
#include "worker/core/status.h"

namespace dm::casesystem {

struct RecordedEffect {
  std::string id;
  std::string kind;  // "EFFECT_KIND_LETTER"
  std::string case_id;
  std::string application;
  int decision_version = 0;
  int order = 0;
  std::string json;    // the whole effect
  std::string sha256;  // of its canonical bytes
};

enum class Arrival { kFirst, kRepeat, kChanged };  // kChanged: a known id with other content

class Recorder {
 public:
  // `file`: lines are appended there and flushed one by one; empty keeps them in memory only. What
  // an earlier run wrote is read first, so that a restarted simulator still knows its repeats.
  static StatusOr<std::unique_ptr<Recorder>> Open(const std::string& file);

  // A status when the line cannot be written; the effect is not taken then.
  StatusOr<Arrival> Record(const RecordedEffect& effect);
  bool Knows(const std::string& id) const;

  std::vector<RecordedEffect> effects() const;  // in order of first arrival
  int deliveries() const;                       // all of them, repeats included

 private:
  explicit Recorder(std::string file) : file_(std::move(file)) {}

  Status ReadEarlier();
  Status Append(const RecordedEffect& effect);

  const std::string file_;
  mutable Mutex mutex_;
  std::vector<RecordedEffect> effects_ DM_GUARDED_BY(mutex_);
  std::map<std::string, std::string> known_ DM_GUARDED_BY(mutex_);  // id to sha256
  int deliveries_ DM_GUARDED_BY(mutex_) = 0;
};

}  // namespace dm::casesystem
