#include "connectors/ssbtek/exchange/exchange.h"

#include <algorithm>
#include <utility>

#include "connectors/ssbtek/envelope/question.h"
#include "connectors/ssbtek/envelope/reply.h"

namespace dm::ssbtek {
namespace {

// Of a question's time, the part that a call for several agencies may take, so that enough is left
// to ask each alone: two fifths, as 12 of 30 seconds.
constexpr std::int64_t kTogetherFifths = 2;
constexpr std::int64_t kFifths = 5;
// With less than this no answer to a repeated call is to be hoped for.
constexpr std::int64_t kRepeatMsMin = 50;

Status Cancelled() {
  return {StatusCode::kCancelled, "the question was stopped"};
}

}  // namespace

std::string CorrelationIdFor(const std::string& question_id, AgencyId agency) {
  return question_id + "." + AgencyCode(agency);
}

Exchange::Exchange(const Context& context, std::span<const EvidenceQuestion> questions)
    : context_(context), jobs_(questions.size()) {
  const std::int64_t now_ms = context_.clock.MonotonicMs();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    Job& job = jobs_[i];
    job.question = &questions[i];
    job.deadline_ms = now_ms + std::min(questions[i].timeout_ms, context_.options.total_timeout_ms);
    StatusOr<Plan> plan = MakePlan(context_.options, questions[i]);
    job.status = plan.status();
    if (plan.ok()) job.plan = *std::move(plan);
  }
}

Exchange::~Exchange() {
  for (const Errand& errand : waiting_) Withdraw(errand);
  for (const auto& [tag, errand] : under_way_) Withdraw(errand);
}

std::int64_t Exchange::LeftMs(const Job& job) const {
  return job.deadline_ms - context_.clock.MonotonicMs();
}

Exchange::Errand Exchange::MakeErrand(std::size_t job, std::vector<AgencyId> agencies) const {
  Errand errand;
  errand.job = job;
  errand.plan = NarrowTo(jobs_[job].plan, agencies);
  errand.agencies = std::move(agencies);
  return errand;
}

// Sorts the agencies of a question: together, alone because they failed before, or not now.
void Exchange::Start(std::size_t index) {
  Job& job = jobs_[index];
  if (!job.status.ok()) return;
  Plan withheld;
  withheld.withheld = job.plan.withheld;
  withheld.not_granted = job.plan.not_granted;
  for (SourceAnswer& answer : AnswerAll(withheld, context_.now, AnswerState::kNotGranted, "")) {
    job.answers.emplace(answer.source, std::move(answer));
  }
  const std::string& id = job.question->correlation_id;
  if (!context_.guards.IsOpen()) {
    Errand all = MakeErrand(index, AgenciesOf(job.plan));
    all.agencies.clear();  // none has been let in
    Hold(all, "HELD.WINDOW", context_.guards.NextOpening());
    return;
  }
  std::vector<AgencyId> together;
  for (const AgencyId agency : AgenciesOf(job.plan)) {
    const Entry entry = context_.guards.Enter(agency);
    if (entry == Entry::kAsk) {
      together.push_back(agency);
      continue;
    }
    Errand alone = MakeErrand(index, {agency});
    if (entry == Entry::kHold) {
      alone.agencies.clear();
      Hold(alone, "HELD.BREAKER", context_.guards.AskAgainAt(agency));
    } else {
      alone.correlation_id = CorrelationIdFor(id, agency);
      waiting_.push_back(std::move(alone));
    }
  }
  if (together.empty()) return;
  Errand errand = MakeErrand(index, std::move(together));
  errand.correlation_id = id;
  waiting_.push_back(std::move(errand));
}

bool Exchange::MustHold(const Errand& errand, std::string& code, Instant& ask_again_at) const {
  const bool repeated = !errand.instead.empty();
  if (!context_.guards.IsOpen()) {
    code = "HELD.WINDOW";
    ask_again_at = context_.guards.NextOpening();
    return true;
  }
  if (LeftMs(jobs_[errand.job]) < (repeated ? kRepeatMsMin : 1)) {
    // Its turn did not come in time: too many calls before it, or too few allowed.
    code = "HELD.RATE";
    ask_again_at = context_.clock.Now();
    return true;
  }
  // It broke while this call waited for its turn: no use in adding to the heap.
  return repeated && context_.guards.IsBroken(errand.agencies.front());
}

std::variant<http::Call, http::Pause, http::Finished> Exchange::Next() {
  while (true) {
    if (waiting_.empty()) {
      if (next_job_ == jobs_.size()) return http::Finished{};
      Start(next_job_++);
      continue;
    }
    Errand& errand = waiting_.front();
    std::string code;
    Instant ask_again_at;
    if (!MustHold(errand, code, ask_again_at)) {
      const std::int64_t wait_ms = context_.guards.TakeCall();
      if (wait_ms == 0) {
        Errand next = std::move(errand);
        waiting_.pop_front();
        return Send(std::move(next));
      }
      if (wait_ms < LeftMs(jobs_[errand.job])) return http::Pause{.ms = wait_ms};
      code = "HELD.RATE";
      ask_again_at = context_.clock.Now().PlusMs(wait_ms);
    }
    Withdraw(errand);
    Hold(errand, code, ask_again_at);
    waiting_.pop_front();
  }
}

