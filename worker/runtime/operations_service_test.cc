#include "worker/runtime/operations_service.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_store.h"
#include "tests/support/one_by_one_source.h"
#include "worker/decision/decide.h"
#include "worker/effects/make_effects.h"
#include "worker/escalation/escalation_service.h"
#include "worker/policy/policy_loader.h"

namespace dm {
namespace {

using testing::Call;
using testing::FakeClock;
using testing::FakeStore;
using testing::TestNow;

// Stands for a register that the worker would ask; asking it is a failure here.
class NeverAsked final : public testing::OneByOneSource {
 public:
  std::vector<Source> sources() const override {
    return {Source::kAf, Source::kCsn, Source::kFk, Source::kPm, Source::kSkv, Source::kSo};
  }

  EvidenceAnswers AskOne(const EvidenceQuestion&, Instant) override {
    ADD_FAILURE() << "a preview asks nothing";
    return Internal("asked");
  }
};

class OperationsServiceTest : public ::testing::Test {
 protected:
  static std::shared_ptr<const PolicySet> Load() {
    const PolicyLoad load = LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun");
    for (const PolicyError& error : load.errors) ADD_FAILURE() << error.ToString();
    return load.set;
  }

  StatusOr<TypfallStatus> Set(const std::string& typfall,
                              Mode mode,
                              const std::string& reason,
                              const std::string& delegation,
                              const std::string& request = "request-1") {
    return operations_.SetMode(Call(request), typfall, mode, "HL000001", reason, delegation);
  }

  std::string Delegation() const {
    for (const auto& row : policies_.Get()->delegations()) {
      if (row.typfall == "TF-02") return row.reference;
    }
    return "";
  }

