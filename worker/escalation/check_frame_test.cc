#include "worker/escalation/check_frame.h"

#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_policy.h"

namespace dm::escalation {
namespace {

using dm::testing::Day;
using dm::testing::FakePolicy;
using dm::testing::PlainFrame;

struct Complaint {
  std::string name;
  std::function<void(Frame&)> spoil;
  std::string reason;
  std::string field;
};

Frame WithChild() {
  Frame frame = PlainFrame();
  FramePerson child;
  child.key = PersonKey::FromTrusted("p2");
  child.role = PersonRole::kChild;
  frame.persons.push_back(child);
  ChildRecord record;
  record.child = child.key;
  record.reviewer = "handlaggare-1";
  record.reviewed_on = Day("2026-11-12");
  record.valid_until = Day("2027-05-12");
  frame.child_records = {record};
  return frame;
}

PersonKey Stranger() {
  return PersonKey::FromTrusted("p9");
}

NormAdjustment Adjustment(const PersonKey& person, int factor_permille) {
  NormAdjustment adjustment;
  adjustment.person = person;
  adjustment.kind = NormAdjustmentKind::kHigher;
  adjustment.factor_permille = factor_permille;
  adjustment.reason = "special_diet";
  adjustment.valid_to = Day("2026-12-31");
  return adjustment;
}

const std::vector<Complaint>& Complaints() {
  static const std::vector<Complaint> kComplaints = {
      {"HouseholdIsANumber",
       [](Frame& f) {
         f.persons[0].personnummer = *Personnummer::Parse(dm::testing::kAdult);
         f.household = HouseholdId::FromTrusted("HH-19900101-2385");
       },
       "FIELD_INVALID",
       "frame.household"},
      {"KeyIsANumberWithoutCentury",
       [](Frame& f) {
         f.persons[0].personnummer = *Personnummer::Parse(dm::testing::kAdult);
         f.persons[0].key = PersonKey::FromTrusted("9001012385");
       },
       "FIELD_INVALID",
       "frame.persons[0].key"},
      {"NoHousehold",
       [](Frame& f) { f.household = HouseholdId(); },
       "FIELD_REQUIRED",
       "frame.household"},
      {"NoSigner", [](Frame& f) { f.signed_by = ""; }, "FIELD_REQUIRED", "frame.signed_by"},
      {"NoMandate", [](Frame& f) { f.mandate = ""; }, "MANDATE_REQUIRED", "frame.mandate"},
      {"EndsBeforeItBegins",
       [](Frame& f) { f.valid_to = Day("2026-10-31"); },
       "CONTRADICTION",
       "frame.valid_to"},
      {"Ended",
       [](Frame& f) {
         f.valid_from = Day("2026-06-01");
         f.valid_to = Day("2026-11-11");
       },
       "FIELD_OUT_OF_RANGE",
       "frame.valid_to"},
      {"TooLong",
       [](Frame& f) { f.valid_to = Day("2027-05-01"); },
       "FIELD_OUT_OF_RANGE",
       "frame.valid_to"},
      {"NoPersons", [](Frame& f) { f.persons.clear(); }, "FIELD_REQUIRED", "frame.persons"},
      {"KeyTwice",
       [](Frame& f) { f.persons[1].key = f.persons[0].key; },
       "CONTRADICTION",
       "frame.persons[1].key"},
      {"NumberTwice",
       [](Frame& f) { f.persons[1].personnummer = f.persons[0].personnummer; },
       "CONTRADICTION",
       "frame.persons[1].personnummer"},
      {"NoApplicant",
       [](Frame& f) { f.persons[0].role = PersonRole::kOtherAdult; },
       "CONTRADICTION",
       "frame.persons"},
      {"NegativeRent",
       [](Frame& f) { f.housing.accepted_cost = Money::FromOre(-1); },
       "FIELD_OUT_OF_RANGE",
       "frame.housing.accepted_cost"},
      {"TooManyInTheHome",
       [](Frame& f) { f.housing.persons_in_home = 51; },
       "FIELD_OUT_OF_RANGE",
       "frame.housing.persons_in_home"},
      {"BarrierOfAStranger",
       [](Frame& f) {
         f.barriers = {{Stranger(), "arbetslos", std::nullopt}};
       },
       "CONTRADICTION",
       "frame.barriers[0].person"},
      {"IncomeOfAStranger",
       [](Frame& f) {
         f.incomes = {{Stranger(), "lon", Money()}};
       },
       "CONTRADICTION",
       "frame.incomes[0].person"},
      {"PlanOfAStranger",
       [](Frame& f) {
         f.plans = {{Stranger(), {}}};
       },
       "CONTRADICTION",
       "frame.plans[0].person"},
      {"NormAdjustmentOfAStranger",
       [](Frame& f) { f.norm_adjustments = {Adjustment(Stranger(), 1200)}; },
       "CONTRADICTION",
       "frame.norm_adjustments[0].person"},
      {"HigherNormThatIsLower",
       [](Frame& f) { f.norm_adjustments = {Adjustment(f.persons[0].key, 1000)}; },
       "FIELD_OUT_OF_RANGE",
       "frame.norm_adjustments[0].factor_permille"},
      {"NormAdjustmentTwice",
       [](Frame& f) {
         f.norm_adjustments = {Adjustment(f.persons[0].key, 1200)};
         f.norm_adjustments[0].amount = Money::FromKronor(100);
       },
       "CONTRADICTION",
       "frame.norm_adjustments[0].amount"},
      {"TooManyEntries", [](Frame& f) { f.costs.resize(65); }, "FIELD_OUT_OF_RANGE", "frame"},
      {"NoRecordOfTheChild",
       [](Frame& f) { f.child_records.clear(); },
       "CHILD_RECORD_MISSING",
       "frame.child_records"},
      {"ReviewInTheFuture",
       [](Frame& f) { f.child_records[0].reviewed_on = Day("2026-11-13"); },
       "FIELD_OUT_OF_RANGE",
       "frame.child_records[0].reviewed_on"},
      {"RecordTooLong",
       [](Frame& f) { f.child_records[0].valid_until = Day("2027-05-13"); },
       "FIELD_OUT_OF_RANGE",
       "frame.child_records[0].valid_until"},
      {"RecordWithoutReviewer",
       [](Frame& f) { f.child_records[0].reviewer = ""; },
       "FIELD_REQUIRED",
       "frame.child_records[0].reviewer"},
  };
  return kComplaints;
}

class RefusedFrame : public ::testing::TestWithParam<Complaint> {};

TEST_P(RefusedFrame, NamesFieldAndRemedy) {
  Frame frame = WithChild();
  GetParam().spoil(frame);
  const Status status = CheckFrame(frame, Day("2026-11-12"), FakePolicy());
  ASSERT_EQ(status.code(), StatusCode::kInvalidArgument) << MessageOf(status);
  EXPECT_EQ(DetailOf(status).reason, GetParam().reason);
  EXPECT_EQ(DetailOf(status).field, GetParam().field);
  EXPECT_FALSE(DetailOf(status).remedy.empty());
  const FrameFault fault = CheckWholeFrame(frame, Day("2026-11-12"), FakePolicy()).front();
  EXPECT_EQ(MessageOf(fault.status), MessageOf(status));
  EXPECT_TRUE(fault.text.ends_with('.') && fault.remedy.ends_with('.')) << fault.text;
}

INSTANTIATE_TEST_SUITE_P(All,
                         RefusedFrame,
                         ::testing::ValuesIn(Complaints()),
                         [](const ::testing::TestParamInfo<Complaint>& param) {
                           return param.param.name;
                         });

TEST(CheckFrame, LetsAWholeFrameBeSigned) {
  EXPECT_TRUE(CheckFrame(PlainFrame(), Day("2026-11-12"), FakePolicy()).ok());
  EXPECT_TRUE(CheckFrame(WithChild(), Day("2026-11-12"), FakePolicy()).ok());
}

TEST(CheckFrame, PassesOnThatALimitIsNotSet) {
  FakePolicy policy;
  policy.Remove("frame.max_months");
  EXPECT_EQ(CheckFrame(PlainFrame(), Day("2026-11-12"), policy).code(), StatusCode::kNotFound);
}

}  // namespace
}  // namespace dm::escalation
