#include "connectors/ssbtek/envelope/plan.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/ssbtek/envelope/question.h"
#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests
using testing::HasSubstr;
using testing::Not;

std::string FieldOf(const EvidenceQuestion& question) {
  const auto plan = MakePlan(MakeOptions(), question);
  return plan.ok() ? "" : DetailOf(plan.status()).field;
}

Date Day(int year, int month, int day) {
  return Date::Make(year, month, day).value();
}

TEST(Plan, TakesAQuestionToEverySource) {
  const auto plan = MakePlan(MakeOptions(),
                             MakeQuestion({Question(Source::kAf),
                                           Question(Source::kCsn),
                                           FkQuestion(),
                                           PmQuestion(),
                                           Question(Source::kSkv),
                                           Question(Source::kSo),
                                           Question(Source::kTns),
                                           Question(Source::kMiv)}));
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->asked.size(), 8U);
}

TEST(Plan, CaseIdsAreAtMost31Characters) {
  EvidenceQuestion question = MakeQuestion({Question(Source::kAf)});
  question.case_id = CaseId::FromTrusted(std::string(31, 'A'));
  EXPECT_EQ(FieldOf(question), "");
  question.case_id = CaseId::FromTrusted(std::string(32, 'A'));
  EXPECT_EQ(FieldOf(question), "case_id");
  question.case_id = CaseId();
  EXPECT_EQ(FieldOf(question), "case_id");
}

TEST(Plan, PeriodsAreClosedAndAtMostTwoYears) {
  SourceQuestion source = Question(Source::kSo);
  source.period = {.from = Day(2024, 2, 29), .to = Day(2026, 2, 27)};
  EXPECT_EQ(FieldOf(MakeQuestion({source})), "");
  source.period.to = Day(2026, 2, 28);
  EXPECT_EQ(FieldOf(MakeQuestion({source})), "sources[SO].period");
  source.period.to = Day(2024, 2, 28);
  EXPECT_EQ(FieldOf(MakeQuestion({source})), "sources[SO].period");
  source.period.to.reset();
  EXPECT_EQ(FieldOf(MakeQuestion({source})), "sources[SO].period");
}

TEST(Plan, GroupsComeFromTheContractsLists) {
  EXPECT_EQ(FieldOf(MakeQuestion({Question(Source::kFk)})), "sources[FK].groups");
  EXPECT_EQ(FieldOf(MakeQuestion({Question(Source::kFk, {"FK:XYZ"})})), "sources[FK].groups");
  EXPECT_EQ(FieldOf(MakeQuestion({Question(Source::kFk, {"PM:AP"})})), "sources[FK].groups");
  EXPECT_EQ(FieldOf(MakeQuestion({Question(Source::kPm, {"FK:AP"})})), "sources[PM].groups");
  EXPECT_EQ(FieldOf(MakeQuestion({Question(Source::kFk, {"FK:AP", "FK:AP"})})),
            "sources[FK].groups");
  EXPECT_EQ(FieldOf(MakeQuestion({Question(Source::kAf, {"FK:AP"})})), "sources[AF].groups");
}

TEST(Plan, EverySourceIsAskedOnceAndLefiForOnePeriod) {
  EXPECT_EQ(FieldOf(MakeQuestion({Question(Source::kAf), Question(Source::kAf)})),
            "sources[AF].source");
  SourceQuestion pm = PmQuestion();
  pm.period.from = Day(2026, 9, 1);
  EXPECT_EQ(FieldOf(MakeQuestion({FkQuestion(), pm})), "sources[PM].period");
  EXPECT_EQ(FieldOf(MakeQuestion({})), "sources");
}

TEST(Plan, PurposeLegalTextAndIdentityMustStand) {
  for (const auto& [member, field] : {std::pair{&EvidenceQuestion::purpose, "purpose"},
                                      std::pair{&EvidenceQuestion::legal_text, "legal_text"},
                                      std::pair{&EvidenceQuestion::identity, "identity"}}) {
    EvidenceQuestion question = MakeQuestion({Question(Source::kAf)});
    (question.*member).clear();
    EXPECT_EQ(FieldOf(question), field);
    question.*member = std::string("a\0b", 3);
    EXPECT_EQ(FieldOf(question), field);
  }
}

TEST(Plan, NoErrorHoldsThePersonsNumber) {
  EvidenceQuestion question = MakeQuestion({Question(Source::kFk, {kPerson})});
  const auto plan = MakePlan(MakeOptions(), question);
  ASSERT_FALSE(plan.ok());
  EXPECT_THAT(plan.status().ToString(), Not(HasSubstr(kPerson)));
  question.personnummer = Personnummer();
  EXPECT_EQ(FieldOf(question), "personnummer");
}

TEST(Question, AsksTheNamedSourcesOnlyEachWithItsPeriod) {
  SourceQuestion af = Question(Source::kAf);
  af.period = {.from = Day(2026, 9, 1), .to = Day(2026, 9, 30)};
  const EvidenceQuestion question = MakeQuestion({af, Question(Source::kMiv)});
  const Options options = MakeOptions();
  const auto plan = MakePlan(options, question);
  ASSERT_TRUE(plan.ok());
  const std::string xml = WriteQuestion(options, question, *plan, Now());
  EXPECT_THAT(xml,
              HasSubstr("<ssbt:AF inkludera=\"true\"><ssbt:tidsperiod><ssbt:fromDatum>"
                        "2026-09-01</ssbt:fromDatum>"));
  EXPECT_THAT(xml,
              HasSubstr("<ssbt:CSN inkludera=\"false\"/><ssbt:FK inkludera=\"false\"/>"
                        "<ssbt:SKV inkludera=\"false\"/><ssbt:SO inkludera=\"false\"/>"
                        "<ssbt:TNS inkludera=\"false\"/><ssbt:MIV inkludera=\"true\"/>"));
  EXPECT_THAT(xml, HasSubstr("<ssbt:fromDatum>2026-08-01</ssbt:fromDatum>"));
  EXPECT_THAT(xml, HasSubstr("<ssbt:personidentitet>199001012385<"));
}

TEST(Question, EscapesForeignText) {
  EvidenceQuestion question = MakeQuestion({Question(Source::kAf)});
  question.purpose = "a<b>&\"c";
  const Options options = MakeOptions();
  const auto plan = MakePlan(options, question);
  ASSERT_TRUE(plan.ok());
  EXPECT_THAT(WriteQuestion(options, question, *plan, Now()),
              HasSubstr("<ssbt:syfte>a&lt;b&gt;&amp;&quot;c</ssbt:syfte>"));
}

TEST(Options, NameTheFieldThatIsWrong) {
  EXPECT_TRUE(Check(MakeOptions()).ok());
  Options options = MakeOptions();
  options.organisation_number = "162000000001";  // third digit of the ten below 2
  EXPECT_EQ(DetailOf(Check(options)).field, "ssbtek.organisation_number");
  options = MakeOptions();
  options.contract_version = "11";
  EXPECT_THAT(MessageOf(Check(options)), HasSubstr("11"));
  options = MakeOptions();
  options.lefi_groups_granted.clear();
  EXPECT_EQ(DetailOf(Check(options)).field, "ssbtek.lefi_groups_granted");
  options = MakeOptions();
  options.processors = {{.organisation_number = "1", .name = "x"}};
  EXPECT_EQ(DetailOf(Check(options)).field, "ssbtek.processors.organisation_number");
  options = MakeOptions();
  options.url = "http://10.0.0.1/";
  EXPECT_EQ(DetailOf(Check(options)).field, "url");
}

}  // namespace
}  // namespace dm::ssbtek
