#include "worker/metrics/families.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

#include "worker/case/case_state.h"
#include "worker/case/control.h"
#include "worker/case/decision.h"
#include "worker/case/evidence.h"

namespace dm::metrics {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<std::pair<std::string, std::string>>;

constexpr double kMsPerSecond = 1000;

class Family {
 public:
  Family(const char* name, const char* help, MetricType type = MetricType::Gauge)
      : family_{std::string("medarbetare_") + name, help, type, {}} {}

  Family& Add(const Labels& labels, double value) {
    ClientMetric& metric = With(labels);
    if (family_.type == MetricType::Counter)
      metric.counter.value = value;
    else
      metric.gauge.value = value;
    return *this;
  }

  void Add(const Labels& labels, const Durations& durations) {
    ClientMetric::Histogram& histogram = With(labels).histogram;
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < durations.kBoundsMs.size(); ++i) {
      count += static_cast<std::uint64_t>(durations.counts.at(i));
      histogram.bucket.push_back(
          {count, static_cast<double>(durations.kBoundsMs.at(i)) / kMsPerSecond});
    }
    histogram.sample_count = count + static_cast<std::uint64_t>(durations.counts.back());
    histogram.sample_sum = static_cast<double>(durations.sum_ms) / kMsPerSecond;
  }

  MetricFamily Take() { return std::move(family_); }

 private:
  ClientMetric& With(const Labels& labels) {
    ClientMetric& metric = family_.metric.emplace_back();
    for (const auto& [name, value] : labels) metric.label.push_back({name, value});
    return metric;
  }

  MetricFamily family_;
};

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return text;
}

double Flag(bool holds) {
  return holds ? 1 : 0;
}

double SecondsSince(Instant then, Instant now) {
  return static_cast<double>(std::max<std::int64_t>(0, now.unix_ms() - then.unix_ms())) /
         kMsPerSecond;
}

void AddWorker(const WorkerStatus& status, std::vector<MetricFamily>& families) {
  families.push_back(Family("info", "What runs; always 1.")
                         .Add({{"version", status.version},
                               {"policy", status.policy_sha256.substr(0, 16)},
                               {"municipality", status.municipality}},
                              1)
                         .Take());
  Family deciding("deciding", "1 while the worker decides; else 0, with the reason.");
  deciding.Add({{"reason", status.not_deciding_reason}}, Flag(status.deciding));
  families.push_back(deciding.Take());
  families.push_back(Family("paused", "1 while a person or a fault has paused deciding.")
                         .Add({}, Flag(status.paused))
                         .Take());
  families.push_back(Family("effects_pending", "Effects that are not delivered yet.")
                         .Add({}, status.effects_pending)
                         .Take());
  Family states("cases", "Cases in each state.");
  for (const StateCount& one : status.states)
    states.Add({{"state", Lower(CaseStateCode(one.state))}}, one.count);
  families.push_back(states.Take());
}

void AddQueues(const WorkerStatus& status, Instant now, std::vector<MetricFamily>& families) {
  Family items("queue_items", "Items of a queue, free and claimed.");
  Family oldest("queue_oldest_seconds",
                "Age of the oldest item of a queue; none where it is empty.");
  for (const QueueInfo& queue : status.queues) {
    items.Add({{"queue", queue.queue}, {"state", "open"}}, queue.open);
    items.Add({{"queue", queue.queue}, {"state", "claimed"}}, queue.claimed);
    if (queue.oldest) oldest.Add({{"queue", queue.queue}}, SecondsSince(*queue.oldest, now));
  }
  families.push_back(items.Take());
  families.push_back(oldest.Take());
}

