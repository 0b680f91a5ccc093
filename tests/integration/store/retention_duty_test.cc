// RetentionService over the real stores: when a file is due, what research keeps, the day's duty.
#include <memory>
#include <string>

#include "tests/integration/store/retention_suite.h"
#include "tests/sim/forwarding_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_policy.h"
#include "tests/support/recording_log.h"
#include "worker/retention/retention_service.h"

namespace dm::testing {
namespace {

using retention::RetentionParts;
using retention::RetentionService;

CallContext CallOf(const std::string& request_id) {
  CallContext context;
  context.caller = "test";
  context.request_id = request_id;
  context.content_sha256 = request_id;
  return context;
}

Instant At(const std::string& day) {
  return *Instant::Parse(day + "T10:00:00+01:00");
}

class Service {
 public:
  Service(WholeStore& store, Instant now, Research research = Research::kDays, bool daily = true)
      : clock_(now),
        // Its references are set.
        // NOLINTNEXTLINE(clang-analyzer-optin.cplusplus.UninitializedObject)
        service_(store, clock_, PartsOf(research, daily)) {}

  RetentionService& operator*() { return service_; }

  RetentionService* operator->() { return &service_; }

  FakeClock& clock() { return clock_; }

 private:
  static RetentionParts PartsOf(Research research, bool daily) {
    auto policy = std::make_shared<FakePolicy>();
    policy->Set("retention.years", std::int64_t{5});
    return {.policy = [policy] { return policy; },
            .research = research,
            .daily = daily,
            .worker = "worker-1"};
  }

