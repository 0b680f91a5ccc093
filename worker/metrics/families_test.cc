#include "worker/metrics/families.h"

#include <cstdio>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>

#include "tests/support/cases.h"
#include "tests/support/recording_log.h"
#include "tests/support/temporary_directory.h"

namespace dm::metrics {
namespace {

using dm::testing::RecordingLog;
using dm::testing::TestNow;
using ::testing::HasSubstr;

WorkerStatus Status() {
  WorkerStatus status;
  status.version = "1.2.3";
  status.policy_sha256 = "0123456789abcdef0123";
  status.municipality = "0000-exempelkommun";
  status.not_deciding_reason = "PAUSED";
  status.paused = true;
  status.states = {{CaseState::kEscalated, 7}};
  QueueInfo queue;
  queue.queue = "Q-05";
  queue.open = 3;
  queue.claimed = 1;
  queue.oldest = TestNow().PlusMs(-90'000);
  QueueInfo empty;
  empty.queue = "Q-18";
  status.queues = {queue, empty};
  TypfallStatus typfall;
  typfall.typfall = "TF-02";
  typfall.mode = Mode::kPropose;
  status.typfall = {typfall};
  status.effects_pending = 5;
  SourceCondition source;
  source.source = Source::kCsn;
  source.gate = SourceGate::kBroken;
  source.answered_at = TestNow().PlusMs(-4'500);
  source.known = 10;
  source.unknown = 2;
  source.unlisted_codes = {{"CSN.Kod=9", 3}};
  status.sources = {source};
  CertificateStatus certificate;
  certificate.name = "ssbtek.tls";
  certificate.not_after = TestNow();
  status.certificates = {certificate};
  status.switched_off = {{SwitchKind::kGate, "G-07", "drift-1", "fel", TestNow()}};
  return status;
}

std::string Text(const std::vector<prometheus::MetricFamily>& families) {
  return prometheus::TextSerializer().Serialize(families);
}

std::vector<prometheus::MetricFamily> All() {
  static RecordingLog log;
  static EventCounts events(log);
  events.Write(LogLevel::kInfo, "register_answered", {{"ok", "yes"}, {"duration_ms", 120}});
  events.Write(LogLevel::kInfo, "case_escalated", {{"queue", "Q-05"}});
  std::vector<prometheus::MetricFamily> families = FamiliesOf(Status(), TestNow());
  families.push_back(UnwitnessedFamily(90'500));
  families.push_back(RetentionFamily({}));
  for (prometheus::MetricFamily& one : FamiliesOf(events)) families.push_back(std::move(one));
  return families;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::set<std::string> NamesIn(const std::string& text) {
  static const std::regex name("medarbetare_[a-z_]*[a-z]");
  std::set<std::string> names;
  for (std::sregex_iterator at(text.begin(), text.end(), name), end; at != end; ++at)
    names.insert(std::regex_replace(at->str(), std::regex("_(bucket|sum|count)$"), ""));
  return names;
}

std::set<std::string> Names() {
  std::set<std::string> names;
  for (const prometheus::MetricFamily& family : All()) names.insert(family.name);
  return names;
}

TEST(Families, SayWhatTheWorkerIsAbout) {
  const std::string text = Text(FamiliesOf(Status(), TestNow()));
  for (const char* line :
       {"medarbetare_info{version=\"1.2.3\",policy=\"0123456789abcdef\",municipality=\"0000-"
        "exempelkommun\"} 1\n",
        "medarbetare_deciding{reason=\"PAUSED\"} 0\n",
        "medarbetare_paused 1\n",
        "medarbetare_cases{state=\"escalated\"} 7\n",
        "medarbetare_queue_items{queue=\"Q-05\",state=\"open\"} 3\n",
        "medarbetare_queue_items{queue=\"Q-05\",state=\"claimed\"} 1\n",
        "medarbetare_queue_oldest_seconds{queue=\"Q-05\"} 90\n",
        "medarbetare_typfall_mode{typfall=\"TF-02\",mode=\"propose\"} 1\n",
        "medarbetare_effects_pending 5\n",
        "medarbetare_source_gate{source=\"CSN\",gate=\"broken\"} 1\n",
        "medarbetare_source_answers_total{source=\"CSN\",state=\"unknown\"} 2\n",
        "medarbetare_source_answered_seconds{source=\"CSN\"} 4.5\n",
        "medarbetare_source_unlisted_codes_total{source=\"CSN\"} 3\n",
        "medarbetare_certificate_problem{name=\"ssbtek.tls\"} 0\n",
        "medarbetare_switched_off{name=\"G-07\"} 1\n",
        "medarbetare_status_failed{reason=\"\"} 0\n"})
    EXPECT_THAT(text, HasSubstr(line));
  EXPECT_THAT(text, ::testing::Not(HasSubstr("oldest_seconds{queue=\"Q-18\"}")));
}

TEST(Families, SayThatTheStateCouldNotBeRead) {
  const std::string text =
      Text(FamiliesOf(FailedPrecondition("no", {"STORE_BROKEN", "", ""}), TestNow()));
  EXPECT_THAT(text, HasSubstr("medarbetare_status_failed{reason=\"STORE_BROKEN\"} 1\n"));
  EXPECT_THAT(text, ::testing::Not(HasSubstr("medarbetare_deciding")));
}

TEST(Families, SayForHowLongTheEndOfTheChainWasNotNoted) {
  EXPECT_THAT(Text(All()), HasSubstr("medarbetare_audit_unwitnessed_seconds 90.5\n"));
}

TEST(Families, CountEventsAndTheirTimes) {
  const std::string text = Text(All());
  EXPECT_THAT(text, HasSubstr("event_seconds_bucket{event=\"register_answered\",le=\"0.1\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("event_seconds_bucket{event=\"register_answered\",le=\"0.25\"} "));
  EXPECT_THAT(text,
              HasSubstr("events_total{event=\"case_escalated\",level=\"info\",queue=\"Q-05\"} "));
}

// What promtool says, with exit code 0.
std::string Promtool(const std::string& arguments) {
  FILE* tool = popen(("promtool " + arguments + " 2>&1").c_str(), "r");  // NOLINT(cert-env33-c)
  if (tool == nullptr) return "promtool cannot be started";
  std::string said(20'000, '\0');
  said.resize(fread(said.data(), 1, said.size(), tool));
  EXPECT_EQ(pclose(tool), 0) << said;
  return said;
}

TEST(Families, PassPrometheusOwnCheck) {
  const dm::testing::TemporaryDirectory folder;
  std::ofstream(folder.path() + "/metrics") << Text(All());
  EXPECT_EQ(Promtool("check metrics <" + folder.path() + "/metrics"), "");
}

// What is told, what is alerted on and what is drawn are the metrics that there are.
TEST(Families, AreWhatTheDocumentLists) {
  const std::string source = DM_SOURCE_DIR;
  EXPECT_EQ(NamesIn(ReadFile(source + "/docs/operating/metrics.md")), Names());
  for (const char* file : {"/deploy/prometheus/alerts.yaml", "/deploy/prometheus/dashboard.json"})
    EXPECT_THAT(Names(), ::testing::IsSupersetOf(NamesIn(ReadFile(source + file)))) << file;
}

TEST(Families, AlertsAreRulesThatPrometheusTakes) {
  EXPECT_THAT(Promtool("check rules " DM_SOURCE_DIR "/deploy/prometheus/alerts.yaml"),
              HasSubstr("SUCCESS"));
}

// Each on what it is for, from the first event after a start, and no sooner.
TEST(Families, EachAlertFires) {
  const std::string folder = DM_SOURCE_DIR "/deploy/prometheus/";
  EXPECT_THAT(Promtool("test rules " + folder + "alerts_test.yaml"), HasSubstr("SUCCESS"));
  const std::string rules = ReadFile(folder + "alerts.yaml");
  const std::string tests = ReadFile(folder + "alerts_test.yaml");
  const std::regex alert("- alert: ([A-Za-z]+)");
  int alerts = 0;
  for (std::sregex_iterator it(rules.begin(), rules.end(), alert), end; it != end; ++it, ++alerts)
    EXPECT_THAT(tests, HasSubstr("        alertname: " + (*it)[1].str() + "\n        exp_alerts:"));
  EXPECT_GE(alerts, 14);
}

}  // namespace
}  // namespace dm::metrics
