#include "worker/core/instant.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "worker/core/check.h"

namespace dm {
namespace {

constexpr std::int64_t kMsPerSecond = 1000;
constexpr std::int64_t kMsPerMinute = 60 * kMsPerSecond;
constexpr std::int64_t kMsPerHour = 60 * kMsPerMinute;
constexpr std::int64_t kMsPerDay = 24 * kMsPerHour;
constexpr std::size_t kFractionDigitsMax = 9;
// Days since 1970-01-01.
constexpr std::int64_t kFirstDay = -62091;     // 1800-01-01
constexpr std::int64_t kDayAfterLast = 84006;  // 2200-01-01
constexpr char kZone[] = "Europe/Stockholm";

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

// Reads text from the front; one failure makes every later read fail too.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool ok() const { return ok_; }

  bool at_end() const { return rest_.empty(); }

  bool Skip(char c) {
    if (!ok_ || rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void Expect(char c) { ok_ = Skip(c); }

  // Two digits that are at most `value_max`.
  std::int64_t TwoDigits(std::int64_t value_max) {
    const std::string_view digits = Take(2);
    ok_ = digits.size() == 2 && IsDigit(digits[0]) && IsDigit(digits[1]);
    if (!ok_) return 0;
    const std::int64_t value = (digits[0] - '0') * 10 + (digits[1] - '0');
    ok_ = value <= value_max;
    return value;
  }

  // Milliseconds of one to nine digits after the decimal point; finer digits are dropped.
  std::int64_t Fraction() {
    std::int64_t ms = 0;
    std::int64_t weight = kMsPerSecond / 10;
    std::size_t count = 0;
    for (; count < kFractionDigitsMax && !rest_.empty() && IsDigit(rest_.front()); ++count) {
      ms += weight * (rest_.front() - '0');
      weight /= 10;
      rest_.remove_prefix(1);
    }
    ok_ = count > 0;
    return ms;
  }

  std::string_view Take(std::size_t count) {
    if (!ok_) return {};
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(taken.size());
    return taken;
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

std::int64_t ReadClock(Reader& reader) {
  std::int64_t ms = reader.TwoDigits(23) * kMsPerHour;
  reader.Expect(':');
  ms += reader.TwoDigits(59) * kMsPerMinute;
  reader.Expect(':');
  ms += reader.TwoDigits(59) * kMsPerSecond;
  if (reader.Skip('.')) ms += reader.Fraction();
  return ms;
}

std::int64_t ReadOffset(Reader& reader) {
  if (reader.Skip('Z')) return 0;
  const std::int64_t sign = reader.Skip('-') ? -1 : 1;
  if (sign > 0) reader.Expect('+');
  const std::int64_t hours = reader.TwoDigits(23) * kMsPerHour;
  reader.Expect(':');
  return sign * (hours + reader.TwoDigits(59) * kMsPerMinute);
}

std::int64_t FloorDivide(std::int64_t dividend, std::int64_t positive_divisor) {
  const std::int64_t quotient = dividend / positive_divisor;
  return dividend % positive_divisor < 0 ? quotient - 1 : quotient;
}

// Loaded once, at first use, by whichever thread comes first.
const std::optional<absl::TimeZone>& SwedishZone() {
  static const std::optional<absl::TimeZone> zone = []() -> std::optional<absl::TimeZone> {
    absl::TimeZone loaded;
    if (!absl::LoadTimeZone(kZone, &loaded)) return std::nullopt;
    return loaded;
  }();
  return zone;
}

absl::TimeZone RequireSwedishZone() {
  const std::optional<absl::TimeZone>& zone = SwedishZone();
  DM_CHECK(zone.has_value());
  return *zone;
}

absl::CivilSecond SwedishCivil(Instant instant) {
  return RequireSwedishZone().At(absl::FromUnixMillis(instant.unix_ms())).cs;
}

// Four weeks counted from 1970, and how far Swedish clocks are from UTC in them. The shortest
// summer time in Sweden lasted four months: where the clocks go alike at both ends, they do in
// between.
struct FourWeeks {
  std::int64_t number = std::numeric_limits<std::int64_t>::min();
  std::optional<std::int64_t> offset_ms;  // none where the clocks change in them
};

constexpr std::int64_t kFourWeeksMs = 28 * kMsPerDay;

FourWeeks LookAt(std::int64_t number) {
  const auto offset_ms = [](std::int64_t at_ms) {
    return RequireSwedishZone().At(absl::FromUnixMillis(at_ms)).offset * kMsPerSecond;
  };
  const std::int64_t first = offset_ms(number * kFourWeeksMs);
  FourWeeks weeks;
  weeks.number = number;
  if (first == offset_ms((number + 1) * kFourWeeksMs)) weeks.offset_ms = first;
  return weeks;
}

}  // namespace

StatusOr<Instant> Instant::Parse(std::string_view text) {
  Reader reader(text);
  const StatusOr<Date> date = Date::Parse(reader.Take(10));
  reader.Expect('T');
  const std::int64_t clock_ms = ReadClock(reader);
  const std::int64_t offset_ms = ReadOffset(reader);
  if (!date.ok() || !reader.ok() || !reader.at_end()) {
    return InvalidArgument(
        "a point in time is RFC 3339 with an offset, such as 2026-11-26T08:00:00+01:00");
  }
  const Instant instant(date->days_since_epoch() * kMsPerDay + clock_ms - offset_ms);
  // In UTC too, so that what is written of it can be read.
  if (instant.unix_ms() >= kFirstDay * kMsPerDay && instant.unix_ms() < kDayAfterLast * kMsPerDay)
    return instant;
  return InvalidArgument("a point in time is from the year 1800 to 2199, in UTC too");
}

std::string Instant::ToString() const {
  const std::int64_t days = FloorDivide(unix_ms_, kMsPerDay);
  const std::int64_t ms = unix_ms_ - days * kMsPerDay;
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z",
                     Date::FromDaysSinceEpoch(static_cast<std::int32_t>(days)).ToString(),
                     ms / kMsPerHour,
                     ms / kMsPerMinute % 60,
                     ms / kMsPerSecond % 60,
                     ms % kMsPerSecond);
}

Status LoadSwedishTime() {
  if (SwedishZone().has_value()) return OkStatus();
  return MakeStatus(StatusCode::kFailedPrecondition,
                    "the time zone Europe/Stockholm cannot be loaded",
                    {.reason = "TIME_ZONE_MISSING",
                     .field = "",
                     .remedy = "Install the package tzdata and start again."});
}

Date SwedishDate(Instant instant) {
  // A month of cases asks again and again for days of the same year or two.
  constexpr std::int64_t kKept = 32;
  thread_local std::array<FourWeeks, kKept> kept;
  const std::int64_t number = FloorDivide(instant.unix_ms(), kFourWeeksMs);
  FourWeeks& weeks = kept[static_cast<std::size_t>(number - FloorDivide(number, kKept) * kKept)];
  if (weeks.number != number) weeks = LookAt(number);
  if (weeks.offset_ms) {
    return Date::FromDaysSinceEpoch(
        static_cast<std::int32_t>(FloorDivide(instant.unix_ms() + *weeks.offset_ms, kMsPerDay)));
  }
  const absl::CivilDay day(SwedishCivil(instant));
  return Date::FromDaysSinceEpoch(static_cast<std::int32_t>(day - absl::CivilDay(1970, 1, 1)));
}

int SwedishMinuteOfDay(Instant instant) {
  const absl::CivilSecond civil = SwedishCivil(instant);
  return civil.hour() * 60 + civil.minute();
}

std::string SwedishDateTime(Instant instant) {
  const absl::CivilSecond civil = SwedishCivil(instant);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}",
                     civil.year(),
                     civil.month(),
                     civil.day(),
                     civil.hour(),
                     civil.minute());
}

Instant StartOfSwedishDay(Date date) {
  const absl::CivilDay day = absl::CivilDay(1970, 1, 1) + date.days_since_epoch();
  return Instant::FromUnixMs(absl::ToUnixMillis(absl::FromCivil(day, RequireSwedishZone())));
}

}  // namespace dm
