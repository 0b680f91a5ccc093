#include "worker/contact/applicant_status.h"

#include "tests/support/contact_fixture.h"

namespace dm::contact {
namespace {

using testing::Call;
using testing::Day;

class ApplicantStatusTest : public ContactFixture {
 protected:
  const PersonKey p1_ = PersonKey::FromTrusted("p1");

  ApplicantStatus Status(const CaseRecord& record, const PersonKey& person) {
    const auto status = service_.GetApplicantStatus(Call(""), record.id, person, true);
    EXPECT_TRUE(status.ok()) << MessageOf(status.status());
    return status.ok() ? *status : ApplicantStatus();
  }
};

TEST_F(ApplicantStatusTest, EachStateHasItsStage) {
  const std::vector<std::pair<CaseState, ApplicantStage>> stages = {
      {CaseState::kReceived, ApplicantStage::kReceived},
      {CaseState::kRegistered, ApplicantStage::kChecking},
      {CaseState::kWaitingSource, ApplicantStage::kChecking},
      {CaseState::kFetched, ApplicantStage::kChecking},
      {CaseState::kEvaluated, ApplicantStage::kChecking},
      {CaseState::kProposed, ApplicantStage::kWithHandler},
      {CaseState::kEscalated, ApplicantStage::kWithHandler},
      {CaseState::kAwaitingCompletion, ApplicantStage::kNeedsInput},
      {CaseState::kWrittenOff, ApplicantStage::kClosed}};
  for (const auto& [state, stage] : stages)
    EXPECT_EQ(StageOf(testing::PlainCase(state), {}, Day("2026-11-12")), stage)
        << CaseStateCode(state);
}

// 10 000 kr were paid, and a correction grants 9 000: nothing more is on its way.
TEST_F(ApplicantStatusTest, ACorrectionTellsOfWhatItPays) {
  CaseRecord record = testing::PlainCase(CaseState::kDecided);
  Decision first = testing::PlainDecision();
  first.version = 1;
  first.granted = Money::FromKronor(10'000);
  Decision second = first;
  second.version = 2;
  second.corrects = 1;
  second.granted = Money::FromKronor(9'000);
  record.decisions = {first, second};
  StoredEffect order;
  order.effect.kind = EffectKind::kPaymentOrder;
  order.effect.decision_version = 1;
  order.effect.payment_order =
      PaymentOrder{first.granted, Day("2026-11-27"), record.application.month, 1};
  order.state = EffectState::kDelivered;
  EXPECT_EQ(StageOf(record, {order}, Day("2026-12-01")), ApplicantStage::kPaid);
  EXPECT_EQ(StageOf(record, {order}, Day("2026-11-20")), ApplicantStage::kDecided);
  EXPECT_EQ(StageOf(record, {}, Day("2026-12-01")), ApplicantStage::kDecided);
  record.decisions.back().granted = Money();
  EXPECT_EQ(StageOf(record, {order}, Day("2026-12-01")), ApplicantStage::kDecided);
}

TEST_F(ApplicantStatusTest, TellsWhatIsAskedForAndHowToReachAPerson) {
  const CaseRecord record = Put(CaseState::kEscalated);
  ASSERT_TRUE(service_.RequestCompletion(Call("request-1"), Asking(record)).ok());
  const ApplicantStatus status = Status(record, p1_);
  EXPECT_EQ(status.stage, ApplicantStage::kNeedsInput);
  EXPECT_EQ(status.last_day, Day("2026-11-19"));
  ASSERT_EQ(status.items.size(), 1U);
  EXPECT_EQ(status.items[0].text, "Hyresavi");
  EXPECT_EQ(status.items[0].why, "Hyran har ändrats sedan förra månaden.");
  EXPECT_NE(status.person.find("010-000 00 00"), std::string::npos);
  EXPECT_NE(status.html.find("Hyresavi"), std::string::npos);
  EXPECT_EQ(store_.Actions().back(), "applicant_status_read");
}

TEST_F(ApplicantStatusTest, AnAdultSeesOwnMessagesAndTheCaseworkers) {
  CaseRecord record = Put(CaseState::kEscalated);
  record.application.persons.push_back(
      testing::Adult("p2", testing::kOtherAdult, PersonRole::kCoApplicant));
  store_.Overwrite(record);
  ASSERT_TRUE(service_.ReceiveMessage(Call("request-1"), Inbound(record.id, "Bara mitt")).ok());
  ASSERT_TRUE(service_
                  .SendMessage(Call("request-2"),
                               {.case_id = record.id, .handler = "handler-1", .text = "Till er"})
                  .ok());
  EXPECT_EQ(Status(record, p1_).messages.size(), 2U);
  const ApplicantStatus other = Status(record, PersonKey::FromTrusted("p2"));
  ASSERT_EQ(other.messages.size(), 1U);
  EXPECT_EQ(other.messages[0].text, "Till er");
  EXPECT_EQ(other.html.find("Bara mitt"), std::string::npos);
}

TEST_F(ApplicantStatusTest, OnlyAnAdultOfTheCaseMayAsk) {
  CaseRecord record = Put(CaseState::kEscalated);
  record.application.persons.push_back(testing::Child("c1", testing::kChild));
  store_.Overwrite(record);
  for (const char* key : {"c1", "p9"})
    EXPECT_EQ(DetailOfAnswer(service_.GetApplicantStatus(
                                 Call(""), record.id, PersonKey::FromTrusted(key), false))
                  .reason,
              "PERSON_UNKNOWN");
}

TEST_F(ApplicantStatusTest, WithoutAWayToReachAPersonNothingIsShown) {
  const CaseRecord record = Put(CaseState::kEscalated);
  policy_->SetText("municipality.contact", "municipality.contact");
  const auto status = service_.GetApplicantStatus(Call(""), record.id, p1_, false);
  EXPECT_EQ(DetailOfAnswer(status).reason, "TEXT_MISSING");
  EXPECT_EQ(DetailOfAnswer(status).field, "municipality.contact");
}

TEST_F(ApplicantStatusTest, ListsTheHouseholdsCases) {
  const CaseRecord record = Put(CaseState::kEscalated);
  const auto cases = service_.ListApplicantCases(Call(""), record.application.household, {});
  ASSERT_TRUE(cases.ok());
  ASSERT_EQ(cases->items.size(), 1U);
  EXPECT_EQ(cases->items[0].title, "Hos en handläggare");
  CallContext call = Call("");
  call.cleared = false;
  CaseRecord hidden = record;
  hidden.application.persons[0].protected_identity = Answer::kYes;
  store_.Overwrite(hidden);
  EXPECT_TRUE(service_.ListApplicantCases(call, record.application.household, {})->items.empty());
  hidden.application.id = ApplicationId::FromTrusted("APP-another");
  testing::PutCase(store_, hidden);
  const auto first =
      service_.ListApplicantCases(call, record.application.household, {.limit = 1, .after = ""});
  EXPECT_TRUE(first->items.empty());
  EXPECT_EQ(first->next, "") << "nothing tells that there is something";
}

}  // namespace
}  // namespace dm::contact
