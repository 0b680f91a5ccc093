// What FK tells beside the sums: how and by whom a payment was made, its rows, decisions, programme
// days, the population register's part.
#include <map>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/ssbtek/fk/fk_reader.h"
#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek::fk {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests
using testing::ElementsAre;

SourceAnswer Ask(const std::string& json) {
  return ReadOne(FkQuestion(), Agency("FK", json));
}

std::string Payments() {
  return Sample("fk/payments.json");
}

// The answer without payments or cases, with this beside the person.
SourceAnswer AskWith(const std::string& members) {
  return Ask(With(Sample("fk/nothing.json"),
                  "\"generellPersoninformation\"",
                  members + ", \"generellPersoninformation\""));
}

// The answer whose person has this too.
SourceAnswer AskPerson(const std::string& members) {
  return Ask(
      With(Sample("fk/nothing.json"), "\"skyddad\": false", "\"skyddad\": false, " + members));
}

TEST(FkPayment, TellsHowAndByWhomItWasMade) {
  const SourceAnswer answer = Ask(Payments());
  ASSERT_EQ(answer.payments.size(), 2U);
  EXPECT_EQ(answer.payments[0].kind, PaymentKind::kDaily);
  EXPECT_EQ(answer.payments[0].payer, "FK");
  EXPECT_EQ(answer.payments[0].unclear, "");
  EXPECT_EQ(answer.payments[1].kind, PaymentKind::kMonthly);
  EXPECT_EQ(answer.payments[1].payer, "");  // not told
  EXPECT_TRUE(answer.unlisted_codes.empty());
}

TEST(FkPayment, EachKindAndPayerOfTheContractIsListed) {
  const std::map<std::string, PaymentKind> kinds = {{"0", PaymentKind::kLocal},
                                                    {"1", PaymentKind::kMonthly},
                                                    {"2", PaymentKind::kDaily},
                                                    {"3", PaymentKind::kRetroactive},
                                                    {"4", PaymentKind::kPresumptive}};
  for (const auto& [code, kind] : kinds) {
    EXPECT_EQ(Ask(With(Payments(), "\"id\": 2", "\"id\": " + code)).payments.at(0).kind, kind);
  }
  EXPECT_EQ(Ask(With(Payments(), "1001", "1003")).payments.at(0).payer, "PM");
}

TEST(FkPayment, AnUnlistedKindOrPayerIsUnclear) {
  const SourceAnswer kind = Ask(With(Payments(), "\"id\": 2", "\"id\": 7"));
  EXPECT_EQ(StateOf(kind), "DATA");
  EXPECT_FALSE(kind.payments.at(0).kind.has_value());
  EXPECT_EQ(kind.payments.at(0).unclear, "typ");
  EXPECT_THAT(kind.unlisted_codes, ElementsAre("FK.typ=7"));
  EXPECT_EQ(kind.payments.at(1).unclear, "");
  const SourceAnswer payer = Ask(With(Payments(), "1001", "1002"));
  EXPECT_EQ(payer.payments.at(0).payer, "");
  EXPECT_EQ(payer.payments.at(0).unclear, "foretag");
  EXPECT_THAT(payer.unlisted_codes, ElementsAre("FK.foretag=1002"));
}

TEST(FkPayment, RowsHaveTheirOwnPeriodDaysHoursAndExtent) {
  const SourceAnswer answer =
      Ask(With(Payments(),
               "\"beloppstyp\": {\"id\": \"AKT\"",
               "\"period\": {\"fran\": \"2026-08-03\", \"till\": \"2026-08-14\"}, \"dagar\": 10, "
               "\"timmar\": 80, \"omfattning\": {\"taljare\": 3, \"namnare\": 4}, "
               "\"beloppstyp\": {\"id\": \"AKT\""));
  const PaymentRow& row = answer.payments.at(0).rows.at(0);
  EXPECT_EQ(row.kind, AmountKind::kBenefit);
  EXPECT_EQ(row.period.from->ToString(), "2026-08-03");
  EXPECT_EQ(row.period.to->ToString(), "2026-08-14");
  EXPECT_EQ(row.days, 10);
  EXPECT_EQ(row.hours, 80);
  EXPECT_EQ(row.extent, (Extent{.numerator = 3, .denominator = 4}));
}

