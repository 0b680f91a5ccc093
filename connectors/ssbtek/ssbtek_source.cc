#include "connectors/ssbtek/ssbtek_source.h"

#include <utility>
#include <variant>

#include "connectors/ssbtek/envelope/plan.h"
#include "connectors/ssbtek/envelope/preview.h"
#include "connectors/ssbtek/envelope/question.h"
#include "connectors/ssbtek/exchange/exchange.h"
#include "connectors/ssbtek/exchange/outcome.h"
#include "connectors/ssbtek/sources.h"

namespace dm::ssbtek {

StatusOr<std::unique_ptr<SsbtekSource>> SsbtekSource::Create(Options options,
                                                             const Clock& clock,
                                                             std::stop_token stop) {
  DM_RETURN_IF_ERROR(Check(options));
  if (options.codes == nullptr) options.codes = std::make_shared<const AnswerCodes>();
  DM_ASSIGN_OR_RETURN(auto client, http::HttpClient::Create(options.http, options.url));
  DM_ASSIGN_OR_RETURN(auto guards, Guards::Create(options, clock));
  return std::unique_ptr<SsbtekSource>(new SsbtekSource(
      std::move(options), std::move(client), std::move(guards), clock, std::move(stop)));
}

SsbtekSource::SsbtekSource(Options options,
                           std::unique_ptr<http::HttpClient> client,
                           std::unique_ptr<Guards> guards,
                           const Clock& clock,
                           std::stop_token stop)
    : options_(std::make_shared<const Options>(std::move(options))),
      client_(std::move(client)),
      guards_(std::move(guards)),
      clock_(clock),
      stop_(std::move(stop)) {}

std::vector<Source> SsbtekSource::sources() const {
  std::vector<Source> all;
  for (const SourceEntry& entry : Sources()) all.push_back(entry.source);
  return all;
}

std::vector<EvidenceAnswers> SsbtekSource::Ask(std::span<const EvidenceQuestion> questions,
                                               Instant now) {
  const std::shared_ptr<const Options> options = CurrentOptions();
  Exchange exchange({.options = *options, .guards = *guards_, .clock = clock_, .now = now},
                    questions);
  client_->Drive(exchange, options->in_flight_max, stop_);
  std::vector<EvidenceAnswers> outcomes = exchange.TakeOutcomes();
  for (const EvidenceAnswers& outcome : outcomes) {
    if (!outcome.ok()) continue;
    for (const SourceAnswer& answer : *outcome) ledger_.Note(answer);
  }
  return outcomes;
}

StatusOr<std::string> SsbtekSource::Preview(const EvidenceQuestion& question, Instant now) const {
  const std::shared_ptr<const Options> options = CurrentOptions();
  DM_ASSIGN_OR_RETURN(const Plan plan, MakePlan(*options, question));
  if (plan.asked.empty()) return std::string();
  return PreviewQuestion(*options, question, plan, now);
}

std::shared_ptr<const Options> SsbtekSource::CurrentOptions() const {
  const MutexLock lock(options_mutex_);
  return options_;
}

Status SsbtekSource::TakeTables(std::shared_ptr<const AnswerCodes> codes,
                                std::map<std::string, FundStatus> fund_statuses) {
  Options changed = *CurrentOptions();
  changed.codes = codes == nullptr ? std::make_shared<const AnswerCodes>() : std::move(codes);
  changed.fund_statuses = std::move(fund_statuses);
  DM_RETURN_IF_ERROR(Check(changed));
  auto options = std::make_shared<const Options>(std::move(changed));
  const MutexLock lock(options_mutex_);
  options_ = std::move(options);
  return OkStatus();
}

std::vector<SourceCondition> SsbtekSource::Conditions() const {
  std::vector<SourceCondition> all;
  for (const Source source : sources()) {
    SourceCondition& condition = all.emplace_back();
    condition.source = source;
    guards_->Describe(AgencyOf(source), condition);
    ledger_.Describe(condition);
  }
  return all;
}

StatusOr<std::vector<AgencyReadiness>> SsbtekSource::Ping(std::int64_t timeout_ms) {
  const std::shared_ptr<const Options> options = CurrentOptions();
  const std::string message = WritePing(*options);
  http::Result result = client_->Post({.body = message,
                                       .content_type = "text/xml; charset=utf-8",
                                       .headers = {R"(SOAPAction: "")"},
                                       .timeout_ms = timeout_ms,
                                       .stop = stop_});
  if (const auto* failure = std::get_if<http::Failure>(&result); failure != nullptr) {
    const std::string failed =
        std::string("the connection test failed: ") + http::FailureCode(*failure);
    if (*failure == http::Failure::kCancelled) return Status(StatusCode::kCancelled, failed);
    return *failure == http::Failure::kTimeout ? DeadlineExceeded(failed) : Unavailable(failed);
  }
  auto& response = std::get<http::Response>(result);
  if (const std::string code = HttpCode(response); !code.empty()) {
    return Unavailable("the connection test failed: " + code);
  }
  return ReadPing(*options, std::move(response.body));
}

}  // namespace dm::ssbtek
