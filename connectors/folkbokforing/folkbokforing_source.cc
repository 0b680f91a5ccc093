#include "connectors/folkbokforing/folkbokforing_source.h"

#include <algorithm>
#include <cctype>
#include <deque>
#include <optional>
#include <utility>
#include <variant>

namespace dm::folk {
namespace {

constexpr int kOk = 200;
constexpr int kBadRequest = 400;
constexpr int kForbidden = 403;
constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::size_t kUnlistedMax = 100;

Status Cancelled() {
  return {StatusCode::kCancelled, "the question was stopped"};
}

SourceAnswer Empty(const Asked& asked, Instant now, AnswerState state, std::string code) {
  SourceAnswer answer;
  answer.source = Source::kFolk;
  answer.state = state;
  answer.code = std::move(code);
  answer.fetched_at = now;
  answer.asked = asked.period;
  return answer;
}

SourceAnswer Held(const Asked& asked, Instant now, const std::string& why, Instant again) {
  SourceAnswer answer = Empty(asked, now, AnswerState::kNotAsked, "HELD." + why);
  answer.ask_again_at = again;
  return answer;
}

// A gateway's page must not be taken for an answer. A missing type is let through: the reader
// decides.
bool IsJson(const http::Response& response) {
  std::string type = response.content_type.substr(0, response.content_type.find(';'));
  std::ranges::transform(
      type, type.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  while (!type.empty() && type.back() == ' ') type.pop_back();
  return type.empty() || type == "application/json";
}

// The service is there and works, whatever it said about this person.
bool Answered(const SourceAnswer& answer) {
  const AnswerState state = answer.state;
  return IsKnown(state) || state == AnswerState::kDeviation || state == AnswerState::kStale ||
         answer.lasting;
}

}  // namespace

// One Ask: hands the questions out while breaker and rate allow, and takes the answers in. Lives on
// the asking thread alone.
class FolkSource::Round final : public http::CallFeed {
 public:
  Round(FolkSource& source, std::span<const EvidenceQuestion> questions, Instant now)
      : source_(source),
        questions_(questions),
        now_(now),
        started_ms_(source.clock_.MonotonicMs()),
        outcomes_(questions.size(), EvidenceAnswers(Cancelled())) {
    asked_.reserve(questions.size());
    for (std::size_t i = 0; i < questions.size(); ++i) Admit(i);
  }

  std::variant<http::Call, http::Pause, http::Finished> Next() override {
    while (!waiting_.empty()) {
      const std::size_t i = waiting_.front();
      const std::int64_t now_ms = source_.clock_.MonotonicMs();
      if (!source_.breaker_.Allow(now_ms)) {
        Hold("BREAKER", source_.AtMonotonic(source_.breaker_.BrokenUntilMs()));
        continue;
      }
      const std::int64_t pause_ms = source_.rate_.Take(now_ms);
      if (pause_ms == 0) {
        waiting_.pop_front();
        return MakeCall(i);
      }
      source_.breaker_.Withdrawn();
      if (now_ms + pause_ms <= started_ms_ + TimeoutOf(i)) return http::Pause{pause_ms};
      Hold("RATE", source_.AtMonotonic(now_ms + pause_ms));
    }
    return http::Finished{};
  }

  void Take(std::uint64_t tag, http::Result result) override {
    const auto i = static_cast<std::size_t>(tag);
    const auto* failure = std::get_if<http::Failure>(&result);
    if (failure != nullptr && *failure == http::Failure::kCancelled) {
      source_.breaker_.Withdrawn();
      return;  // the outcome stands as cancelled
    }
    SourceAnswer answer = source_.Read(std::move(result), *asked_[i], now_);
    source_.Learn(answer);
    Settle(i, std::move(answer));
  }

  std::vector<EvidenceAnswers> TakeOutcomes() { return std::move(outcomes_); }

 private:
  void Admit(std::size_t i) {
    StatusOr<Asked> asked = CheckQuestion(questions_[i]);
    if (!asked.ok()) {
      outcomes_[i] = asked.status();
      asked_.emplace_back();
      return;
    }
    asked_.emplace_back(*std::move(asked));
    const Instant at = source_.clock_.Now();
    if (source_.windows_.IsOpen(at)) {
      waiting_.push_back(i);
    } else {
      Settle(i, Held(*asked_[i], now_, "WINDOW", source_.windows_.NextOpening(at)));
    }
  }

  void Hold(const std::string& why, Instant again) {
    const std::size_t i = waiting_.front();
    waiting_.pop_front();
    Settle(i, Held(*asked_[i], now_, why, again));
  }

  void Settle(std::size_t i, SourceAnswer answer) {
    std::vector<SourceAnswer> answers;
    answers.push_back(std::move(answer));
    outcomes_[i] = std::move(answers);
  }

  std::int64_t TimeoutOf(std::size_t i) const {
    return std::min(questions_[i].timeout_ms, source_.options_.total_timeout_ms);
  }

