// clang-format off
// Every trap that the contract's notes name, and the test that is named after it. A number is the
// notes' section. Without a suite the test is Traps.<name>, here or in traps_of_agencies_test.cc;
// with one it stands beside the code that it is about (connectors/ssbtek, tests/integration/ssbtek).
//
// The call and the question
//   2   empty soapAction                        Transport.SendsASoapMessageWithAnEmptyAction
//   2   children of MIV and SKV unqualified     EnvelopeSchemaTest.TakesUnqualifiedChildrenOfSkvAndMivOnly
//   2   no rate limit is published              ExchangeTest.CallsKeepToTheRate
//   2   closed at any hour                      ExchangeTest.OutsideTheWindowNothingIsSent
//   3   ping leaves TNS and MIV out             Ping.AnAbsentAgencyWasNotCalledAndIsNotDown
//   4.1 fraganSkallInkluderas… is mandatory     QuestionSchema.TakesEveryQuestionOfVersion10
//   4.1 organisation number's third digit       OrganisationNumberWithThirdDigitBelow2
//   4.1 case id of 32 characters: -1005         CaseIdOver31, CsnErrorMinus1005Lasts
//   4.1 period over two years: 400              PeriodOverTwoYears
//   4.1 syfte, lagtext, handlaggare             Plan.PurposeLegalTextAndIdentityMustStand
//   4.2 all seven agencies, in order            Question.AsksTheNamedSourcesOnlyEachWithItsPeriod
//   4.2 FK included without fraga               FkIncludedWithoutFraga
//   4.2 a period for one agency                 AfHasItsOwnTidsperiod
//   4.3 asking for more than is needed          OnlyWhatIsAskedForIsIncluded
//   7.1 no group named: 400                     AtLeastOneLefiGroup
//   12  v11: SKV without fraga fails the whole  V11SkvWithoutFraga
//   15  one call about FK and PM                ExchangeTest.FkAndPmStayOneCall
// The answer as a whole
//   5   korrelationsid must come back           Reply.TheCorrelationIdMustComeBack
//   5   data or error, never both               Reply.DataAndErrorTogetherOrNeitherIsABreach
//   5   kalla SSBT or BT, felkod without a list Reply.WhoFailedAndWhatLastsIsSaidByTheTable
//   5.1 a fault is about everything             Reply.AFaultIsEverySourcesError
//   5.1 an agency's error, its own              Reply.OneAgencysFailureLeavesTheOthersAlone
//   5.1 an error of FK is PM's too              AnErrorOfFkIsPmsToo
//   5.1 asked for and absent                    AnAgencyThatIsAbsentHasNotAnswered
//   5.2 nothing, or no answer                   Examples.ResponseNothing…, ResponseMixedErrors…
//   15  another person in the answer            TenAndTwelveDigits, and each reader's own
//   15  retry only what can change              Reply.ARefusedQuestionIsALastingFailure
//   15  DTD and entities off                    DtdAndEntitiesAreOff
//   15  base64 limits, cut short                Base64HasALimit, Base64CutShortIsNoAnswer
// AF
//   6   dates with offsets                      OffsetsNeverMoveADay
//   6   the element's misspelt name             AktivetetsRapportDatumIsMisspelt
//   6   200, 500, 501, 502                      ActivityReport200And500And501And502
//   6   status other than 0                     AfStatusOtherThanZeroIsNoAnswer
//   6   Sekretessmarkering                      AfReader.TheSecrecyMarkerProtects
//   13  trimmed answers                         AfReader., SoReader.TakesTheTrimmedFormAndCounts…
// FK and PM (LEFI)
//   7.1 rightless groups are left out silently  GroupsWithoutRightAreLeftOutSilently
//   7.2 utlamnare: missing, failing, down       TheThreeStatesOfASupplier
//   5.2 PM down without an avvikelse            AnOutageOfPmWithoutAvvikelseIsNotZeroPension
//   7.2 top-level utbetalningar are PM's        FkPaymentsAreNotInTopLevelUtbetalningar
//   7.2 preliminary is not effectuated          FkReader.PreliminaryPaymentsAreNotExecuted
//   7.2 month-only and open periods             MonthOnlyPeriods, OpenPeriods
//   7.2 avdragsbelopp includes skattebelopp     AvdragsbeloppIncludesSkattebelopp
//   7.2 SOC, INF, KVI, INC, SKV                 SocUtmatningAndKvittningStayApart
//   7.2 amounts are doubles                     DoublesAreExactToTheOre, FkReader.DoublesAreExactOre
//   7.2 PM: integers, from and tom              PmHasIntegersAndKeysOfItsOwn
//   7.2 PM: several benefits in one payment     PmReader.SeveralBenefitsInOnePaymentNameThemAll
//   7.2 the same pension at FK and PM           DoubleCountingFkPm, and the suite Twins
//   7.2 skyddad                                 FkReader.SkyddadProtectsEvenBesideAFailure
//   7.2 a claim is not decided                  PmReader.ClaimsArePendingAndFinalDecisionsAreNot
//   7.2 avvikelser as []                        AvvikelserAsAnEmptyList
//   7.2 ersattning and avslaget                 FkReader.TakesAvslagetAndErsattningWhere…
//   7.2 typ, foretag                            FkPayment.EachKindAndPayerOfTheContractIsListed
//   7.2 programme days: FK's own word           FkProgramme.DaysAreFksOwnWord
//   7.2 decisions: how much, for which children FkCase.DecisionsTellHowMuchHowOftenAndForWhom
//   7.2 PM's status and outcome                 PmReader.DecisionsTellStatusAndOutcome
//   15  one object for a list                   ASingleObjectForAList
// CSN
//   5.2 "Allt OK, inget att rapportera"         CsnTextAlltOkComesWithDataToo
//   5.2 sekretess                               SekretessOfCsnIsForAPerson
//   8   a samordningsnummer cannot validate     SamordningsnummerDoesNotFitCsn
//   8   ten digits and sekel                    CsnReader.ComparesTenDigitsAndTheCentury
//   8   utbetdatum 0                            UtbetdatumZeroFallsBackToWeeks
//   8   week 53, year change                    Week53AndYearChange
//   8   Utbetald, UTBETALAD                     TwoSpellingsOfPaid
//   8   negative amounts                        NegativeCsnAmounts
//   8   totals mix grant and loan               CsnTotalsMixGrantAndLoan
//   8   a loan not applied for                  ALoanThatWasNotAppliedFor
//   8   namespaces of version 3                 CsnNamespacesOfVersion3
// SO
//   9   a status without enumeration            SoStatusHasNoEnumeration
//   5.2 an empty list                           AnEmptyListOfFundsIsNeverEmpty
//   9   quality is each a-kassa's               QualityIsEachFundsOwn
//   9   half days                               HalfDays
//   9   suspension                              SoReader.ASuspensionAndAnApplicationAreSeen
//   9   nil decision and no application         SoNilDecision
//   9   two nets                                NetAfterTaxAndNetAfterDeductions
// SKV, TNS, MIV
//   10  message codes                           SkvMessageCodes
//   10  an inner declaration of encoding        SkvInnerEncodingIsNotBelieved
//   10  the inner form is not published         SkvFormIsNotPublished
//   11  FEL inside data                         TnsFelInsideData
//   11  two namespaces                          TnsHasTwoNamespaces
//   11  MIV's children have no namespace        MivHasNoNamespaces
//   11  two correlation ids                     MivHasTwoCorrelationIds
//   11  no decision date                        MivOpenApplicationHasNoDecisionDate
//   5.2 nothing is normal                       MivNothingIsNormal
// clang-format on
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/soap/base64.h"
#include "connectors/ssbtek/envelope/question.h"
#include "connectors/ssbtek/envelope/reply.h"
#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests
using testing::HasSubstr;

