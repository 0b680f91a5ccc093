#include "connectors/ssbtek/ssbtek_source.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <string>
#include <utility>

#include "connectors/ssbtek/envelope/plan.h"
#include "connectors/ssbtek/envelope/question.h"
#include "connectors/ssbtek/envelope/reply.h"
#include "connectors/ssbtek/sources.h"

namespace dm::ssbtek {
namespace {

constexpr int kOk = 200;
constexpr int kServerError = 500;  // SOAP 1.1 carries its faults in it

Status Cancelled() {
  return {StatusCode::kCancelled, "the question was stopped"};
}

// An HTML page of a gateway in front of the service must not be taken for its answer. A missing
// type is let through: the XML reader decides.
bool IsXml(const http::Response& response) {
  std::string type = response.content_type;
  std::ranges::transform(
      type, type.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return type.empty() || type.starts_with("text/xml") || type.starts_with("application/xml") ||
         type.starts_with("application/soap+xml");
}

// The code of a response that cannot hold an answer; empty when it may.
std::string HttpCode(const http::Response& response) {
  const bool readable = response.status == kOk || response.status == kServerError;
  if (!readable) return "HTTP." + std::to_string(response.status);
  if (IsXml(response)) return {};
  return response.status == kOk ? "HTTP.NOT_XML" : "HTTP." + std::to_string(response.status);
}

std::vector<SourceAnswer> AnswerFailure(const Plan& plan, Instant now, http::Failure failure) {
  const AnswerState state =
      failure == http::Failure::kTimeout ? AnswerState::kTimeout : AnswerState::kError;
  return AnswerAll(plan, now, state, std::string("HTTP.") + http::FailureCode(failure));
}

}  // namespace

StatusOr<std::unique_ptr<SsbtekSource>> SsbtekSource::Create(Options options,
                                                             std::stop_token stop) {
  DM_RETURN_IF_ERROR(Check(options));
  DM_ASSIGN_OR_RETURN(auto client, http::HttpClient::Create(options.http, options.url));
  return std::unique_ptr<SsbtekSource>(
      new SsbtekSource(std::move(options), std::move(client), std::move(stop)));
}

SsbtekSource::SsbtekSource(Options options,
                           std::unique_ptr<http::HttpClient> client,
                           std::stop_token stop)
    : options_(std::move(options)), client_(std::move(client)), stop_(std::move(stop)) {}

std::vector<Source> SsbtekSource::sources() const {
  std::vector<Source> all;
  for (const SourceEntry& entry : Sources()) all.push_back(entry.source);
  return all;
}

http::Result SsbtekSource::Post(const std::string& message, std::int64_t timeout_ms) {
  return client_->Post({.body = message,
                        .content_type = "text/xml; charset=utf-8",
                        .headers = {R"(SOAPAction: "")"},
                        .timeout_ms = timeout_ms,
                        .stop = stop_});
}

std::vector<EvidenceAnswers> SsbtekSource::Ask(std::span<const EvidenceQuestion> questions,
                                               Instant now) {
  std::vector<EvidenceAnswers> outcomes;
  outcomes.reserve(questions.size());
  for (const EvidenceQuestion& question : questions) outcomes.push_back(AskOne(question, now));
  return outcomes;
}

StatusOr<std::string> SsbtekSource::Preview(const EvidenceQuestion& question, Instant now) const {
  DM_ASSIGN_OR_RETURN(const Plan plan, MakePlan(options_, question));
  return WriteQuestion(options_, question, plan, now);
}

std::vector<SourceCondition> SsbtekSource::Conditions() const {
  std::vector<SourceCondition> all;
  for (const Source source : sources()) all.emplace_back().source = source;
  return all;
}

EvidenceAnswers SsbtekSource::AskOne(const EvidenceQuestion& question, Instant now) {
  DM_ASSIGN_OR_RETURN(const Plan plan, MakePlan(options_, question));
  if (plan.asked.empty()) return AnswerAll(plan, now, AnswerState::kNotGranted, "AGREEMENT");
  const std::int64_t timeout_ms = std::min(question.timeout_ms, options_.total_timeout_ms);
  http::Result result = Post(WriteQuestion(options_, question, plan, now), timeout_ms);
  if (const auto* failure = std::get_if<http::Failure>(&result); failure != nullptr) {
    if (*failure == http::Failure::kCancelled) return Cancelled();
    return AnswerFailure(plan, now, *failure);
  }
  auto& response = std::get<http::Response>(result);
  if (const std::string code = HttpCode(response); !code.empty()) {
    return AnswerAll(plan, now, AnswerState::kError, code);
  }
  const bool failed = response.status == kServerError;
  std::vector<SourceAnswer> answers =
      ReadReply(options_, plan, question.correlation_id, now, std::move(response.body));
  if (!failed) return answers;
  // Under a server error only a fault is believed: an answer in it would contradict its status.
  const bool fault = std::ranges::all_of(answers, [](const SourceAnswer& answer) {
    return answer.code.starts_with("FAULT.") || answer.code == "AGREEMENT";
  });
  return fault ? std::move(answers) : AnswerAll(plan, now, AnswerState::kError, "HTTP.500");
}

StatusOr<std::vector<AgencyReadiness>> SsbtekSource::Ping(std::int64_t timeout_ms) {
  http::Result result = Post(WritePing(options_), timeout_ms);
  if (const auto* failure = std::get_if<http::Failure>(&result); failure != nullptr) {
    if (*failure == http::Failure::kCancelled) return Cancelled();
    const std::string message =
        std::string("the connection test failed: ") + http::FailureCode(*failure);
    return *failure == http::Failure::kTimeout ? DeadlineExceeded(message) : Unavailable(message);
  }
  auto& response = std::get<http::Response>(result);
  if (const std::string code = HttpCode(response); !code.empty()) {
    return Unavailable("the connection test failed: " + code);
  }
  return ReadPing(options_, std::move(response.body));
}

}  // namespace dm::ssbtek