TEST(FkPayment, AnExtentThatIsNoShareIsLeftOutAndNoted) {
  for (const char* extent : {R"({"taljare": 3, "namnare": 0})",
                             R"({"taljare": 5, "namnare": 4})",
                             R"({"taljare": -1, "namnare": 4})",
                             R"({"taljare": 0.5, "namnare": 1})"}) {
    const SourceAnswer answer =
        Ask(With(Payments(),
                 "\"beloppstyp\": {\"id\": \"AKT\"",
                 "\"omfattning\": " + std::string(extent) + ", \"beloppstyp\": {\"id\": \"AKT\""));
    EXPECT_FALSE(answer.payments.at(0).rows.at(0).extent.has_value()) << extent;
    EXPECT_EQ(answer.schema_deviations, 1) << extent;
  }
}

TEST(FkPayment, APeriodThatEndsBeforeItBeginsIsNone) {
  EXPECT_EQ(StateOf(Ask(With(Payments(), "\"till\": \"2026-08-31\"", "\"till\": \"2026-07-31\""))),
            "SCHEMA_MISMATCH PERIOD");
}

TEST(FkPayment, TaxIsAddedUpFromTheRowsWhereThePaymentHasNone) {
  const SourceAnswer answer =
      Ask(With(Payments(), "\"skattebelopp\": {\"summa\": 1100.0, \"valuta\": \"SEK\"},", ""));
  EXPECT_EQ(StateOf(answer), "DATA");
  EXPECT_EQ(answer.payments.at(0).tax, Money::FromKronor(1'100));
}

TEST(FkPayment, ARowWithoutATypeIsNeitherBenefitNorDeduction) {
  const SourceAnswer answer = Ask(With(Payments(), "{\"id\": \"AKT\", ", "{"));
  EXPECT_EQ(answer.payments.at(0).unclear, "beloppstyp");
  EXPECT_EQ(answer.payments.at(0).rows.at(0).kind, AmountKind::kUnlisted);
  EXPECT_EQ(answer.schema_deviations, 1);
  const SourceAnswer deducted = Ask(With(Payments(), "{\"id\": \"INF\", ", "{"));
  EXPECT_EQ(deducted.payments.at(0).unclear, "beloppstyp");
  EXPECT_EQ(deducted.payments.at(0).rows.size(), 1U);
  EXPECT_EQ(deducted.payments.at(0).deductions.back().code, "UNSPECIFIED");
}

TEST(FkPayment, WithoutATableEveryTypeIsUnclear) {
  Options options = MakeOptions();
  auto codes = std::make_shared<AnswerCodes>();
  codes->Add("FK", "tillstand", "OK", "ok");
  options.codes = codes;
  const SourceAnswer answer = ReadOne(FkQuestion(), Agency("FK", Payments()), options);
  ASSERT_EQ(answer.payments.size(), 2U);
  EXPECT_EQ(answer.payments[0].unclear, "beloppstyp");
  EXPECT_EQ(answer.payments[1].unclear, "typ");
}

TEST(FkCase, DecisionsTellHowMuchHowOftenAndForWhom) {
  const SourceAnswer answer = Ask(With(Payments(),
                                       "\"definitivt\": true,",
                                       R"("definitivt": true,
      "delforman": {"id": "BARN", "beskrivning": "Särskilt bidrag"},
      "periodicitet": {"id": 1, "beskrivning": "Månadsvis"},
      "beslutatBruttobelopp": {"summa": 3400.0, "valuta": "SEK"},
      "underlag": {"hemmavarandeBarn": [{}, {}], "vaxelvisboendeBarn": [{}]},)"));
  ASSERT_EQ(answer.benefit_cases.size(), 2U);
  const BenefitCase& decision = answer.benefit_cases[1];
  ASSERT_EQ(decision.amounts.size(), 1U);
  EXPECT_EQ(decision.amounts[0].type, "BARN");
  EXPECT_EQ(decision.amounts[0].text, "Särskilt bidrag");
  EXPECT_EQ(decision.amounts[0].amount, Money::FromKronor(3'400));
  EXPECT_EQ(decision.amounts[0].per, "Månadsvis");
  EXPECT_EQ(decision.amounts[0].period.from->ToString(), "2026-02-01");
  ASSERT_TRUE(decision.children.has_value());
  EXPECT_EQ(decision.children->at_home, 2);
  EXPECT_EQ(decision.children->alternating, 1);
  EXPECT_EQ(decision.children->at_times, 0);
  EXPECT_FALSE(answer.benefit_cases[0].children.has_value());
}

TEST(FkCase, TellsExtentDaysActivityAndRefusal) {
  const SourceAnswer answer = AskWith(
      R"("sjukpenningarende": [{"aktivt": false, "avslaget": true, "beslut": [{"fattades":
      "2026-09-03", "dagar": 14, "omfattning": {"taljare": 1, "namnare": 2}}]}],
      "programersattningsarende": [{"aktivt": true, "beslut": [{"dagar": ["2026-09-01"]}]}],
      "efterlevandepensionsarende": [{"beslut": [{"omfattning": [{"taljare": 1,
      "namnare": 1}]}]}])");
  EXPECT_EQ(StateOf(answer), "DATA");
  EXPECT_EQ(answer.schema_deviations, 0);
  ASSERT_EQ(answer.benefit_cases.size(), 3U);
  const BenefitCase& survivor = answer.benefit_cases[0];
  EXPECT_FALSE(survivor.extent.has_value());
  EXPECT_FALSE(survivor.active.has_value());
  const BenefitCase& programme = answer.benefit_cases[1];
  EXPECT_FALSE(programme.days.has_value());
  EXPECT_EQ(programme.active, true);
  EXPECT_FALSE(programme.outcome.has_value());
  const BenefitCase& sick = answer.benefit_cases[2];
  EXPECT_EQ(sick.extent, (Extent{.numerator = 1, .denominator = 2}));
  EXPECT_EQ(sick.days, 14);
  EXPECT_EQ(sick.active, false);
  EXPECT_EQ(sick.outcome, CaseOutcome::kRefused);
}

TEST(FkProgramme, DaysAreFksOwnWord) {
  const SourceAnswer answer =
      AskWith(R"("programjobdagar": [{"antalForbrukade": 312, "harForbrukatMaxAntal": false}])");
  EXPECT_EQ(StateOf(answer), "DATA");
  ASSERT_TRUE(answer.programme_days.has_value());
  EXPECT_EQ(answer.programme_days->used, 312);
  EXPECT_FALSE(answer.programme_days->exhausted);
  // No number is compared: 450 used without FK's word are not all.
  EXPECT_FALSE(
      AskWith(R"("programjobdagar": [{"antalForbrukade": 450}])").programme_days->exhausted);
  const SourceAnswer all =
      AskWith(R"("programjobdagar": [{"antalForbrukade": 9}, {"harForbrukatMaxAntal": true}])");
  EXPECT_EQ(all.programme_days->used, 9);
  EXPECT_TRUE(all.programme_days->exhausted);
  EXPECT_EQ(all.schema_deviations, 1);
  EXPECT_FALSE(Ask(Payments()).programme_days.has_value());
}

TEST(FkProgramme, PlacesHavePeriodAndExtent) {
  const SourceAnswer answer = AskWith(
      R"("programanvisning": [{"period": {"fran": "2026-08-03"}, "omfattning": {"taljare": 1,
      "namnare": 2}, "program": {"id": 32, "beskrivning": "Jobbgaranti"}}])");
  EXPECT_EQ(StateOf(answer), "DATA");
  ASSERT_EQ(answer.programme_places.size(), 1U);
  const ProgrammePlace& place = answer.programme_places[0];
  EXPECT_EQ(place.code, "32");
  EXPECT_EQ(place.text, "Jobbgaranti");
  EXPECT_EQ(place.period.from->ToString(), "2026-08-03");
  EXPECT_EQ(place.extent, (Extent{.numerator = 1, .denominator = 2}));
}

