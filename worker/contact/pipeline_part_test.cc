#include "worker/contact/pipeline_part.h"

#include "tests/support/contact_fixture.h"

namespace dm::contact {
namespace {

using testing::Day;
using testing::PlainCase;
using testing::TestNow;

CaseRecord Waiting() {
  CaseRecord record = PlainCase(CaseState::kAwaitingCompletion);
  CompletionRound round;
  round.number = 1;
  round.asked_at = TestNow();
  round.due = Day("2026-11-19");
  round.remind_on = Day("2026-11-17");
  round.items.emplace_back();
  record.contact.completions = {round};
  return record;
}

Instant On(const char* day) {
  return StartOfSwedishDay(Day(day)).PlusMs(std::int64_t{9} * 3'600'000);
}

TEST(WaitingForTheHousehold, RemindsOnceAndThenLapsesToAPerson) {
  CaseRecord record = Waiting();
  WaitingStep step = StepOfWaiting(record, On("2026-11-16"));
  EXPECT_EQ(step.what, Waiting::kWait);
  EXPECT_EQ(step.change.due_at, StartOfSwedishDay(Day("2026-11-17")));

  step = StepOfWaiting(record, On("2026-11-17"));
  EXPECT_EQ(step.what, Waiting::kRemind);
  EXPECT_EQ(step.change.to, CaseState::kAwaitingCompletion);
  EXPECT_EQ(step.change.due_at, StartOfSwedishDay(Day("2026-11-20")));
  record.contact = *step.change.contact;

  step = StepOfWaiting(record, On("2026-11-19"));
  EXPECT_EQ(step.what, Waiting::kWait);

  step = StepOfWaiting(record, On("2026-11-20"));
  EXPECT_EQ(step.what, Waiting::kLapse);
  EXPECT_EQ(step.change.to, CaseState::kRegistered);
  EXPECT_EQ(step.change.contact->completions[0].state, CompletionState::kLapsed);
  const std::vector<Reason> reasons = HoldReasons(*step.change.contact);
  ASSERT_EQ(reasons.size(), 1U);
  EXPECT_EQ(reasons[0].code, "COMPLETION.LAPSED");
}

TEST(WaitingForTheHousehold, AReminderThatCameTooLateIsLeftOut) {
  const WaitingStep step = StepOfWaiting(Waiting(), On("2026-11-21"));
  EXPECT_EQ(step.what, Waiting::kLapse);
}

TEST(WaitingForTheHousehold, ARequestOfAnEarlierProgramLapsesAsItDid) {
  CaseRecord record = Waiting();
  record.contact = {};
  const WaitingStep step = StepOfWaiting(record, On("2026-11-16"));
  EXPECT_EQ(step.what, Waiting::kLapse);
  EXPECT_TRUE(HoldReasons(*step.change.contact).empty());
}

TEST(WaitingForTheHousehold, TooFewDaysGiveNoReminder) {
  const testing::FakePolicy policy;
  EXPECT_EQ(*ReminderDay(Day("2026-11-12"), Day("2026-11-19"), policy), Day("2026-11-17"));
  EXPECT_EQ(*ReminderDay(Day("2026-11-12"), Day("2026-11-14"), policy), std::nullopt);
}

TEST(HoldReasons, APersonsRequestComesBackToAPerson) {
  Contact contact = Waiting().contact;
  contact.completions[0].state = CompletionState::kAnswered;
  EXPECT_TRUE(HoldReasons(contact).empty());  // the worker's own
  contact.completions[0].asked_by = "handler-1";
  EXPECT_EQ(HoldReasons(contact).at(0).code, "COMPLETION.ANSWERED");
  Contact late;
  late.documents.emplace_back();
  EXPECT_TRUE(HoldReasons(late).empty());
  late.documents[0].late_from = CaseId::FromTrusted("EKB-202611-000001");
  EXPECT_EQ(HoldReasons(late).at(0).code, "DOCUMENT.EARLIER_MONTH");
}

TEST(WithContact, TheAssessmentSeesWhatWasSaidSince) {
  const Application plain = testing::PlainApplication();
  EXPECT_FALSE(WithContact(plain, {}, 0).wants_person);
  Contact contact;
  contact.wish.emplace();
  contact.withdrawal.emplace();
  const Application seen = WithContact(plain, contact, 1);
  EXPECT_TRUE(seen.wants_person);
  EXPECT_TRUE(seen.withdrawal.has_value());
  EXPECT_EQ(seen.circumstances.unread_message, Answer::kYes);
  EXPECT_TRUE(MustNotWait(contact));
  EXPECT_FALSE(MustNotWait({}));
}

TEST(ReturnToHandler, GivesTheCaseBackButNotPastItsAccessClass) {
  CaseRecord record = PlainCase(CaseState::kEvaluated);
  record.contact.return_to = "handler-1";
  CaseChange change;
  change.escalation = Escalation();
  ASSERT_TRUE(ReturnToHandler(record, {}, testing::FakePolicy(), TestNow(), &change).ok());
  EXPECT_EQ(change.escalation->state, EscalationState::kClaimed);
  EXPECT_EQ(change.escalation->assigned_to, "");
  EXPECT_EQ(change.escalation->handler, "handler-1");
  EXPECT_EQ(change.escalation->claimed_until, TestNow().PlusMs(3'600'000));
  EXPECT_EQ(change.contact->return_to, "");

  change.escalation = Escalation();
  change.escalation->routing.access = AccessClass::kRestricted;
  ASSERT_TRUE(ReturnToHandler(record, {}, testing::FakePolicy(), TestNow(), &change).ok());
  EXPECT_EQ(change.escalation->state, EscalationState::kOpen);
}

TEST(ReturnToHandler, GivesNothingToWhoIsAwayOrMayNotTakeIt) {
  CaseRecord record = PlainCase(CaseState::kEvaluated);
  record.contact.return_to = "handler-1";
  const Date today = SwedishDate(TestNow());
  const auto returned = [&](const StaffMember& member) {
    CaseChange change;
    change.escalation = Escalation();
    change.escalation->routing.queue = "Q-20";
    auto list = std::make_shared<const StaffDirectory>(StaffDirectory({member}));
    EXPECT_TRUE(ReturnToHandler(
                    record, [&] { return list; }, testing::FakePolicy(), TestNow(), &change)
                    .ok());
    EXPECT_EQ(change.contact->return_to, "");
    EXPECT_EQ(change.escalation->handler, change.escalation->assigned_to);
    return change.escalation->assigned_to;
  };
  StaffMember member;
  member.user_id = "handler-1";
  member.roles = {StaffRole::kEkonomihandlaggare};
  member.queues = {"Q-20"};
  // A lapse is noticed at midnight: when the claim has lapsed the case is theirs still.
  EXPECT_EQ(returned(member), "handler-1");
  StaffMember away = member;
  away.absences = {{today, today}};
  EXPECT_EQ(returned(away), "");
  StaffMember left = member;
  left.in_service = {std::nullopt, today.PlusDays(-1)};
  EXPECT_EQ(returned(left), "");
  StaffMember other = member;
  other.queues = {"Q-02"};
  EXPECT_EQ(returned(other), "");
  StaffMember stranger = member;
  stranger.user_id = "handler-2";
  EXPECT_EQ(returned(stranger), "");
}

}  // namespace
}  // namespace dm::contact