  FakeClock clock_{TestNow()};
  FakeStore store_;
  PolicyHolder policies_{Load()};
  escalation::EscalationService escalations_{store_,
                                             clock_,
                                             {.policy = [this] { return policies_.Get(); },
                                              .pay_day = PayDateFor,
                                              .effects_of = effects::EffectsOfDecision}};
  NeverAsked registers_;
  int woken_ = 0;
  OperationsService operations_{
      store_,
      clock_,
      policies_,
      escalations_,
      {.connectors = [this] { return std::vector<EvidenceSource*>{&registers_}; },
       .certificates =
           [] {
             CertificateStatus one;
             one.name = "ssbtek.tls";
             one.days_left = 12;
             return std::vector<CertificateStatus>{one};
           },
       .wake = [this] { ++woken_; }}};
};

TEST_F(OperationsServiceTest, ShowsTheRegistersAndTheCertificates) {
  const auto status = operations_.GetStatus(Call("request-1"));
  ASSERT_TRUE(status.ok());
  EXPECT_EQ(status->sources.size(), registers_.sources().size());
  ASSERT_EQ(status->certificates.size(), 1U);
  EXPECT_EQ(status->certificates[0].days_left, 12);
}

TEST_F(OperationsServiceTest, APreviewShowsWhatIsAskedAndWhatIsKnownAndIsRecorded) {
  CaseRecord record = testing::PlainCase(CaseState::kRegistered);
  const CaseId id = testing::PutCase(store_, record);
  const auto all = operations_.PreviewQuestion(Call(""), id);
  ASSERT_TRUE(all.ok()) << MessageOf(all.status());
  ASSERT_EQ(all->size(), 1U);
  ASSERT_FALSE(all->front().asked.empty());
  EXPECT_EQ(all->front().messages.size(), 1U);
  const auto audit = store_.ReadAudit(1, 100);
  EXPECT_EQ(audit->back().event.action, "question_previewed");
  EXPECT_EQ(audit->back().event.subject, id.value());

  // What is known is not asked again.
  SourceAnswer answer;
  answer.source = all->front().asked.front().source;
  answer.state = AnswerState::kConfirmedEmpty;
  answer.fetched_at = clock_.Now();
  answer.asked = all->front().asked.front().period;
  record.application.id = ApplicationId::FromTrusted("APP-known");
  record.application.household = HouseholdId::FromTrusted("H-known");
  record.evidence.persons = {{.person = all->front().person, .answers = {answer}}};
  record.state = CaseState::kWaitingSource;
  const auto rest =
      operations_.PreviewQuestion(Call(""), testing::PutCase(store_, std::move(record)));
  ASSERT_TRUE(rest.ok()) << MessageOf(rest.status());
  EXPECT_EQ(rest->front().asked.size() + 1, all->front().asked.size());
  const auto settled =
      std::ranges::find(rest->front().settled, answer.source, &SettledSource::source);
  ASSERT_NE(settled, rest->front().settled.end());
  EXPECT_EQ(settled->state, AnswerState::kConfirmedEmpty);
}

TEST_F(OperationsServiceTest, ThereIsNoPreviewOfACaseThatIsNotAskedFor) {
  const CaseId id = testing::PutCase(store_, testing::PlainCase(CaseState::kEscalated));
  EXPECT_EQ(DetailOf(operations_.PreviewQuestion(Call(""), id).status()).reason, "CASE_NOT_OPEN");
  const CaseId none = CaseId::FromTrusted("EKB-202612-999999");
  EXPECT_EQ(DetailOf(operations_.PreviewQuestion(Call(""), none).status()).reason,
            "CASE_NOT_FOUND");
}

TEST_F(OperationsServiceTest, ARetryWakesTheWorkerAndNamesAnActor) {
  const CaseId id = testing::PutCase(store_, testing::PlainCase(CaseState::kWaitingSource));
  EXPECT_EQ(DetailOf(operations_.RetryNow(Call("request-1"), id, "").status()).field, "actor");
  EXPECT_EQ(woken_, 0);
  ASSERT_TRUE(operations_.RetryNow(Call("request-1"), id, "HL000001").ok());
  EXPECT_EQ(woken_, 1);
}

TEST_F(OperationsServiceTest, ShowsThePolicysModesUntilSomeoneSetsOthers) {
  const auto status = operations_.GetStatus(Call("request-1"));
  ASSERT_TRUE(status.ok());
  EXPECT_TRUE(status->deciding);
  for (const TypfallStatus& one : status->typfall)
    EXPECT_EQ(one.mode, one.policy_mode) << one.typfall;
}

TEST_F(OperationsServiceTest, AnyoneMayLowerAMode) {
  const auto status = Set("TF-02", Mode::kShadow, "", "");
  ASSERT_TRUE(status.ok());
  EXPECT_EQ(status->mode, Mode::kShadow);
}

TEST_F(OperationsServiceTest, RaisingNeedsAReason) {
  ASSERT_TRUE(Set("TF-02", Mode::kOff, "", "").ok());
  const auto status = Set("TF-02", Mode::kPropose, "", "", "request-2");
  EXPECT_EQ(DetailOf(status.status()).field, "reason");
}

TEST_F(OperationsServiceTest, DecideNeedsADelegationInForce) {
  ASSERT_TRUE(Set("TF-02", Mode::kOff, "", "").ok());
  EXPECT_EQ(DetailOf(Set("TF-02", Mode::kDecide, "300 clean", "SN 1900 § 1", "request-2").status())
                .reason,
            "DELEGATION_MISSING");
  EXPECT_TRUE(Set("TF-02", Mode::kDecide, "300 clean", Delegation(), "request-3").ok());
}

TEST_F(OperationsServiceTest, RefusesAnUnknownTypfall) {
  EXPECT_EQ(DetailOf(Set("TF-99", Mode::kOff, "", "").status()).reason, "TYPFALL_UNKNOWN");
}

TEST_F(OperationsServiceTest, ARepeatedRequestChangesNothingAgain) {
  ASSERT_TRUE(Set("TF-02", Mode::kShadow, "", "").ok());
  const std::int64_t version = store_.GetControl()->version;
  ASSERT_TRUE(Set("TF-02", Mode::kShadow, "", "").ok());
  EXPECT_EQ(store_.GetControl()->version, version);
}

TEST_F(OperationsServiceTest, APauseIsSeenAndTakenBack) {
  auto status = operations_.SetPause(Call("request-1"), true, "HL000001", "test");
  ASSERT_TRUE(status.ok());
  EXPECT_TRUE(status->paused);
  EXPECT_FALSE(status->deciding);
  EXPECT_EQ(status->not_deciding_reason, "PAUSED");
  status = operations_.SetPause(Call("request-2"), false, "HL000001", "test");
  ASSERT_TRUE(status.ok());
  EXPECT_TRUE(status->deciding);
}

TEST_F(OperationsServiceTest, EachChangeNamesAnActor) {
  EXPECT_EQ(DetailOf(operations_.SetPause(Call("request-1"), true, "", "x").status()).field,
            "actor");
}

TEST_F(OperationsServiceTest, AnyoneOnDutyLowersAndOnlyOperationsRaise) {
  CallContext desk = Call("request-desk-1");
  desk.operations = false;
  const auto lowered = operations_.SetMode(desk, "TF-02", Mode::kOff, "HL000001", "skäl", "");
  ASSERT_TRUE(lowered.ok()) << MessageOf(lowered.status());
  EXPECT_EQ(lowered->mode, Mode::kOff);
  desk.request_id = "request-desk-2";
  const auto refused = operations_.SetMode(desk, "TF-02", Mode::kShadow, "HL000001", "skäl", "");
  EXPECT_EQ(DetailOf(refused.status()).reason, "RAISE_NOT_ALLOWED");
}

TEST_F(OperationsServiceTest, ASwitchIsOffForEveryoneAndOnForOperations) {
  const Switch typfall{.kind = SwitchKind::kTypfall,
                       .name = "TF-02",
                       .actor = "HL000001",
                       .reason = "avvikelse",
                       .set_at = {}};
  CallContext desk = Call("request-off-1");
  desk.operations = false;
  ASSERT_EQ(operations_.SetSwitch(desk, typfall, false)->size(), 1U);
  ASSERT_EQ(operations_.SetSwitch(desk, typfall, false)->size(), 1U);  // a repeat
  desk.request_id = "request-on-1";
  EXPECT_EQ(DetailOf(operations_.SetSwitch(desk, typfall, true).status()).reason,
            "RAISE_NOT_ALLOWED");
  EXPECT_TRUE(operations_.GetStatus(Call("read"))->typfall[1].switched_off);
  EXPECT_TRUE(operations_.SetSwitch(Call("request-on-2"), typfall, true)->empty());
}

TEST_F(OperationsServiceTest, ASwitchHasANameOfThePolicies) {
  Switch one{.kind = SwitchKind::kGate,
             .name = "G-99",
             .actor = "HL000001",
             .reason = "avvikelse",
             .set_at = {}};
  EXPECT_EQ(DetailOf(operations_.SetSwitch(Call("request-1"), one, false).status()).reason,
            "SWITCH_UNKNOWN");
  one.name = "G-07";
  EXPECT_TRUE(operations_.SetSwitch(Call("request-2"), one, false).ok());
  one.kind = SwitchKind::kRow;
  EXPECT_FALSE(operations_.SetSwitch(Call("request-3"), one, false).ok());
  one.name = "cost.boende";
  EXPECT_TRUE(operations_.SetSwitch(Call("request-4"), one, false).ok());
  one.name = "cost.boenede";
  EXPECT_EQ(DetailOf(operations_.SetSwitch(Call("request-5"), one, false).status()).reason,
            "SWITCH_UNKNOWN")
      << "a slip of the pen would stop nothing";
  EXPECT_TRUE(operations_.SetSwitch(Call("request-6"), one, true).ok()) << "on it may always be";
}

TEST_F(OperationsServiceTest, OnlyAnErrorIsReleased) {
  const auto released = operations_.ReleaseDemotion(Call("request-1"), "TF-02", "HL000001", "skäl");
  EXPECT_EQ(DetailOf(released.status()).reason, "NOT_DEMOTED");
}

}  // namespace
}  // namespace dm
