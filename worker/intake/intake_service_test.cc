#include "worker/intake/intake_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_store.h"
#include "worker/core/digest.h"
#include "worker/intake/limits.h"

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

  static NewDocument RentBill() {
    NewDocument added;
    added.document.id = DocumentId::FromTrusted("D1");
    added.document.kind = "hyresavi";
    added.document.received_at = TestNow();
    return added;
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

  const auto record = intake_.AddDocument(Call("request-2"), id, RentBill());

  ASSERT_TRUE(record.ok()) << MessageOf(record.status());
  EXPECT_EQ(record->record.state, CaseState::kRegistered);
  EXPECT_EQ(record->record.due_at, TestNow());
  EXPECT_EQ(record->record.application.documents.size(), 1U);
  EXPECT_EQ(record->record.escalation->state, EscalationState::kWithdrawn);
  EXPECT_EQ(record->record.escalation->handler, "");
  EXPECT_EQ(record->record.escalation->version, 4);
}

TEST_F(IntakeServiceTest, ADocumentLeavesAWaitingCaseWhereItIs) {
  const CaseId id = Put(CaseState::kWaitingSource);
  const auto record = intake_.AddDocument(Call("request-2"), id, RentBill());
  ASSERT_TRUE(record.ok());
  EXPECT_EQ(record->record.state, CaseState::kWaitingSource);
  EXPECT_EQ(record->record.application.documents.size(), 1U);
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
  NewDocument other = RentBill();
  other.document.kind = "lakarintyg";
  EXPECT_EQ(DetailOf(intake_.AddDocument(Call("request-3"), id, other).status()).reason,
            "DOCUMENT_CHANGED");
}

TEST_F(IntakeServiceTest, ADocumentAfterTheDecisionWaitsForTheNextApplication) {
  CaseRecord record = PlainCase(CaseState::kDecided);
  record.decisions = {PlainDecision()};
  const CaseId id = PutCase(store_, record);
  const auto added = intake_.AddDocument(Call("request-2"), id, RentBill());
  ASSERT_TRUE(added.ok()) << MessageOf(added.status());
  EXPECT_TRUE(added->joins_next);
  EXPECT_FALSE(added->joined.has_value());
  EXPECT_EQ(store_.GetCase(id)->version, record.version);
  const auto kept = store_.LateDocuments(record.application.household);
  ASSERT_EQ(kept->size(), 1U);

  Application next = PlainApplication();
  next.id = ApplicationId::FromTrusted("APP-NEXT");
  const auto accepted = intake_.Submit(Call("request-4"), next, {});
  ASSERT_TRUE(accepted.ok()) << MessageOf(accepted.status());
  const CaseRecord joined = *store_.GetCase(accepted->case_id);
  EXPECT_EQ(joined.application.documents.back().id, RentBill().document.id);
  EXPECT_EQ(joined.contact.documents.at(0).late_from, id);
  const auto repeated = intake_.AddDocument(Call("request-2"), id, RentBill());
  ASSERT_TRUE(repeated.ok());
  EXPECT_TRUE(repeated->joins_next);
  EXPECT_EQ(repeated->joined, accepted->case_id);
}

TEST_F(IntakeServiceTest, ALateDocumentJoinsTheLaterCaseThatIsThereAlready) {
  CaseRecord record = PlainCase(CaseState::kDecided);
  record.decisions = {PlainDecision()};
  const CaseId id = PutCase(store_, record);
  Application next = PlainApplication();
  next.id = ApplicationId::FromTrusted("APP-NEXT");
  next.month = next.month.PlusMonths(1);
  const CaseId later = intake_.Submit(Call("request-1"), next, {})->case_id;
  const auto added = intake_.AddDocument(Call("request-2"), id, RentBill());
  ASSERT_TRUE(added.ok()) << MessageOf(added.status());
  EXPECT_EQ(added->joined, later);
  EXPECT_EQ(store_.GetCase(later)->contact.documents.at(0).late_from, id);
  ASSERT_TRUE(intake_.AddDocument(Call("request-3"), id, RentBill()).ok());
  EXPECT_EQ(store_.GetCase(later)->application.documents.size(), 1U);
}

