#include "connectors/folkbokforing/question.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace dm::folk {
namespace {

constexpr std::size_t kCaseIdMax = 31;  // as everywhere in the port
constexpr std::size_t kTextMax = 2'000;
constexpr std::int64_t kTimeoutMaxMs = 600'000;
constexpr int kPeriodMonthsMax = 24;
constexpr std::size_t kBirthDigits = 8;
constexpr int kPreviewIndent = 2;

Status Refuse(const std::string& field, const std::string& problem, const std::string& remedy) {
  return InvalidArgument("question." + field + " " + problem,
                         {.reason = "FOLKBOKFORING_QUESTION", .field = field, .remedy = remedy});
}

// The library throws at bytes that are no UTF-8; nothing else of it can fail here.
bool IsUtf8(const std::string& text) {
  try {
    return !nlohmann::json(text).dump().empty();
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

Status CheckText(const std::string& field, const std::string& text) {
  if (text.empty()) {
    return Refuse(field, "is missing", "set the dated policy parameter it comes from");
  }
  if (text.size() > kTextMax) return Refuse(field, "is over 2000 bytes", "shorten it");
  const bool plain = std::ranges::none_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t'; });
  if (!plain) return Refuse(field, "holds a control character", "remove it");
  if (!IsUtf8(text)) return Refuse(field, "is not UTF-8", "write it as UTF-8");
  return OkStatus();
}

Status CheckPeriod(const Period& period) {
  const std::string field = "sources[FOLK].period";
  if (!period.from.has_value() || !period.to.has_value()) {
    return Refuse(field, "is open", "set both ends");
  }
  if (*period.to < *period.from) return Refuse(field, "ends before it begins", "swap its ends");
  if (*period.to >= AddMonths(*period.from, kPeriodMonthsMax)) {
    return Refuse(field, "is longer than two years", "ask for at most 24 months");
  }
  return OkStatus();
}

Status CheckSources(const std::vector<SourceQuestion>& sources) {
  if (sources.empty()) return Refuse("sources", "is empty", "ask for FOLK");
  for (const SourceQuestion& one : sources) {
    if (one.source == Source::kFolk) continue;
    const std::string field = "sources[" + std::string(SourceCode(one.source)) + "].source";
    return Refuse(field, "is answered elsewhere", "ask the population register for FOLK alone");
  }
  if (sources.size() > 1) {
    return Refuse("sources[FOLK].source", "is asked twice", "ask each source once");
  }
  if (!sources.front().groups.empty()) {
    return Refuse("sources[FOLK].groups", "has no meaning there", "name groups for FK and PM only");
  }
  return CheckPeriod(sources.front().period);
}

}  // namespace

StatusOr<Asked> CheckQuestion(const EvidenceQuestion& question) {
  if (question.case_id.empty() || question.case_id.value().size() > kCaseIdMax) {
    return Refuse("case_id", "is not 1 to 31 characters", "use a shorter case id");
  }
  if (!IsIdText(question.correlation_id)) {
    return Refuse("correlation_id", "is not 1 to 64 id characters", "make one for each call");
  }
  if (question.personnummer.empty()) {
    return Refuse("personnummer", "is missing", "ask only about persons with a number");
  }
  if (question.timeout_ms < 1 || question.timeout_ms > kTimeoutMaxMs) {
    return Refuse("timeout_ms", "is outside 1 to 600000", "set it to some 30000");
  }
  DM_RETURN_IF_ERROR(CheckSources(question.sources));
  DM_RETURN_IF_ERROR(CheckText("purpose", question.purpose));
  DM_RETURN_IF_ERROR(CheckText("legal_text", question.legal_text));
  DM_RETURN_IF_ERROR(CheckText("identity", question.identity));
  return Asked{.correlation_id = question.correlation_id,
               .case_id = question.case_id.value(),
               .person = question.personnummer.Reveal(),
               .period = question.sources.front().period};
}

std::string WriteQuestion(const EvidenceQuestion& question,
                          const std::string& organisation_number,
                          Instant now,
                          Person person) {
  const std::string& digits = question.personnummer.Reveal();
  nlohmann::ordered_json json;
  json["correlation_id"] = question.correlation_id;
  json["case_id"] = question.case_id.value();
  json["person"] = person == Person::kWhole ? digits : digits.substr(0, kBirthDigits) + "****";
  json["purpose"] = question.purpose;
  json["legal_text"] = question.legal_text;
  json["organisation_number"] = organisation_number;
  json["identity"] = question.identity;
  json["asked_at"] = now.ToString();
  return json.dump(person == Person::kWhole ? -1 : kPreviewIndent);
}

}  // namespace dm::folk
