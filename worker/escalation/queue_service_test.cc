#include "worker/escalation/queue_service.h"

#include <gtest/gtest.h>

#include "tests/support/escalation_fixture.h"

namespace dm::escalation {
namespace {

using dm::testing::Call;
using dm::testing::Day;
using dm::testing::PlainEscalate;

constexpr std::int64_t kHourMs = std::int64_t{60} * 60'000;

StaffMember Person(const std::string& user_id, const std::vector<std::string>& queues) {
  StaffMember member;
  member.user_id = user_id;
  member.name = "Exempel";
  member.roles = {StaffRole::kEkonomihandlaggare};
  member.queues = queues;
  Mandate mandate;
  mandate.reference = "SN 2026-01-15 § 3";
  mandate.outcomes = {Outcome::kBifall, Outcome::kAvslag};
  mandate.amount_max = Money::FromKronor(20'000);
  member.mandates = {mandate};
  return member;
}

std::vector<StaffMember> Staff() {
  StaffMember lead = Person("lead", {});
  lead.roles = {StaffRole::kArbetsledare};
  lead.all_queues = true;
  StaffMember specialist = Person("spec", {"Q-05", "Q-08"});
  specialist.restricted = true;
  StaffMember away = Person("away", {"Q-20"});
  away.absences = {Period{Day("2026-01-01"), std::nullopt}};
  StaffMember small = Person("small", {"Q-20"});
  small.mandates[0].amount_max = Money::FromKronor(1);
  return {lead, specialist, away, small, Person("anna", {"Q-20"}), Person("bo", {"Q-20"})};
}

class Ear final : public HintListener {
 public:
  void Hear(const EscalationHint& hint) override { heard.push_back(hint); }

  std::vector<EscalationHint> heard;
};

class QueueServiceTest : public dm::testing::EscalationFixture {
 protected:
  QueueServiceTest() {
    policy_->AddQueue({"Q-08", "tandvård", 13, AccessClass::kOpen, "1 månad"});
    QueuePolicy sample{"Q-17", "stickprov", 18, AccessClass::kOpen, "före utbetalningen"};
    sample.falls_to = "Q-20";
    policy_->AddQueue(sample);
    policy_->Set("load.alarm_cases_per_handler", std::int64_t{2});
  }

  void UseList() { staff_ = std::make_shared<const StaffDirectory>(Staff()); }

  EscalationId PutIn(const std::string& queue,
                     const std::string& number = "1",
                     AccessClass access = AccessClass::kOpen) {
    Escalate escalate = PlainEscalate();
    escalate.routing.queue = queue;
    escalate.routing.access = access;
    return Put(escalate, number);
  }

  std::int64_t VersionOf(const EscalationId& id) { return store_.GetEscalation(id)->version; }

  StatusOr<Escalation> Take(const EscalationId& id, const std::string& who) {
    return service().Claim(Call("claim-" + who + "-" + id.value()), id, who, VersionOf(id));
  }

  RouteRequest To(const EscalationId& id, const std::string& who, const std::string& queue) {
    return {id, VersionOf(id), who, queue, "WRONG_SKILL", "Gäller tandvård."};
  }

  StatusOr<std::vector<ReassignResult>> Give(const std::vector<EscalationId>& ids,
                                             const std::string& to,
                                             const std::string& actor = "lead",
                                             const std::string& request = "give-0001") {
    ReassignRequest wanted;
    wanted.actor = actor;
    wanted.to_handler = to;
    wanted.reason_code = "SICK_LEAVE";
    for (const EscalationId& id : ids) wanted.items.push_back({id, VersionOf(id)});
    return queues_.Reassign(Call(request), wanted);
  }

  std::string FirstRefusal(const StatusOr<std::vector<ReassignResult>>& results) {
    return results.ok() ? DetailOf(results->front().status).reason
                        : DetailOf(results.status()).reason;
  }

  EscalationService& service() { return with_list_; }

  std::shared_ptr<const StaffDirectory> staff_ = std::make_shared<const StaffDirectory>();
  Date must_see_ = Day("2026-11-23");
  QueueService queues_{store_,
                       clock_,
                       {[this] { return policy_; },
                        [this] { return staff_; },
                        [this](Month, const PolicySet&) { return StatusOr<Date>(must_see_); }}};
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
       .must_see = [this](Month, const PolicySet&) { return StatusOr<Date>(must_see_); }}};
};

template <typename T>
std::string ReasonOf(const StatusOr<T>& result) {
  return DetailOf(result.status()).reason;
}

TEST_F(QueueServiceTest, TakesTheNextOfTheQueuesThatThePersonHasTheSkillFor) {
  UseList();
  PutIn("Q-08", "1");
  const EscalationId general = PutIn("Q-20", "2");
  const auto taken = queues_.ClaimNext(Call("next-0001"), {"anna", {}, false});
  ASSERT_TRUE(taken.ok()) << MessageOf(taken.status());
  ASSERT_TRUE(taken->has_value());
  EXPECT_EQ((*taken)->id, general);
  EXPECT_EQ((*taken)->claimed_until, clock_.Now().PlusMs(kHourMs));
  // The same call again is the same item, not the next.
  EXPECT_EQ((*queues_.ClaimNext(Call("next-0001"), {"anna", {}, false}))->id, general);
  EXPECT_FALSE(queues_.ClaimNext(Call("next-0002"), {"anna", {}, false})->has_value());
  EXPECT_EQ(ReasonOf(queues_.ClaimNext(Call("next-0003"), {"anna", {"Q-08"}, false})),
            "SKILL_MISSING");
  EXPECT_EQ(ReasonOf(queues_.ClaimNext(Call("next-0004"), {"nobody", {}, false})), "STAFF_UNKNOWN");
}

TEST_F(QueueServiceTest, AClaimNeedsTheSkillAndTheAccessClass) {
  UseList();
  const EscalationId dental = PutIn("Q-08");
  const StatusOr<Escalation> refused = Take(dental, "anna");
  EXPECT_EQ(ReasonOf(refused), "SKILL_MISSING");
  EXPECT_NE(DetailOf(refused.status()).remedy.find("spec"), std::string::npos);
  EXPECT_TRUE(Take(dental, "spec").ok());
  const EscalationId hidden = PutIn("Q-05", "2", AccessClass::kRestricted);
  CallContext cleared = Call("claim-hidden");
  cleared.cleared = true;
  EXPECT_EQ(service().Claim(cleared, hidden, "lead", 1).status().code(), StatusCode::kNotFound);
  EXPECT_TRUE(service().Claim(cleared, hidden, "spec", 1).ok());
}

TEST_F(QueueServiceTest, WhoReadsForAPersonSeesWhatThePersonMaySee) {
  UseList();
  const EscalationId hidden = PutIn("Q-05", "1", AccessClass::kRestricted);
  CallContext desk = Call("");
  desk.cleared = true;
  desk.person = "anna";
  desk.person_access = PersonAccess{};
  EXPECT_EQ(service().Get(desk, hidden).status().code(), StatusCode::kNotFound);
  desk.person = "spec";
  desk.person_access = PersonAccess{.restricted = true};
  EXPECT_TRUE(service().Get(desk, hidden).ok());
}

TEST_F(QueueServiceTest, RenewingKeepsTheVersionSoThatTheHoldersWriteStands) {
  const EscalationId id = PutIn("Q-20");
  const StatusOr<Escalation> held = Take(id, "anna");
  ASSERT_TRUE(held.ok());
  clock_.Advance(kHourMs / 2);
  const auto renewed = queues_.Renew(Call(""), id, "anna");
  ASSERT_TRUE(renewed.ok()) << MessageOf(renewed.status());
  EXPECT_EQ(renewed->version, held->version);
  EXPECT_EQ(renewed->claimed_until, clock_.Now().PlusMs(kHourMs));
  EXPECT_TRUE(service().Decide(Call("decide-0001"), Bifall(id, "anna")).ok());
}

TEST_F(QueueServiceTest, AClaimThatHasRunOutIsToldApart) {
  const EscalationId id = PutIn("Q-20");
  ASSERT_TRUE(Take(id, "anna").ok());
  EXPECT_EQ(ReasonOf(queues_.Renew(Call(""), id, "bo")), "NOT_CLAIMED");
  clock_.Advance(kHourMs);
  EXPECT_EQ(ReasonOf(queues_.Renew(Call(""), id, "anna")), "CLAIM_EXPIRED");
  EXPECT_EQ(ReasonOf(service().Decide(Call("decide-0001"), Bifall(id, "anna"))), "CLAIM_EXPIRED");
  EXPECT_EQ(ReasonOf(service().Release(Call("release-1"), id, "anna", VersionOf(id))),
            "CLAIM_EXPIRED");
}

TEST_F(QueueServiceTest, AMoveKeepsEveryReasonAndAddsItsOwn) {
  UseList();
  const EscalationId id = PutIn("Q-20");
  ASSERT_TRUE(Take(id, "anna").ok());
  const std::size_t reasons = store_.GetEscalation(id)->routing.reasons.size();
  const auto moved = queues_.Route(Call("route-0001"), To(id, "anna", "Q-08"));
  ASSERT_TRUE(moved.ok()) << MessageOf(moved.status());
  EXPECT_EQ(moved->routing.queue, "Q-08");
  EXPECT_EQ(moved->state, EscalationState::kOpen);
  EXPECT_EQ(moved->routing.reasons.size(), reasons + 1);
  EXPECT_EQ(moved->routing.reasons.back().code, "ROUTE.WRONG_SKILL");
  ASSERT_EQ(moved->routings.size(), 1U);
  EXPECT_EQ(moved->routings[0].from_queue, "Q-20");
  EXPECT_EQ(moved->routings[0].actor, "anna");
  // A repeat is answered as the first time; nothing moves twice.
  RouteRequest again = To(id, "anna", "Q-08");
  EXPECT_EQ(queues_.Route(Call("route-0001"), again)->version, moved->version);
  // The words are about a case: they stand in no audit record.
  EXPECT_EQ(store_.ReadAudit(1, 200)->back().event.detail.find("tandvård"), std::string::npos);
}

TEST_F(QueueServiceTest, AMoveIsTheHoldersOrAnAblePersonsOrALeads) {
  UseList();
  const EscalationId id = PutIn("Q-20");
  EXPECT_EQ(ReasonOf(queues_.Route(Call("route-0001"), To(id, "spec", "Q-08"))), "SKILL_MISSING");
  ASSERT_TRUE(Take(id, "anna").ok());
  EXPECT_EQ(ReasonOf(queues_.Route(Call("route-0002"), To(id, "bo", "Q-08"))), "CLAIMED_BY_OTHER");
  EXPECT_EQ(ReasonOf(queues_.Route(Call("route-0003"), To(id, "anna", "Q-99"))), "QUEUE_UNKNOWN");
  EXPECT_EQ(ReasonOf(queues_.Route(Call("route-0004"), To(id, "anna", "Q-20"))), "QUEUE_SAME");
  RouteRequest stale = To(id, "lead", "Q-08");
  --stale.expected_version;
  EXPECT_EQ(ReasonOf(queues_.Route(Call("route-0005"), stale)), "STALE_VERSION");
  EXPECT_TRUE(queues_.Route(Call("route-0006"), To(id, "lead", "Q-08")).ok());
}

TEST_F(QueueServiceTest, ARestrictedItemStaysRestrictedInWhateverQueue) {
  UseList();
  const EscalationId id = PutIn("Q-05", "1", AccessClass::kRestricted);
  EXPECT_EQ(ReasonOf(queues_.Route(Call("route-0001"), To(id, "spec", "Q-08"))),
            "ESCALATION_NOT_FOUND");
  CallContext cleared = Call("route-0002");
  cleared.cleared = true;
  const auto moved = queues_.Route(cleared, To(id, "spec", "Q-08"));
  ASSERT_TRUE(moved.ok()) << MessageOf(moved.status());
  EXPECT_EQ(moved->routing.access, AccessClass::kRestricted);
  EXPECT_EQ(service().List(Call(""), {}, {})->items.size(), 0U);
}

TEST_F(QueueServiceTest, AMoveToARestrictedQueueHidesTheItem) {
  const EscalationId id = PutIn("Q-20");
  ASSERT_TRUE(queues_.Route(Call("route-0001"), To(id, "anna", "Q-05")).ok());
  EXPECT_EQ(service().Get(Call(""), id).status().code(), StatusCode::kNotFound);
}

TEST_F(QueueServiceTest, ALeadGivesManyItemsAndEachIsMovedOrRefusedOnItsOwn) {
  UseList();
  const EscalationId one = PutIn("Q-20", "1");
  const EscalationId other = PutIn("Q-08", "2");
  ASSERT_TRUE(Take(one, "bo").ok());
  const auto results = Give({one, other}, "anna");
  ASSERT_TRUE(results.ok()) << MessageOf(results.status());
  EXPECT_TRUE(results->at(0).status.ok()) << MessageOf(results->at(0).status);
  EXPECT_EQ(DetailOf(results->at(1).status).reason, "SKILL_MISSING");
  const Escalation given = *store_.GetEscalation(one);
  EXPECT_EQ(given.assigned_to, "anna");
  EXPECT_EQ(given.state, EscalationState::kOpen) << "who held it holds it no more";
  EXPECT_EQ(store_.GetEscalation(other)->version, 1);
  // What is given to somebody at work is theirs.
  EXPECT_EQ(ReasonOf(service().Claim(Call("claim-again"), one, "bo", given.version)),
            "ASSIGNED_TO_OTHER");
  EXPECT_FALSE(queues_.ClaimNext(Call("next-0001"), {"bo", {}, false})->has_value());
  EXPECT_EQ((*queues_.ClaimNext(Call("next-0002"), {"anna", {}, false}))->id, one);
}

TEST_F(QueueServiceTest, ARepeatedBulkMoveIsAnsweredAsTheFirstTime) {
  UseList();
  const EscalationId id = PutIn("Q-20");
  ReassignRequest wanted;
  wanted.actor = "lead";
  wanted.to_handler = "anna";
  wanted.reason_code = "SICK_LEAVE";
  wanted.items = {{id, 1}};
  ASSERT_TRUE(queues_.Reassign(Call("give-0001"), wanted)->front().status.ok());
  const auto again = queues_.Reassign(Call("give-0001"), wanted);
  EXPECT_TRUE(again->front().status.ok());
  EXPECT_EQ(again->front().version, 2);
  EXPECT_EQ(VersionOf(id), 2);
}

TEST_F(QueueServiceTest, NobodyIsGivenWhatTheyMayNotDo) {
  UseList();
  const EscalationId id = PutIn("Q-20");
  EXPECT_EQ(FirstRefusal(Give({id}, "anna", "bo", "give-0001")), "STAFF_ROLE_MISSING");
  EXPECT_EQ(FirstRefusal(Give({id}, "away", "lead", "give-0002")), "STAFF_ABSENT");
  EXPECT_EQ(FirstRefusal(Give({id}, "small", "lead", "give-0003")), "MANDATE_MISSING");
  EXPECT_EQ(FirstRefusal(Give({id}, "gone", "lead", "give-0004")), "STAFF_UNKNOWN");
  EXPECT_EQ(FirstRefusal(Give({}, "anna", "lead", "give-0005")), "TOO_MANY_ITEMS");
  EXPECT_EQ(FirstRefusal(Give({id}, "anna", "lead", "give-0006")), "");
  EXPECT_EQ(FirstRefusal(Give({id}, "", "lead", "give-0007")), "");
  EXPECT_TRUE(store_.GetEscalation(id)->assigned_to.empty());
}

TEST_F(QueueServiceTest, ASpecialistIsAskedWithoutTheCaseMoving) {
  UseList();
  const EscalationId id = PutIn("Q-20");
  const StatusOr<Escalation> held = Take(id, "anna");
  const auto asked = queues_.Consult(
      Call("ask-00001"), {id, "anna", "Q-08", "", "Ryms kostnaden?", Day("2026-12-01")});
  ASSERT_TRUE(asked.ok()) << MessageOf(asked.status());
  EXPECT_EQ(asked->id.value(), id.value() + ".k1");
  EXPECT_EQ(VersionOf(id), held->version);
  // Who is asked reads the case without holding it.
  EXPECT_TRUE(service().Get(Call(""), id).ok());
  EXPECT_EQ(ReasonOf(queues_.Answer(Call("answer-01"), {asked->id, "bo", "Ja."})), "SKILL_MISSING");
  const auto answered = queues_.Answer(Call("answer-02"), {asked->id, "spec", "Ja."});
  ASSERT_TRUE(answered.ok()) << MessageOf(answered.status());
  EXPECT_EQ(answered->specialist, "spec");
  EXPECT_EQ(ReasonOf(queues_.Answer(Call("answer-03"), {asked->id, "spec", "Nej."})),
            "CONSULTATION_ENDED");
  // The holder's own write stands all the while.
  HumanDecision said = Bifall(id, "anna");
  said.expected_version = held->version;
  const auto decided = service().Decide(Call("decide-0001"), said);
  EXPECT_TRUE(decided.ok()) << ReasonOf(decided);
}

TEST_F(QueueServiceTest, AQuestionEndsWithItsItem) {
  const EscalationId id = PutIn("Q-20");
  ASSERT_TRUE(Take(id, "anna").ok());
  const auto asked =
      queues_.Consult(Call("ask-00001"), {id, "anna", "", "spec", "Ryms det?", std::nullopt});
  ASSERT_TRUE(asked.ok()) << MessageOf(asked.status());
  ASSERT_TRUE(service().Decide(Call("decide-0001"), Bifall(id, "anna")).ok());
  EXPECT_EQ(store_.GetConsultation(asked->id)->state, ConsultationState::kWithdrawn);
  EXPECT_EQ(ReasonOf(queues_.Answer(Call("answer-01"), {asked->id, "spec", "Ja."})),
            "CONSULTATION_ENDED");
}

TEST_F(QueueServiceTest, NobodyIsAskedAboutWhatTheyMayNotSee) {
  UseList();
  const EscalationId id = PutIn("Q-05", "1", AccessClass::kRestricted);
  CallContext cleared = Call("ask-00001");
  cleared.cleared = true;
  EXPECT_EQ(ReasonOf(queues_.Consult(cleared, {id, "spec", "", "anna", "Vad?", std::nullopt})),
            "ACCESS_MISSING");
  cleared.request_id = "ask-00002";
  const auto asked = queues_.Consult(cleared, {id, "spec", "Q-08", "", "Vad?", std::nullopt});
  ASSERT_TRUE(asked.ok()) << MessageOf(asked.status());
  EXPECT_TRUE(queues_.ListConsultations(Call(""), {}, {})->items.empty());
  EXPECT_EQ(queues_.Answer(Call("answer-01"), {asked->id, "anna", "Ja."}).status().code(),
            StatusCode::kNotFound);
}

TEST_F(QueueServiceTest, TheLoadTellsWhoHasManyWhoIsAwayAndWhatNobodyHas) {
  UseList();
  const EscalationId one = PutIn("Q-20", "1");
  const EscalationId two = PutIn("Q-20", "2");
  PutIn("Q-08", "3");
  ASSERT_TRUE(Take(one, "anna").ok());
  ASSERT_TRUE(Give({two}, "anna").ok());
  const auto load = queues_.GetLoad(Call(""), false);
  ASSERT_TRUE(load.ok()) << MessageOf(load.status());
  EXPECT_EQ(load->items, 3);
  EXPECT_EQ(load->unassigned, 1);
  EXPECT_EQ(load->alarm_at, 2);
  ASSERT_EQ(load->handlers.size(), 6U);
  for (const HandlerLoad& handler : load->handlers) {
    EXPECT_EQ(handler.held, handler.handler == "anna" ? 2 : 0) << handler.handler;
    EXPECT_EQ(handler.alarm, handler.handler == "anna") << handler.handler;
    EXPECT_EQ(handler.absent, handler.handler == "away") << handler.handler;
  }
}

TEST_F(QueueServiceTest, ProposesWhoCanWithTheFewestItemsFirst) {
  UseList();
  const EscalationId held = PutIn("Q-20", "1");
  const EscalationId id = PutIn("Q-20", "2");
  ASSERT_TRUE(Take(held, "anna").ok());
  const auto candidates = queues_.ProposeHandler(Call(""), id);
  ASSERT_TRUE(candidates.ok());
  std::vector<std::string> names;
  for (const HandlerCandidate& one : *candidates) names.push_back(one.handler);
  EXPECT_EQ(names, (std::vector<std::string>{"bo", "lead", "small", "anna"}));
}

TEST_F(QueueServiceTest, SampleItemsFallOverWhenTheRunIsNearUnlessSomebodyHasThem) {
  const EscalationId free = PutIn("Q-17", "1");
  const EscalationId held = PutIn("Q-17", "2");
  ASSERT_TRUE(Take(held, "anna").ok());
  must_see_ = SwedishDate(clock_.Now()).PlusDays(1);
  EXPECT_EQ(*queues_.FallOver(), 0);
  must_see_ = SwedishDate(clock_.Now());
  EXPECT_EQ(*queues_.FallOver(), 1);
  const Escalation moved = *store_.GetEscalation(free);
  EXPECT_EQ(moved.routing.queue, "Q-20");
  EXPECT_EQ(moved.routings.back().actor, "medarbetare");
  EXPECT_EQ(store_.GetEscalation(held)->routing.queue, "Q-17");
  clock_.Advance(kHourMs);
  EXPECT_EQ(*queues_.FallOver(), 1);
  EXPECT_EQ(*queues_.FallOver(), 0);
}

TEST_F(QueueServiceTest, AnItemTellsByWhichDayItIsToBeHandled) {
  const EscalationId id = PutIn("Q-20");
  EXPECT_EQ(service().Get(Call(""), id)->escalation.act_by, must_see_);
}

TEST_F(QueueServiceTest, OnePersonSignsInWithAnIdentityAndNobodyElse) {
  std::vector<StaffMember> members = Staff();
  members[0].identities = {{"", "https://idp.example", "abc"}};
  members[1].in_service = {std::nullopt, Day("2026-01-01")};
  members[1].identities = {{"spiffe://exempel/spec", "", ""}};
  EXPECT_EQ(ReasonOf(queues_.Identify(Call(""), "x")), "STAFF_LIST_MISSING");
  staff_ = std::make_shared<const StaffDirectory>(members);
  EXPECT_EQ(queues_.Identify(Call(""), "oidc:https://idp.example#abc")->member.user_id, "lead");
  EXPECT_EQ(ReasonOf(queues_.Identify(Call(""), "oidc:https://idp.example#ab")),
            "IDENTITY_UNKNOWN");
  EXPECT_EQ(ReasonOf(queues_.Identify(Call(""), "spiffe://exempel/spec")), "IDENTITY_UNKNOWN");
}

TEST_F(QueueServiceTest, StaffAreListedInPages) {
  UseList();
  PageRequest page{.limit = 4, .after = ""};
  const auto first = queues_.ListStaff(Call(""), {}, page);
  ASSERT_EQ(first->page.items.size(), 4U);
  page.after = first->page.next;
  const auto rest = queues_.ListStaff(Call(""), {}, page);
  EXPECT_EQ(rest->page.items.size(), 2U);
  EXPECT_TRUE(rest->page.next.empty());
  EXPECT_EQ(queues_.ListStaff(Call(""), {"Q-08", false}, {})->page.items.size(), 2U);
}

TEST(WatchHubTest, EachHearsWhatTheyMayHearOfTheQueuesTheyAskedFor) {
  WatchHub hub;
  const auto open = std::make_shared<Ear>();
  const auto cleared = std::make_shared<Ear>();
  const auto dental = std::make_shared<Ear>();
  ASSERT_TRUE(hub.Add({{}, false, false, open}).ok());
  ASSERT_TRUE(hub.Add({{}, true, false, cleared}).ok());
  ASSERT_TRUE(hub.Add({{"Q-08"}, false, false, dental}).ok());
  EscalationHint hint;
  hint.queue = "Q-20";
  hub.Tell(hint);
  hint.access = AccessClass::kRestricted;
  hub.Tell(hint);
  hint.access = AccessClass::kOpen;
  hint.from_queue = "Q-08";
  hub.Tell(hint);
  hub.Remove(open.get());
  hub.Tell(hint);
  EXPECT_EQ(open->heard.size(), 3U);  // begun, and two
  EXPECT_EQ(open->heard[0].kind, HintKind::kBegun);
  EXPECT_EQ(cleared->heard.size(), 5U);
  EXPECT_EQ(dental->heard.size(), 3U);
}

}  // namespace
}  // namespace dm::escalation
