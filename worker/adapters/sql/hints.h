// Hints between processes, as one line of text: no personal data, no case facts.
#pragma once

#include <optional>
#include <string>

#include "worker/case/queue_item.h"

namespace dm::sql {

// "A case may have become due."
inline constexpr char kWorkHint[] = "work";

// "The data key of this case is gone: keep it no longer."
std::string ForgetText(const std::string& case_id);
// The case; nothing for another text.
std::optional<std::string> ReadForget(const std::string& text);

std::string HintText(const EscalationHint& hint);

// Nothing for a text of another kind or of another version of the program.
std::optional<EscalationHint> ReadHint(const std::string& text);

}  // namespace dm::sql
