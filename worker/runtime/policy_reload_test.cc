// Policies that change while the worker runs.
#include "worker/runtime/policy_reload.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_store.h"
#include "worker/policy/served_policies.h"
#include "worker/policy/test_policy_tree.h"

namespace dm {
namespace {

using policy::PolicyTree;
using testing::FakeClock;
using testing::FakeStore;
using ::testing::HasSubstr;

class NotedLog final : public Log {
 public:
  void Write(LogLevel, std::string_view event, const std::vector<LogField>&) override {
    const MutexLock lock(mutex_);
    events_.emplace_back(event);
  }

  std::vector<std::string> events() const {
    const MutexLock lock(mutex_);
    return events_;
  }

 private:
  mutable Mutex mutex_;
  std::vector<std::string> events_ DM_GUARDED_BY(mutex_);
};

// With nothing above shadow, as a worker that decides about people wants it.
struct ServedTree : PolicyTree {
  ServedTree() { Edit(Own("modes.yaml"), "propose", "shadow"); }
};

class PolicyReloadTest : public ::testing::Test {
 protected:
  static CallContext Call(const std::string& request) {
    return {.caller = "urn:drift", .request_id = request, .content_sha256 = "c", .cleared = false};
  }

  StatusOr<PolicyReload> Reload(const std::string& request = "request-1") {
    return reloader_.Reload(Call(request), request_);
  }

  void SetCap(int from, int to) {
    tree_.Edit(PolicyTree::Own("parameters/cap.yaml"),
               "value: " + std::to_string(from),
               "value: " + std::to_string(to));
  }

  ServedTree tree_;
  FakeClock clock_{testing::TestNow()};
  FakeStore store_;
  NotedLog log_;
  PolicyHolder policies_{tree_.Load().set, testing::TestNow()};
  ServedTo served_to_ = ServedTo::kPeople;
  std::function<ServedLoad()> load_ = [this] {
    return LoadPoliciesToServe(tree_.root(), policy::kTestMunicipality, served_to_);
  };
  Status prepare_ = OkStatus();
  int put_in_force_ = 0;
  ReloadRequest request_{.actor = "drift-1", .reason = "nya nivåer"};
  PolicyReloader reloader_{store_,
                           clock_,
                           log_,
                           policies_,
                           {.load = [this] { return load_(); },
                            .prepare = [this](const PolicySet&) -> StatusOr<std::function<void()>> {
                              DM_RETURN_IF_ERROR(prepare_);
                              return std::function<void()>([this] { ++put_in_force_; });
                            }}};

