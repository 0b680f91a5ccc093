// Log: events for operators, by allow-list. A field is a code, an id, a number or a hash: the types
// leave no room for persons' data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "worker/core/id.h"

namespace dm {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

class LogField {
 public:
  LogField(std::string_view key, std::int64_t value) : key_(key), value_(value) {}

  LogField(std::string_view key, int value) : key_(key), value_(std::int64_t{value}) {}

  // Codes and literals; text outside IsIdText, '/', ' ' and ',' is replaced by '?' when written.
  LogField(std::string_view key, std::string_view code) : key_(key), value_(std::string(code)) {}

  LogField(std::string_view key, const char* code) : key_(key), value_(std::string(code)) {}

  template <typename Tag>
  LogField(std::string_view key, const Id<Tag>& id) : key_(key), value_(id.value()) {}

  const std::string& key() const { return key_; }

  const std::variant<std::int64_t, std::string>& value() const { return value_; }

 private:
  std::string key_;
  std::variant<std::int64_t, std::string> value_;
};

class Log {
 public:
  virtual ~Log() = default;
  // `event` in past tense: "evidence_fetched".
  virtual void Write(LogLevel level,
                     std::string_view event,
                     const std::vector<LogField>& fields) = 0;
};

}  // namespace dm
