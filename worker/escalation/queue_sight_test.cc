// Whose an item is while somebody is away, and who may know how many there are.
#include <gtest/gtest.h>

#include "tests/support/escalation_fixture.h"
#include "worker/escalation/queue_service.h"

namespace dm::escalation {
namespace {

using dm::testing::Call;
using dm::testing::Day;
using dm::testing::PlainEscalate;

class QueueSightTest : public dm::testing::EscalationFixture {
 protected:
  QueueSightTest() { policy_->Set("load.alarm_cases_per_handler", std::int64_t{50}); }

  static StaffMember Person(const std::string& user_id) {
    StaffMember member;
    member.user_id = user_id;
    member.roles = {StaffRole::kEkonomihandlaggare};
    member.queues = {"Q-05", "Q-20"};
    member.restricted = true;
    return member;
  }

  void PutAssigned(const std::string& number, const std::string& to) {
    const EscalationId id = Put(PlainEscalate(), number);
    CaseRecord record = *store_.GetCase(case_id_);
    record.escalation->assigned_to = to;
    CaseChange change;
    change.case_id = record.id;
    change.expected_version = record.version;
    change.to = record.state;
    change.escalation = record.escalation;
    ASSERT_TRUE(store_.Apply(change, clock_.Now()).ok()) << id.value();
  }

  // "APP-1 APP-2": the cases of what nobody at work has.
  std::string Unassigned() {
    EscalationFilter filter;
    filter.unassigned = true;
    std::string applications;
    const auto listed = with_list_.List(Call(""), filter, {});
    for (const Escalation& one : listed->items)
      applications += " " + store_.GetCase(one.case_id)->application.id.value();
    return applications;
  }

  std::string TakeNext(const std::string& who, const std::string& request) {
    const auto taken = queues_.ClaimNext(Call(request), {who, {}, false});
    EXPECT_TRUE(taken.ok()) << MessageOf(taken.status());
    if (!taken.ok() || !taken->has_value()) return "nothing";
    return store_.GetCase((*taken)->case_id)->application.id.value();
  }

  std::shared_ptr<const StaffDirectory> staff_ = std::make_shared<const StaffDirectory>();
  QueueService queues_{store_,
                       clock_,
                       {[this] { return policy_; },
                        [this] { return staff_; },
                        [](Month, const PolicySet&) { return StatusOr<Date>(Day("2026-11-23")); }}};
  EscalationService with_list_{
      store_,
      clock_,
      {.policy = [this] { return policy_; },
       .pay_day = [](Month, Date, const PolicySet&) { return StatusOr<Date>(Day("2026-11-27")); },
       .effects_of =
           [](const CaseRecord&, const Decision&, const PolicySet&) {
             return StatusOr<std::vector<Effect>>(std::vector<Effect>());
           },
       .staff = [this] { return staff_; },
       .must_see = [](Month, const PolicySet&) { return StatusOr<Date>(Day("2026-11-23")); }}};
};

TEST_F(QueueSightTest, WhatSomebodyWhoIsAwayWasGivenIsNobodys) {
  StaffMember away = Person("away");
  away.absences = {Period{Day("2026-01-01"), std::nullopt}};
  StaffMember gone = Person("gone");
  gone.in_service = {std::nullopt, Day("2026-01-01")};
  staff_ = std::make_shared<const StaffDirectory>(
      std::vector<StaffMember>{Person("anna"), Person("bo"), away, gone});
  PutAssigned("1", "away");
  PutAssigned("2", "bo");
  PutAssigned("3", "gone");
  PutAssigned("4", "no-longer-listed");
  PutAssigned("5", "anna");
  EXPECT_EQ(Unassigned(), " APP-1 APP-3 APP-4");
  // Her own first, then by age what nobody at work has; never what is bo's.
  EXPECT_EQ(TakeNext("anna", "request-1"), "APP-5");
  EXPECT_EQ(TakeNext("anna", "request-2"), "APP-1");
  EXPECT_EQ(TakeNext("anna", "request-3"), "APP-3");
  EXPECT_EQ(TakeNext("anna", "request-4"), "APP-4");
  EXPECT_EQ(TakeNext("anna", "request-5"), "nothing");
}

TEST_F(QueueSightTest, WithoutAStaffListNobodyIsAway) {
  PutAssigned("1", "anna");
  EXPECT_EQ(Unassigned(), "");
  EXPECT_EQ(TakeNext("bo", "request-1"), "nothing");
}

TEST_F(QueueSightTest, NumbersAreOfWhatThePersonMaySee) {
  staff_ = std::make_shared<const StaffDirectory>(std::vector<StaffMember>{Person("anna")});
  const EscalationId open = Put(PlainEscalate(), "1");
  Escalate hidden = PlainEscalate();
  hidden.routing.queue = "Q-05";
  hidden.routing.access = AccessClass::kRestricted;
  Put(hidden, "2");
  hidden.routing.access = AccessClass::kNamedPersons;
  Put(hidden, "3");
  CallContext call = Call("");
  const auto counted = [&] {
    int open_ones = 0;
    const std::vector<QueueInfo> queues = *with_list_.ListQueues(call);
    for (const QueueInfo& queue : queues) open_ones += queue.open;
    EXPECT_EQ(queues_.GetLoad(call, true)->items, open_ones);
    return open_ones;
  };
  EXPECT_EQ(counted(), 1);
  call.cleared = true;
  EXPECT_EQ(counted(), 3);
  call.person = "anna";
  call.person_access = PersonAccess{.restricted = true};
  EXPECT_EQ(counted(), 2);
  // A page of one ends at what is shown: what is left out fills no page.
  EscalationFilter all;
  all.include_restricted = true;
  const auto first = with_list_.List(call, all, {.limit = 2, .after = ""});
  EXPECT_EQ(first->items.size(), 2U);
  EXPECT_EQ(first->next, "");
  call.person_access = PersonAccess{};
  EXPECT_EQ(counted(), 1);
  // Nor is what a colleague holds of the hidden ones told by whom a lead is proposed.
  CaseRecord record = *store_.GetCase(case_id_);
  CaseChange change;
  change.case_id = record.id;
  change.expected_version = record.version;
  change.to = record.state;
  change.escalation = record.escalation;
  change.escalation->assigned_to = "anna";
  ASSERT_TRUE(store_.Apply(change, clock_.Now()).ok());
  EXPECT_EQ(queues_.ProposeHandler(call, open)->front().held, 0);
}

}  // namespace
}  // namespace dm::escalation
