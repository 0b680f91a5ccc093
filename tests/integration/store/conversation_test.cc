#include <algorithm>
#include <string>

#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"
#include "worker/case/late_document.h"

namespace dm::testing {
namespace {

Message MessageOf(const CaseId& id, const std::string& request, MessageDirection direction) {
  Message message;
  message.id = DeriveMessageId(id, request);
  message.case_id = id;
  message.household = HouseholdId::FromTrusted("HH-1");
  message.direction = direction;
  message.text = "Hej! Hyran är 6 100 kr från januari.";
  message.sent_at = TestNow();
  if (direction == MessageDirection::kInbound) {
    message.person = PersonKey::FromTrusted("p1");
    message.channel = Channel::kEApplication;
  } else {
    message.author = "handler-1";
  }
  return message;
}

LateDocument LateOf(const CaseId& id, const std::string& document) {
  LateDocument late;
  late.household = HouseholdId::FromTrusted("HH-1");
  late.from_case = id;
  late.document.id = DocumentId::FromTrusted(document);
  late.document.kind = "hyresavi";
  late.document.received_at = TestNow();
  late.note.document = late.document.id;
  late.note.file.media_type = "application/pdf";
  late.note.file.pages = 2;
  return late;
}

// Claims the case and closes it without a decision in between: what is tested is what comes after.
void End(Store& store, const CaseId& id, Instant now) {
  for (const CaseState to : {CaseState::kEscalated, CaseState::kWrittenOff}) {
    CaseChange change;
    change.case_id = id;
    change.expected_version = store.GetCase(id)->version;
    change.to = to;
    change.audit = By("handler-1", "moved");
    if (to == CaseState::kEscalated) change.escalation = EscalationOf(id, 1);
    const auto applied = store.Apply(change, now);
    ASSERT_TRUE(applied.ok()) << dm::MessageOf(applied.status());
  }
}

}  // namespace

TEST_P(StoreTest, KeepsWhatWasSaidWithTheChangeItWasSaidIn) {
  const CaseId id = Submit("APP-1");
  CaseChange change = PersonsChange(id, CaseState::kReceived);
  change.messages = {MessageOf(id, "request-1", MessageDirection::kInbound)};
  change.contact = Contact();
  change.contact->wish = WishForPerson{.said_at = now_,
                                       .person = PersonKey::FromTrusted("p1"),
                                       .channel = Channel::kOral,
                                       .registered_by = "handler-1"};
  change.contact->return_to = "handler-1";
  ASSERT_TRUE(store().Apply(change, now_).ok());
  Reopen();
  const CaseRecord record = Record(id);
  ASSERT_TRUE(record.contact.wish.has_value());
  EXPECT_EQ(record.contact.wish->registered_by, "handler-1");
  EXPECT_EQ(record.contact.return_to, "handler-1");
  const auto page = store().ListMessages({.case_id = id}, {});
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->items.size(), 1U);
  EXPECT_EQ(page->items[0].text, "Hej! Hyran är 6 100 kr från januari.");
  EXPECT_FALSE(page->items[0].read_at.has_value());
  EXPECT_EQ(*store().CountUnread(HouseholdId::FromTrusted("HH-1")), 1);
}

TEST_P(StoreTest, AChangeThatIsRefusedKeepsNoMessage) {
  const CaseId id = Submit("APP-1");
  CaseChange change = PersonsChange(id, CaseState::kReceived);
  ++*change.expected_version;
  change.messages = {MessageOf(id, "request-1", MessageDirection::kInbound)};
  EXPECT_EQ(ReasonOf(store().Apply(change, now_)), "STALE_VERSION");
  EXPECT_TRUE(store().ListMessages({}, {})->items.empty());
}

TEST_P(StoreTest, WhoReadAMessageFirstStays) {
  const CaseId id = Submit("APP-1");
  CaseChange change = PersonsChange(id, CaseState::kReceived);
  const Message message = MessageOf(id, "request-1", MessageDirection::kInbound);
  change.messages = {message, MessageOf(id, "request-2", MessageDirection::kOutbound)};
  ASSERT_TRUE(store().Apply(change, now_).ok());
  ASSERT_TRUE(
      store()
          .MarkMessageRead(message.id, "handler-1", "", By("handler-1", "message_read"), now_)
          .ok());
  ASSERT_TRUE(
      store()
          .MarkMessageRead(
              message.id, "handler-2", "", By("handler-2", "message_read"), now_.PlusMs(kMinuteMs))
          .ok());
  const auto read = store().GetMessage(message.id);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->read_by, "handler-1");
  EXPECT_EQ(read->read_at, now_);
  EXPECT_EQ(*store().CountUnread(HouseholdId::FromTrusted("HH-1")), 0);
  EXPECT_EQ(store().ListMessages({.unread_only = true}, {})->items.size(), 1U);
  EXPECT_EQ(ReasonOf(store().GetMessage(MessageId::FromTrusted("none"))), "MESSAGE_NOT_FOUND");
}