// It would be told that it joined, and be nowhere.
TEST_F(IntakeServiceTest, RefusesALateDocumentUnderAnIdOfAnotherInTheLaterCase) {
  CaseRecord record = PlainCase(CaseState::kDecided);
  record.decisions = {PlainDecision()};
  const CaseId id = PutCase(store_, record);
  Application next = PlainApplication();
  next.id = ApplicationId::FromTrusted("APP-NEXT");
  next.month = next.month.PlusMonths(1);
  next.documents = {RentBill().document};
  next.documents[0].kind = "lakarintyg";
  ASSERT_TRUE(intake_.Submit(Call("request-1"), next, {}).ok());
  const auto added = intake_.AddDocument(Call("request-2"), id, RentBill());
  EXPECT_EQ(DetailOf(added.status()).reason, "DOCUMENT_CHANGED");
}

TEST_F(IntakeServiceTest, LateDocumentsAreCountedAsOthers) {
  CaseRecord record = PlainCase(CaseState::kDecided);
  record.decisions = {PlainDecision()};
  const CaseId id = PutCase(store_, record);
  const auto add = [&](std::size_t number) {
    NewDocument document = RentBill();
    document.document.id = DocumentId::FromTrusted("L" + std::to_string(number));
    return intake_.AddDocument(Call("request-late-" + std::to_string(number)), id, document)
        .status();
  };
  for (std::size_t i = 0; i < kDocumentsMax; ++i) ASSERT_TRUE(add(i).ok()) << i;
  EXPECT_EQ(DetailOf(add(kDocumentsMax)).reason, "TOO_MANY_ITEMS") << "of those that wait";
  Application next = PlainApplication();
  next.id = ApplicationId::FromTrusted("APP-NEXT");
  next.month = next.month.PlusMonths(1);
  const CaseId later = intake_.Submit(Call("request-1"), next, {})->case_id;
  EXPECT_EQ(store_.GetCase(later)->application.documents.size(), kDocumentsMax);
  EXPECT_EQ(DetailOf(add(kDocumentsMax + 1)).reason, "TOO_MANY_ITEMS") << "of the later case";
}

// The id stands where nothing is encrypted or erased.
TEST_F(IntakeServiceTest, RefusesADocumentIdThatHoldsANumberOfThePersons) {
  const CaseId id = Put(CaseState::kEscalated);
  NewDocument bill = RentBill();
  bill.document.id = DocumentId::FromTrusted(std::string("hyra-") + testing::kAdult);
  const Status status = intake_.AddDocument(Call("request-2"), id, bill).status();
  EXPECT_EQ(DetailOf(status).reason, "FIELD_INVALID");
  EXPECT_EQ(DetailOf(status).field, "document.id");
  EXPECT_EQ(MessageOf(status).find(testing::kAdult), std::string::npos);
}

// The one is kept with what was asked, the other stands in the audit chain.
TEST_F(IntakeServiceTest, RefusesARequestIdOrKindThatHoldsANumberOfThePersons) {
  const std::string number = testing::kAdult;
  const Status submitted =
      intake_.Submit(Call("submit-" + number + "-12"), PlainApplication(), {}).status();
  EXPECT_EQ(DetailOf(submitted).field, "request_id");
  const CaseId id = Put(CaseState::kEscalated);
  const Status added = intake_.AddDocument(Call("document-" + number), id, RentBill()).status();
  EXPECT_EQ(DetailOf(added).field, "request_id");
  NewDocument named = RentBill();
  named.document.kind = "hyra." + number;
  const Status kind = intake_.AddDocument(Call("request-2"), id, named).status();
  EXPECT_EQ(DetailOf(kind).field, "document.kind");
  for (const Status& status : {submitted, added, kind}) {
    EXPECT_EQ(DetailOf(status).reason, "FIELD_INVALID");
    EXPECT_EQ(MessageOf(status).find(number), std::string::npos);
  }
}