  FakeClock clock_;
  RetentionService service_;
};

RetentionCounts Looked(Service& service) {
  const auto part = service->Look(CallOf(""), "");
  EXPECT_TRUE(part.ok()) << MessageOf(part.status());
  EXPECT_EQ(part.ok() ? part->next : "", "");
  return part.ok() ? part->counts : RetentionCounts();
}

// The last entry is of 2026-11-12.
TEST_P(RetentionStoreTest, AFileIsDueOnTheDayAfterFiveYearsAndOverdueAfterTheNextYear) {
  Ended("APP-OLD-1");
  Service service(store(), At("2031-11-12"));
  EXPECT_EQ(Looked(service).files, 0) << "the fifth year's last day";
  service.clock().Advance(std::int64_t{24} * 60 * kMinuteMs);
  const RetentionCounts due = Looked(service);
  EXPECT_EQ(due.due, 1);
  EXPECT_EQ(due.cases, 1);
  EXPECT_EQ(due.finish_by, *Date::Parse("2032-12-31"));
  EXPECT_EQ(due.overdue, 0);
  Service late(store(), At("2033-01-01"));
  EXPECT_EQ(Looked(late).overdue, 1);
  EXPECT_EQ(Looked(late).due, 1) << "looking erases nothing";
}

TEST_P(RetentionStoreTest, ResearchKeepsWhatIsSaidAndNothingIsErasedUnsaid) {
  Ended("APP-OLD-1");
  Service unsaid(store(), At("2033-01-01"), Research::kNone);
  EXPECT_EQ(ReasonOf(unsaid->Look(CallOf(""), "")), "RETENTION_RESEARCH_MISSING");
  EXPECT_EQ(ReasonOf(unsaid->Run(CallOf("request-1"), "anna", "")), "RETENTION_RESEARCH_MISSING");
  Service whole(store(), At("2033-01-01"), Research::kWhole);
  EXPECT_EQ(whole->Run(CallOf("request-2"), "anna", "")->counts.research, 1);
  EXPECT_EQ(ReasonOf(whole->Run(CallOf("request-3"), "anna", "part-9")), "PAGE_TOKEN_INVALID");
  Service days(store(), At("2033-01-01"));
  const auto run = days->Run(CallOf("request-4"), "anna", "");
  ASSERT_TRUE(run.ok()) << MessageOf(run.status());
  EXPECT_EQ(run->counts.due, 1);
  EXPECT_EQ(Audit().back().event.action, "retention_run");
  EXPECT_EQ(days->State()->last_pass->counts, run->counts);
}

TEST_P(RetentionStoreTest, TheDutyErasesOnceAPersonHasRunItAndNotAfterALongPause) {
  Ended("APP-OLD-1");
  RecordingLog log;
  Service service(store(), At("2033-01-01"));
  service->LookAndTell(log);
  EXPECT_TRUE(log.Has("retention_waits")) << "nobody has run it";
  EXPECT_TRUE(log.Has("retention_overdue"));
  EXPECT_EQ(Looked(service).due, 1);
  const std::size_t told = log.events.size();
  service->LookAndTell(log);
  EXPECT_EQ(log.events.size(), told) << "once a day";

  ASSERT_TRUE(service->Run(CallOf("request-1"), "anna", "").ok());
  EXPECT_EQ(Looked(service).due, 0);
  Ended("APP-OLD-2");
  Service next(store(), At("2033-01-20"));
  ASSERT_TRUE(store().SetPause(true, "prov", "", By("anna", "paused"), now_).ok());
  next->LookAndTell(log);
  EXPECT_EQ(Looked(next).due, 1) << "paused";
  ASSERT_TRUE(store().SetPause(false, "", "", By("anna", "worker_resumed"), now_).ok());
  Service jumped(store(), At("2033-02-25"));
  jumped->LookAndTell(log);
  EXPECT_EQ(Looked(jumped).due, 1) << "more than 31 days after the last run";
  Service day_after(store(), At("2033-01-21"));
  // What the look of a day in the future has noted does not keep it from working.
  day_after->LookAndTell(log);
  EXPECT_EQ(Looked(day_after).due, 0);
  EXPECT_EQ(Audit().back().event.actor, "worker-1");
}

TEST_P(RetentionStoreTest, NoRunCountsWhileARestoreIsUnderWay) {
  ASSERT_TRUE(store()
                  .DeclareRestore({.declared_at = now_, .declared_by = "anna", .reason = "disk"},
                                  By("anna", "declared"),
                                  now_)
                  .ok());
  Service service(store(), At("2033-01-01"));
  EXPECT_EQ(ReasonOf(service->Run(CallOf("request-1"), "anna", "")), "RESTORE_UNDER_WAY")
      << "also where nothing is due";
  EXPECT_FALSE(service->State()->last_pass);
}

// Breaks off: each file takes so long that a part ends with it, and the log is cut once asked anew.
class SlowStore final : public sim::ForwardingStore {
 public:
  using ForwardingStore::ForwardingStore;

