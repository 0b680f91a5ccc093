#include "tests/fuzz/invariants.h"

#include <algorithm>
#include <cstdio>

#include "connectors/ssbtek/reading/values.h"

namespace dm::fuzz {
namespace {

constexpr std::size_t kRawMax = 1U << 20U;

bool TakesReadingAway(AnswerState state) {
  return state == AnswerState::kError || state == AnswerState::kTimeout ||
         state == AnswerState::kSchemaMismatch;
}

bool HasReading(const SourceAnswer& answer) {
  return !answer.payments.empty() || !answer.benefit_cases.empty() ||
         answer.job_seeker.has_value() || !answer.suspensions.empty() ||
         answer.benefit_application_filed.has_value() || !answer.vehicles.empty() ||
         !answer.permits.empty() || !answer.capital.empty() || answer.registered.has_value() ||
         !answer.funds.empty() || answer.programme_days.has_value() ||
         !answer.programme_places.empty();
}

bool HoldsNumber(std::string_view text, std::string_view asked) {
  return text.find(asked.substr(2)) != std::string_view::npos;
}

}  // namespace

void Must(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "an invariant does not hold: %s\n", what);
  __builtin_trap();
}

void CheckAnswer(const SourceAnswer& answer, std::string_view asked) {
  Must(answer.state != AnswerState::kNotAsked, "a source that was asked has a state");
  Must(IsKnown(answer.state) || !answer.code.empty(), "an unknown answer says why");
  Must(!HoldsNumber(answer.code, asked), "no code holds the person's number");
  for (const GroupState& group : answer.groups) {
    Must(!HoldsNumber(group.code, asked), "no group's code holds the person's number");
  }
  for (const SchemaDeviation& deviation : answer.deviations) {
    Must(!HoldsNumber(deviation.path, asked), "no path holds the person's number");
    Must(!HoldsNumber(deviation.problem, asked), "no problem holds the person's number");
  }
  for (const std::string& code : answer.unlisted_codes) {
    Must(!HoldsNumber(code, asked), "no unlisted code holds the person's number");
  }
  Must(answer.deviations.size() <= kDeviationsMax, "at most fifty deviations are kept");
  Must(answer.deviations.size() <= static_cast<std::size_t>(answer.schema_deviations),
       "all deviations are counted");
  Must(answer.raw.size() <= kRawMax, "raw bytes have a limit");
  Must(!answer.code.starts_with("ECHO.") || answer.raw.empty(),
       "nothing is kept of an answer about someone else");
  Must(!TakesReadingAway(answer.state) || !HasReading(answer), "a failed answer has no reading");
  Must(answer.state != AnswerState::kConfirmedEmpty || answer.payments.empty(),
       "an empty answer has no payment");
}

bool Names(const soap::XmlNode& node, std::string_view asked) {
  if (ssbtek::IsSamePerson(node.trimmed(), asked)) return true;
  for (const soap::XmlAttribute& attribute : node.attributes()) {
    if (ssbtek::IsSamePerson(ssbtek::Trim(attribute.value), asked)) return true;
  }
  return std::ranges::any_of(node.children(),
                             [&](const soap::XmlNode* child) { return Names(*child, asked); });
}

}  // namespace dm::fuzz
