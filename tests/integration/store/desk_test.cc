#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"

namespace dm::testing {
namespace {

std::vector<std::string> CasesOf(const Page<Escalation>& page) {
  std::vector<std::string> ids;
  for (const Escalation& item : page.items) ids.push_back(item.case_id.value());
  return ids;
}

}  // namespace

TEST_P(StoreTest, KeepsAnEscalationWhole) {
  const CaseId id = OnDesk("APP-1", [](Escalation& item) {
    item.routing.critical_date = Day("2026-11-30");
    item.routing.has_children = true;
  });
  Reopen();
  const StatusOr<Escalation> item =
      store().GetEscalation(EscalationId::FromTrusted(id.value() + ".1"));
  ASSERT_TRUE(item.ok()) << MessageOf(item.status());
  EXPECT_EQ(item->case_id, id);
  EXPECT_EQ(item->state, EscalationState::kOpen);
  EXPECT_EQ(item->version, 1);
  EXPECT_EQ(item->created_at, now_);
  EXPECT_EQ(item->routing.queue, "Q-20");
  EXPECT_EQ(item->routing.critical_date, Day("2026-11-30"));
  ASSERT_EQ(item->routing.reasons.size(), 1U);
  ASSERT_TRUE(item->suggested.has_value());
  EXPECT_EQ(item->suggested->granted, Money::FromKronor(8280));
  const CaseRecord record = Record(id);
  ASSERT_TRUE(record.escalation.has_value());
  EXPECT_EQ(record.escalation->id, item->id);
  EXPECT_EQ(ReasonOf(store().GetEscalation(EscalationId::FromTrusted("none"))),
            "ESCALATION_NOT_FOUND");
}

TEST_P(StoreTest, OrdersTheDeskByCriticalDateThenChildrenThenAge) {
  const CaseId old_plain = OnDesk("APP-1");
  now_ = now_.PlusMs(1);
  const CaseId plain = OnDesk("APP-2");
  const CaseId children = OnDesk("APP-3", [](Escalation& e) { e.routing.has_children = true; });
  const CaseId late =
      OnDesk("APP-4", [](Escalation& e) { e.routing.critical_date = Day("2026-12-24"); });
  const CaseId soon =
      OnDesk("APP-5", [](Escalation& e) { e.routing.critical_date = Day("2026-11-20"); });
  const std::vector<std::string> expected = {
      soon.value(), late.value(), children.value(), old_plain.value(), plain.value()};
  EXPECT_EQ(CasesOf(*store().ListEscalations({}, {})), expected);

  std::vector<std::string> paged;
  PageRequest page{.limit = 2, .after = ""};
  do {
    const auto part = store().ListEscalations({}, page);
    ASSERT_TRUE(part.ok()) << MessageOf(part.status());
    for (const std::string& id : CasesOf(*part)) paged.push_back(id);
    page.after = part->next;
  } while (!page.after.empty());
  EXPECT_EQ(paged, expected);
}

TEST_P(StoreTest, ShowsRestrictedItemsOnlyToThoseWhoMaySeeThem) {
  OnDesk("APP-1");
  OnDesk("APP-2", [](Escalation& e) { e.routing.access = AccessClass::kRestricted; });
  OnDesk("APP-3", [](Escalation& e) { e.routing.access = AccessClass::kNamedPersons; });
  EXPECT_EQ(store().ListEscalations({}, {})->items.size(), 1U);
  EscalationFilter all;
  all.include_restricted = true;
  EXPECT_EQ(store().ListEscalations(all, {})->items.size(), 3U);
}

TEST_P(StoreTest, FiltersTheDeskByQueueHandlerAndState) {
  const CaseId id = OnDesk("APP-1", [](Escalation& e) { e.routing.queue = "Q-03"; });
  OnDesk("APP-2");
  CaseChange claim = PersonsChange(id, CaseState::kEscalated);
  claim.escalation = *Record(id).escalation;
  claim.escalation->state = EscalationState::kClaimed;
  claim.escalation->handler = "handlaggare-1";
  claim.escalation->claimed_until = now_.PlusMs(kMinuteMs);
  ASSERT_TRUE(store().Apply(claim, now_).ok());
  const auto count = [&](const EscalationFilter& filter) {
    return store().ListEscalations(filter, {})->items.size();
  };
  EXPECT_EQ(count({.states = {}, .queue = "Q-03", .handler = ""}), 1U);
  EXPECT_EQ(count({.states = {}, .queue = "Q-05", .handler = ""}), 0U);
  EXPECT_EQ(count({.states = {}, .queue = "", .handler = "handlaggare-1"}), 1U);
  EXPECT_EQ(count({.states = {EscalationState::kOpen}, .queue = "", .handler = ""}), 1U);
  EXPECT_EQ(count({.states = {EscalationState::kDecided}, .queue = "", .handler = ""}), 0U);
  const Escalation item = *Record(id).escalation;
  EXPECT_EQ(item.version, 2);
  EXPECT_EQ(item.claimed_until, now_.PlusMs(kMinuteMs));
}

TEST_P(StoreTest, CountsQueues) {
  const CaseId id = OnDesk("APP-1");
  now_ = now_.PlusMs(kMinuteMs);
  OnDesk("APP-2");
  OnDesk("APP-3", [](Escalation& e) { e.routing.queue = "Q-03"; });
  CaseChange claim = PersonsChange(id, CaseState::kEscalated);
  claim.escalation = *Record(id).escalation;
  claim.escalation->state = EscalationState::kClaimed;
  claim.escalation->handler = "handlaggare-1";
  claim.escalation->claimed_until = now_.PlusMs(kMinuteMs);
  ASSERT_TRUE(store().Apply(claim, now_).ok());
  const std::vector<QueueCount> counts = *store().CountQueues(Counted::kAll);
  ASSERT_EQ(counts.size(), 2U);
  EXPECT_EQ(counts[0].queue, "Q-03");
  EXPECT_EQ(counts[0].open, 1);
  EXPECT_EQ(counts[1].queue, "Q-20");
  EXPECT_EQ(counts[1].open, 1);
  EXPECT_EQ(counts[1].claimed, 1);
  EXPECT_EQ(counts[1].oldest, now_.PlusMs(-kMinuteMs));
}

TEST_P(StoreTest, ACaseDoesNotGoToTheDeskWithoutAnItem) {
  Submit("APP-1");
  const Claim claim = TakeClaim();
  EXPECT_EQ(ReasonOf(store().Apply(ChangeOf(claim, CaseState::kEscalated), now_)),
            "ESCALATION_MISSING");
  CaseChange nowhere = ChangeOf(claim, CaseState::kEscalated);
  nowhere.escalation = EscalationOf(claim.case_id, 1, "");
  EXPECT_EQ(ReasonOf(store().Apply(nowhere, now_)), "ESCALATION_INCOMPLETE");
}

TEST_P(StoreTest, TheItemLeavesTheDeskWithItsCase) {
  const CaseId written_off = OnDesk("APP-1");
  const CaseId sent_back = OnDesk("APP-2");
  ASSERT_TRUE(store().Apply(PersonsChange(written_off, CaseState::kWrittenOff), now_).ok());
  EXPECT_EQ(Record(written_off).escalation->state, EscalationState::kDecided);
  EXPECT_EQ(Record(written_off).escalation->ended_at, now_);
  ASSERT_TRUE(store().Apply(PersonsChange(sent_back, CaseState::kRegistered), now_).ok());
  EXPECT_EQ(Record(sent_back).escalation->state, EscalationState::kWithdrawn);
  EXPECT_TRUE(store().ListEscalations({}, {})->items.empty());
}

TEST_P(StoreTest, AnEndedItemDoesNotComeBackButANewOneMay) {
  const CaseId id = OnDesk("APP-1");
  ASSERT_TRUE(store().Apply(PersonsChange(id, CaseState::kRegistered), now_).ok());
  const Claim claim = TakeClaim();
  CaseChange again = ChangeOf(claim, CaseState::kEscalated);
  again.escalation = EscalationOf(id, 1);
  EXPECT_EQ(ReasonOf(store().Apply(again, now_)), "ESCALATION_ENDED");
  again.escalation = EscalationOf(id, 2, "Q-03");
  ASSERT_TRUE(store().Apply(again, now_).ok());
  EXPECT_EQ(Record(id).escalation->id.value(), id.value() + ".2");
  CaseFilter escalated;
  escalated.state = CaseState::kEscalated;
  EXPECT_EQ(store().ListCases(escalated, {})->items.at(0).queue, "Q-03");
}

TEST_P(StoreTest, ParkingKeepsItsReasonUntilTheCaseMovesOn) {
  Submit("APP-1");
  const Claim claim = TakeClaim();
  CaseChange park = ChangeOf(claim, CaseState::kEscalated);
  park.escalation = EscalationOf(claim.case_id, 1, "Q-19");
  park.parked_reason = "STEP.INTAKE.INTERNAL";
  ASSERT_TRUE(store().Apply(park, now_).ok());
  EXPECT_EQ(Record(claim.case_id).parked_reason, "STEP.INTAKE.INTERNAL");
  ASSERT_TRUE(store().Apply(PersonsChange(claim.case_id, CaseState::kRegistered), now_).ok());
  EXPECT_EQ(Record(claim.case_id).parked_reason, "");
}

}  // namespace dm::testing