TEST(FkPerson, TellsWhatThePopulationRegisterHas) {
  const SourceAnswer answer = AskPerson(
      R"("civilstand": {"id": 2, "beskrivning": "Gift"}, "folkbokford": [{"lan": "22",
      "kommun": "81"}], "barn": [{"personnummer": "201501012386", "foddes": "2015-01-01"},
      {"personnummer": "1601012385", "foddes": "2016-01-01"}, {"personnummer": "201701012384",
      "foddes": "2017-01-01", "skyddad": true}, {"personnummer": "1801012383"}],
      "samhorig": [{"personnummer": "198502022398"}, {"personnummer": "198602022397",
      "skyddad": true}])");
  EXPECT_EQ(StateOf(answer), "CONFIRMED_EMPTY");
  ASSERT_TRUE(answer.registered.has_value());
  const RegisteredPerson& person = *answer.registered;
  EXPECT_EQ(person.civil_status, "civil_married");
  EXPECT_EQ(person.county, "22");
  EXPECT_EQ(person.municipality, "2281");
  ASSERT_EQ(person.children.size(), 4U);
  EXPECT_EQ(person.children[0].personnummer, "201501012386");
  EXPECT_EQ(person.children[0].born->ToString(), "2015-01-01");
  EXPECT_EQ(person.children[1].personnummer, "201601012385");  // the century from the birth
  EXPECT_EQ(person.children[2].personnummer, "");              // withheld
  EXPECT_FALSE(person.children[2].born.has_value());
  EXPECT_EQ(person.children[3].personnummer, "");  // no century
  EXPECT_THAT(person.related, ElementsAre("198502022398"));
  EXPECT_FALSE(person.died_on.has_value());
}

