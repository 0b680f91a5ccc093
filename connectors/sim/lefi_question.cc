#include "connectors/sim/lefi_question.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "connectors/sim/shorthands.h"
#include "connectors/soap/base64.h"

namespace dm::sim {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kBytesMax = std::size_t{64} << 10U;
constexpr int kPeriodYearsMax = 2;

bool IsPersonText(std::string_view text) {
  return (text.size() == 10 || text.size() == 12) &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool IsGroupOf(LefiPart part, std::string_view group) {
  switch (part) {
    case LefiPart::kInformation:
      return IsFkGroup(group);
    case LefiPart::kClaims:
    case LefiPart::kDecisions:
      return IsPmGroup(group);
    case LefiPart::kPreliminary:
    case LefiPart::kPayments:
      return IsFkGroup(group) || IsPmGroup(group);
    case LefiPart::kOther:
      return IsOtherInformation(group);
  }
  return false;
}

StatusOr<Date> ParseDay(const Json& period, const char* key) {
  const auto found = period.find(key);
  if (found == period.end() || !found->is_string()) {
    return InvalidArgument(std::string("period.") + key + ": expected a date");
  }
  StatusOr<Date> date = Date::Parse(found->get_ref<const std::string&>());
  if (!date.ok()) return InvalidArgument(std::string("period.") + key + ": expected a date");
  return date;
}

StatusOr<DateSpan> ParseSpan(const Json& json) {
  const auto found = json.find("period");
  if (found == json.end() || !found->is_object()) return InvalidArgument("period: is missing");
  if (found->size() != 2) return InvalidArgument("period: expected from and tom only");
  DateSpan span;
  DM_ASSIGN_OR_RETURN(span.from, ParseDay(*found, "from"));
  DM_ASSIGN_OR_RETURN(span.to, ParseDay(*found, "tom"));
  if (span.to < span.from) return InvalidArgument("period: tom lies before from");
  if (span.to >= AddMonths(span.from, 12 * kPeriodYearsMax)) {
    return InvalidArgument("period: is longer than two years");
  }
  return span;
}

Status ParseGroups(const Json& list, LefiPart part, LefiQuestion& question) {
  const std::string key(kLefiParts[static_cast<std::size_t>(part)]);
  if (!list.is_array()) return InvalidArgument(key + ": expected a list");
  for (const Json& group : list) {
    if (!group.is_string() || !IsGroupOf(part, group.get_ref<const std::string&>())) {
      return InvalidArgument(key + ": holds a word that is no group of this list");
    }
    question.groups[static_cast<std::size_t>(part)].push_back(group.get<std::string>());
  }
  return OkStatus();
}

}  // namespace

bool LefiQuestion::Asks(LefiPart part, std::string_view group) const {
  const auto& asked = groups[static_cast<std::size_t>(part)];
  return std::ranges::find(asked, group) != asked.end();
}

StatusOr<LefiQuestion> ParseLefiQuestion(std::string_view base64) {
  DM_ASSIGN_OR_RETURN(const std::string text, soap::Base64Decode(base64, kBytesMax));
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return InvalidArgument("the question is no JSON object");
  LefiQuestion question;
  const auto person = json.find("personnummer");
  if (person == json.end() || !person->is_string() ||
      !IsPersonText(person->get_ref<const std::string&>())) {
    return InvalidArgument("personnummer: expected 10 or 12 digits");
  }
  question.person = person->get<std::string>();
  DM_ASSIGN_OR_RETURN(question.span, ParseSpan(json));
  bool asks_any = false;
  for (const auto& [key, value] : json.items()) {
    if (key == "personnummer" || key == "period") continue;
    const auto part = std::ranges::find(kLefiParts, key);
    if (part == kLefiParts.end())
      return InvalidArgument("the question has a key that LEFI does not know");
    const auto index = static_cast<LefiPart>(part - kLefiParts.begin());
    DM_RETURN_IF_ERROR(ParseGroups(value, index, question));
    asks_any = asks_any || !value.empty();
  }
  if (!asks_any) return InvalidArgument("no group is asked for; at least one is needed");
  return question;
}

}  // namespace dm::sim
