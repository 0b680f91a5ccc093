// Instant: a point in time, in whole milliseconds since 1970-01-01 UTC. Swedish civil dates are
// worked out here, at the edge.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "worker/core/date.h"
#include "worker/core/status.h"

namespace dm {

class Instant {
 public:
  constexpr Instant() = default;

  static constexpr Instant FromUnixMs(std::int64_t ms) { return Instant(ms); }

  // RFC 3339 with offset or Z: "2026-11-26T08:00:00+01:00", from year 1800 to 2199. Fractions finer
  // than a millisecond are dropped. No leap second, no lower-case letters. Invalid argument
  // otherwise.
  static StatusOr<Instant> Parse(std::string_view text);

  constexpr std::int64_t unix_ms() const { return unix_ms_; }

  constexpr Instant PlusMs(std::int64_t ms) const { return Instant(unix_ms_ + ms); }

  friend constexpr std::int64_t operator-(Instant a, Instant b) { return a.unix_ms_ - b.unix_ms_; }

  friend constexpr auto operator<=>(Instant, Instant) = default;

  std::string ToString() const;  // "2026-11-26T07:00:00.000Z"

 private:
  explicit constexpr Instant(std::int64_t unix_ms) : unix_ms_(unix_ms) {}

  std::int64_t unix_ms_ = 0;
};

// Failed precondition when the zone Europe/Stockholm cannot be loaded (package tzdata). Call once
// at start: without the zone the functions below stop the program.
Status LoadSwedishTime();

// The calendar day in Europe/Stockholm at `instant`.
Date SwedishDate(Instant instant);

// Minutes since the clock on a Swedish wall showed 00:00, 0 to 1 439. On the day of the autumn
// change an hour's minutes come twice; in spring an hour's are left out.
int SwedishMinuteOfDay(Instant instant);

// "2026-11-26 08:00" in Europe/Stockholm, for people.
std::string SwedishDateTime(Instant instant);

// The first instant of `date` in Europe/Stockholm; of a midnight that comes twice, the first.
Instant StartOfSwedishDay(Date date);

}  // namespace dm
