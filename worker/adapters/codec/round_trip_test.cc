#include <string>

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "worker/adapters/codec/codec.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/message_filler.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {
namespace {

constexpr std::uint32_t kSeeds = 20;

// A message with every field set, read and written again, is the same message.
template <typename Message>
void ExpectRoundTrip(int oneof_choice = 0) {
  for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
    Message message;
    MessageFiller(seed).Fill(message, oneof_choice);
    FieldReader reader(Origin::kStore);
    const auto value = FromProto(reader, message);
    ASSERT_TRUE(reader.ok()) << reader.status();
    std::string differences;
    google::protobuf::util::MessageDifferencer differencer;
    differencer.ReportDifferencesToString(&differences);
    EXPECT_TRUE(differencer.Compare(message, ToProto(value))) << seed << ": " << differences;
  }
}

TEST(RoundTrip, KeepsEveryFieldOfAnApplication) {
  ExpectRoundTrip<pb::Application>();
}

TEST(RoundTrip, KeepsEveryFieldOfAFrame) {
  ExpectRoundTrip<pb::Frame>();
}

TEST(RoundTrip, KeepsEveryFieldOfAHistory) {
  ExpectRoundTrip<pb::History>();
}

TEST(RoundTrip, KeepsEveryFieldOfEvidence) {
  ExpectRoundTrip<pb::EvidenceSet>();
}

TEST(RoundTrip, KeepsEveryFieldOfAnAssessment) {
  ExpectRoundTrip<pb::Assessment>();
}

TEST(RoundTrip, KeepsEveryFieldOfADecision) {
  ExpectRoundTrip<pb::Decision>();
}

TEST(RoundTrip, KeepsEveryFieldOfACompletion) {
  ExpectRoundTrip<pb::Completion>();
}

TEST(RoundTrip, KeepsEveryFieldOfAConversation) {
  ExpectRoundTrip<pb::CaseMessage>();
  ExpectRoundTrip<pb::Contact>();
  ExpectRoundTrip<pb::LateDocument>();
}

TEST(RoundTrip, KeepsEveryFieldOfACommunication) {
  ExpectRoundTrip<pb::Communication>();
}

TEST(RoundTrip, KeepsEveryFieldOfAChildAnalysis) {
  ExpectRoundTrip<pb::ChildAnalysis>();
}

TEST(RoundTrip, KeepsEveryFieldOfAnEscalation) {
  ExpectRoundTrip<pb::Escalation>();
}

TEST(RoundTrip, KeepsEveryKindOfEffect) {
  for (int kind = 0; kind < pb::Effect::descriptor()->oneof_decl(0)->field_count(); ++kind) {
    pb::Effect message;
    MessageFiller(7).Fill(message, kind);
    message.set_kind(static_cast<pb::EffectKind>(kind + 1));
    FieldReader reader(Origin::kStore);
    const Effect value = FromProto(reader, message);
    ASSERT_TRUE(reader.ok()) << kind << reader.status();
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(message, ToProto(value)))
        << kind;
  }
}

TEST(RoundTrip, RefusesAnEffectWhosePayloadIsOfAnotherKind) {
  pb::Effect message;
  MessageFiller(7).Fill(message, 0);
  message.set_kind(pb::EFFECT_KIND_NOTICE);
  FieldReader reader(Origin::kStore);
  FromProto(reader, message);
  EXPECT_EQ(DetailOf(reader.status()).field, "payload");
}

template <typename Message, typename Decode>
void ExpectSameBytes(Decode decode) {
  for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
    Message message;
    MessageFiller(seed).Fill(message);
    if constexpr (std::is_same_v<Message, pb::Effect>) message.set_kind(pb::EFFECT_KIND_DECISION);
    const auto value = decode(message.SerializeAsString());
    ASSERT_TRUE(value.ok()) << value.status();
    const std::string bytes = Encode(*value);
    EXPECT_EQ(bytes, message.SerializeAsString());
    EXPECT_EQ(Encode(*decode(bytes)), bytes);
  }
}

TEST(Bytes, AreTheSameAfterDecodingAndEncoding) {
  ExpectSameBytes<pb::Application>(DecodeApplication);
  ExpectSameBytes<pb::History>(DecodeHistory);
  ExpectSameBytes<pb::Frame>(DecodeFrame);
  ExpectSameBytes<pb::EvidenceSet>(DecodeEvidenceSet);
  ExpectSameBytes<pb::Assessment>(DecodeAssessment);
  ExpectSameBytes<pb::Decision>(DecodeDecision);
  ExpectSameBytes<pb::Escalation>(DecodeEscalation);
  ExpectSameBytes<pb::Completion>(DecodeRequestCompletion);
  ExpectSameBytes<pb::Effect>(DecodeEffect);
  ExpectSameBytes<pb::Communication>(DecodeCommunication);
  ExpectSameBytes<pb::ChildAnalysis>(DecodeChildAnalysis);
}

TEST(Bytes, OfADefaultValueAreReadAgain) {
  EXPECT_TRUE(DecodeApplication(Encode(Application())).ok());
  EXPECT_TRUE(DecodeHistory(Encode(History())).ok());
  EXPECT_TRUE(DecodeFrame(Encode(Frame())).ok());
  EXPECT_TRUE(DecodeEvidenceSet(Encode(EvidenceSet())).ok());
  EXPECT_TRUE(DecodeAssessment(Encode(Assessment())).ok());
  EXPECT_TRUE(DecodeDecision(Encode(Decision())).ok());
  EXPECT_TRUE(DecodeEscalation(Encode(Escalation())).ok());
  EXPECT_TRUE(DecodeRequestCompletion(Encode(RequestCompletion())).ok());
}

TEST(Bytes, ThatAreNoMessageAreDataLoss) {
  const std::string garbage = "\xff\xff\xff\xff not a message";
  EXPECT_EQ(DecodeApplication(garbage).status().code(), StatusCode::kDataLoss);
  EXPECT_EQ(DecodeAssessment(garbage).status().code(), StatusCode::kDataLoss);
  EXPECT_EQ(DecodeEffect("").status().code(), StatusCode::kDataLoss);
}

TEST(Bytes, CutShortAreDataLossOrAnotherValueNeverACrash) {
  pb::Application message;
  MessageFiller(3).Fill(message);
  const std::string bytes = message.SerializeAsString();
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const auto value = DecodeApplication(std::string_view(bytes).substr(0, length));
    if (value.ok()) {
      EXPECT_NE(Encode(*value), bytes);
    }
  }
}

// A stored value is not measured against a caller's limits: a case that was kept stays readable.
TEST(Bytes, BeyondACallersLimitsAreStillReadFromTheStore) {
  pb::Application message;
  MessageFiller(1).Fill(message);
  while (message.persons_size() <= kPersonsMax) *message.add_persons() = message.persons(0);
  message.set_free_text(std::string(kFreeTextCharactersMax + 1, 'x'));
  EXPECT_TRUE(DecodeApplication(message.SerializeAsString()).ok());
}

TEST(Answers, NeverHoldTheRegistersOwnBytes) {
  CaseRecord record;
  pb::EvidenceSet evidence;
  MessageFiller(1).Fill(evidence);
  FieldReader reader(Origin::kStore);
  record.evidence = FromProto(reader, evidence);
  record.evidence.persons[0].answers[0].raw = "as it came";
  const pb::Case message = ToProto(record);
  EXPECT_EQ(message.evidence().persons(0).answers(0).raw(), "");
  EXPECT_NE(Encode(record.evidence).find("as it came"), std::string::npos);
}

}  // namespace
}  // namespace dm::codec
