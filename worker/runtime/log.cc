#include "worker/runtime/log.h"

#include <cctype>
#include <string>
#include <utility>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace dm {
namespace {

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

const char* LevelName(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      return "error";
  }
  return "error";
}

// The second net behind the typed fields: whatever is no plain code shows as '?', so that no line
// can be forged and no name spelled.
std::string Safe(std::string_view text) {
  std::string safe(text.substr(0, 200));
  for (char& c : safe) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                       std::string_view("._:-/, ").find(c) != std::string_view::npos;
    if (!plain) c = '?';
  }
  return safe;
}

class SpdlogLog final : public Log {
 public:
  SpdlogLog(LogLevel level, LogFormat format)
      : format_(format), logger_("medarbetare", std::make_shared<spdlog::sinks::stderr_sink_mt>()) {
    logger_.set_level(ToSpdlog(level));
    logger_.set_pattern(format == LogFormat::kJson ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ",%v})"
                                                   : "%Y-%m-%dT%H:%M:%S.%eZ %v",
                        spdlog::pattern_time_type::utc);
    logger_.flush_on(spdlog::level::info);
  }

  void Write(LogLevel level, std::string_view event, const std::vector<LogField>& fields) override {
    if (!logger_.should_log(ToSpdlog(level))) return;
    logger_.log(ToSpdlog(level), FormatEvent(format_, level, event, fields));
  }

 private:
  LogFormat format_;
  spdlog::logger logger_;
};

}  // namespace

std::string FormatEvent(LogFormat format,
                        LogLevel level,
                        std::string_view event,
                        const std::vector<LogField>& fields) {
  const bool json = format == LogFormat::kJson;
  std::string line =
      json ? R"("level":")" + std::string(LevelName(level)) + R"(","event":")" + Safe(event) + '"'
           : std::string(LevelName(level)) + ' ' + Safe(event);
  for (const LogField& field : fields) {
    line += json ? ",\"" + Safe(field.key()) + "\":" : ' ' + Safe(field.key()) + '=';
    if (const auto* number = std::get_if<std::int64_t>(&field.value())) {
      line += std::to_string(*number);
    } else {
      const std::string text = Safe(std::get<std::string>(field.value()));
      const bool quoted = json || text.find(' ') != std::string::npos || text.empty();
      line += quoted ? '"' + text + '"' : text;
    }
  }
  return line;
}

std::unique_ptr<Log> MakeLog(LogLevel level, LogFormat format) {
  return std::make_unique<SpdlogLog>(level, format);
}

}  // namespace dm