  http::Call MakeCall(std::size_t i) const {
    const std::string& organisation = source_.options_.organisation_number;
    return {.tag = i,
            .body = WriteQuestion(questions_[i], organisation, now_, Person::kWhole),
            .content_type = "application/json",
            .headers = {"Accept: application/json"},
            .timeout_ms = TimeoutOf(i)};
  }

  FolkSource& source_;
  const std::span<const EvidenceQuestion> questions_;
  const Instant now_;
  const std::int64_t started_ms_;
  std::vector<EvidenceAnswers> outcomes_;
  std::vector<std::optional<Asked>> asked_;  // nothing for a question that breaks the contract
  std::deque<std::size_t> waiting_;
};

StatusOr<std::unique_ptr<FolkSource>> FolkSource::Create(Options options,
                                                         const Clock& clock,
                                                         std::stop_token stop) {
  DM_RETURN_IF_ERROR(Check(options));
  DM_ASSIGN_OR_RETURN(guard::Windows windows, guard::Windows::Parse(options.windows));
  options.http.response_bytes_max = std::min(options.http.response_bytes_max, kAnswerBytesMax);
  DM_ASSIGN_OR_RETURN(auto client, http::HttpClient::Create(options.http, options.url));
  return std::unique_ptr<FolkSource>(new FolkSource(
      std::move(options), std::move(windows), std::move(client), clock, std::move(stop)));
}

FolkSource::FolkSource(Options options,
                       guard::Windows windows,
                       std::unique_ptr<http::HttpClient> client,
                       const Clock& clock,
                       std::stop_token stop)
    : options_(std::move(options)),
      windows_(std::move(windows)),
      client_(std::move(client)),
      clock_(clock),
      stop_(std::move(stop)),
      breaker_(options_.breaker),
      rate_(options_.rate) {
  seen_.source = Source::kFolk;
}

std::vector<EvidenceAnswers> FolkSource::Ask(std::span<const EvidenceQuestion> questions,
                                             Instant now) {
  Round round(*this, questions, now);
  client_->Drive(round, options_.in_flight_max, stop_);
  return round.TakeOutcomes();
}

StatusOr<std::string> FolkSource::Preview(const EvidenceQuestion& question, Instant now) const {
  DM_RETURN_IF_ERROR(CheckQuestion(question).status());
  return WriteQuestion(question, options_.organisation_number, now, Person::kMasked);
}

SourceAnswer FolkSource::Read(http::Result result, const Asked& asked, Instant now) const {
  if (const auto* failure = std::get_if<http::Failure>(&result); failure != nullptr) {
    const AnswerState state =
        *failure == http::Failure::kTimeout ? AnswerState::kTimeout : AnswerState::kError;
    return Empty(asked, now, state, std::string("HTTP.") + http::FailureCode(*failure));
  }
  const auto& response = std::get<http::Response>(result);
  if (response.status != kOk) {
    SourceAnswer answer =
        Empty(asked, now, AnswerState::kError, "HTTP." + std::to_string(response.status));
    answer.lasting = response.status == kBadRequest || response.status == kForbidden;
    return answer;
  }
  if (!IsJson(response)) return Empty(asked, now, AnswerState::kError, "HTTP.NOT_JSON");
  const ReadOptions reading{.copy_age_max_ms = options_.copy_age_max_h * kHourMs};
  return ReadAnswer(response.body, asked, reading, now);
}

void FolkSource::Learn(const SourceAnswer& answer) {
  if (Answered(answer)) {
    breaker_.Succeeded();
  } else {
    breaker_.Failed(clock_.MonotonicMs());
  }
  const MutexLock lock(mutex_);
  seen_.schema_deviations += answer.schema_deviations;
  ++(IsKnown(answer.state) ? seen_.known : seen_.unknown);
  if (IsKnown(answer.state)) seen_.answered_at = answer.fetched_at;
  for (const std::string& code : answer.unlisted_codes) {
    if (unlisted_.size() < kUnlistedMax || unlisted_.contains(code)) ++unlisted_[code];
  }
}

Instant FolkSource::AtMonotonic(std::int64_t ms) const {
  return clock_.Now().PlusMs(std::max<std::int64_t>(0, ms - clock_.MonotonicMs()));
}

std::vector<SourceCondition> FolkSource::Conditions() const {
  const Instant at = clock_.Now();
  const guard::BreakerState breaker = breaker_.State(clock_.MonotonicMs());
  const MutexLock lock(mutex_);
  SourceCondition condition = seen_;
  condition.unlisted_codes.assign(unlisted_.begin(), unlisted_.end());
  if (!windows_.IsOpen(at)) {
    condition.gate = SourceGate::kClosed;
    condition.until = windows_.NextOpening(at);
  } else if (breaker == guard::BreakerState::kBroken) {
    condition.gate = SourceGate::kBroken;
    condition.until = AtMonotonic(breaker_.BrokenUntilMs());
  } else if (breaker == guard::BreakerState::kProbing) {
    condition.gate = SourceGate::kProbing;
  }
  return {condition};
}

}  // namespace dm::folk
