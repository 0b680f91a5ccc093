#include "worker/report/report_service.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "worker/core/digest.h"
#include "worker/ports/person_audit.h"
#include "worker/report/report_reader.h"

namespace dm::report {
namespace {

constexpr std::size_t kKept = 16;
constexpr int kWaitingMax = 4;
constexpr int kMonthsMax = 12;
constexpr std::size_t kIdCharacters = 16;
constexpr std::chrono::milliseconds kLook{500};
constexpr char kAction[] = "report_started";
constexpr char kMinCell[] = "suppress.min_cell";
// Where the policies say nothing (casework.md P-20); never shown for fewer.
constexpr std::int64_t kMinCellDefault = 5;

Status CheckPeriod(const ReportRequest& request) {
  if (request.from <= request.to && request.to - request.from < kMonthsMax) return OkStatus();
  return InvalidArgument("to_month: at most 12 months, the first not after the last",
                         {.reason = "PERIOD_TOO_LONG",
                          .field = "to_month",
                          .remedy = "Ask for at most a year at a time."});
}

Status NoSuchReport() {
  return MakeStatus(StatusCode::kNotFound,
                    "there is no such report",
                    {.reason = "REPORT_NOT_FOUND",
                     .field = "report_id",
                     .remedy = "Make it again, and ask the worker that makes it."});
}

bool IsOver(ReportState state) {
  return state == ReportState::kDone || state == ReportState::kFailed;
}

std::int64_t MinCellOf(const PolicySet& policy, Month month) {
  const StatusOr<ParameterValue> value = policy.Get(kMinCell, month.first_day());
  if (!value.ok()) return kMinCellDefault;
  return std::clamp<std::int64_t>(
      value->number(), kMinCellDefault, static_cast<std::int64_t>(People::kKept));
}

// Titles of the set's own parts, else its texts; the code itself where there are none.
std::string WordsOf(const PolicySet& policy, const std::string& code) {
  const auto title = [&code](const auto& parts) -> std::string {
    for (const auto& part : parts) {
      if (part.code == code) return part.title;
    }
    return "";
  };
  for (const std::string& found : {title(policy.typfall()),
                                   title(policy.gates()),
                                   title(policy.queues()),
                                   title(policy.checks())}) {
    if (!found.empty()) return found;
  }
  return policy.Text(code);
}

// What a report shows of a store's or a rule's failure.
std::string FailureOf(const Status& status) {
  const std::string reason = DetailOf(status).reason;
  return reason.empty() ? "REPORT_FAILED" : reason;
}

}  // namespace

ReportService::Kept* ReportService::Find(const std::string& id) {
  const auto found =
      std::find_if(kept_.begin(), kept_.end(), [&id](const Kept& one) { return one.run.id == id; });
  return found == kept_.end() ? nullptr : &*found;
}

Status ReportService::MakeRoom() {
  const auto waiting = std::count_if(kept_.begin(), kept_.end(), [](const Kept& one) {
    return one.run.state == ReportState::kWaiting;
  });
  if (waiting >= kWaitingMax || stopped_) {
    return MakeStatus(
        StatusCode::kResourceExhausted,
        "too many reports wait to be made",
        {.reason = "REPORTS_WAITING", .field = "", .remedy = "Wait until the others are done."});
  }
  if (kept_.size() < kKept) return OkStatus();
  const auto oldest = std::find_if(
      kept_.begin(), kept_.end(), [](const Kept& one) { return IsOver(one.run.state); });
  if (oldest != kept_.end()) kept_.erase(oldest);
  return OkStatus();
}

StatusOr<ReportRun> ReportService::Start(const CallContext& context, const ReportRequest& request) {
  DM_RETURN_IF_ERROR(CheckPeriod(request));
  // A repeat is the same run, also after the first has been forgotten.
  const std::string id = "R-" + Sha256Hex(context.request_id).substr(0, kIdCharacters);
  MutexLock lock(mutex_);
  if (const Kept* earlier = Find(id); earlier != nullptr) {
    if (earlier->content_sha256 == context.content_sha256) return earlier->run;
    return MakeStatus(StatusCode::kAlreadyExists,
                      "request_id: was used before for another request; send a new id",
                      {"REQUEST_ID_REUSED", "request_id", "send a new id for each change"});
  }
  DM_RETURN_IF_ERROR(MakeRoom());
  AuditEvent audit = AuditOf(context, request.actor, kAction, id);
  audit.detail = "from=" + request.from.ToString() + " to=" + request.to.ToString();
  DM_RETURN_IF_ERROR(store_.AppendAudit(audit, clock_.Now()));
  Kept& kept = kept_.emplace_back();
  kept.run.id = id;
  kept.request = request;
  kept.content_sha256 = context.content_sha256;
  if (!thread_.joinable())
    thread_ = std::jthread([this](const std::stop_token& stop) { Run(stop); });
  changed_.NotifyAll();
  return kept.run;
}

StatusOr<ReportRun> ReportService::Get(const CallContext& /*context*/, const std::string& id) {
  MutexLock lock(mutex_);
  const Kept* kept = Find(id);
  if (kept == nullptr) return NoSuchReport();
  return kept->run;
}

StatusOr<Report> ReportService::Make(const Span& span,
                                     const std::stop_token& stop,
                                     const std::function<void(std::int64_t)>& read) {
  const std::shared_ptr<const PolicySet> policy = parts_.policy();
  DM_ASSIGN_OR_RETURN(Material material, ReportReader(store_, *policy, stop, read).Read(span));
  CallContext context;  // cleared for nothing
  context.caller = "report";
  if (parts_.quality != nullptr) {
    DM_ASSIGN_OR_RETURN(material.errors,
                        parts_.quality->GetErrorRates(context, span.from, span.to));
  }
  if (parts_.queues != nullptr) {
    DM_ASSIGN_OR_RETURN(material.load, parts_.queues->GetLoad(context, false));
  }
  material.now = clock_.Now();
  material.words = [&policy](const std::string& code) { return WordsOf(*policy, code); };
  Report report;
  report.municipality = parts_.municipality;
  report.from = span.from;
  report.to = span.to;
  report.made_at = material.now;
  report.policy_sha256 = policy->sha256();
  report.min_cell = MinCellOf(*policy, span.to);
  report.measures = BuildMeasures(material, report.min_cell);
  return report;
}

std::optional<ReportService::Kept> ReportService::TakeNext(const std::stop_token& stop) {
  MutexLock lock(mutex_);
  while (!stop.stop_requested()) {
    for (Kept& one : kept_) {
      if (one.run.state != ReportState::kWaiting) continue;
      one.run.state = ReportState::kRunning;
      return one;
    }
    changed_.WaitFor(mutex_, kLook);
  }
  return std::nullopt;
}

void ReportService::CountRead(const std::string& id, std::int64_t cases) {
  MutexLock lock(mutex_);
  if (Kept* kept = Find(id); kept != nullptr) kept->run.cases_read = cases;
}

void ReportService::Finish(const std::string& id, StatusOr<Report> made) {
  if (parts_.log != nullptr) {
    parts_.log->Write(made.ok() ? LogLevel::kInfo : LogLevel::kError,
                      made.ok() ? "report_made" : "report_failed",
                      {{"report", id}, {"reason", made.ok() ? "" : FailureOf(made.status())}});
  }
  MutexLock lock(mutex_);
  Kept* kept = Find(id);
  if (kept == nullptr) return;
  if (made.ok()) {
    kept->run.report = *std::move(made);
    kept->run.state = ReportState::kDone;
  } else {
    kept->run.failure = FailureOf(made.status());
    kept->run.state = ReportState::kFailed;
  }
}

void ReportService::Run(const std::stop_token& stop) {
  while (const std::optional<Kept> next = TakeNext(stop)) {
    const std::string& id = next->run.id;
    Finish(id,
           Make({.from = next->request.from, .to = next->request.to},
                stop,
                [this, &id](std::int64_t cases) { CountRead(id, cases); }));
  }
}

void ReportService::Stop() {
  std::jthread thread;
  {
    MutexLock lock(mutex_);
    stopped_ = true;
    thread = std::move(thread_);
    thread.request_stop();
    changed_.NotifyAll();
  }
}

}  // namespace dm::report
