// PersonArchive: the persons of a large scenario file, found by number in an index and read from
// the file when they are asked about. A nation's file thus needs some megabytes, not gigabytes.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "worker/core/mutex.h"
#include "worker/core/status.h"

namespace dm::sim {

struct Person;

// Files from this size on are indexed and not read whole.
inline constexpr std::uint64_t kIndexedBytesMin = std::uint64_t{1} << 20U;

// Safe to call from several threads.
class PersonArchive {
 public:
  // Reads one person's block of YAML: the lines from `  "19900101-2385":` to the next person.
  using Read = std::function<StatusOr<Person>(const std::string& block)>;

  // A file in block style: `persons:` at the beginning of a line, each person's number in quotes
  // behind two spaces, everything about them behind more. What stands outside `persons` is put
  // into `rest`. Not found when the file cannot be read; invalid argument, with the line, when a
  // line is neither, a number is none, or a person stands twice.
  static StatusOr<std::shared_ptr<PersonArchive>> Open(const std::string& file,
                                                       Read read,
                                                       std::string& rest);

  PersonArchive(const PersonArchive&) = delete;
  PersonArchive& operator=(const PersonArchive&) = delete;
  PersonArchive(PersonArchive&&) = delete;
  PersonArchive& operator=(PersonArchive&&) = delete;
  ~PersonArchive();

  std::size_t size() const { return places_.size(); }

  bool Contains(const std::string& person) const;
  // Null for a person that the file does not hold. The latest persons stay read.
  StatusOr<std::shared_ptr<const Person>> Find(const std::string& person) DM_EXCLUDES(mutex_);
  // Reads every person and keeps none: what a check of the file needs.
  Status CheckAll() const;

 private:
  struct Place {
    std::uint64_t number = 0;  // the 12 digits
    std::uint64_t offset = 0;
    std::uint32_t bytes = 0;
  };

  PersonArchive(std::string file, int descriptor, Read read);

  Status Index(std::string& rest);
  const Place* PlaceOf(const std::string& person) const;
  StatusOr<std::string> BlockAt(const Place& place) const;

  const std::string file_;
  const int descriptor_;
  const Read read_;
  std::vector<Place> places_;  // by number
  using Kept = std::pair<std::uint64_t, std::shared_ptr<const Person>>;
  Mutex mutex_;
  std::list<Kept> kept_ DM_GUARDED_BY(mutex_);  // the latest first
  std::unordered_map<std::uint64_t, std::list<Kept>::iterator> by_number_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::sim
