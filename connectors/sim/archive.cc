#include "connectors/sim/archive.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <limits>
#include <optional>

#include "connectors/sim/scenario.h"
#include "worker/core/personnummer.h"

namespace dm::sim {
namespace {

constexpr std::size_t kKept = 4096;
constexpr std::uint64_t kBlockBytesMax = std::uint64_t{1} << 20U;

std::uint64_t NumberOf(const std::string& digits) {
  std::uint64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

// What a line is for, told by its first characters.
enum class Line { kPersons, kOutside, kPerson, kInside };

bool IsBlankOrComment(std::string_view line) {
  const std::size_t first = line.find_first_not_of(' ');
  return first == std::string_view::npos || line[first] == '#' || line[first] == '\r';
}

Line KindOf(std::string_view line, bool in_persons) {
  if (line.starts_with("persons:")) return Line::kPersons;
  if (!in_persons) return Line::kOutside;
  if (IsBlankOrComment(line) || line.starts_with("   ")) return Line::kInside;
  return line.starts_with("  ") ? Line::kPerson : Line::kOutside;
}

// The number of a line such as `  "19900101-2385":  # a note`.
StatusOr<Personnummer> PersonOf(std::string_view line) {
  const std::size_t end = line.find('"', 3);
  if (line.size() < 4 || line[2] != '"' || end == std::string_view::npos) {
    return InvalidArgument("expected a number in quotes behind two spaces");
  }
  return Personnummer::Parse(line.substr(3, end - 3));
}

Status Problem(const std::string& file, std::uint64_t line, const std::string& what) {
  return InvalidArgument(
      file + ":" + std::to_string(line) + ": " + what,
      {.reason = "SCENARIO_INVALID",
       .field = file,
       .remedy = "files of 1 MiB and more are read person by person: write them in block style"});
}

}  // namespace

PersonArchive::PersonArchive(std::string file, int descriptor, Read read)
    : file_(std::move(file)), descriptor_(descriptor), read_(std::move(read)) {}

PersonArchive::~PersonArchive() {
  close(descriptor_);
}

StatusOr<std::shared_ptr<PersonArchive>> PersonArchive::Open(const std::string& file,
                                                             Read read,
                                                             std::string& rest) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return NotFound(file + ": the scenario file cannot be read");
  std::shared_ptr<PersonArchive> archive(new PersonArchive(file, descriptor, std::move(read)));
  DM_RETURN_IF_ERROR(archive->Index(rest));
  return archive;
}

Status PersonArchive::Index(std::string& rest) {
  std::ifstream stream(file_, std::ios::binary);
  std::string line;
  bool in_persons = false;
  std::uint64_t at = 0;
  for (std::uint64_t number = 1; std::getline(stream, line); ++number) {
    const Line kind = KindOf(line, in_persons);
    const std::uint64_t next = at + line.size() + 1;
    if (kind == Line::kPersons || kind == Line::kOutside) {
      in_persons = kind == Line::kPersons;
      if (kind == Line::kOutside) rest += line + '\n';
    } else if (kind == Line::kPerson) {
      const StatusOr<Personnummer> person = PersonOf(line);
      if (!person.ok()) return Problem(file_, number, MessageOf(person.status()));
      places_.push_back({.number = NumberOf(person->Reveal()), .offset = at});
    }
    if (in_persons && kind != Line::kPersons && !places_.empty()) {
      Place& last = places_.back();
      if (next - last.offset > kBlockBytesMax) {
        return Problem(file_, number, "one person has more than 1 MiB");
      }
      last.bytes = static_cast<std::uint32_t>(next - last.offset);
    }
    at = next;
  }
  std::ranges::sort(places_, {}, &Place::number);
  if (std::ranges::adjacent_find(places_, {}, &Place::number) != places_.end()) {
    return Problem(file_, 1, "a person stands twice");
  }
  places_.shrink_to_fit();
  return OkStatus();
}

const PersonArchive::Place* PersonArchive::PlaceOf(const std::string& person) const {
  const std::uint64_t number = NumberOf(person);
  const auto found = std::ranges::lower_bound(places_, number, {}, &Place::number);
  return found == places_.end() || found->number != number ? nullptr : &*found;
}

bool PersonArchive::Contains(const std::string& person) const {
  return PlaceOf(person) != nullptr;
}

StatusOr<std::string> PersonArchive::BlockAt(const Place& place) const {
  std::string block(place.bytes, '\0');
  const ssize_t read =
      pread(descriptor_, block.data(), block.size(), static_cast<off_t>(place.offset));
  // The last line may lack its end.
  if (read + 1 < static_cast<ssize_t>(block.size())) {
    return DataLoss(file_ + ": the file changed while it was used; start again");
  }
  block.resize(static_cast<std::size_t>(read));
  return block;
}

StatusOr<std::shared_ptr<const Person>> PersonArchive::Find(const std::string& person) {
  const Place* place = PlaceOf(person);
  if (place == nullptr) return std::shared_ptr<const Person>();
  {
    const MutexLock lock(mutex_);
    if (const auto kept = by_number_.find(place->number); kept != by_number_.end()) {
      kept_.splice(kept_.begin(), kept_, kept->second);
      return kept->second->second;
    }
  }
  DM_ASSIGN_OR_RETURN(const std::string block, BlockAt(*place));
  DM_ASSIGN_OR_RETURN(Person read, read_(block));
  auto shared = std::make_shared<const Person>(std::move(read));
  const MutexLock lock(mutex_);
  if (by_number_.contains(place->number)) return shared;  // another thread was faster
  kept_.emplace_front(place->number, shared);
  by_number_[place->number] = kept_.begin();
  if (kept_.size() > kKept) {
    by_number_.erase(kept_.back().first);
    kept_.pop_back();
  }
  return shared;
}

Status PersonArchive::CheckAll() const {
  for (const Place& place : places_) {
    DM_ASSIGN_OR_RETURN(const std::string block, BlockAt(place));
    const StatusOr<Person> person = read_(block);
    if (!person.ok()) {
      return InvalidArgument(file_ + ": at byte " + std::to_string(place.offset) + ": " +
                             MessageOf(person.status()));
    }
  }
  return OkStatus();
}

}  // namespace dm::sim