TEST_F(IntakeServiceTest, ACaseWaitsUntilEverythingThatWasAskedForHasComeIn) {
  CaseRecord record = PlainCase(CaseState::kAwaitingCompletion);
  CompletionRound round;
  round.number = 1;
  round.due = SwedishDate(TestNow()).PlusDays(5);
  for (const char* code : {"proof.boende", "certificate"}) {
    RequestedItem item;
    item.item.code = code;
    round.items.push_back(item);
  }
  record.contact.completions = {round};
  const CaseId id = PutCase(store_, record);
  NewDocument bill = RentBill();
  bill.answers = {"proof.boende"};
  const auto first = intake_.AddDocument(Call("request-2"), id, bill);
  ASSERT_TRUE(first.ok()) << MessageOf(first.status());
  EXPECT_EQ(first->record.state, CaseState::kAwaitingCompletion);
  EXPECT_EQ(first->record.contact.completions[0].items[0].answered_by, bill.document.id);
  NewDocument blurred = RentBill();
  blurred.document.id = DocumentId::FromTrusted("D-8");
  blurred.document.readable = false;
  blurred.answers = {"certificate"};
  NewDocument certificate = blurred;
  certificate.document.id = DocumentId::FromTrusted("D-9");
  certificate.document.readable = true;
  const auto second = intake_.AddDocument(Call("request-3"), id, certificate);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->record.state, CaseState::kRegistered);
  EXPECT_EQ(second->record.contact.completions[0].state, CompletionState::kAnswered);
}

TEST_F(IntakeServiceTest, ACaseworkerWhoHoldsTheCaseIsRemembered) {
  CaseRecord record = *store_.GetCase(Put(CaseState::kEscalated));
  ASSERT_TRUE(record.escalation.has_value());
  record.escalation->state = EscalationState::kClaimed;
  record.escalation->handler = "handler-7";
  record.escalation->claimed_until = TestNow().PlusMs(60'000);
  const CaseId id = record.id;
  store_.Overwrite(record);
  const auto added = intake_.AddDocument(Call("request-2"), id, RentBill());
  ASSERT_TRUE(added.ok());
  EXPECT_EQ(added->record.contact.return_to, "handler-7");
}

TEST_F(IntakeServiceTest, RefusesAFileThatIsNotWhatItSays) {
  const CaseId id = Put(CaseState::kEscalated);
  NewDocument document = RentBill();
  document.file.media_type = "application/pdf";
  document.head = "MZ\x90";
  const Status status = intake_.AddDocument(Call("request-2"), id, document).status();
  EXPECT_EQ(DetailOf(status).reason, "DOCUMENT_NOT_WHAT_IT_SAYS");
  EXPECT_EQ(DetailOf(status).field, "head");
  EXPECT_TRUE(store_.GetCase(id)->application.documents.empty());
}

TEST_F(IntakeServiceTest, RefusesADocumentWithoutKindOrForNoCase) {
  const CaseId id = Put(CaseState::kEscalated);
  NewDocument document = RentBill();
  document.document.kind = "";
  EXPECT_EQ(DetailOf(intake_.AddDocument(Call("request-2"), id, document).status()).field,
            "document.kind");
  EXPECT_EQ(intake_.AddDocument(Call("request-3"), CaseId::FromTrusted("none"), RentBill())
                .status()
                .code(),
            StatusCode::kNotFound);
}

TEST_F(IntakeServiceTest, WhoMayNotSeeTheCaseIsToldNothingOfItByADocument) {
  CaseRecord record = PlainCase(CaseState::kDecided);
  record.application.persons[0].protected_identity = Answer::kYes;
  const CaseId id = PutCase(store_, record);
  for (int i = 0; i < 2; ++i) {
    const auto added = intake_.AddDocument(Call("request-1"), id, RentBill());
    ASSERT_TRUE(added.ok()) << MessageOf(added.status());
    EXPECT_TRUE(added->record.id.empty());
    EXPECT_FALSE(added->joins_next);
    EXPECT_FALSE(added->joined.has_value());
  }
  EXPECT_EQ(store_.LateDocuments(record.application.household)->size(), 1U);
}

}  // namespace
}  // namespace dm::intake