std::string Exchange::Write(const Errand& errand) const {
  EvidenceQuestion question = *jobs_[errand.job].question;
  question.correlation_id = errand.correlation_id;
  return WriteQuestion(context_.options, question, errand.plan, context_.now);
}

http::Call Exchange::Send(Errand errand) {
  const std::int64_t left_ms = LeftMs(jobs_[errand.job]);
  http::Call call;
  call.tag = ++last_tag_;
  call.body = Write(errand);
  call.content_type = "text/xml; charset=utf-8";
  call.headers = {R"(SOAPAction: "")"};
  call.timeout_ms = left_ms;
  if (errand.agencies.size() > 1) {
    call.timeout_ms =
        std::min(context_.options.together_timeout_ms, left_ms * kTogetherFifths / kFifths);
  }
  call.timeout_ms = std::max<std::int64_t>(call.timeout_ms, 1);
  under_way_.emplace(call.tag, std::move(errand));
  return call;
}

void Exchange::Take(std::uint64_t tag, http::Result result) {
  const auto found = under_way_.find(tag);
  if (found == under_way_.end()) return;
  const Errand errand = std::move(found->second);
  under_way_.erase(found);
  Outcome outcome = ReadOutcome(
      context_.options, errand.plan, errand.correlation_id, context_.now, std::move(result));
  if (outcome.reach == Reach::kCancelled) return Withdraw(errand);
  if (outcome.reach == Reach::kAnyone && errand.agencies.size() > 1) {
    return Split(errand, outcome.answers);
  }
  Settle(errand, std::move(outcome));
}

// The leave to ask that each agency got is passed on to its own call.
void Exchange::Split(const Errand& errand, const std::vector<SourceAnswer>& answers) {
  const std::string& id = jobs_[errand.job].question->correlation_id;
  std::deque<Errand> alone;
  for (const AgencyId agency : errand.agencies) {
    Errand one = MakeErrand(errand.job, {agency});
    one.correlation_id = CorrelationIdFor(id, agency);
    for (const SourceAnswer& answer : answers) {
      if (one.plan.Find(answer.source) != nullptr) one.instead.push_back(answer);
    }
    alone.push_back(std::move(one));
  }
  // Before the questions that have not begun: this one's time is already running out.
  waiting_.insert(waiting_.begin(),
                  std::make_move_iterator(alone.begin()),
                  std::make_move_iterator(alone.end()));
}

void Exchange::Settle(const Errand& errand, Outcome outcome) {
  for (const AgencyId agency : errand.agencies) {
    // FK stands for PM: the block fails when all of it does.
    const bool outage = std::ranges::all_of(outcome.answers, [&](const SourceAnswer& answer) {
      return AgencyOf(answer.source) != agency || ShowsOutage(answer, outcome.reach);
    });
    if (outage) {
      context_.guards.Failed(agency);
    } else {
      context_.guards.Answered(agency);
    }
  }
  Job& job = jobs_[errand.job];
  for (SourceAnswer& answer : outcome.answers) {
    job.answers.insert_or_assign(answer.source, std::move(answer));
  }
}

void Exchange::Hold(const Errand& errand, const std::string& code, Instant ask_again_at) {
  Job& job = jobs_[errand.job];
  std::vector<SourceAnswer> answers = errand.instead;
  if (answers.empty()) {
    answers = AnswerAll(errand.plan, context_.now, AnswerState::kNotAsked, code);
    for (SourceAnswer& answer : answers) answer.ask_again_at = ask_again_at;
  }
  for (SourceAnswer& answer : answers) {
    job.answers.insert_or_assign(answer.source, std::move(answer));
  }
}

void Exchange::Withdraw(const Errand& errand) {
  for (const AgencyId agency : errand.agencies) context_.guards.Withdrawn(agency);
}

std::vector<EvidenceAnswers> Exchange::TakeOutcomes() {
  std::vector<EvidenceAnswers> outcomes;
  outcomes.reserve(jobs_.size());
  for (Job& job : jobs_) {
    if (!job.status.ok()) {
      outcomes.emplace_back(job.status);
    } else if (job.answers.size() != job.plan.asked.size() + job.plan.withheld.size()) {
      outcomes.emplace_back(Cancelled());
    } else {
      std::vector<SourceAnswer> answers;
      answers.reserve(job.answers.size());
      for (auto& [source, answer] : job.answers) answers.push_back(std::move(answer));
      outcomes.emplace_back(std::move(answers));
    }
  }
  return outcomes;
}

}  // namespace dm::ssbtek