void AddSources(const WorkerStatus& status, Instant now, std::vector<MetricFamily>& families) {
  Family gate("source_gate", "1 for the state of a register's gate.");
  Family answers(
      "source_answers_total", "Answers since the start, known and unknown.", MetricType::Counter);
  Family since("source_answered_seconds", "Since the last known answer; none before the first.");
  Family deviations("source_deviations_total",
                    "Departures from the published form since the start.",
                    MetricType::Counter);
  Family codes("source_unlisted_codes_total",
               "Codes since the start that the policies do not list.",
               MetricType::Counter);
  for (const SourceCondition& one : status.sources) {
    const std::string source = SourceCode(one.source);
    gate.Add({{"source", source}, {"gate", Lower(SourceGateCode(one.gate))}}, 1);
    answers.Add({{"source", source}, {"state", "known"}}, static_cast<double>(one.known));
    answers.Add({{"source", source}, {"state", "unknown"}}, static_cast<double>(one.unknown));
    if (one.answered_at) since.Add({{"source", source}}, SecondsSince(*one.answered_at, now));
    deviations.Add({{"source", source}}, static_cast<double>(one.schema_deviations));
    std::int64_t unlisted = 0;
    for (const auto& [code, count] : one.unlisted_codes) unlisted += count;
    codes.Add({{"source", source}}, static_cast<double>(unlisted));
  }
  for (Family* family : {&gate, &answers, &since, &deviations, &codes})
    families.push_back(family->Take());
}

void AddRules(const WorkerStatus& status, std::vector<MetricFamily>& families) {
  Family modes("typfall_mode", "1 for the mode in effect of a typfall.");
  for (const TypfallStatus& one : status.typfall)
    modes.Add({{"typfall", one.typfall}, {"mode", ModeCode(one.mode)}}, 1);
  families.push_back(modes.Take());
  Family off("switched_off", "1 for each gate, row or typfall that a person has switched off.");
  for (const Switch& one : status.switched_off) off.Add({{"name", one.name}}, 1);
  families.push_back(off.Take());
}

void AddCertificates(const WorkerStatus& status, std::vector<MetricFamily>& families) {
  Family ends("certificate_not_after_seconds", "When a certificate ends, seconds since 1970.");
  Family problem("certificate_problem", "1 where the files as they lie there are not in use.");
  for (const CertificateStatus& one : status.certificates) {
    ends.Add({{"name", one.name}}, static_cast<double>(one.not_after.unix_ms()) / kMsPerSecond);
    problem.Add({{"name", one.name}}, Flag(!one.problem.reason.empty()));
  }
  families.push_back(ends.Take());
  families.push_back(problem.Take());
}

}  // namespace

std::vector<MetricFamily> FamiliesOf(const StatusOr<WorkerStatus>& status, Instant now) {
  std::vector<MetricFamily> families;
  Family failed("status_failed", "1 when the worker's state could not be read, with the reason.");
  failed.Add({{"reason", status.ok() ? "" : DetailOf(status.status()).reason}}, Flag(!status.ok()));
  families.push_back(failed.Take());
  if (!status.ok()) return families;
  AddWorker(*status, families);
  AddQueues(*status, now, families);
  AddSources(*status, now, families);
  AddRules(*status, families);
  AddCertificates(*status, families);
  return families;
}

MetricFamily UnwitnessedFamily(std::int64_t unwitnessed_ms) {
  Family family("audit_unwitnessed_seconds",
                "For how long the end of the audit chain could not be noted outside the store.");
  family.Add({}, static_cast<double>(unwitnessed_ms) / kMsPerSecond);
  return family.Take();
}

MetricFamily RetentionFamily(const RetentionCounts& counts) {
  Family family("retention_files",
                "Files whose last entry is older than they are kept, as they were last gone "
                "through.");
  family.Add({{"state", "overdue"}}, counts.overdue);
  family.Add({{"state", "open"}}, counts.open);
  family.Add({{"state", "held"}}, counts.held);
  family.Add({{"state", "research"}}, counts.research);
  family.Add({{"state", "birth_unknown"}}, counts.birth_unknown);
  return family.Take();
}

std::vector<MetricFamily> FamiliesOf(const EventCounts& events) {
  Family counts("events_total", "Lines of the log since the start, by event.", MetricType::Counter);
  for (const EventCount& one : events.Counts()) {
    Labels labels = {{"event", one.event}, {"level", one.level}};
    if (!one.key.empty()) labels.emplace_back(one.key, one.value);
    counts.Add(labels, static_cast<double>(one.count));
  }
  Family took("event_seconds", "How long what an event tells of took.", MetricType::Histogram);
  for (const auto& [event, durations] : events.Took()) took.Add({{"event", event}}, durations);
  std::vector<MetricFamily> families;
  families.push_back(counts.Take());
  families.push_back(took.Take());
  return families;
}

}  // namespace dm::metrics
