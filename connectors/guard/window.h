// Window: the hours of the day, by weekday and in Swedish time, in which a service may be asked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/core/instant.h"
#include "worker/core/status.h"

namespace dm::guard {

class Windows {
 public:
  // Always open.
  Windows() = default;

  // Each text as "mon-fri 06:00-21:00", "sat 08:00-12:00" or "daily 00:00-24:00"; days mon tue wed
  // thu fri sat sun, the end exclusive and after the beginning: neither days nor hours go past
  // their end and begin anew. At most 32 texts; an empty list is always open. Invalid argument
  // names the text's place as "windows[0]", the rule and the remedy.
  static StatusOr<Windows> Parse(const std::vector<std::string>& texts);

  // By the clock on a Swedish wall: of the hour that comes twice in autumn both are open.
  bool IsOpen(Instant at) const;
  // The first instant at or after `at` at which it is open: at most eight days later, or fifteen
  // when the only opening falls into the hour that summer time leaves out.
  Instant NextOpening(Instant at) const;

 private:
  struct Span {
    bool days[7] = {};  // Monday first
    int from_minute = 0;
    int to_minute = 0;  // exclusive, up to 24 · 60
  };

  static StatusOr<Span> ParseOne(const std::string& text, const std::string& place);
  // The first minute of the wall's clock from `from_minute` on, and before `to_minute`, that is
  // open.
  std::optional<int> FirstOpenMinute(int weekday, int from_minute, int to_minute) const;

  std::vector<Span> spans_;
};

}  // namespace dm::guard
