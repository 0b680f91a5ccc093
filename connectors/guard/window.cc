#include "connectors/guard/window.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "connectors/guard/options.h"

namespace dm::guard {

namespace {

constexpr std::size_t kTextsMax = 32;
constexpr int kMinutesPerDay = 24 * 60;
constexpr int kMinutesPerHour = 60;
constexpr std::int64_t kMsPerMinute = 60'000;
// A weekly opening comes again within seven days, and within fourteen when one falls into the hour
// that summer time leaves out; a day more for the other change and for where in a day we begin.
constexpr int kHoursSearched = 15 * 24;

constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::optional<int> DayIn(std::string_view text) {
  const auto* found = std::find(kDays.begin(), kDays.end(), text);
  if (found == kDays.end()) return std::nullopt;
  return static_cast<int>(found - kDays.begin());
}

std::optional<int> TwoDigits(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.size() != 2 || !is_digit(text[0]) || !is_digit(text[1])) return std::nullopt;
  return (text[0] - '0') * 10 + (text[1] - '0');
}

// "HH:MM" up to and with 24:00.
std::optional<int> MinuteIn(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const std::optional<int> hour = TwoDigits(text.substr(0, 2));
  const std::optional<int> minute = TwoDigits(text.substr(3));
  if (!hour || !minute || *minute >= kMinutesPerHour) return std::nullopt;
  const int of_day = *hour * kMinutesPerHour + *minute;
  return of_day <= kMinutesPerDay ? std::optional(of_day) : std::nullopt;
}

// The two sides of the first `separator`; nothing when there is none.
std::optional<std::pair<std::string_view, std::string_view>> Split(std::string_view text,
                                                                   char separator) {
  const std::size_t at = text.find(separator);
  if (at == std::string_view::npos) return std::nullopt;
  return std::pair(text.substr(0, at), text.substr(at + 1));
}

struct DayRange {
  int first = 0;
  int last = 6;
};

std::optional<DayRange> DaysIn(std::string_view text) {
  if (text == "daily") return DayRange{};
  const auto sides = Split(text, '-');
  const std::optional<int> first = DayIn(sides ? sides->first : text);
  const std::optional<int> last = sides ? DayIn(sides->second) : first;
  if (!first || !last) return std::nullopt;
  return DayRange{.first = *first, .last = *last};
}

int WeekdayOf(Instant at) {
  return SwedishDate(at).iso_weekday() - 1;
}

Instant StartOfMinute(Instant at) {
  const std::int64_t past_ms = ((at.unix_ms() % kMsPerMinute) + kMsPerMinute) % kMsPerMinute;
  return at.PlusMs(-past_ms);
}

}  // namespace

StatusOr<Windows::Span> Windows::ParseOne(const std::string& text, const std::string& place) {
  const auto refuse_form = [&](const std::string& problem) {
    return Refuse(place,
                  problem,
                  "write days and hours such as \"mon-fri 06:00-21:00\" or \"daily 00:00-24:00\"");
  };
  const auto parts = Split(text, ' ');
  if (!parts) return refuse_form("does not hold days, one blank and hours");
  const std::optional<DayRange> days = DaysIn(parts->first);
  if (!days) return refuse_form("names no days: mon tue wed thu fri sat sun, or daily");
  const auto hours = Split(parts->second, '-');
  const std::optional<int> from = hours ? MinuteIn(hours->first) : std::nullopt;
  const std::optional<int> to = hours ? MinuteIn(hours->second) : std::nullopt;
  if (!from || !to) return refuse_form("has hours outside 00:00-24:00");
  if (days->first > days->last) {
    return Refuse(place,
                  "has days that go past Sunday",
                  "write two: one that ends with sun and one that begins with mon");
  }
  if (*from == *to) return refuse_form("ends when it begins");
  if (*from > *to) {
    return Refuse(place,
                  "has hours that go past midnight",
                  "write two: one that ends at 24:00 and one from 00:00 on the next day");
  }
  Span span{.days = {}, .from_minute = *from, .to_minute = *to};
  std::fill(std::begin(span.days) + days->first, std::begin(span.days) + days->last + 1, true);
  return span;
}

StatusOr<Windows> Windows::Parse(const std::vector<std::string>& texts) {
  if (texts.size() > kTextsMax) {
    const std::string max = std::to_string(kTextsMax);
    return Refuse("windows", "holds more than " + max + " texts", "write at most " + max);
  }
  Windows windows;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    DM_ASSIGN_OR_RETURN(const Span span, ParseOne(texts[i], "windows[" + std::to_string(i) + "]"));
    windows.spans_.push_back(span);
  }
  return windows;
}

std::optional<int> Windows::FirstOpenMinute(int weekday, int from_minute, int to_minute) const {
  std::optional<int> first;
  for (const Span& span : spans_) {
    if (!span.days[weekday]) continue;
    const int open = std::max(from_minute, span.from_minute);
    if (open >= std::min(to_minute, span.to_minute)) continue;
    first = first ? std::min(*first, open) : open;
  }
  return first;
}

bool Windows::IsOpen(Instant at) const {
  if (spans_.empty()) return true;
  const int minute = SwedishMinuteOfDay(at);
  return FirstOpenMinute(WeekdayOf(at), minute, minute + 1).has_value();
}

// Goes from whole hour to whole hour. Sweden's clocks change at a whole hour and by a whole hour,
// so that within one the wall's minutes follow each other and the day is one.
Instant Windows::NextOpening(Instant at) const {
  if (IsOpen(at)) return at;
  Instant from = StartOfMinute(at);
  for (int hour = 0; hour <= kHoursSearched; ++hour) {
    const int minute = SwedishMinuteOfDay(from);
    const int hour_end = (minute / kMinutesPerHour + 1) * kMinutesPerHour;
    if (const auto open = FirstOpenMinute(WeekdayOf(from), minute, hour_end); open.has_value()) {
      return from.PlusMs((*open - minute) * kMsPerMinute);
    }
    from = from.PlusMs((hour_end - minute) * kMsPerMinute);
  }
  // Every span has a day and a minute, so that fifteen days always hold one.
  return from;
}

}  // namespace dm::guard