  StatusOr<Erasure> EraseFile(const FileErasure& erasure, Instant now) override {
    if (clock != nullptr) clock->Advance(10'000);
    return ForwardingStore::EraseFile(erasure, now);
  }

  Status CutLog() override {
    if (log_in_use) return Unavailable("a long reader");
    return ForwardingStore::CutLog();
  }

  FakeClock* clock = nullptr;
  bool log_in_use = false;
};

TEST_P(RetentionStoreTest, APauseHoldsTheDutyInTheMidstOfIt) {
  SlowStore slow(store());
  Service first(slow, At("2033-01-01"));
  ASSERT_TRUE(first->Run(CallOf("request-1"), "anna", "").ok());
  Ended("APP-OLD-1", "HH-OLD-1");
  Ended("APP-OLD-2", "HH-OLD-2");
  RecordingLog log;
  Service service(slow, At("2033-01-02"));
  slow.clock = &service.clock();
  service->LookAndTell(log);
  EXPECT_EQ(Looked(service).due, 1) << "a part is done";
  ASSERT_TRUE(store().SetPause(true, "prov", "", By("anna", "paused"), now_).ok());
  service->LookAndTell(log);
  EXPECT_TRUE(log.Has("retention_waits"));
  EXPECT_EQ(Looked(service).due, 1);
  ASSERT_TRUE(store().SetPause(false, "", "", By("anna", "worker_resumed"), now_).ok());
  service->LookAndTell(log);
  EXPECT_EQ(Looked(service).due, 0);
}

TEST_P(RetentionStoreTest, APassGoesOnWhereItFailed) {
  SlowStore slow(store());
  Service service(slow, At("2033-01-01"));
  ASSERT_TRUE(service->Run(CallOf("request-1"), "anna", "").ok());
  Ended("APP-OLD-1");
  slow.log_in_use = true;
  RecordingLog log;
  Service next(slow, At("2033-01-02"));
  next->LookAndTell(log);
  EXPECT_TRUE(log.Has("retention_failed"));
  slow.log_in_use = false;
  next->LookAndTell(log);
  ASSERT_TRUE(log.Has("retention_finished"));
  EXPECT_EQ(next->State()->last_pass->counts.due, 1) << "what was erased before it failed";
}

TEST_P(RetentionStoreTest, APersonAsksForTheSamePartAgainWhereItFailed) {
  SlowStore slow(store());
  Ended("APP-OLD-1", "HH-OLD-1");
  Ended("APP-OLD-2", "HH-OLD-2");
  Service service(slow, At("2033-01-01"));
  slow.clock = &service.clock();
  const auto first = service->Run(CallOf("request-1"), "anna", "");
  ASSERT_TRUE(first.ok());
  auto part = service->Run(CallOf("request-2"), "anna", first->next);
  ASSERT_TRUE(part.ok());
  slow.log_in_use = true;
  EXPECT_FALSE(service->Run(CallOf("request-3"), "anna", part->next).ok());
  slow.log_in_use = false;
  part = service->Run(CallOf("request-4"), "anna", part->next);
  ASSERT_TRUE(part.ok()) << MessageOf(part.status());
  EXPECT_EQ(part->next, "");
  EXPECT_EQ(part->counts.due, 2);
}

TEST_P(RetentionStoreTest, AReportsLastDayIsNotBeforeItsFirst) {
  Service service(store(), At("2033-01-01"));
  const Date first = *Date::Parse("2033-01-01");
  const PageRequest page{.limit = 10, .after = ""};
  EXPECT_TRUE(service->Erasures(CallOf(""), first, first, page).ok());
  EXPECT_EQ(ReasonOf(service->Erasures(CallOf(""), first, first.PlusDays(-1), page)),
            "FIELD_INVALID");
}

TEST_P(RetentionStoreTest, HoldsArePlacedReleasedAndListedWithARecordOfEach) {
  const CaseId id = Ended("APP-OLD-1");
  Service service(store(), At("2033-01-01"));
  EXPECT_EQ(ReasonOf(service->PlaceHold(CallOf("request-1"), id, "anna", "")), "FIELD_INVALID");
  const auto hold = service->PlaceHold(CallOf("request-2"), id, "anna", "Överklagat.");
  ASSERT_TRUE(hold.ok()) << MessageOf(hold.status());
  EXPECT_EQ(service->PlaceHold(CallOf("request-2"), id, "anna", "Överklagat.")->id, hold->id);
  EXPECT_EQ(Looked(service).held, 1);
  EXPECT_EQ(service->Run(CallOf("request-3"), "anna", "")->counts.due, 0);
  EXPECT_EQ(service->Holds(CallOf(""), false, {.limit = 10, .after = ""})->items.size(), 1U);
  EXPECT_EQ(Audit().back().event.action, "holds_listed");
  ASSERT_TRUE(service->ReleaseHold(CallOf("request-4"), hold->id, "bo").ok());
  EXPECT_EQ(service->Run(CallOf("request-5"), "anna", "")->counts.due, 1);
  EXPECT_EQ(ReasonOf(service->PlaceHold(CallOf("request-6"), id, "anna", "sent")), "CASE_ERASED");
  EXPECT_EQ(ReasonOf(service->ReleaseHold(CallOf("request-7"), hold->id, "bo")), "HOLD_NOT_FOUND");
}

}  // namespace
}  // namespace dm::testing