  // Nothing is taken, and why.
  void ExpectRefused(const std::string& file, const std::string& message) {
    const std::shared_ptr<const PolicySet> before = policies_.Get();
    const StatusOr<PolicyReload> reload = Reload();
    ASSERT_TRUE(reload.ok()) << MessageOf(reload.status());
    EXPECT_EQ(reload->outcome, ReloadOutcome::kRefused);
    EXPECT_EQ(reload->after.sha256, before->sha256());
    EXPECT_EQ(policies_.Get(), before);
    EXPECT_EQ(put_in_force_, 0);
    EXPECT_EQ(store_.Actions().back(), "policies_refused");
    EXPECT_EQ(reload->problem_count, static_cast<int>(reload->problems.size()));
    bool found = false;
    for (const PolicyProblem& one : reload->problems) {
      EXPECT_FALSE(one.remedy.empty()) << one.message;
      found = found || (one.file == file && one.message.find(message) != std::string::npos);
    }
    EXPECT_TRUE(found) << file << ": " << message;
  }
};

TEST_F(PolicyReloadTest, ASetThatHoldsIsTakenKeptAndRecorded) {
  const std::shared_ptr<const PolicySet> before = policies_.Get();
  SetCap(500, 501);
  const StatusOr<PolicyReload> reload = Reload();
  ASSERT_TRUE(reload.ok()) << MessageOf(reload.status());
  EXPECT_EQ(reload->outcome, ReloadOutcome::kTaken);
  EXPECT_EQ(reload->before.sha256, before->sha256());
  EXPECT_NE(reload->after.sha256, before->sha256());
  EXPECT_EQ(policies_.Get()->sha256(), reload->after.sha256);
  EXPECT_EQ(put_in_force_, 1);
  EXPECT_EQ(store_.FindPolicySet(reload->after.sha256)->content, policies_.Get()->content());
  const AuditEvent audit = store_.ReadAudit(1, 100)->back().event;
  EXPECT_EQ(audit.action, "policies_reloaded");
  EXPECT_EQ(audit.actor, "drift-1");
  EXPECT_EQ(audit.actor_kind, ActorKind::kPerson);
  EXPECT_EQ(audit.subject, reload->after.sha256);
  EXPECT_THAT(audit.detail, HasSubstr("before=" + before->sha256()));
  EXPECT_THAT(audit.detail, HasSubstr("caller=urn:drift"));
  EXPECT_THAT(log_.events(), ::testing::ElementsAre("policies_reloaded"));
}

TEST_F(PolicyReloadTest, WhoeverHoldsTheOldSetKeepsIt) {
  const std::shared_ptr<const PolicySet> held = policies_.Get();
  const std::string digest = held->sha256();
  SetCap(500, 501);
  ASSERT_TRUE(Reload().ok());
  EXPECT_EQ(held->sha256(), digest);
  EXPECT_TRUE(held->Get("cap.required", *Date::Parse("2026-06-01")).ok());
  EXPECT_NE(policies_.Get(), held);
}

TEST_F(PolicyReloadTest, ABadSetChangesNothingAndEveryProblemIsTold) {
  SetCap(500, 501);
  tree_.Append("schema/facts.yaml", "wrong: 1\n");
  tree_.Edit("parameters/numbers.yaml", "200.50", "2e3");
  ExpectRefused("parameters/numbers.yaml", "");
  const StatusOr<PolicyReload> again = Reload();
  EXPECT_GE(again->problems.size(), 2U);
  EXPECT_GT(again->problems[0].line, 0);
  EXPECT_THAT(log_.events(), ::testing::Contains("policies_refused"));
  EXPECT_THAT(log_.events(), ::testing::Contains("policy_problem"));
  EXPECT_EQ(store_.ReadAudit(1, 100)->back().event.subject, policies_.Get()->sha256());
}

TEST_F(PolicyReloadTest, ASetThatNobodyHasApprovedIsNotTaken) {
  const std::string manifest = PolicyTree::Own("manifest.yaml");
  for (const char* status : {"draft", "test_only"}) {
    tree_.Edit(manifest, "status: approved", std::string("status: ") + status);
    ExpectRefused(manifest, std::string("marked ") + status);
    tree_.Edit(manifest, std::string("status: ") + status, "status: approved");
  }
}

TEST_F(PolicyReloadTest, ARetiredSetIsNotTaken) {
  tree_.Edit("manifest.yaml", "status: approved", "status: retired");
  ExpectRefused("manifest.yaml", "are retired");
}

TEST_F(PolicyReloadTest, ASetForTestsIsTakenWhereCasesAreInvented) {
  served_to_ = ServedTo::kInventedCases;
  tree_.Edit(PolicyTree::Own("manifest.yaml"), "status: approved", "status: test_only");
  EXPECT_EQ(Reload()->outcome, ReloadOutcome::kTaken);
  tree_.Edit("manifest.yaml", "status: approved", "status: draft");
  EXPECT_EQ(Reload("request-2")->outcome, ReloadOutcome::kRefused);
}

TEST_F(PolicyReloadTest, AFolderThatCannotBeReadChangesNothing) {
  std::filesystem::remove(tree_.root() + "/manifest.yaml");
  ExpectRefused("manifest.yaml", "is missing");
  std::filesystem::create_directory(tree_.root() + "/manifest.yaml");
  ExpectRefused("manifest.yaml", "is missing");
  std::filesystem::remove_all(tree_.root());
  ExpectRefused("", "the policies folder does not exist");
}

TEST_F(PolicyReloadTest, AnotherMunicipalitysSetIsNotTaken) {
  load_ = [] { return ServedLoad{LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun")}; };
  ExpectRefused("municipality/0000-exempelkommun", "another municipality's");
}

TEST_F(PolicyReloadTest, OnlyTheExpectedSetIsTaken) {
  SetCap(500, 501);
  const std::string meant = tree_.Load().set->sha256();
  SetCap(501, 502);
  request_.expected_sha256 = meant;
  ExpectRefused("", "not the expected one");
  SetCap(502, 501);
  EXPECT_EQ(Reload()->outcome, ReloadOutcome::kTaken);
}

TEST_F(PolicyReloadTest, ADryRunSaysWhatWouldComeOfItAndDoesNothing) {
  const std::shared_ptr<const PolicySet> before = policies_.Get();
  request_ = {.actor = "drift-1", .dry_run = DryRun::kYes};
  SetCap(500, 501);
  const StatusOr<PolicyReload> would = Reload();
  ASSERT_TRUE(would.ok()) << MessageOf(would.status());
  EXPECT_EQ(would->outcome, ReloadOutcome::kWouldBeTaken);
  EXPECT_EQ(would->before.sha256, before->sha256());
  EXPECT_EQ(would->after.sha256, tree_.Load().set->sha256());
  tree_.Edit("parameters/numbers.yaml", "200.50", "2e3");
  EXPECT_EQ(Reload()->outcome, ReloadOutcome::kRefused);
  EXPECT_EQ(policies_.Get(), before);
  EXPECT_EQ(put_in_force_, 0);
  EXPECT_TRUE(store_.ReadAudit(1, 100)->empty());
  EXPECT_FALSE(reloader_.InForce().refused.has_value());
}

TEST_F(PolicyReloadTest, TheSameFolderIsNoChange) {
  const StatusOr<PolicyReload> reload = Reload();
  ASSERT_TRUE(reload.ok());
  EXPECT_EQ(reload->outcome, ReloadOutcome::kUnchanged);
  EXPECT_TRUE(reload->problems.empty());
  EXPECT_EQ(put_in_force_, 0);
  EXPECT_EQ(reloader_.InForce().taken_by, "start");
}

TEST_F(PolicyReloadTest, WhatTheConnectorsRefuseIsNotTaken) {
  prepare_ = InvalidArgument("codes are missing",
                             {.reason = "X", .field = "ssbtek", .remedy = "add them"});
  SetCap(500, 501);
  ExpectRefused("", "codes are missing");
}

TEST_F(PolicyReloadTest, WhatTheStoreCannotKeepIsNotTaken) {
  const std::shared_ptr<const PolicySet> before = policies_.Get();
  SetCap(500, 501);
  store_.FailNext(Unavailable("disk full"));
  EXPECT_EQ(Reload().status().code(), StatusCode::kUnavailable);
  EXPECT_EQ(policies_.Get(), before);
  EXPECT_EQ(put_in_force_, 0);
}

TEST_F(PolicyReloadTest, ARepeatIsAnsweredAsTheFirstTime) {
  SetCap(500, 501);
  const StatusOr<PolicyReload> first = Reload("request-7");
  store_.KeepPolicySet(first->before.sha256, first->before.version, "c", clock_.Now())
      .IgnoreError();
  SetCap(501, 502);
  ASSERT_EQ(Reload("request-8")->outcome, ReloadOutcome::kTaken);
  const StatusOr<PolicyReload> again = Reload("request-7");
  ASSERT_TRUE(again.ok()) << MessageOf(again.status());
  EXPECT_EQ(again->outcome, ReloadOutcome::kTaken);
  EXPECT_EQ(again->before.sha256, first->before.sha256);
  EXPECT_EQ(again->after.sha256, first->after.sha256);
  EXPECT_EQ(again->after.version, first->after.version);
  EXPECT_EQ(put_in_force_, 2);
  CallContext other = Call("request-7");
  other.content_sha256 = "d";
  EXPECT_EQ(DetailOf(reloader_.Reload(other, request_).status()).reason, "REQUEST_ID_REUSED");
}

TEST_F(PolicyReloadTest, WhoAndWhyAreAskedFor) {
  request_.actor = "";
  EXPECT_EQ(DetailOf(Reload().status()).field, "actor");
  request_ = {.actor = "drift-1"};
  EXPECT_EQ(DetailOf(Reload().status()).field, "reason");
}

TEST_F(PolicyReloadTest, ASignalTakesTheFolderAndIsRecordedAsOne) {
  SetCap(500, 501);
  reloader_.ReloadOnSignal("signal-1");
  EXPECT_EQ(policies_.Get()->sha256(), tree_.Load().set->sha256());
  const AuditEvent audit = store_.ReadAudit(1, 100)->back().event;
  EXPECT_EQ(audit.actor_kind, ActorKind::kWorker);
  EXPECT_EQ(audit.actor, "signal");
  EXPECT_EQ(reloader_.InForce().taken_by, "signal");
}

TEST_F(PolicyReloadTest, WhatIsInForceTellsWhichSetSinceWhenAndTheLastRefusal) {
  clock_.Advance(1'000);
  SetCap(500, 501);
  ASSERT_TRUE(Reload().ok());
  PoliciesInForce in_force = reloader_.InForce();
  EXPECT_EQ(in_force.policy.sha256, policies_.Get()->sha256());
  EXPECT_EQ(in_force.municipality, policy::kTestMunicipality);
  EXPECT_EQ(in_force.since, clock_.Now());
  EXPECT_EQ(in_force.taken_by, "drift-1");
  EXPECT_FALSE(in_force.refused.has_value());
  tree_.Append("schema/facts.yaml", "wrong: 1\n");
  ASSERT_TRUE(Reload("request-2").ok());
  in_force = reloader_.InForce();
  ASSERT_TRUE(in_force.refused.has_value());
  EXPECT_EQ(in_force.refused->actor, "drift-1");
  EXPECT_GT(in_force.refused->problem_count, 0);
  EXPECT_EQ(in_force.taken_by, "drift-1");
}

TEST_F(PolicyReloadTest, ATakenSetLoadsAgainFromWhatWasKept) {
  SetCap(500, 501);
  const std::string taken = Reload()->after.sha256;
  const PolicyLoad load = LoadPolicyContent(store_.FindPolicySet(taken)->content);
  ASSERT_NE(load.set, nullptr);
  EXPECT_EQ(load.set->sha256(), taken);
}

TEST_F(PolicyReloadTest, ReloadsAtOnceFollowOneAnother) {
  SetCap(500, 501);
  std::vector<std::jthread> callers;
  Mutex mutex;
  std::vector<ReloadOutcome> outcomes;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&, i] {
      const StatusOr<PolicyReload> reload = Reload("request-" + std::to_string(i));
      const MutexLock lock(mutex);
      outcomes.push_back(reload.ok() ? reload->outcome : ReloadOutcome::kRefused);
    });
    callers.emplace_back([&] {
      for (int look = 0; look < 100; ++look) EXPECT_NE(reloader_.InForce().policy.sha256, "");
    });
  }
  callers.clear();
  EXPECT_EQ(std::ranges::count(outcomes, ReloadOutcome::kTaken), 1);
  EXPECT_EQ(std::ranges::count(outcomes, ReloadOutcome::kUnchanged), 3);
  EXPECT_EQ(put_in_force_, 1);
}

}  // namespace
}  // namespace dm