SourceAnswer Ask(Source source, const std::string& payload) {
  return ReadOne(Question(source), Agency(SourceCode(source), payload));
}

SourceAnswer AskFk(const std::string& json) {
  return ReadOne(FkQuestion(), Agency("FK", json));
}

SourceAnswer AskPm(const std::string& json) {
  return ReadOne(PmQuestion(), Agency("FK", json));
}

std::string ReplaceAll(std::string text, const std::string& from, const std::string& to) {
  EXPECT_NE(text.find(from), std::string::npos) << from;
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string Written(const Options& options, const EvidenceQuestion& question) {
  const StatusOr<Plan> plan = MakePlan(options, question);
  EXPECT_TRUE(plan.ok()) << plan.status();
  return plan.ok() ? WriteQuestion(options, question, *plan, Now()) : "";
}

std::string RefusedField(const EvidenceQuestion& question) {
  const StatusOr<Plan> plan = MakePlan(MakeOptions(), question);
  return plan.ok() ? "" : DetailOf(plan.status()).field;
}

Date Day(int year, int month, int day) {
  return Date::Make(year, month, day).value();
}

// ---- the question

TEST(Traps, CaseIdOver31) {
  EvidenceQuestion question = MakeQuestion({Question(Source::kCsn)});
  question.case_id = CaseId::FromTrusted("123e4567-e89b-12d3-a456-426614174000");  // a UUID: 36
  EXPECT_EQ(RefusedField(question), "case_id");
  question.case_id = CaseId::FromTrusted(std::string(31, '7'));
  EXPECT_EQ(RefusedField(question), "");
}

TEST(Traps, PeriodOverTwoYears) {
  SourceQuestion fk = FkQuestion();
  fk.period = {.from = Day(2024, 9, 1), .to = Day(2026, 9, 1)};
  EXPECT_EQ(RefusedField(MakeQuestion({fk})), "sources[FK].period");
  fk.period.to = Day(2026, 8, 31);
  EXPECT_EQ(RefusedField(MakeQuestion({fk})), "");
}

TEST(Traps, OrganisationNumberWithThirdDigitBelow2) {
  Options options = MakeOptions();
  options.organisation_number = "162000000001";
  EXPECT_EQ(DetailOf(Check(options)).field, "ssbtek.organisation_number");
}

TEST(Traps, AtLeastOneLefiGroup) {
  EXPECT_EQ(RefusedField(MakeQuestion({Question(Source::kFk)})), "sources[FK].groups");
  EXPECT_EQ(RefusedField(MakeQuestion({Question(Source::kPm)})), "sources[PM].groups");
}

TEST(Traps, FkIncludedWithoutFraga) {
  for (const SourceQuestion& source : {FkQuestion(), PmQuestion()}) {
    const std::string xml = Written(MakeOptions(), MakeQuestion({source}));
    EXPECT_THAT(xml, HasSubstr("<ssbt:FK inkludera=\"true\"><ssbt:fraga>"));
    EXPECT_THAT(xml, HasSubstr("<ssbt:lefiJsonFraga>"));
  }
}

TEST(Traps, V11SkvWithoutFraga) {
  Options options = MakeOptions();
  options.contract_version = "11";
  EXPECT_EQ(DetailOf(Check(options)).field, "ssbtek.tax_question") << "no part is asked for";
  options.tax_question.tax_information = true;
  EXPECT_TRUE(Check(options).ok());
  EXPECT_THAT(Written(options, MakeQuestion({Question(Source::kSkv)})),
              HasSubstr("<ssbt:SKV inkludera=\"true\"><ssbt:fraga><ssbt:ar>"));
}

TEST(Traps, AfHasItsOwnTidsperiod) {
  SourceQuestion af = Question(Source::kAf);
  af.period = {.from = Day(2026, 9, 1), .to = Day(2026, 9, 30)};
  EXPECT_THAT(Written(MakeOptions(), MakeQuestion({af, Question(Source::kMiv)})),
              HasSubstr("<ssbt:AF inkludera=\"true\"><ssbt:tidsperiod><ssbt:fromDatum>2026-09-01"));
}

TEST(Traps, OnlyWhatIsAskedForIsIncluded) {
  const std::string xml = Written(MakeOptions(), MakeQuestion({Question(Source::kTns)}));
  for (const char* agency : {"AF", "CSN", "FK", "SKV", "SO", "MIV"}) {
    EXPECT_THAT(xml, HasSubstr("<ssbt:" + std::string(agency) + " inkludera=\"false\"/>"));
  }
}

// ---- the envelope

TEST(Traps, AnAgencyThatIsAbsentHasNotAnswered) {
  for (const Source source :
       {Source::kAf, Source::kCsn, Source::kSkv, Source::kSo, Source::kTns, Source::kMiv}) {
    EXPECT_EQ(StateOf(ReadOne(Question(source), "")), "ERROR ABSENT") << SourceCode(source);
  }
  EXPECT_EQ(StateOf(ReadOne(FkQuestion(), "")), "ERROR ABSENT");
  EXPECT_EQ(StateOf(ReadOne(PmQuestion(), "")), "ERROR ABSENT");
}

TEST(Traps, AnErrorOfFkIsPmsToo) {
  const std::string error =
      "<ssbt:FK><ssbt:error><ssbt:kalla>BT</ssbt:kalla><ssbt:felkod>LEFI-VERSION</ssbt:felkod>"
      "<ssbt:felmeddelande>x</ssbt:felmeddelande></ssbt:error></ssbt:FK>";
  EXPECT_EQ(StateOf(ReadOne(FkQuestion(), error)), "ERROR BT.LEFI-VERSION");
  EXPECT_EQ(StateOf(ReadOne(PmQuestion(), error)), "ERROR BT.LEFI-VERSION");
  EXPECT_TRUE(ReadOne(PmQuestion(), error).lasting);
}

TEST(Traps, TenAndTwelveDigits) {
  const std::string twelve = Sample("fk/nothing.json");
  EXPECT_EQ(StateOf(AskFk(twelve)), "CONFIRMED_EMPTY");
  EXPECT_EQ(StateOf(AskFk(With(twelve, kPerson, "9001012385"))), "CONFIRMED_EMPTY");
  EXPECT_EQ(StateOf(AskFk(With(twelve, kPerson, "8502022398"))), "ERROR ECHO.PERSON");
}

TEST(Traps, DtdAndEntitiesAreOff) {
  const std::string dtd = "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>";
  EXPECT_EQ(StateOf(Ask(Source::kCsn, dtd + "<CSNSvar>&e;</CSNSvar>")),
            "SCHEMA_MISMATCH XML_DOCTYPE");
  EXPECT_EQ(StateOf(Ask(Source::kSkv, dtd + "<a>&e;</a>")), "SCHEMA_MISMATCH XML_DOCTYPE");
  const Options options = MakeOptions();
  const auto plan = MakePlan(options, MakeQuestion({Question(Source::kTns)}));
  const auto answers = ReadReply(options, *plan, kCorrelation, Now(), dtd + Reply(""));
  EXPECT_EQ(StateOf(answers.at(0)), "SCHEMA_MISMATCH XML_DOCTYPE");
}

TEST(Traps, Base64HasALimit) {
  const std::string inside(512U << 10U, ' ');
  const std::string over(1U << 20U, ' ');  // a text of more than 1 MiB when encoded
  EXPECT_EQ(StateOf(Ask(Source::kCsn, inside)), "SCHEMA_MISMATCH XML_MALFORMED") << "decoded, read";
  EXPECT_EQ(StateOf(Ask(Source::kCsn, over)), "SCHEMA_MISMATCH XML_TEXT");
  EXPECT_EQ(StateOf(AskFk(over)), "SCHEMA_MISMATCH XML_TEXT");
}

TEST(Traps, Base64CutShortIsNoAnswer) {
  const std::string whole = soap::Base64Encode(Sample("csn/no_hit.xml"));
  for (const std::size_t cut : {1U, 2U, 3U, 8U, 40U, 400U}) {
    const SourceAnswer answer =
        ReadOne(Question(Source::kCsn),
                "<ssbt:CSN><ssbt:data><ssbt:svar>" + whole.substr(0, whole.size() - cut) +
                    "</ssbt:svar></ssbt:data></ssbt:CSN>");
    EXPECT_EQ(answer.state, AnswerState::kSchemaMismatch) << cut;
  }
}

// ---- FK and PM through LEFI

TEST(Traps, AnOutageOfPmWithoutAvvikelseIsNotZeroPension) {
  for (const std::string state : {"OTILLGANGLIG", "FELANDE"}) {
    const std::string down =
        With(With(Sample("fk/nothing.json"),
                  "\"namn\": \"Pensionsmyndigheten\"}, \"tillstand\": {\"kod\": \"OK\"",
                  "\"namn\": \"Pensionsmyndigheten\"}, \"tillstand\": {\"kod\": \"" + state + "\""),
             "\"formansinformation\"",
             "\"avvikelser\": {}, \"formansinformation\"");
    EXPECT_EQ(StateOf(AskPm(down)), "SUPPLIER_DOWN UTLAMNARE." + state);
    EXPECT_EQ(StateOf(AskFk(down)), "CONFIRMED_EMPTY");
  }
}

TEST(Traps, FkPaymentsAreNotInTopLevelUtbetalningar) {
  const std::string fk_shaped =
      "\"utbetalningar\": [{\"formansfamilj\": {\"id\": \"DAG\"}, \"datum\": \"2026-09-18\", "
      "\"bruttobelopp\": {\"summa\": 100.0, \"valuta\": \"SEK\"}, "
      "\"nettobelopp\": {\"summa\": 100.0, \"valuta\": \"SEK\"}}], \"formansinformation\"";
  const std::string misplaced =
      With(Sample("fk/nothing.json"), "\"formansinformation\"", fk_shaped);
  EXPECT_TRUE(AskFk(misplaced).payments.empty());
  EXPECT_FALSE(IsKnown(AskPm(misplaced).state)) << "not PM's shape: never silently nothing";
  EXPECT_EQ(AskFk(Sample("fk/payments.json")).payments.size(), 2U);
  EXPECT_TRUE(AskPm(Sample("fk/payments.json")).payments.empty());
}

TEST(Traps, MonthOnlyPeriods) {
  const SourceAnswer answer = AskFk(With(Sample("fk/payments.json"),
                                         "\"period\": {\"fran\": \"2026-10\"}",
                                         "\"period\": {\"fran\": \"2026-02\", "
                                         "\"till\": \"2026-09\"}"));
  ASSERT_EQ(answer.payments.size(), 2U);
  EXPECT_EQ(answer.payments[1].period.from->ToString(), "2026-02-01");
  EXPECT_EQ(answer.payments[1].period.to->ToString(), "2026-09-30");
}

TEST(Traps, OpenPeriods) {
  const SourceAnswer answer = AskFk(With(Sample("fk/payments.json"),
                                         "\"period\": {\"fran\": \"2026-08-01\", \"till\"",
                                         "\"period\": {\"till\""));
  ASSERT_EQ(answer.payments.size(), 2U);
  EXPECT_FALSE(answer.payments[0].period.from.has_value());
  EXPECT_EQ(answer.payments[0].period.to->ToString(), "2026-08-31");
  EXPECT_FALSE(answer.payments[1].period.to.has_value());
}

TEST(Traps, AvdragsbeloppIncludesSkattebelopp) {
  const SourceAnswer answer = AskFk(Sample("fk/payments.json"));
  ASSERT_FALSE(answer.payments.empty());
  const Payment& paid = answer.payments[0];
  EXPECT_EQ(*paid.gross - Money::FromKronor(1'600), paid.net) << "tax is taken once";
  Money taken;
  for (const Deduction& one : paid.deductions) taken = taken + one.amount;
  EXPECT_EQ(taken, Money::FromKronor(1'600)) << "tax and the rest, each by itself";
  EXPECT_EQ(StateOf(AskFk(With(Sample("fk/payments.json"),
                               "\"avdragsbelopp\": {\"summa\": 1600.0",
                               "\"avdragsbelopp\": {\"summa\": 500.0"))),
            "SCHEMA_MISMATCH SUM");
}

TEST(Traps, SocUtmatningAndKvittningStayApart) {
  for (const std::string type : {"SOC", "INF", "KVI", "INC", "SKV"}) {
    const SourceAnswer answer =
        AskFk(With(Sample("fk/payments.json"), "\"id\": \"INF\"", "\"id\": \"" + type + "\""));
    ASSERT_FALSE(answer.payments.empty()) << type;
    ASSERT_EQ(answer.payments[0].deductions.size(), 2U) << type;
    EXPECT_EQ(answer.payments[0].deductions[1].code, type);
    EXPECT_EQ(answer.payments[0].deductions[1].amount, Money::FromKronor(500));
  }
}

TEST(Traps, DoublesAreExactToTheOre) {
  const std::string written =
      ReplaceAll(Sample("fk/payments.json"), "\"summa\": 1250.0", "\"summa\": 4503.29");
  const SourceAnswer answer = AskFk(written);
  ASSERT_EQ(answer.payments.size(), 2U);
  EXPECT_EQ(answer.payments[1].net, Money::FromOre(450'329));
  EXPECT_EQ(answer.payments[1].gross, Money::FromOre(450'329));
}

TEST(Traps, PmHasIntegersAndKeysOfItsOwn) {
  const SourceAnswer answer = AskPm(Sample("pm/payments.json"));
  ASSERT_EQ(answer.payments.size(), 1U);
  EXPECT_EQ(answer.payments[0].net, Money::FromKronor(8'200));
  EXPECT_EQ(answer.payments[0].period.from->ToString(), "2026-09-01");
  EXPECT_EQ(answer.payments[0].period.to->ToString(), "2026-09-30");
}

TEST(Traps, AvvikelserAsAnEmptyList) {
  const SourceAnswer answer = AskFk(With(Sample("fk/nothing.json"),
                                         "\"formansinformation\"",
                                         "\"avvikelser\": [], \"formansinformation\""));
  EXPECT_EQ(StateOf(answer), "CONFIRMED_EMPTY");
  EXPECT_EQ(answer.schema_deviations, 1);
}

TEST(Traps, ASingleObjectForAList) {
  std::string single = With(Sample("pm/payments.json"), "\"ansprak\": [{", "\"ansprak\": {");
  single = With(single, "\"yrkadPeriod\": {\"from\": \"2026-10-01\"}}]", "\"yrkadPeriod\": {}}");
  const SourceAnswer answer = AskPm(single);
  EXPECT_EQ(StateOf(answer), "DATA");
  EXPECT_EQ(answer.benefit_cases.size(), 2U) << "the claim is read, not dropped";
  EXPECT_GE(answer.schema_deviations, 1);
}

TEST(Traps, GroupsWithoutRightAreLeftOutSilently) {
  Options options = MakeOptions();
  std::erase(options.lefi_groups_granted, "PM:BTI");
  const SourceAnswer answer =
      ReadOne(PmQuestion(), Agency("FK", Sample("fk/nothing.json")), options);
  EXPECT_EQ(answer.state, AnswerState::kNotGranted) << "never confirmed empty";
  ASSERT_EQ(answer.groups.size(), 1U);
  EXPECT_EQ(answer.groups[0].group, "PM:BTI");
}

TEST(Traps, TheThreeStatesOfASupplier) {
  const std::string missing =
      With(Sample("fk/nothing.json"), "\"kod\": \"PM\"", "\"kod\": \"ANNAN\"");
  EXPECT_EQ(StateOf(AskPm(missing)), "SUPPLIER_DOWN UTLAMNARE.MISSING");
  const std::string unknown =
      With(Sample("fk/nothing.json"), "\"kod\": \"OK\"", "\"kod\": \"DELVIS\"");
  EXPECT_FALSE(IsKnown(AskFk(unknown).state)) << "a state that the contract does not list";
}

// FK's and PM's answer in one reply, FK telling of a pension of `net` kronor that day.
std::vector<SourceAnswer> AskBoth(const std::string& net) {
  const std::string money = "{\"summa\": " + net + ", \"valuta\": \"SEK\"}";
  const std::string json =
      With(Sample("pm/payments.json"),
           "\"utbetalningar\": [",
           "\"formansinformation\": {\"utbetalningsuppgift\": [{\"typ\": {\"id\": 1}, "
           "\"foretag\": {\"id\": 1003}, \"formansfamilj\": {\"id\": \"AP\"}, "
           "\"datum\": \"2026-09-18\", \"bruttobelopp\": " +
               money + ", \"nettobelopp\": " + money + "}]}, \"utbetalningar\": [");
  const Options options = MakeOptions();
  const auto plan = MakePlan(options, MakeQuestion({FkQuestion(), PmQuestion()}));
  EXPECT_TRUE(plan.ok()) << plan.status();
  return ReadReply(options, *plan, kCorrelation, Now(), Reply(Agency("FK", json)));
}

TEST(Traps, DoubleCountingFkPm) {
  const auto same = AskBoth("8200.0");
  ASSERT_EQ(same.size(), 2U);
  ASSERT_EQ(same[0].payments.size(), 1U);
  ASSERT_EQ(same[1].payments.size(), 1U);
  EXPECT_EQ(same[0].payments[0].also_at, same[1].payments[0].locator);
  EXPECT_EQ(same[1].payments[0].also_at, same[0].payments[0].locator);
  const auto apart = AskBoth("8150.5");
  ASSERT_EQ(apart.size(), 2U);
  EXPECT_EQ(apart.at(0).payments.at(0).also_at, "") << "the two need not agree";
  EXPECT_EQ(apart.at(0).payments.at(0).unclear, "nettobelopp");
  EXPECT_EQ(apart.at(1).payments.at(0).unclear, "nettobelopp");
}

}  // namespace
}  // namespace dm::ssbtek
