#include "worker/adapters/codec/enums.h"

#include <set>

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

namespace dm::codec {
namespace {

// Every value of the contract but an _UNSPECIFIED has exactly one counterpart, and the other way
// round.
template <typename E>
void ExpectComplete() {
  const auto* descriptor = google::protobuf::GetEnumDescriptor<ProtoOf<E>>();
  std::set<E> ours;
  for (int i = 0; i < descriptor->value_count(); ++i) {
    const auto value = static_cast<ProtoOf<E>>(descriptor->value(i)->number());
    const std::optional<E> known = EnumFromProto<E>(value);
    if (descriptor->value(i)->number() == 0 && !known.has_value()) continue;
    ASSERT_TRUE(known.has_value()) << descriptor->value(i)->full_name();
    EXPECT_TRUE(ours.insert(*known).second) << descriptor->value(i)->full_name();
    EXPECT_EQ(EnumToProto(*known), value);
  }
  EXPECT_EQ(ours.size(), PairsOf(E{}).size()) << descriptor->full_name();
}

TEST(Enums, HaveAPairForEveryValueOfTheContract) {
  ExpectComplete<Answer>();
  ExpectComplete<PersonRole>();
  ExpectComplete<PresenceKind>();
  ExpectComplete<NormAdjustmentKind>();
  ExpectComplete<Tenure>();
  ExpectComplete<CostType>();
  ExpectComplete<AssetType>();
  ExpectComplete<Channel>();
  ExpectComplete<ApplicationKind>();
  ExpectComplete<AssuranceLevel>();
  ExpectComplete<Outcome>();
  ExpectComplete<ActorKind>();
  ExpectComplete<Source>();
  ExpectComplete<AnswerState>();
  ExpectComplete<PaymentStatus>();
  ExpectComplete<PaymentKind>();
  ExpectComplete<AmountKind>();
  ExpectComplete<CaseOutcome>();
  ExpectComplete<Verdict>();
  ExpectComplete<CheckState>();
  ExpectComplete<RowKind>();
  ExpectComplete<Mode>();
  ExpectComplete<AccessClass>();
  ExpectComplete<DecisionKind>();
  ExpectComplete<EscalationState>();
  ExpectComplete<ConsultationState>();
  ExpectComplete<HintKind>();
  ExpectComplete<StaffRole>();
  ExpectComplete<ReportUnit>();
  ExpectComplete<ReportCellState>();
  ExpectComplete<ReportChart>();
  ExpectComplete<ReportState>();
  ExpectComplete<EffectKind>();
  ExpectComplete<EffectState>();
  ExpectComplete<EffectResolution>();
  ExpectComplete<ReceiverSays>();
  ExpectComplete<MessageDirection>();
  ExpectComplete<CompletionState>();
  ExpectComplete<CaseState>();
  ExpectComplete<SourceGate>();
  ExpectComplete<ReloadOutcome>();
  ExpectComplete<LetterPart>();
  ExpectComplete<FrameStanding>();
  ExpectComplete<LetterForm>();
}

TEST(Enums, ReadNotStatedAsNotStatedAndNeverAsNo) {
  EXPECT_EQ(EnumFromProto<Answer>(pb::ANSWER_UNSPECIFIED), Answer::kUnknown);
}

TEST(Enums, DoNotReadAValueOfALaterContract) {
  EXPECT_EQ(EnumFromProto<PersonRole>(static_cast<pb::PersonRole>(99)), std::nullopt);
}

}  // namespace
}  // namespace dm::codec
