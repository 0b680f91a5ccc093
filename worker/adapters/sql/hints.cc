#include "worker/adapters/sql/hints.h"

#include <array>
#include <charconv>
#include <string_view>
#include <system_error>
#include <utility>

#include "worker/adapters/sql/codes.h"

namespace dm::sql {
namespace {

constexpr char kSeparator = '\t';
constexpr std::string_view kDesk = "desk";
constexpr std::string_view kForget = "forget";

constexpr std::array<std::pair<HintKind, std::string_view>, 5> kKinds = {
    {{HintKind::kBegun, "BEGUN"},
     {HintKind::kOpened, "OPENED"},
     {HintKind::kChanged, "CHANGED"},
     {HintKind::kEnded, "ENDED"},
     {HintKind::kConsulted, "CONSULTED"}}};

// The next part of `rest`, which it shortens.
std::string_view Next(std::string_view& rest) {
  const std::size_t end = rest.find(kSeparator);
  const std::string_view part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return part;
}

}  // namespace

std::string ForgetText(const std::string& case_id) {
  return std::string(kForget) + kSeparator + case_id;
}

std::optional<std::string> ReadForget(const std::string& text) {
  std::string_view rest = text;
  if (Next(rest) != kForget || rest.empty()) return std::nullopt;
  return std::string(rest);
}

std::string HintText(const EscalationHint& hint) {
  std::string text(kDesk);
  for (const auto& [kind, code] : kKinds) {
    if (kind == hint.kind) (text += kSeparator) += code;
  }
  (text += kSeparator) += AccessClassText(hint.access);
  (text += kSeparator) += std::to_string(hint.version);
  (text += kSeparator) += hint.escalation.value();
  (text += kSeparator) += hint.queue;
  (text += kSeparator) += hint.from_queue;
  return text;
}

std::optional<EscalationHint> ReadHint(const std::string& text) {
  std::string_view rest = text;
  if (Next(rest) != kDesk) return std::nullopt;
  EscalationHint hint;
  const std::string_view kind_text = Next(rest);
  bool known = false;
  for (const auto& [kind, code] : kKinds) {
    if (code != kind_text) continue;
    hint.kind = kind;
    known = true;
  }
  const StatusOr<AccessClass> access = ReadAccessClass(Next(rest));
  const std::string_view version = Next(rest);
  const std::from_chars_result number =
      std::from_chars(version.data(), version.data() + version.size(), hint.version);
  const StatusOr<EscalationId> id = ReadId<EscalationTag>(Next(rest));
  if (!known || !access.ok() || number.ec != std::errc() || !id.ok()) return std::nullopt;
  hint.access = *access;
  hint.escalation = *id;
  hint.queue = std::string(Next(rest));
  hint.from_queue = std::string(rest);
  return hint;
}

}  // namespace dm::sql
