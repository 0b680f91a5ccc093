#include "tests/support/contact_fixture.h"
#include "worker/contact/pipeline_part.h"

namespace dm::contact {
namespace {

using testing::Call;
using testing::Day;

TEST_F(ContactFixture, ACaseworkerAsksAndTheCaseWaits) {
  const CaseRecord record = Put(CaseState::kEscalated);
  const auto asked = service_.RequestCompletion(Call("request-1"), Asking(record));
  ASSERT_TRUE(asked.ok()) << MessageOf(asked.status());
  EXPECT_EQ(asked->state, CaseState::kAwaitingCompletion);
  ASSERT_EQ(asked->contact.completions.size(), 1U);
  const CompletionRound& round = asked->contact.completions[0];
  EXPECT_EQ(round.asked_by, "handler-1");
  EXPECT_EQ(round.due, Day("2026-11-19"));  // seven days, well before the cut-off
  EXPECT_EQ(round.remind_on, Day("2026-11-17"));
  EXPECT_EQ(asked->due_at, StartOfSwedishDay(Day("2026-11-17")));
  EXPECT_EQ(asked->contact.return_to, "handler-1");
  EXPECT_EQ(asked->escalation->state, EscalationState::kWithdrawn);
  EXPECT_EQ(asked->completion->items.at(0).text, "Hyresavi");
  std::vector<EffectKind> kinds;
  const auto stored = store_.ListEffects(std::nullopt, record.id, {});
  ASSERT_TRUE(stored.ok());
  for (const StoredEffect& one : stored->items) {
    kinds.push_back(one.effect.kind);
    if (!one.effect.letter) continue;
    EXPECT_NE(one.effect.letter->body.find("Hyran har ändrats"), std::string::npos);
  }
  EXPECT_EQ(kinds,
            (std::vector{EffectKind::kCompletionRequest,
                         EffectKind::kLetter,
                         EffectKind::kNotice,
                         EffectKind::kJournalNote}));
  const auto again = service_.RequestCompletion(Call("request-1"), Asking(record));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->contact.completions.size(), 1U);
}

TEST_F(ContactFixture, TheLastDayIsCappedByTheCutOffAndByTheCriticalDate) {
  cutoff_ = Day("2026-11-17");
  CaseRecord record = Put(CaseState::kEscalated);
  CompletionCall call = Asking(record);
  call.due = Day("2026-11-17");
  auto answer = service_.RequestCompletion(Call("request-1"), call);
  EXPECT_EQ(DetailOfAnswer(answer).reason, "COMPLETION_DUE_TOO_LATE");
  EXPECT_EQ(DetailOfAnswer(answer).field, "due");
  EXPECT_NE(DetailOfAnswer(answer).remedy.find("2026-11-16"), std::string::npos);
  EXPECT_NE(MessageOf(answer.status()).find("cut-off"), std::string::npos);
  EXPECT_EQ(Now(record.id).version, record.version);
  call.due = Day("2026-11-16");
  EXPECT_TRUE(service_.RequestCompletion(Call("request-2"), call).ok());

  record = Put(CaseState::kEscalated);
  record.application.circumstances.critical_date = Day("2026-11-15");
  store_.Overwrite(record);
  call = Asking(record);
  const auto capped = service_.RequestCompletion(Call("request-3"), call);
  ASSERT_TRUE(capped.ok());
  // The fifteenth is a Sunday: a caseworker's day before it is the Friday.
  EXPECT_EQ(capped->contact.completions.back().due, Day("2026-11-13"));

  record = Put(CaseState::kEscalated);
  record.application.circumstances.critical_date = Day("2026-11-13");
  store_.Overwrite(record);
  answer = service_.RequestCompletion(Call("request-4"), Asking(record));
  EXPECT_EQ(DetailOfAnswer(answer).reason, "COMPLETION_NO_TIME");
}

TEST_F(ContactFixture, ACutOffThatIsNearOrPastLeavesAWay) {
  cutoff_ = Day("2026-11-13");  // tomorrow: no day of handling is left
  CaseRecord record = Put(CaseState::kEscalated);
  EXPECT_EQ(
      service_.RequestCompletion(Call("request-1"), Asking(record))->contact.completions.back().due,
      Day("2026-11-13"));
  cutoff_ = Day("2026-11-12");  // the ordinary run is past
  record = Put(CaseState::kEscalated);
  EXPECT_EQ(
      service_.RequestCompletion(Call("request-2"), Asking(record))->contact.completions.back().due,
      Day("2026-11-19"));
}

TEST_F(ContactFixture, RefusesARequestThatDoesNotHold) {
  const CaseRecord record = Put(CaseState::kEscalated);
  const auto refuse = [&](auto change, const std::string& reason, const std::string& field) {
    CompletionCall call = Asking(record);
    change(call);
    const auto answer = service_.RequestCompletion(Call("request-" + reason + field), call);
    EXPECT_EQ(DetailOfAnswer(answer).reason, reason);
    EXPECT_EQ(DetailOfAnswer(answer).field, field);
    EXPECT_FALSE(DetailOfAnswer(answer).remedy.empty());
  };
  refuse([](CompletionCall& c) { c.expected_version = 2; }, "STALE_VERSION", "expected_version");
  refuse([](CompletionCall& c) { c.handler = "handler-2"; }, "NOT_CLAIMED", "handler");
  refuse([](CompletionCall& c) { c.items.clear(); }, "FIELD_OUT_OF_RANGE", "items");
  refuse([](CompletionCall& c) { c.items[0].code = "nothing"; }, "ITEM_UNKNOWN", "items[0].code");
  refuse([](CompletionCall& c) { c.items[0].why = ""; }, "FIELD_REQUIRED", "items[0].why");
  refuse([](CompletionCall& c) { c.items[0].how = "<a>x</a>"; }, "TEXT_HAS_MARKUP", "items[0].how");
  refuse([](CompletionCall& c) { c.items.push_back(c.items[0]); }, "ITEM_TWICE", "items[1].code");
  refuse([](CompletionCall& c) { c.items[0].person = PersonKey::FromTrusted("p9"); },
         "PERSON_UNKNOWN",
         "items[0].person");
  refuse([](CompletionCall& c) { c.due = Day("2026-11-12"); }, "FIELD_OUT_OF_RANGE", "due");
  EXPECT_EQ(Now(record.id).version, record.version);
  EXPECT_TRUE(store_.ListEffects(std::nullopt, record.id, {})->items.empty());
  refuse([](CompletionCall& c) { c.escalation = EscalationId::FromTrusted("none"); },
         "ESCALATION_NOT_FOUND",
         "escalation_id");
}

TEST_F(ContactFixture, ARepeatedRequestIsCountedAndTakesTheOthersPlace) {
  CaseRecord record = Put(CaseState::kEscalated);
  ASSERT_TRUE(service_.RequestCompletion(Call("request-1"), Asking(record)).ok());
  CaseRecord back = Put(CaseState::kEscalated);
  back.contact = Now(record.id).contact;
  back.contact.completions.resize(1);
  if (back.contact.completions.empty()) back.contact.completions.emplace_back();
  back.contact.completions[0].number = 1;
  back.contact.completions[0].state = CompletionState::kOpen;
  store_.Overwrite(back);
  const auto again = service_.RequestCompletion(Call("request-2"), Asking(back));
  ASSERT_TRUE(again.ok()) << MessageOf(again.status());
  ASSERT_EQ(again->contact.completions.size(), 2U);
  EXPECT_EQ(again->contact.completions[0].state, CompletionState::kStopped);
  EXPECT_EQ(again->contact.completions[1].number, 2);
  const auto effects = store_.ListEffects(std::nullopt, back.id, {});
  EXPECT_NE(effects->items.back().effect.journal_note->find("begäran nummer 2"), std::string::npos);
}

}  // namespace
}  // namespace dm::contact
