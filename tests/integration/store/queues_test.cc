// The part of the store that the caseworkers' queues need.
#include <algorithm>
#include <mutex>
#include <set>
#include <thread>

#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"

namespace dm::testing {
namespace {

NextItem Next(const std::string& handler, const std::string& request, Instant until) {
  NextItem wanted;
  wanted.handler = handler;
  wanted.queues = {"Q-20"};
  wanted.claimed_until = until;
  wanted.request_id = request;
  wanted.audit = By(handler, "next_escalation_claimed");
  return wanted;
}

EscalationId ItemOf(const CaseId& id) {
  return EscalationId::FromTrusted(id.value() + ".1");
}

Consultation Question(const CaseId& id, const std::string& queue) {
  Consultation asked;
  asked.escalation = ItemOf(id);
  asked.id = ConsultationId::FromTrusted(asked.escalation.value() + ".k1");
  asked.case_id = id;
  asked.queue = queue;
  asked.asked_by = "handlaggare-1";
  asked.question = "Ryms kostnaden?";
  return asked;
}

}  // namespace

TEST_P(StoreTest, GivesTheNextItemByRankAndTheAssignedOnesFirst) {
  const CaseId plain = OnDesk("APP-1");
  const CaseId soon =
      OnDesk("APP-2", [](Escalation& e) { e.routing.critical_date = Day("2026-11-20"); });
  const CaseId given = OnDesk("APP-3", [](Escalation& e) { e.assigned_to = "handlaggare-1"; });
  OnDesk("APP-4", [](Escalation& e) { e.assigned_to = "handlaggare-2"; });
  OnDesk("APP-5", [](Escalation& e) { e.routing.queue = "Q-03"; });
  OnDesk("APP-6", [](Escalation& e) { e.routing.access = AccessClass::kRestricted; });
  const Instant until = now_.PlusMs(kMinuteMs);
  std::vector<CaseId> taken;
  for (int i = 0; i < 4; ++i) {
    const auto item = store().ClaimNextEscalation(
        Next("handlaggare-1", "request-" + std::to_string(i), until), now_);
    ASSERT_TRUE(item.ok()) << MessageOf(item.status());
    if (!item->has_value()) break;
    EXPECT_EQ((*item)->handler, "handlaggare-1");
    EXPECT_EQ((*item)->claimed_until, until);
    EXPECT_EQ((*item)->version, 2);
    taken.push_back((*item)->case_id);
  }
  EXPECT_EQ(taken, (std::vector<CaseId>{given, soon, plain}));
  EXPECT_EQ(Audit().back().event.action, "next_escalation_claimed");
  EXPECT_EQ(Record(plain).escalation->state, EscalationState::kClaimed);
}

TEST_P(StoreTest, WhatIsAssignedToNobodyAtWorkIsFree) {
  const CaseId away = OnDesk("APP-1", [](Escalation& e) { e.assigned_to = "away"; });
  now_ = now_.PlusMs(1);
  OnDesk("APP-2", [](Escalation& e) { e.assigned_to = "b"; });
  now_ = now_.PlusMs(1);
  const CaseId free = OnDesk("APP-3");
  EscalationFilter filter;
  filter.unassigned = true;
  filter.now = now_;
  filter.queues = {"Q-08", "Q-20"};
  const auto listed = [&] {
    std::vector<CaseId> cases;
    const Page<Escalation> page = *store().ListEscalations(filter, {});
    for (const Escalation& one : page.items) cases.push_back(one.case_id);
    return cases;
  };
  EXPECT_EQ(listed(), (std::vector<CaseId>{free}));
  filter.at_work = {"a", "b"};
  EXPECT_EQ(listed(), (std::vector<CaseId>{away, free}));
  filter.at_work = std::vector<std::string>();
  EXPECT_EQ(listed().size(), 3U);
  filter.unassigned = false;
  EXPECT_EQ(listed().size(), 3U);

  NextItem wanted = Next("a", "request-1", now_.PlusMs(kMinuteMs));
  wanted.at_work = {"a", "b"};
  EXPECT_EQ((*store().ClaimNextEscalation(wanted, now_))->case_id, away);
  wanted.request_id = "request-2";
  EXPECT_EQ((*store().ClaimNextEscalation(wanted, now_))->case_id, free);
  wanted.request_id = "request-3";
  EXPECT_FALSE(store().ClaimNextEscalation(wanted, now_)->has_value()) << "the third is b's";
  wanted.at_work = std::vector<std::string>();
  EXPECT_TRUE(store().ClaimNextEscalation(wanted, now_)->has_value());
}

TEST_P(StoreTest, AClaimThatHasLapsedIsGivenToTheNext) {
  const CaseId id = OnDesk("APP-1");
  const Instant until = now_.PlusMs(kMinuteMs);
  ASSERT_TRUE(store().ClaimNextEscalation(Next("a", "request-1", until), now_)->has_value());
  EXPECT_FALSE(store().ClaimNextEscalation(Next("b", "request-2", until), now_)->has_value());
  now_ = until;
  const auto again =
      store().ClaimNextEscalation(Next("b", "request-3", now_.PlusMs(kMinuteMs)), now_);
  ASSERT_TRUE(again->has_value());
  EXPECT_EQ((*again)->case_id, id);
  EXPECT_EQ((*again)->handler, "b");
}

TEST_P(StoreTest, TheSameRequestTakesNoSecondItem) {
  OnDesk("APP-1");
  OnDesk("APP-2");
  const NextItem wanted = Next("a", "request-1", now_.PlusMs(kMinuteMs));
  ASSERT_TRUE(store().ClaimNextEscalation(wanted, now_)->has_value());
  EXPECT_EQ(ReasonOf(store().ClaimNextEscalation(wanted, now_)), "REQUEST_ID_REUSED");
  const auto request = store().FindRequest("request-1");
  ASSERT_TRUE(request->has_value());
  EXPECT_EQ((*request)->method, "next_escalation_claimed");
}

TEST_P(StoreTest, FiftyAtOnceGetFiftyDifferentItems) {
  constexpr int kHandlers = 50;
  for (int i = 0; i < kHandlers; ++i) OnDesk("APP-" + std::to_string(i));
  std::mutex mutex;
  std::set<std::string> taken;
  std::vector<std::thread> threads;
  threads.reserve(kHandlers);
  for (int i = 0; i < kHandlers; ++i)
    threads.emplace_back([&, i] {
      const std::string number = std::to_string(i);
      const auto item = store().ClaimNextEscalation(
          Next("handlaggare-" + number, "request-" + number, now_.PlusMs(kMinuteMs)), now_);
      const std::lock_guard lock(mutex);
      if (item.ok() && item->has_value()) taken.insert((*item)->id.value());
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(taken.size(), static_cast<std::size_t>(kHandlers));
  EXPECT_FALSE(
      store().ClaimNextEscalation(Next("x", "request-x", now_.PlusMs(1)), now_)->has_value());
}

TEST_P(StoreTest, RenewingMovesTheLeaseAndNothingElse) {
  const CaseId id = OnDesk("APP-1");
  const Instant until = now_.PlusMs(kMinuteMs);
  ASSERT_TRUE(store().ClaimNextEscalation(Next("a", "request-1", until), now_)->has_value());
  const CaseRecord before = Record(id);
  const Instant later = until.PlusMs(kMinuteMs);
  const auto renewed = store().RenewEscalation(ItemOf(id), "a", later, now_);
  ASSERT_TRUE(renewed.ok()) << MessageOf(renewed.status());
  EXPECT_EQ(renewed->claimed_until, later);
  EXPECT_EQ(renewed->version, 2);
  EXPECT_EQ(Record(id).version, before.version);
  EXPECT_EQ(ReasonOf(store().RenewEscalation(ItemOf(id), "b", later, now_)), "NOT_CLAIMED");
  // An earlier end does not shorten it.
  EXPECT_EQ(store().RenewEscalation(ItemOf(id), "a", until, now_)->claimed_until, later);
  EXPECT_EQ(ReasonOf(store().RenewEscalation(ItemOf(id), "a", later, later)), "CLAIM_EXPIRED");
}

TEST_P(StoreTest, AnItemHasAQueueReasonCodesAndAHolderWhereItIsClaimed) {
  const CaseId id = OnDesk("APP-1");
  const auto refused = [&](const std::function<void(Escalation&)>& shape) {
    CaseChange change = PersonsChange(id, CaseState::kEscalated);
    change.escalation = *Record(id).escalation;
    shape(*change.escalation);
    return ReasonOf(store().Apply(change, now_).status());
  };
  EXPECT_EQ(refused([](Escalation& e) { e.routing.queue.clear(); }), "ESCALATION_INCOMPLETE");
  EXPECT_EQ(refused([](Escalation& e) { e.routing.reasons.clear(); }), "ESCALATION_INCOMPLETE");
  EXPECT_EQ(refused([](Escalation& e) { e.routing.reasons[0].code.clear(); }),
            "ESCALATION_INCOMPLETE");
  EXPECT_EQ(refused([](Escalation& e) { e.state = EscalationState::kClaimed; }),
            "ESCALATION_INCOMPLETE");
  // The day comes from the case's month, which every item has.
  EXPECT_EQ(store().GetEscalation(ItemOf(id))->month, Record(id).application.month);
}

TEST_P(StoreTest, FiltersTheDeskByWhatARowHas) {
  const CaseId one = OnDesk("APP-1", [](Escalation& e) {
    e.typfall = "TF-02";
    e.routing.has_children = true;
    e.routing.critical_date = Day("2026-11-20");
    e.routing.reasons[0].code = "TRIG.X23";
    e.assigned_to = "handlaggare-1";
  });
  OnDesk("APP-2", [](Escalation& e) {
    e.typfall = "TF-01";
    e.routing.reasons[0].code = "TRIG.X2";
    e.routing.queue = "Q-03";
  });
  const auto count = [&](const std::function<void(EscalationFilter&)>& shape) {
    EscalationFilter filter;
    filter.now = now_;
    shape(filter);
    const auto page = store().ListEscalations(filter, {});
    EXPECT_TRUE(page.ok()) << MessageOf(page.status());
    return page.ok() ? page->items.size() : 99U;
  };
  EXPECT_EQ(count([](EscalationFilter& f) { f.typfall = "TF-02"; }), 1U);
  EXPECT_EQ(count([](EscalationFilter& f) { f.with_children = true; }), 1U);
  EXPECT_EQ(count([](EscalationFilter& f) { f.critical_by = Day("2026-11-20"); }), 1U);
  EXPECT_EQ(count([](EscalationFilter& f) { f.critical_by = Day("2026-11-19"); }), 0U);
  EXPECT_EQ(count([](EscalationFilter& f) { f.reason_code = "TRIG.X2"; }), 1U);
  EXPECT_EQ(count([](EscalationFilter& f) { f.reason_code = "TRIG"; }), 0U);
  EXPECT_EQ(count([](EscalationFilter& f) { f.assigned_to = "handlaggare-1"; }), 1U);
  EXPECT_EQ(count([](EscalationFilter& f) { f.unassigned = true; }), 1U);
  EXPECT_EQ(count([](EscalationFilter& f) { f.queues = {"Q-03", "Q-20"}; }), 2U);
  EXPECT_EQ(count([](EscalationFilter& f) { f.queues = {"Q-03"}; }), 1U);
  const Month month = Record(one).application.month;
  EXPECT_EQ(count([&](EscalationFilter& f) { f.month_by = month; }), 2U);
  EXPECT_EQ(count([&](EscalationFilter& f) { f.month_by = month.PlusMonths(-1); }), 0U);
}

TEST_P(StoreTest, AQuestionIsKeptAnsweredOnceAndWithdrawnWithItsItem) {
  const CaseId id = OnDesk("APP-1");
  CaseChange ask = PersonsChange(id, CaseState::kEscalated);
  ask.consultation = Question(id, "Q-08");
  ask.consultation->asked_at = now_;
  ASSERT_TRUE(store().Apply(ask, now_).ok());
  EXPECT_EQ(Record(id).escalation->version, 1) << "asking does not touch the item";
  Reopen();
  Consultation kept = *store().GetConsultation(ask.consultation->id);
  EXPECT_EQ(kept.question, "Ryms kostnaden?");
  EXPECT_EQ(kept.state, ConsultationState::kOpen);

  kept.state = ConsultationState::kAnswered;
  kept.specialist = "specialist-1";
  kept.answer = "Ja.";
  kept.ended_at = now_;
  CaseChange answer = PersonsChange(id, CaseState::kEscalated);
  answer.consultation = kept;
  ASSERT_TRUE(store().Apply(answer, now_).ok());
  answer.expected_version = Record(id).version;
  EXPECT_EQ(ReasonOf(store().Apply(answer, now_)), "CONSULTATION_ENDED");

  CaseChange second = PersonsChange(id, CaseState::kEscalated);
  second.consultation = Question(id, "");
  second.consultation->id = ConsultationId::FromTrusted(ItemOf(id).value() + ".k2");
  second.consultation->specialist = "specialist-2";
  second.consultation->asked_at = now_;
  ASSERT_TRUE(store().Apply(second, now_).ok());
  ConsultationFilter open;
  EXPECT_EQ(store().ListConsultations(open, {})->items.size(), 1U);
  ConsultationFilter all;
  all.any_state = true;
  EXPECT_EQ(store().ListConsultations(all, {})->items.size(), 2U);

  CaseChange back = PersonsChange(id, CaseState::kRegistered);
  ASSERT_TRUE(store().Apply(back, now_).ok());
  EXPECT_EQ(store().GetConsultation(second.consultation->id)->state, ConsultationState::kWithdrawn);
  EXPECT_EQ(store().GetConsultation(kept.id)->state, ConsultationState::kAnswered);
  EXPECT_EQ(ReasonOf(store().GetConsultation(ConsultationId::FromTrusted("none"))),
            "CONSULTATION_NOT_FOUND");
}

TEST_P(StoreTest, CountsWhatEachHasAndWhatNobodyHas) {
  OnDesk("APP-1");
  now_ = now_.PlusMs(1);
  OnDesk("APP-2", [](Escalation& e) { e.assigned_to = "b"; });
  OnDesk("APP-3", [](Escalation& e) { e.routing.access = AccessClass::kRestricted; });
  OnDesk("APP-4", [](Escalation& e) { e.routing.access = AccessClass::kNamedPersons; });
  ASSERT_TRUE(store()
                  .ClaimNextEscalation(Next("a", "request-1", now_.PlusMs(kMinuteMs)), now_)
                  ->has_value());
  const auto items = [&](const std::string& who, Counted counted = Counted::kOpenAccess) {
    int sum = 0;
    const std::vector<LoadCount> counts = *store().CountLoad(counted, now_);
    for (const LoadCount& count : counts)
      if (count.handler == who) sum += count.items;
    return sum;
  };
  EXPECT_EQ(items("a"), 1);
  EXPECT_EQ(items("b"), 1);
  EXPECT_EQ(items(""), 0);
  EXPECT_EQ(items("", Counted::kRestricted), 1);
  EXPECT_EQ(items("", Counted::kAll), 2);
  int open = 0;
  const std::vector<QueueCount> queues = *store().CountQueues(Counted::kRestricted);
  for (const QueueCount& queue : queues) open += queue.open;
  EXPECT_EQ(open, 2);
  EscalationFilter unnamed;
  unnamed.include_restricted = true;
  unnamed.without_named_persons = true;
  EXPECT_EQ(store().ListEscalations(unnamed, {})->items.size(), 3U);
  now_ = now_.PlusMs(kMinuteMs);
  EXPECT_EQ(items("a"), 0) << "a claim that has lapsed is nobody's";
}

TEST_P(StoreTest, HintsTellOfEachDurableChangeAndOfNothingElse) {
  std::vector<EscalationHint> heard;
  store().OnHint([&heard](const EscalationHint& hint) { heard.push_back(hint); });
  const CaseId id = OnDesk("APP-1");
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard[0].kind, HintKind::kOpened);
  EXPECT_EQ(heard[0].queue, "Q-20");
  EXPECT_EQ(heard[0].version, 1);

  CaseChange stale = PersonsChange(id, CaseState::kEscalated);
  stale.expected_version = *stale.expected_version - 1;
  stale.escalation = *Record(id).escalation;
  EXPECT_FALSE(store().Apply(stale, now_).ok());
  EXPECT_EQ(heard.size(), 1U);

  CaseChange move = PersonsChange(id, CaseState::kEscalated);
  move.escalation = *Record(id).escalation;
  move.escalation->routing.queue = "Q-05";
  move.escalation->routing.access = AccessClass::kRestricted;
  ASSERT_TRUE(store().Apply(move, now_).ok());
  ASSERT_EQ(heard.size(), 2U);
  EXPECT_EQ(heard[1].kind, HintKind::kChanged);
  EXPECT_EQ(heard[1].from_queue, "Q-20");
  EXPECT_EQ(heard[1].access, AccessClass::kOpen) << "who saw it hears that it has gone";

  ASSERT_TRUE(store().Apply(PersonsChange(id, CaseState::kRegistered), now_).ok());
  ASSERT_EQ(heard.size(), 3U);
  EXPECT_EQ(heard[2].kind, HintKind::kEnded);
  EXPECT_EQ(heard[2].access, AccessClass::kRestricted);
}

TEST_P(StoreTest, FindsTheItemsOfAQueueForAMonth) {
  const CaseId id = OnDesk("APP-1", [](Escalation& e) { e.routing.queue = "Q-19"; });
  // What a closed case still has there is not for the payment run.
  const CaseId ended = OnDesk("APP-9");
  ASSERT_TRUE(store().Apply(PersonsChange(ended, CaseState::kWrittenOff), now_).ok());
  CaseChange refused = PersonsChange(ended, CaseState::kWrittenOff);
  refused.escalation = EscalationOf(ended, 2, "Q-19");
  refused.escalation->routing.reasons = {{"EFFECT.REFUSED.LETTER", "", "Q-19", std::nullopt}};
  ASSERT_TRUE(store().Apply(refused, now_).ok());
  OnDesk("APP-2");
  const Month month = Record(id).application.month;
  EXPECT_EQ(*store().ItemsForMonth("Q-19", month, 10), std::vector<EscalationId>{ItemOf(id)});
  EXPECT_TRUE(store().ItemsForMonth("Q-19", month.PlusMonths(-1), 10)->empty());
}

}  // namespace dm::testing
