#include "connectors/ssbtek/exchange/outcome.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>
#include <variant>

#include "connectors/ssbtek/envelope/reply.h"

namespace dm::ssbtek {
namespace {

constexpr int kOk = 200;
constexpr int kClientError = 400;
constexpr int kServerError = 500;  // SOAP 1.1 carries its faults in it

// An HTML page of a gateway in front of the service must not be taken for its answer. A missing
// type is let through: the XML reader decides.
bool IsXml(const http::Response& response) {
  std::string type = response.content_type;
  std::ranges::transform(
      type, type.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return type.empty() || type.starts_with("text/xml") || type.starts_with("application/xml") ||
         type.starts_with("application/soap+xml");
}

Reach ReachOf(http::Failure failure) {
  switch (failure) {
    case http::Failure::kRefused:
    case http::Failure::kTls:
      return Reach::kService;
    case http::Failure::kCancelled:
      return Reach::kCancelled;
    case http::Failure::kTimeout:
    case http::Failure::kReset:
    case http::Failure::kOversize:
    case http::Failure::kOther:
      return Reach::kAnyone;
  }
  return Reach::kAnyone;
}

// An answer to something else may be one agency's mix-up: asked alone, each has its own echo. A
// message in which every agency is absent holds no answer either.
Reach ReachOf(const WholeReply& reply) {
  const bool empty = std::ranges::all_of(
      reply.answers, [](const SourceAnswer& answer) { return answer.code == "ABSENT"; });
  return reply.whole == Whole::kRead && !empty ? Reach::kAnswered : Reach::kAnyone;
}

Outcome FailureOf(const Plan& plan, Instant now, http::Failure failure) {
  const AnswerState state =
      failure == http::Failure::kTimeout ? AnswerState::kTimeout : AnswerState::kError;
  return {
      .reach = ReachOf(failure),
      .answers = AnswerAll(plan, now, state, std::string("HTTP.") + http::FailureCode(failure))};
}

// A refusal (4xx) is about the caller or its rate: asking each agency would only be more of it.
Outcome HttpErrorOf(const Plan& plan, Instant now, int status, const std::string& code) {
  const bool refused = status >= kClientError && status < kServerError;
  return {.reach = refused ? Reach::kService : Reach::kAnyone,
          .answers = AnswerAll(plan, now, AnswerState::kError, code)};
}

}  // namespace

std::string HttpCode(const http::Response& response) {
  const bool readable = response.status == kOk || response.status == kServerError;
  if (!readable) return "HTTP." + std::to_string(response.status);
  if (IsXml(response)) return {};
  return response.status == kOk ? "HTTP.NOT_XML" : "HTTP." + std::to_string(response.status);
}

Outcome ReadOutcome(const Options& options,
                    const Plan& plan,
                    const std::string& correlation_id,
                    Instant now,
                    http::Result result) {
  if (const auto* failure = std::get_if<http::Failure>(&result); failure != nullptr) {
    return FailureOf(plan, now, *failure);
  }
  auto& response = std::get<http::Response>(result);
  const int status = response.status;
  if (const std::string code = HttpCode(response); !code.empty()) {
    return HttpErrorOf(plan, now, status, code);
  }
  WholeReply reply = ReadWholeReply(options, plan, correlation_id, now, std::move(response.body));
  // Under a server error only a fault is believed: an answer in it would contradict its status.
  if (status == kServerError && reply.whole != Whole::kFault) {
    return HttpErrorOf(plan, now, status, "HTTP.500");
  }
  const Reach reach = ReachOf(reply);
  return {.reach = reach, .answers = std::move(reply.answers)};
}

bool ShowsOutage(const SourceAnswer& answer, Reach reach) {
  if (reach != Reach::kAnswered) return true;
  if (answer.state == AnswerState::kTimeout) return true;
  if (answer.state != AnswerState::kError || answer.lasting) return false;
  constexpr std::array<std::string_view, 4> kOutages = {"ABSENT", "SSBT.", "BT.", "UNKNOWN."};
  return std::ranges::any_of(
      kOutages, [&](std::string_view begin) { return answer.code.starts_with(begin); });
}

}  // namespace dm::ssbtek
