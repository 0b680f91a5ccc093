#include "worker/intake/intake_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_store.h"
#include "worker/core/digest.h"

namespace dm::intake {
namespace {

using dm::testing::Call;
using dm::testing::FakeClock;
using dm::testing::FakeStore;
using dm::testing::PlainApplication;
using dm::testing::PlainCase;
using dm::testing::PlainDecision;
using dm::testing::TestNow;

class IntakeServiceTest : public ::testing::Test {
 protected:
  CaseId Put(CaseState state) {
    CaseRecord record = PlainCase(state);
    if (IsPersonsTurn(state)) {
      Escalation escalation;
      escalation.id = EscalationId::FromTrusted("EKB-202612-000001.1");
      escalation.case_id = record.id;
      escalation.state = EscalationState::kClaimed;
      escalation.handler = "handlaggare-1";
      escalation.version = 3;
      record.escalation = escalation;
    }
    return PutCase(store_, std::move(record));
  }

  static Document RentBill() {
    Document document;
    document.id = DocumentId::FromTrusted("D1");
    document.kind = "hyresavi";
    document.received_at = TestNow();
    return document;
  }

  FakeClock clock_{TestNow()};
  FakeStore store_;
  IntakeService intake_{store_, clock_};
};

TEST_F(IntakeServiceTest, AcceptsOnceAndAnswersARepeatAsTheFirstTime) {
  const StatusOr<Accepted> first = intake_.Submit(Call("request-1"), PlainApplication(), {});
  const StatusOr<Accepted> again = intake_.Submit(Call("request-1"), PlainApplication(), {});

  ASSERT_TRUE(first.ok()) << MessageOf(first.status());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(first->case_id, again->case_id);
  EXPECT_FALSE(first->repeated);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(store_.ListCases({}, {})->items.size(), 1U);
}

TEST_F(IntakeServiceTest, RefusesAnotherContentUnderTheSameIds) {
  ASSERT_TRUE(intake_.Submit(Call("request-1"), PlainApplication(), {}).ok());
  CallContext changed = Call("request-1");
  changed.content_sha256 = Sha256Hex("other");
  const Status same_request = intake_.Submit(changed, PlainApplication(), {}).status();
  changed.request_id = "request-2";
  const Status same_application = intake_.Submit(changed, PlainApplication(), {}).status();
  EXPECT_EQ(DetailOf(same_request).reason, "REQUEST_ID_REUSED");
  EXPECT_EQ(DetailOf(same_application).reason, "APPLICATION_CHANGED");
}

TEST_F(IntakeServiceTest, StoresNothingOfARefusedApplication) {
  Application application = PlainApplication();
  application.costs[0].applied = Money::FromOre(-1);
  EXPECT_EQ(intake_.Submit(Call("request-1"), application, {}).status().code(),
            StatusCode::kInvalidArgument);
  EXPECT_TRUE(store_.ListCases({}, {})->items.empty());
  EXPECT_TRUE(store_.Actions().empty());
}

TEST_F(IntakeServiceTest, PassesOnThatTheStoreFailed) {
  store_.FailNext(Unavailable("disk"));
  EXPECT_EQ(intake_.Submit(Call("request-1"), PlainApplication(), {}).status().code(),
            StatusCode::kUnavailable);
}

TEST_F(IntakeServiceTest, ADocumentTakesAnEscalatedCaseBackToTheRegisters) {
  const CaseId id = Put(CaseState::kEscalated);

  const StatusOr<CaseRecord> record = intake_.AddDocument(Call("request-2"), id, RentBill());

  ASSERT_TRUE(record.ok()) << MessageOf(record.status());
  EXPECT_EQ(record->state, CaseState::kRegistered);
  EXPECT_EQ(record->due_at, TestNow());
  EXPECT_EQ(record->application.documents.size(), 1U);
  EXPECT_EQ(record->escalation->state, EscalationState::kWithdrawn);
  EXPECT_EQ(record->escalation->handler, "");
  EXPECT_EQ(record->escalation->version, 4);
}

TEST_F(IntakeServiceTest, ADocumentLeavesAWaitingCaseWhereItIs) {
  const CaseId id = Put(CaseState::kWaitingSource);
  const StatusOr<CaseRecord> record = intake_.AddDocument(Call("request-2"), id, RentBill());
  ASSERT_TRUE(record.ok());
  EXPECT_EQ(record->state, CaseState::kWaitingSource);
  EXPECT_EQ(record->application.documents.size(), 1U);
}

TEST_F(IntakeServiceTest, ADocumentTakesTheCaseFromTheWorkerThatHoldsIt) {
  const CaseId id = intake_.Submit(Call("request-1"), PlainApplication(), {})->case_id;
  const auto claim = store_.ClaimNext("worker-1", TestNow(), 60'000);
  ASSERT_TRUE(claim.ok() && claim->has_value());
  ASSERT_TRUE(intake_.AddDocument(Call("request-2"), id, RentBill()).ok());

  CaseChange late;
  late.case_id = id;
  late.claim = **claim;
  late.to = CaseState::kRegistered;
  EXPECT_EQ(DetailOf(store_.Apply(late, TestNow()).status()).reason, "LEASE_LOST");
}

TEST_F(IntakeServiceTest, ARepeatedDocumentChangesNothing) {
  const CaseId id = Put(CaseState::kEscalated);
  ASSERT_TRUE(intake_.AddDocument(Call("request-2"), id, RentBill()).ok());
  const std::int64_t version = store_.GetCase(id)->version;
  ASSERT_TRUE(intake_.AddDocument(Call("request-2"), id, RentBill()).ok());
  ASSERT_TRUE(intake_.AddDocument(Call("request-3"), id, RentBill()).ok());
  EXPECT_EQ(store_.GetCase(id)->version, version);
}

TEST_F(IntakeServiceTest, RefusesAnotherDocumentUnderAKnownId) {
  const CaseId id = Put(CaseState::kEscalated);
  ASSERT_TRUE(intake_.AddDocument(Call("request-2"), id, RentBill()).ok());
  Document other = RentBill();
  other.kind = "lakarintyg";
  EXPECT_EQ(DetailOf(intake_.AddDocument(Call("request-3"), id, other).status()).reason,
            "DOCUMENT_CHANGED");
}

TEST_F(IntakeServiceTest, RefusesADocumentAfterThePaymentOrder) {
  CaseRecord record = PlainCase(CaseState::kDecided);
  record.decisions = {PlainDecision()};
  const CaseId id = PutCase(store_, record);
  const Status status = intake_.AddDocument(Call("request-2"), id, RentBill()).status();
  EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(DetailOf(status).reason, "PAYMENT_ORDERED");
}

TEST_F(IntakeServiceTest, RefusesADocumentAfterARefusal) {
  CaseRecord record = PlainCase(CaseState::kDecided);
  record.decisions = {PlainDecision()};
  record.decisions[0].outcome = Outcome::kAvslag;
  record.decisions[0].granted = Money();
  const CaseId id = PutCase(store_, record);
  EXPECT_EQ(DetailOf(intake_.AddDocument(Call("request-2"), id, RentBill()).status()).reason,
            "CASE_DECIDED");
}

TEST_F(IntakeServiceTest, RefusesADocumentWithoutKindOrForNoCase) {
  const CaseId id = Put(CaseState::kEscalated);
  Document document = RentBill();
  document.kind = "";
  EXPECT_EQ(DetailOf(intake_.AddDocument(Call("request-2"), id, document).status()).field,
            "document.kind");
  EXPECT_EQ(intake_.AddDocument(Call("request-3"), CaseId::FromTrusted("none"), RentBill())
                .status()
                .code(),
            StatusCode::kNotFound);
}

}  // namespace
}  // namespace dm::intake
