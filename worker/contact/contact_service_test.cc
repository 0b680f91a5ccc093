#include "tests/support/contact_fixture.h"

namespace dm::contact {
namespace {

using testing::Call;

TEST_F(ContactFixture, AMessageToTheHouseholdIsStoredWithANoticeThatSaysNothing) {
  const CaseRecord record = Put(CaseState::kEscalated);
  const auto sent = service_.SendMessage(
      Call("request-1"), {.case_id = record.id, .handler = "handler-1", .text = "Ring oss gärna."});
  ASSERT_TRUE(sent.ok()) << MessageOf(sent.status());
  EXPECT_EQ(sent->direction, MessageDirection::kOutbound);
  EXPECT_EQ(sent->author, "handler-1");
  const auto effects = store_.ListEffects(std::nullopt, record.id, {});
  ASSERT_EQ(effects->items.size(), 2U);
  const std::string notice = effects->items[0].effect.notice->text;
  EXPECT_EQ(notice.find(record.id.value()), std::string::npos);
  EXPECT_EQ(notice.find("Ring"), std::string::npos);
  EXPECT_EQ(effects->items[1].effect.journal_note->find("Ring"), std::string::npos);
  const auto again = service_.SendMessage(
      Call("request-1"), {.case_id = record.id, .handler = "handler-1", .text = "Ring oss gärna."});
  EXPECT_EQ(again->id, sent->id);
  EXPECT_EQ(store_.ListMessages({}, {})->items.size(), 1U);
  EXPECT_EQ(Now(record.id).state, CaseState::kEscalated);
  EXPECT_EQ(Now(record.id).escalation->version, 3);
}

TEST_F(ContactFixture, AMessageThatIsRefusedLeavesNothingBehind) {
  const CaseRecord record = Put(CaseState::kEscalated);
  const auto before = store_.Actions().size();
  const auto html = service_.SendMessage(
      Call("request-1"), {.case_id = record.id, .handler = "handler-1", .text = "<b>Hej</b>"});
  EXPECT_EQ(DetailOfAnswer(html).reason, "TEXT_HAS_MARKUP");
  const auto turned =
      service_.ReceiveMessage(Call("request-2"), Inbound(record.id, "Hej \u202Eigen"));
  EXPECT_EQ(DetailOfAnswer(turned).reason, "TEXT_HAS_DIRECTION_MARKS");
  InboundMessage stranger = Inbound(record.id);
  stranger.person = PersonKey::FromTrusted("p9");
  EXPECT_EQ(DetailOfAnswer(service_.ReceiveMessage(Call("request-3"), stranger)).field, "person");
  EXPECT_TRUE(store_.ListMessages({}, {})->items.empty());
  EXPECT_EQ(store_.Actions().size(), before);
  EXPECT_EQ(Now(record.id).version, record.version);
}

TEST_F(ContactFixture, AnUnreadMessageTakesTheCaseBackFromTheWorker) {
  const CaseRecord record = Put(CaseState::kEvaluated);
  const auto claim = store_.ClaimNext("worker-1", clock_.Now(), 60'000);
  ASSERT_TRUE(claim.ok() && claim->has_value());
  ASSERT_TRUE(service_.ReceiveMessage(Call("request-1"), Inbound(record.id)).ok());
  EXPECT_EQ(Now(record.id).state, CaseState::kRegistered);
  EXPECT_EQ(*store_.CountUnread(record.application.household), 1);
  CaseChange decision;
  decision.case_id = record.id;
  decision.claim = **claim;
  decision.to = CaseState::kEvaluated;
  EXPECT_EQ(DetailOf(store_.Apply(decision, clock_.Now()).status()).reason, "LEASE_LOST");
}

TEST_F(ContactFixture, ACaseworkerWhoHoldsTheCaseIsToldOfAMessage) {
  const CaseRecord record = Put(CaseState::kProposed);
  ASSERT_TRUE(service_.ReceiveMessage(Call("request-1"), Inbound(record.id)).ok());
  const CaseRecord now = Now(record.id);
  EXPECT_EQ(now.state, CaseState::kProposed);
  EXPECT_EQ(now.escalation->handler, "handler-1");
  EXPECT_EQ(now.escalation->version, record.escalation->version + 1);
  EXPECT_EQ(now.escalation->routing.reasons.back().code, "MESSAGE.RECEIVED");
  // The next one is told by the version: the same words do not pile up in every list.
  ASSERT_TRUE(service_.ReceiveMessage(Call("request-2"), Inbound(record.id, "Mer")).ok());
  const Escalation item = *Now(record.id).escalation;
  EXPECT_EQ(item.version, record.escalation->version + 2);
  EXPECT_EQ(item.routing.reasons.size(), now.escalation->routing.reasons.size());
}

TEST_F(ContactFixture, AMessageAboutAnEndedCaseIsKeptAndSomebodyIsTold) {
  for (const CaseState state : {CaseState::kDecided, CaseState::kClosed, CaseState::kWrittenOff}) {
    const CaseRecord record = Put(state);
    const std::string request = std::string("request-") + CaseStateCode(state);
    const auto kept = service_.ReceiveMessage(Call(request), Inbound(record.id));
    ASSERT_TRUE(kept.ok()) << MessageOf(kept.status());
    EXPECT_EQ(Now(record.id).state, state);
    EXPECT_EQ(store_.GetMessage(kept->id)->text, "Hej! Kan någon ringa mig?");
    const auto effects = store_.ListEffects(std::nullopt, record.id, {});
    EXPECT_EQ(effects->items.back().effect.kind, EffectKind::kJournalNote);
  }
  MessageFilter inbox;
  inbox.direction = MessageDirection::kInbound;
  inbox.unread_only = true;
  EXPECT_EQ(service_.ListMessages(Call(""), inbox, {})->items.size(), 3U);
}

TEST_F(ContactFixture, OnlyTheOtherSideReadsAMessage) {
  const CaseRecord record = Put(CaseState::kEscalated);
  const auto in = service_.ReceiveMessage(Call("request-1"), Inbound(record.id));
  const auto out = service_.SendMessage(
      Call("request-2"), {.case_id = record.id, .handler = "handler-1", .text = "Hej"});
  const PersonKey p1 = PersonKey::FromTrusted("p1");
  EXPECT_EQ(DetailOfAnswer(
                service_.MarkMessageRead(Call("request-3"), in->id, {.handler = "", .person = p1}))
                .reason,
            "MESSAGE_OWN");
  EXPECT_EQ(DetailOfAnswer(service_.MarkMessageRead(
                               Call("request-4"), out->id, {.handler = "handler-1", .person = {}}))
                .reason,
            "MESSAGE_OWN");
  EXPECT_EQ(DetailOfAnswer(service_.MarkMessageRead(
                               Call("request-5"), in->id, {.handler = "handler-1", .person = p1}))
                .reason,
            "FIELD_INVALID");
  const auto read =
      service_.MarkMessageRead(Call("request-6"), in->id, {.handler = "handler-1", .person = {}});
  ASSERT_TRUE(read.ok()) << MessageOf(read.status());
  EXPECT_EQ(read->read_by, "handler-1");
  EXPECT_EQ(*store_.CountUnread(record.application.household), 0);
  const auto seen =
      service_.MarkMessageRead(Call("request-7"), out->id, {.handler = "", .person = p1});
  ASSERT_TRUE(seen.ok());
  EXPECT_EQ(seen->read_by, "p1");
}

TEST_F(ContactFixture, ARestrictedCaseLooksNonExistentButTakesTheHouseholdsWords) {
  CaseRecord record = Put(CaseState::kEscalated);
  record.application.persons[0].protected_identity = Answer::kYes;
  store_.Overwrite(record);
  CallContext call = Call("request-1");
  call.cleared = false;
  EXPECT_EQ(DetailOfAnswer(service_.SendMessage(
                               call, {.case_id = record.id, .handler = "handler-1", .text = "Hej"}))
                .reason,
            "CASE_NOT_FOUND");
  EXPECT_EQ(DetailOfAnswer(
                service_.GetApplicantStatus(call, record.id, PersonKey::FromTrusted("p1"), false))
                .reason,
            "CASE_NOT_FOUND");
  EXPECT_TRUE(service_.ReceiveMessage(call, Inbound(record.id)).ok());
  EXPECT_TRUE(service_.ListMessages(call, {}, {})->items.empty());
  MessageFilter filter;
  filter.case_id = record.id;
  EXPECT_EQ(DetailOfAnswer(service_.ListMessages(call, filter, {})).reason, "CASE_NOT_FOUND");
}

}  // namespace
}  // namespace dm::contact
