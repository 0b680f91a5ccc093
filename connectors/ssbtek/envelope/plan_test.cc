#include "connectors/ssbtek/envelope/plan.h"

#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/ssbtek/envelope/preview.h"
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
    for (const std::string& bad :
         {std::string("a\0b", 3), std::string("F\xF6rs"), std::string("\xEF\xBF\xBF")}) {
      question.*member = bad;
      EXPECT_EQ(FieldOf(question), field);
    }
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

TEST(Plan, RefusesASourceThatTheServiceDoesNotCarry) {
  EXPECT_EQ(FieldOf(MakeQuestion({Question(Source::kFolk)})), "sources[FOLK].source");
}

TEST(Plan, NarrowedItAsksNoWiderPeriodThanTheRestNeeds) {
  SourceQuestion af = Question(Source::kAf);
  af.period = {.from = Day(2026, 9, 1), .to = Day(2026, 9, 30)};
  const auto plan =
      MakePlan(MakeOptions(), MakeQuestion({af, Question(Source::kMiv), PmQuestion()}));
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(plan->general, AskedPeriod());
  const Plan narrow = Narrow(*plan, std::vector{Source::kAf, Source::kTns});
  EXPECT_EQ(narrow.asked.size(), 1U) << "nothing is asked that the plan does not ask";
  EXPECT_EQ(narrow.general, af.period);
}

TEST(Question, Version11TellsSkatteverketWhatToAnswerAbout) {
  Options options = MakeOptions();
  options.contract_version = "11";
  options.tax_question = {.years = 2, .individual_income = true, .tax_account = true};
  ASSERT_TRUE(Check(options).ok()) << Check(options);
  SourceQuestion skv = Question(Source::kSkv);
  skv.period = {.from = Day(2025, 11, 1), .to = Day(2026, 1, 31)};
  const auto write = [&](const std::vector<SourceQuestion>& sources) {
    const EvidenceQuestion question = MakeQuestion(sources);
    return WriteQuestion(options, question, *MakePlan(options, question), Now());
  };
  const std::string xml = write({skv});
  EXPECT_THAT(xml, HasSubstr("integration/ssbt/11"));
  EXPECT_THAT(xml,
              HasSubstr("<ssbt:SKV inkludera=\"true\"><ssbt:fraga><ssbt:ar>2024</ssbt:ar>"
                        "<ssbt:ar>2025</ssbt:ar><ssbt:foretagsinformation>false"
                        "</ssbt:foretagsinformation><ssbt:individuppgifter>true"
                        "</ssbt:individuppgifter><ssbt:skattekonto>true</ssbt:skattekonto>"
                        "<ssbt:skatteuppgifter>false</ssbt:skatteuppgifter>"
                        "<ssbt:beskattningsbilagor>false</ssbt:beskattningsbilagor>"
                        "</ssbt:fraga></ssbt:SKV>"))
      << "the years before the one in which the period ends";
  EXPECT_THAT(write({Question(Source::kTns)}), HasSubstr("<ssbt:SKV inkludera=\"false\"/>"));
  EXPECT_THAT(WritePing(options), HasSubstr("integration/ssbt/11"));
  options.contract_version = "10";
  EXPECT_THAT(write({skv}), HasSubstr("<ssbt:SKV inkludera=\"true\"/>"));
}

TEST(Preview, ShowsTheQuestionWithoutThePersonsNumber) {
  EvidenceQuestion question = MakeQuestion({FkQuestion(), Question(Source::kTns)});
  question.purpose = "Om 900101-2385 & 19900101 2385";
  question.case_id = CaseId::FromTrusted("EKB-9001012385");
  const Options options = MakeOptions();
  const std::string text = PreviewQuestion(options, question, *MakePlan(options, question), Now());
  EXPECT_THAT(text, Not(HasSubstr("2385")));
  EXPECT_THAT(text, HasSubstr("    <ssbt:personidentitet>19900101****</ssbt:personidentitet>\n"));
  EXPECT_THAT(text,
              HasSubstr("<ssbt:lefiJsonFraga><!-- base64 of {\"personnummer\":\"19900101****\""));
  EXPECT_THAT(text, HasSubstr("<ssbt:syfte>Om 900101-**** &amp; 19900101 ****</ssbt:syfte>"));
  EXPECT_THAT(text, HasSubstr("<ssbt:organisationsnummer>162120000001<")) << "no person's";
  EXPECT_THAT(text, HasSubstr("EKB-900101****"));
  // Nothing of it in the base64 either: what is shown is the whole of it.
  EXPECT_THAT(text, Not(HasSubstr("lefiJsonFraga>ey")));
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
  const auto field_with = [](auto change) {
    Options changed = MakeOptions();
    change(changed);
    const Status status = Check(changed);
    EXPECT_FALSE(DetailOf(status).remedy.empty()) << status;
    return DetailOf(status).field;
  };
  EXPECT_EQ(field_with([](Options& o) { o.contract_version = "9"; }), "ssbtek.contract_version");
  EXPECT_EQ(field_with([](Options& o) { o.contract_version = "11"; }), "ssbtek.tax_question");
  EXPECT_EQ(field_with([](Options& o) { o.tax_question.years = 7; }), "ssbtek.tax_question.years");
  EXPECT_EQ(field_with([](Options& o) { o.tax_question.years = 0; }), "ssbtek.tax_question.years");
  EXPECT_EQ(field_with([](Options& o) { o.lefi_version = "v8"; }), "ssbtek.lefi_version");
  EXPECT_EQ(field_with([](Options& o) { o.in_flight_max = 257; }), "ssbtek.in_flight_max");
  EXPECT_EQ(field_with([](Options& o) { o.in_flight_max = 0; }), "ssbtek.in_flight_max");
  EXPECT_EQ(field_with([](Options& o) { o.together_timeout_ms = 99; }),
            "ssbtek.together_timeout_ms");
  EXPECT_EQ(field_with([](Options& o) { o.total_timeout_ms = 30'001; }), "ssbtek.total_timeout_ms");
  EXPECT_EQ(field_with([](Options& o) { o.codes = nullptr; }), "ssbtek.codes");
  EXPECT_EQ(field_with([](Options& o) { o.codes = std::make_shared<AnswerCodes>(); }),
            "ssbtek.codes");
  EXPECT_NE(field_with([](Options& o) { o.windows = {"mon-fri"}; }), "");
  EXPECT_NE(field_with([](Options& o) { o.breaker.failures_to_break = 0; }), "");
  EXPECT_NE(field_with([](Options& o) { o.rate.per_minute = -1; }), "");
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