TEST(FkPerson, AnUnlistedCivilStatusIsNone) {
  const SourceAnswer answer = AskPerson(R"("civilstand": {"id": 99})");
  EXPECT_EQ(answer.registered->civil_status, "");
  EXPECT_THAT(answer.unlisted_codes, ElementsAre("FK.civilstand=99"));
  const SourceAnswer unknown = AskPerson(R"("civilstand": {"id": 0})");
  EXPECT_EQ(unknown.registered->civil_status, "");
  EXPECT_TRUE(unknown.unlisted_codes.empty());
}

TEST(FkPerson, SeveralPlacesAreNone) {
  EXPECT_EQ(AskPerson(R"("folkbokford": [{"lan": "22", "kommun": "81"}, {"lan": "01",
      "kommun": "80"}])")
                .registered->municipality,
            "");
}

TEST(FkPerson, ADeathIsNeverLost) {
  EXPECT_EQ(AskPerson(R"("avled": ["2026-09-01"])").registered->died_on->ToString(), "2026-09-01");
  EXPECT_EQ(AskPerson(R"("avled": ["2026-09"])").registered->died_on->ToString(), "2026-09-30");
  EXPECT_FALSE(AskPerson(R"("avled": [])").registered->died_on.has_value());
  EXPECT_EQ(StateOf(AskPerson(R"("avled": ["okänt"])")), "DEVIATION FK.AVLED");
}

TEST(FkPerson, ProtectedIsNotRepeated) {
  const SourceAnswer answer = Ask(With(Sample("fk/nothing.json"),
                                       "\"skyddad\": false",
                                       "\"skyddad\": true, \"civilstand\": {\"id\": 2}"));
  EXPECT_TRUE(answer.protected_identity);
  EXPECT_FALSE(answer.registered.has_value());
}

TEST(FkKeys, AnUnknownListMayHoldMoney) {
  const SourceAnswer answer = AskWith(R"("nyutbetalning": [{"summa": 1}])");
  EXPECT_EQ(StateOf(answer), "DEVIATION LEFI_UNREAD");
  ASSERT_EQ(answer.deviations.size(), 1U);
  EXPECT_EQ(answer.deviations[0].path, "FK/lefi/formansinformation/nyutbetalning");
  EXPECT_EQ(answer.deviations[0].problem, "UNEXPECTED");
  const SourceAnswer empty = AskWith(R"("nyutbetalning": [])");
  EXPECT_EQ(StateOf(empty), "CONFIRMED_EMPTY");
  EXPECT_EQ(empty.schema_deviations, 1);
  EXPECT_EQ(StateOf(Ask(With(Sample("fk/nothing.json"),
                             "\"formansinformation\"",
                             "\"nytt\": {\"a\": 1}, \"formansinformation\""))),
            "DEVIATION LEFI_UNREAD");
}

TEST(FkKeys, AListThatNobodyReadsIsNotNothing) {
  for (const char* key : {"skatteuppgift",
                          "underhallsskuld",
                          "intjanandeuppgift",
                          "intjanandebehallning",
                          "levnadsintygsuppgift",
                          "sjukpenninggrundandeInkomstuppgift"}) {
    const SourceAnswer answer = AskWith("\"" + std::string(key) + "\": [{\"x\": 1}]");
    EXPECT_EQ(StateOf(answer), "DATA") << key;
    EXPECT_EQ(answer.schema_deviations, 0) << key;
    EXPECT_EQ(StateOf(AskWith("\"" + std::string(key) + "\": []")), "CONFIRMED_EMPTY") << key;
  }
}

}  // namespace
}  // namespace dm::ssbtek::fk
