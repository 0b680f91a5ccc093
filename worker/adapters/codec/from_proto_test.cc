#include "worker/adapters/codec/from_proto.h"

#include <functional>

#include <gtest/gtest.h>

#include "worker/adapters/codec/message_filler.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {
namespace {

// An application that a caller may send.
pb::Application Valid() {
  pb::Application message;
  message.set_id("A-2026-12-0001");
  message.set_household("H-1");
  message.set_month("2026-12");
  message.mutable_received_at()->set_seconds(1'795'676'400);
  message.set_channel(pb::CHANNEL_E_APPLICATION);
  message.set_kind(pb::APPLICATION_KIND_REAPPLICATION);
  pb::Person* person = message.add_persons();
  person->set_key("p1");
  person->set_personnummer("199001012385");
  person->set_role(pb::PERSON_ROLE_APPLICANT);
  person->mutable_presence()->set_kind(pb::PRESENCE_KIND_PERMANENT);
  return message;
}

pb::Cost ValidCost() {
  pb::Cost cost;
  cost.set_type(pb::COST_TYPE_BOENDE);
  cost.mutable_applied()->set_ore(650'000);
  return cost;
}

Status StatusOf(const pb::Application& message) {
  FieldReader reader(Origin::kCaller, "application");
  FromProto(reader, message);
  return reader.status();
}

TEST(ApplicationFromCaller, TakesTheLeastThatIsRequired) {
  EXPECT_TRUE(StatusOf(Valid()).ok()) << StatusOf(Valid());
}

TEST(ApplicationFromCaller, ReadsWhatIsLeftOutAsNotStated) {
  FieldReader reader(Origin::kCaller);
  const Application value = FromProto(reader, Valid());
  EXPECT_EQ(value.circumstances.violence, Answer::kUnknown);
  EXPECT_EQ(value.persons[0].protected_identity, Answer::kUnknown);
  EXPECT_EQ(value.language, "sv");
}

struct Mistake {
  const char* field;
  const char* reason;
  std::function<void(pb::Application&)> make;
};

class ApplicationMistake : public testing::TestWithParam<Mistake> {};

TEST_P(ApplicationMistake, IsRefusedWithItsField) {
  pb::Application message = Valid();
  GetParam().make(message);
  const Status status = StatusOf(message);
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(DetailOf(status).field, GetParam().field);
  EXPECT_EQ(DetailOf(status).reason, GetParam().reason);
  EXPECT_FALSE(DetailOf(status).remedy.empty());
}

const Mistake kMistakes[] = {
    {"application.id", "FIELD_REQUIRED", [](auto& m) { m.clear_id(); }},
    {"application.id", "FIELD_INVALID", [](auto& m) { m.set_id("a b"); }},
    {"application.id", "FIELD_INVALID", [](auto& m) { m.set_id(std::string(65, 'a')); }},
    {"application.household", "FIELD_REQUIRED", [](auto& m) { m.clear_household(); }},
    {"application.month", "FIELD_REQUIRED", [](auto& m) { m.clear_month(); }},
    {"application.month", "FIELD_INVALID", [](auto& m) { m.set_month("2026-13"); }},
    {"application.month", "FIELD_INVALID", [](auto& m) { m.set_month("2026-12-01"); }},
    {"application.received_at", "FIELD_REQUIRED", [](auto& m) { m.clear_received_at(); }},
    {"application.channel", "FIELD_REQUIRED", [](auto& m) { m.clear_channel(); }},
    {"application.kind", "FIELD_REQUIRED", [](auto& m) { m.clear_kind(); }},
    {"application.kind",
     "UNKNOWN_ENUM_VALUE",
     [](auto& m) { m.set_kind(static_cast<pb::ApplicationKind>(9)); }},
    {"application.persons", "FIELD_REQUIRED", [](auto& m) { m.clear_persons(); }},
    {"application.persons",
     "TOO_MANY_ITEMS",
     [](auto& m) {
       while (m.persons_size() <= kPersonsMax) m.add_persons()->CopyFrom(m.persons(0));
     }},
    {"application.persons[0].key",
     "FIELD_REQUIRED",
     [](auto& m) { m.mutable_persons(0)->clear_key(); }},
    {"application.persons[0].role",
     "FIELD_REQUIRED",
     [](auto& m) { m.mutable_persons(0)->clear_role(); }},
    {"application.persons[0].personnummer",
     "FIELD_REQUIRED",
     [](auto& m) { m.mutable_persons(0)->clear_personnummer(); }},
    {"application.persons[0].personnummer",
     "FIELD_INVALID",
     [](auto& m) { m.mutable_persons(0)->set_personnummer("199001012386"); }},
    {"application.persons[0].presence.kind",
     "FIELD_REQUIRED",
     [](auto& m) { m.mutable_persons(0)->clear_presence(); }},
    {"application.persons[0].presence.days",
     "FIELD_OUT_OF_RANGE",
     [](auto& m) { m.mutable_persons(0)->mutable_presence()->set_days(32); }},
    {"application.persons[0].name",
     "FIELD_TOO_LONG",
     [](auto& m) { m.mutable_persons(0)->set_name(std::string(kLineBytesMax + 1, 'a')); }},
    {"application.costs",
     "TOO_MANY_ITEMS",
     [](auto& m) {
       while (m.costs_size() <= kCostsMax) *m.add_costs() = ValidCost();
     }},
    {"application.costs[0].applied",
     "FIELD_REQUIRED",
     [](auto& m) { m.add_costs()->set_type(pb::COST_TYPE_BOENDE); }},
    {"application.costs[0].applied",
     "FIELD_OUT_OF_RANGE",
     [](auto& m) {
       *m.add_costs() = ValidCost();
       m.mutable_costs(0)->mutable_applied()->set_ore(-1);
     }},
    {"application.costs[0].other_code",
     "FIELD_REQUIRED",
     [](auto& m) {
       *m.add_costs() = ValidCost();
       m.mutable_costs(0)->set_type(pb::COST_TYPE_OTHER_LIVING_COST);
     }},
    {"application.incomes[0].person", "FIELD_REQUIRED", [](auto& m) { m.add_incomes(); }},
    {"application.circumstances.critical_date",
     "FIELD_INVALID",
     [](auto& m) { m.mutable_circumstances()->set_critical_date("2026-02-30"); }},
    {"application.signatures[0].level",
     "FIELD_REQUIRED",
     [](auto& m) { m.add_signatures()->set_person("p1"); }},
    {"application.free_text",
     "FIELD_TOO_LONG",
     [](auto& m) { m.set_free_text(std::string(kFreeTextCharactersMax + 1, 'a')); }},
};

INSTANTIATE_TEST_SUITE_P(All, ApplicationMistake, testing::ValuesIn(kMistakes));

TEST(ApplicationFromCaller, TakesListsAtTheirLimits) {
  pb::Application message = Valid();
  while (message.persons_size() < kPersonsMax) *message.add_persons() = message.persons(0);
  while (message.costs_size() < kCostsMax) *message.add_costs() = ValidCost();
  message.set_free_text(std::string(kFreeTextCharactersMax, 'a'));
  EXPECT_TRUE(StatusOf(message).ok()) << StatusOf(message);
}

TEST(ApplicationFromCaller, NeedsNoNumberOfAnotherAdult) {
  pb::Application message = Valid();
  pb::Person* other = message.add_persons();
  *other = message.persons(0);
  other->set_role(pb::PERSON_ROLE_OTHER_ADULT);
  other->clear_personnummer();
  EXPECT_TRUE(StatusOf(message).ok()) << StatusOf(message);
}

TEST(FrameFromCaller, DoesNotReadOutputOnlyFields) {
  pb::Frame message;
  MessageFiller(5).Fill(message);
  FieldReader reader(Origin::kCaller, "frame");
  const Frame frame = FromProto(reader, message);
  EXPECT_TRUE(reader.ok()) << reader.status();
  EXPECT_TRUE(frame.id.empty());
  EXPECT_EQ(frame.version, 0);
  EXPECT_EQ(frame.content_sha256, "");
  EXPECT_EQ(frame.signed_by, message.signed_by());
}

TEST(HistoryFromCaller, IsNewestFirstWithEachMonthOnce) {
  pb::History message;
  for (const char* month : {"2026-10", "2026-11"}) {
    pb::HistoryMonth* entry = message.add_months();
    entry->set_month(month);
    entry->set_outcome(pb::OUTCOME_BIFALL);
    entry->mutable_granted()->set_ore(1);
    entry->set_decided_by(pb::ACTOR_KIND_PERSON);
  }
  FieldReader reader(Origin::kCaller, "history");
  FromProto(reader, message);
  EXPECT_EQ(DetailOf(reader.status()).field, "history.months[1].month");
}

TEST(EvidenceFromAFile, HoldsASourceOnce) {
  pb::EvidenceSet message;
  pb::PersonEvidence* person = message.add_persons();
  person->set_person("p1");
  for (int i = 0; i < 2; ++i) {
    pb::SourceAnswer* answer = person->add_answers();
    answer->set_source(pb::SOURCE_FK);
    answer->set_state(pb::ANSWER_STATE_CONFIRMED_EMPTY);
    answer->mutable_fetched_at()->set_seconds(1);
  }
  FieldReader reader(Origin::kCaller, "evidence");
  FromProto(reader, message);
  EXPECT_EQ(DetailOf(reader.status()).field, "evidence.persons[0].answers[1].source");
}

TEST(CaseInput, NeedsTheDayOfAssessmentWhereThereIsEvidence) {
  pb::CaseInput message;
  *message.mutable_application() = Valid();
  message.mutable_evidence();
  FieldReader reader(Origin::kCaller);
  FromProto(reader, message);
  EXPECT_EQ(DetailOf(reader.status()).field, "assessed_on");
}

TEST(CaseInput, TakesTheDayOfReceiptWhereThereIsNone) {
  pb::CaseInput message;
  *message.mutable_application() = Valid();
  FieldReader reader(Origin::kCaller);
  const CaseInput value = FromProto(reader, message);
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_EQ(value.assessed_on.ToString(), "2026-11-26");
  EXPECT_EQ(value.assessed_at.ToString(), "2026-11-26T00:00:00.000Z");
}

TEST(Instants, BeforeNineteenSeventyKeepTheirMilliseconds) {
  const Instant instant = Instant::FromUnixMs(-1'500);
  const auto message = ToProto(instant);
  EXPECT_EQ(message.seconds(), -2);
  EXPECT_EQ(message.nanos(), 500'000'000);
  FieldReader reader(Origin::kCaller);
  EXPECT_EQ(reader.ReadInstant("at", true, message, Need::kRequired), instant);
}

}  // namespace
}  // namespace dm::codec