TEST_P(StoreTest, ListsMessagesInPages) {
  const CaseId id = Submit("APP-1");
  CaseChange change = PersonsChange(id, CaseState::kReceived);
  for (int i = 0; i < 5; ++i)
    change.messages.push_back(
        MessageOf(id, "request-" + std::to_string(i), MessageDirection::kInbound));
  ASSERT_TRUE(store().Apply(change, now_).ok());
  PageRequest page{.limit = 2, .after = ""};
  std::vector<std::string> ids;
  do {
    const auto found = store().ListMessages({.case_id = id}, page);
    ASSERT_TRUE(found.ok());
    for (const Message& message : found->items) ids.push_back(message.id.value());
    page.after = found->next;
  } while (!page.after.empty());
  ASSERT_EQ(ids.size(), 5U);
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(ids[static_cast<std::size_t>(i)],
              change.messages[static_cast<std::size_t>(i)].id.value());
}

TEST_P(StoreTest, AMessageAboutAnEndedCaseIsNotLost) {
  const CaseId id = Submit("APP-1");
  End(store(), id, now_);
  const Message message = MessageOf(id, "request-1", MessageDirection::kInbound);
  Effect note = EffectOf(id, EffectKind::kJournalNote, 900);
  note.journal_note = "Ett meddelande har kommit in.";
  ASSERT_TRUE(
      store()
          .KeepMessage(message, {note}, "request-1", By("case-system", "message_received"), now_)
          .ok());
  Reopen();
  EXPECT_EQ(*store().CountUnread(HouseholdId::FromTrusted("HH-1")), 1);
  EXPECT_EQ(store().ListEffects(EffectState::kPending, id, {})->items.size(), 1U);
  EXPECT_EQ(Record(id).state, CaseState::kWrittenOff);
  EXPECT_EQ(store().FindRequest("request-1")->value().method, "message_received");
  EXPECT_EQ(Audit().back().event.action, "message_received");
}

TEST_P(StoreTest, ALateDocumentJoinsTheHouseholdsNextApplicationOnce) {
  const CaseId id = Submit("APP-1");
  End(store(), id, now_);
  const LateDocument late = LateOf(id, "DOC-9");
  for (int i = 0; i < 2; ++i)
    ASSERT_TRUE(
        store().KeepLateDocument(late, {}, "", By("case-system", "document_kept"), now_).ok());
  ASSERT_EQ(store().LateDocuments(late.household)->size(), 1U);
  const CaseId other = Submit("APP-2", "HH-2");
  EXPECT_TRUE(Record(other).contact.empty());
  const CaseId next = Submit("APP-3");
  Reopen();
  const CaseRecord record = Record(next);
  ASSERT_FALSE(record.application.documents.empty());
  EXPECT_EQ(record.application.documents.back().id, late.document.id);
  ASSERT_EQ(record.contact.documents.size(), 1U);
  EXPECT_EQ(record.contact.documents[0].late_from, id);
  EXPECT_EQ(record.contact.documents[0].file.pages, 2);
  EXPECT_EQ(store().LateDocuments(late.household)->at(0).joined_case, next);
  EXPECT_TRUE(Record(Submit("APP-4")).contact.empty());
}

TEST_P(StoreTest, ALateDocumentWaitsOnWhereTheApplicationHasNoRoom) {
  const CaseId id = Submit("APP-1");
  End(store(), id, now_);
  for (const char* document : {"DOC-1", "DOC-2"})
    ASSERT_TRUE(store()
                    .KeepLateDocument(LateOf(id, document), {}, "", By("case-system", "kept"), now_)
                    .ok());
  NewCase next = NewCaseOf("APP-2", "HH-1");
  for (std::size_t i = 1; i < kApplicationDocumentsMax; ++i) {
    Document own = LateOf(id, "OWN-" + std::to_string(i)).document;
    next.application.documents.push_back(std::move(own));
  }
  const CaseId later = store().Accept(next, now_)->case_id;
  EXPECT_EQ(Record(later).application.documents.size(), kApplicationDocumentsMax);
  const auto waits = *store().LateDocuments(HouseholdId::FromTrusted("HH-1"));
  EXPECT_EQ(std::ranges::count_if(waits, [](const auto& late) { return !late.joined_case; }), 1);
}

// Under the same id another document came with the application: neither is lost behind the other.
TEST_P(StoreTest, ALateDocumentWaitsOnWhereAnotherHasItsId) {
  const CaseId id = Submit("APP-1");
  End(store(), id, now_);
  const LateDocument late = LateOf(id, "DOC-9");
  ASSERT_TRUE(
      store().KeepLateDocument(late, {}, "", By("case-system", "document_kept"), now_).ok());
  NewCase next = NewCaseOf("APP-3", "HH-1");
  next.application.documents = {late.document};
  next.application.documents[0].kind = "lakarintyg";
  const CaseId joined = store().Accept(next, now_)->case_id;
  EXPECT_EQ(Record(joined).application.documents.size(), 1U);
  EXPECT_TRUE(Record(joined).contact.empty());
  EXPECT_FALSE(store().LateDocuments(late.household)->at(0).joined_case.has_value());
  EXPECT_EQ(Record(Submit("APP-4")).contact.documents.size(), 1U);
}

}  // namespace dm::testing
