// MakeLog: the operators' log on standard error, one event a line, as text (key=value) or JSON. The
// only place that knows spdlog.
#pragma once

#include <memory>
#include <string>

#include "worker/ports/log.h"

namespace dm {

enum class LogFormat { kText, kJson };

std::unique_ptr<Log> MakeLog(LogLevel level, LogFormat format);

// One line without its end, for tests and for MakeLog: fields outside the allowed characters are
// written as '?'.
std::string FormatEvent(LogFormat format,
                        LogLevel level,
                        std::string_view event,
                        const std::vector<LogField>& fields);

}  // namespace dm
