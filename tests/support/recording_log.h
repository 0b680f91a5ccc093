// A log that keeps the names of its events, and the fields of the last one.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "worker/ports/log.h"

namespace dm::testing {

class RecordingLog final : public Log {
 public:
  void Write(LogLevel /*level*/,
             std::string_view event,
             const std::vector<LogField>& fields) override {
    events.emplace_back(event);
    last = fields;
  }

  // The text of `key` in the last event; empty where it has none.
  std::string Text(std::string_view key) const {
    const auto found = std::find_if(
        last.begin(), last.end(), [key](const LogField& field) { return field.key() == key; });
    const auto* text = found == last.end() ? nullptr : std::get_if<std::string>(&found->value());
    return text == nullptr ? "" : *text;
  }

  bool Has(std::string_view event) const {
    return std::find(events.begin(), events.end(), event) != events.end();
  }

  std::vector<std::string> events;
  std::vector<LogField> last;
};

}  // namespace dm::testing
