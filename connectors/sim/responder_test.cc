#include "connectors/sim/responder.h"

#include <ostream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/sim/answers.h"
#include "connectors/sim/scenario_loader.h"
#include "connectors/sim/test_questions.h"
#include "connectors/soap/base64.h"

namespace dm::sim {
namespace {

using test::Between;
using test::QuestionText;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Responder WithPerson(const std::string& state) {
  const std::string yaml = "persons:\n  \"19900101-2385\":\n    " + state + "\n";
  auto scenario = ParseScenario(yaml, "test");
  EXPECT_TRUE(scenario.ok()) << scenario.status();
  return Responder(scenario.ok() ? *std::move(scenario) : Scenario());
}

std::string Ask(Responder& responder, const QuestionText& question = {}) {
  return responder.Respond(question.Xml()).body;
}

std::string Decoded(const std::string& answer, const std::string& tag) {
  return soap::Base64Decode(Between(answer, tag), 1000000).value_or("");
}

std::string Lefi(const std::string& answer) {
  return Decoded(answer, "ssbt:lefiJsonSvar");
}

TEST(Responder, AnswersNothingForAPersonThatNoScenarioNames) {
  Responder responder{Scenario()};
  const std::string answer = Ask(responder);
  EXPECT_THAT(answer, HasSubstr("<af:StatusSokandeinformationKod>0<"));
  EXPECT_THAT(answer, Not(HasSubstr("ArbetssokandeInfo")));
  EXPECT_THAT(Decoded(answer, "ssbt:svar"), HasSubstr("Status=\"Ej träff\""));
  EXPECT_THAT(Lefi(answer),
              HasSubstr(R"("kod":"PM","namn":"Pensionsmyndigheten"},"tillstand":{"kod":"OK")"));
  EXPECT_THAT(Lefi(answer), Not(HasSubstr("formansinformation")));
  EXPECT_THAT(answer, HasSubstr("<PersonuppgiftLista/>"));
  EXPECT_THAT(answer, HasSubstr("<so:StatusSvarandeOrganisation>all clear<"));
  EXPECT_THAT(answer, HasSubstr("<tns:resultat>OK</tns:resultat><tns:fordonsinnehav/>"));
  EXPECT_THAT(answer, HasSubstr("<ssbt:MIV><ssbt:data/></ssbt:MIV>"));
}

TEST(Responder, FaultsForAnUnknownPersonWhenTold) {
  Scenario scenario;
  scenario.unknown_person = UnknownPerson::kFault;
  Responder responder(scenario);
  const Answer answer = responder.Respond(QuestionText().Xml());
  EXPECT_EQ(answer.http_status, 500);
  EXPECT_THAT(answer.body, HasSubstr("SIM-UNKNOWN-PERSON"));
}

TEST(Responder, EchoesIdsAlwaysAndTheQuestionWhenAsked) {
  Responder responder{Scenario()};
  QuestionText question;
  EXPECT_THAT(Ask(responder), HasSubstr("<ssbt:korrelationsid>" + question.correlation_id + "<"));
  EXPECT_THAT(Ask(responder), Not(HasSubstr("<ssbt:fraga>")));
  question.echo = "true";
  EXPECT_THAT(Ask(responder, question), HasSubstr("<ssbt:syfte>Prov &amp; test</ssbt:syfte>"));
}

TEST(Responder, LeavesOutAgenciesThatAreNotIncluded) {
  Responder responder{Scenario()};
  QuestionText question;
  question.agencies = {{"CSN", "-"}, {"MIV", "-"}};
  const std::string answer = Ask(responder, question);
  EXPECT_THAT(answer, Not(HasSubstr("<ssbt:CSN>")));
  EXPECT_THAT(answer, HasSubstr("<ssbt:TNS>"));
}

TEST(Responder, GivesOnlyPaymentsInTheAskedPeriod) {
  Responder responder = WithPerson(
      "fk: {payments: [{benefit: barnbidrag, date: 2026-07-31, gross: 1}, {benefit: barnbidrag, "
      "date: "
      "2026-08-01, gross: 2}, {benefit: barnbidrag, date: 2026-10-31, gross: 3}, {benefit: "
      "barnbidrag, "
      "date: 2026-11-01, gross: 4}, {benefit: barnbidrag, date: 2020-01-01, gross: 5, "
      "ignores_period: true}]}");
  const std::string lefi = Lefi(Ask(responder));
  EXPECT_THAT(lefi, Not(HasSubstr("2026-07-31")));
  EXPECT_THAT(lefi, HasSubstr("\"datum\":\"2026-08-01\""));
  EXPECT_THAT(lefi, HasSubstr("\"datum\":\"2026-10-31\""));
  EXPECT_THAT(lefi, Not(HasSubstr("2026-11-01")));
  EXPECT_THAT(lefi, HasSubstr("2020-01-01"));
}

TEST(Responder, UsesAnAgencysOwnPeriod) {
  Responder responder = WithPerson(
      "so: {funds: [{name: A, payments: [{date: 2026-09-25, net_after_tax: 1, days: 1, from: "
      "2026-09-01, "
      "to: 2026-09-07}]}]}");
  EXPECT_THAT(Ask(responder), HasSubstr("<so:Utbetalningar>"));
  QuestionText question;
  question.agencies["SO"] =
      "<ssbt:tidsperiod><ssbt:fromDatum>2026-10-01</ssbt:fromDatum><ssbt:tomDatum>2026-10-31</"
      "ssbt:tomDatum></ssbt:tidsperiod>";
  EXPECT_THAT(Ask(responder, question), Not(HasSubstr("<so:Utbetalningar>")));
}

TEST(Responder, TurnsAReportOutsideThePeriodInto501) {
  Responder responder =
      WithPerson("af: {registered: true, activity_report: {code: 200, date: 2026-09-14}}");
  EXPECT_THAT(Ask(responder), HasSubstr("<af:AktivitetsRapportMeddelande>200<"));
  QuestionText question;
  question.from = "2026-10-01";
  EXPECT_THAT(Ask(responder, question), HasSubstr("<af:AktivitetsRapportMeddelande>501<"));
}

TEST(Responder, GivesOnlyTheGroupsThatAreAsked) {
  Responder responder =
      WithPerson("fk: {payments: [{benefit: barnbidrag, date: 2026-09-18, gross: 1250}]}");
  QuestionText question;
  question.lefi =
      R"({"personnummer":"199001012385","period":{"from":"2026-08-01","tom":"2026-10-31"},"utbetalningar":["FK:BOB"]})";
  EXPECT_THAT(Lefi(Ask(responder, question)), Not(HasSubstr("ABB")));
  question.lefi = test::With(question.lefi, "FK:BOB", "FK:ABB");
  EXPECT_THAT(Lefi(Ask(responder, question)), HasSubstr(R"("summa":1250.0)"));
}

TEST(Responder, WritesNoDeviationForASupplierThatIsDown) {
  Responder responder = WithPerson(
      "fk: {state: OTILLGANGLIG, payments: [{benefit: barnbidrag, date: 2026-09-18, gross: 1}], "
      "deviations: "
      "[{part: utbetalningar, group: \"FK:ABB\"}]}");
  const std::string lefi = Lefi(Ask(responder));
  EXPECT_THAT(
      lefi,
      HasSubstr(R"("kod":"FK","namn":"Försäkringskassan"},"tillstand":{"kod":"OTILLGANGLIG")"));
  EXPECT_THAT(lefi, Not(HasSubstr("avvikelser")));
  EXPECT_THAT(lefi, Not(HasSubstr("ABB")));
}

TEST(Responder, RefusesGroupsThatAreNotGranted) {
  auto scenario = ParseScenario(
      "defaults: {lefi_not_granted: [\"FK:ABB\", \"PM:AP\"]}\npersons: {\"19900101-2385\": {fk: "
      "{payments: "
      "[{benefit: barnbidrag, date: 2026-09-18, gross: 1}]}, pm: {state: FELANDE}}}\n",
      "test");
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  Responder responder(*std::move(scenario));
  const std::string lefi = Lefi(Ask(responder));
  EXPECT_THAT(lefi, HasSubstr(R"("kod":"OBEHORIG")"));
  EXPECT_THAT(lefi, Not(HasSubstr("utbetalningsuppgift")));
  EXPECT_THAT(lefi, Not(HasSubstr("\"PM:AP\""))) << "a supplier that is down writes no deviations";
}

TEST(Responder, WithholdsAGroupThatDeviates) {
  Responder responder = WithPerson(
      "fk: {payments: [{benefit: barnbidrag, date: 2026-09-18, gross: 1}], deviations: [{part: "
      "utbetalningar, group: \"FK:ABB\"}]}");
  const std::string lefi = Lefi(Ask(responder));
  EXPECT_THAT(lefi,
              HasSubstr(R"("avvikelser":{"utbetalningar":[{"avvikelse":{"kod":"INTERNT_FEL")"));
  EXPECT_THAT(lefi, Not(HasSubstr("utbetalningsuppgift")));
}

TEST(Responder, ReproducesTheMeasuredRuleOfLongCaseIds) {
  Responder responder{Scenario()};
  QuestionText question;
  question.case_id = std::string(31, 'x');
  EXPECT_THAT(Ask(responder, question), Not(HasSubstr("-1005")));
  question.case_id = std::string(32, 'x');
  EXPECT_THAT(Ask(responder, question),
              HasSubstr("<ssbt:CSN><ssbt:error><ssbt:kalla>BT</ssbt:kalla><ssbt:felkod>-1005<"));
}

TEST(Responder, AnswersWithFkErrorsAsLefiDoes) {
  Responder responder{Scenario()};
  QuestionText question;
  question.lefi_version = "<ssbt:version>v8</ssbt:version>";
  EXPECT_THAT(Ask(responder, question), HasSubstr("<ssbt:felkod>LEFI-VERSION<"));
  question.lefi_version = "";
  EXPECT_THAT(Ask(responder, question), HasSubstr("<ssbt:lefiJsonSvar>"));
  question.from = "2024-10-31";
  EXPECT_THAT(Ask(responder, question),
              HasSubstr("<ssbt:FK><ssbt:error><ssbt:kalla>BT</ssbt:kalla><ssbt:felkod>400<"));
  question.from = "2026-08-01";
  question.agencies["FK"] = " ";
  EXPECT_THAT(Ask(responder, question), HasSubstr("<ssbt:felkod>400<"));
}

TEST(Responder, RefusesALefiQuestionAboutSomeoneElse) {
  Responder responder{Scenario()};
  QuestionText question;
  question.lefi = test::With(question.Lefi(), "199001012385", "198503122387");
  EXPECT_THAT(Ask(responder, question), HasSubstr("personnummer: differs from personidentitet"));
  question.lefi = test::With(question.lefi, "198503122387", "9001012385");
  EXPECT_THAT(Ask(responder, question), HasSubstr("<ssbt:lefiJsonSvar>"));
}

TEST(Responder, RefusesAnUnknownActorWhenActorsAreListed) {
  Scenario scenario;
  scenario.actors = {"111-11"};
  Responder responder(scenario);
  EXPECT_THAT(Ask(responder), HasSubstr("<ssbt:felkod>403<"));
}

TEST(Responder, AnswersTheConnectionTestWithoutTnsAndMiv) {
  Responder responder{Scenario()};
  const Answer answer = responder.Respond(test::kTestQuestion);
  EXPECT_THAT(answer.body, HasSubstr("<ssbt:SO><ssbt:anropad>true<"));
  EXPECT_THAT(answer.body, Not(HasSubstr("TNS")));
  EXPECT_THAT(answer.body, Not(HasSubstr("MIV")));
}

TEST(Responder, FaultsOnABreachOfTheSchema) {
  Responder responder{Scenario()};
  const Answer answer = responder.Respond("<a/>");
  EXPECT_EQ(answer.http_status, 500);
  EXPECT_THAT(answer.body, HasSubstr("<faultcode>soap:Client</faultcode>"));
  EXPECT_EQ(answer.record.operation, "invalid");
}

TEST(Responder, ScriptsFaultsByCall) {
  Responder responder = WithPerson(
      "faults: [{do: error, agency: CSN, source: SSBT, code: TIMEOUT, calls: {first: 2}}, {do: "
      "omit, "
      "agency: SO, calls: {from: 2, count: 1}}]");
  EXPECT_THAT(Ask(responder), HasSubstr("<ssbt:CSN><ssbt:error><ssbt:kalla>SSBT<"));
  const Answer second = responder.Respond(QuestionText().Xml());
  EXPECT_THAT(second.record.faults, ElementsAre("CSN.error", "SO.omit"));
  EXPECT_THAT(second.body, Not(HasSubstr("<ssbt:SO>")));
  const std::string third = Ask(responder);
  EXPECT_THAT(third, HasSubstr("<ssbt:CSN><ssbt:data>"));
  EXPECT_THAT(third, HasSubstr("<ssbt:SO>"));
}

TEST(Responder, CountsAnAgencysCallsOnlyWhenItIsAsked) {
  Responder responder = WithPerson("faults: [{do: omit, agency: CSN, calls: {first: 1}}]");
  QuestionText without;
  without.agencies["CSN"] = "-";
  Ask(responder, without);
  EXPECT_THAT(Ask(responder), Not(HasSubstr("<ssbt:CSN>")));
  EXPECT_THAT(Ask(responder), HasSubstr("<ssbt:CSN>"));
}

TEST(Responder, WaitsForItsSlowestAgency) {
  Responder responder = WithPerson(
      "faults: [{do: delay, agency: FK, delay_ms: 300}, {do: delay, agency: MIV, delay_ms: 100}]");
  EXPECT_EQ(responder.Respond(QuestionText().Xml()).delay_ms, 300);
  QuestionText without;
  without.agencies["FK"] = "-";
  EXPECT_EQ(responder.Respond(without.Xml()).delay_ms, 100);
}

TEST(Responder, MasksThePersonInItsRecord) {
  Responder responder{Scenario()};
  const QuestionRecord record = responder.Respond(QuestionText().Xml()).record;
  EXPECT_EQ(record.person, "1990********");
  EXPECT_EQ(record.case_id, "EKB-2026-000001");
  EXPECT_EQ(record.agencies.size(), 7U);
}

struct SpoiltAnswer {
  const char* fault;
  const char* shows;  // in the answer with the fault, and not without it
};

// The test's name: without it the library shows the bytes of the pointers.
void PrintTo(const SpoiltAnswer& value, std::ostream* out) {
  *out << value.fault;
}

class SpoiltAnswers : public testing::TestWithParam<SpoiltAnswer> {};

TEST_P(SpoiltAnswers, ShowTheFault) {
  Responder sound = WithPerson("af: {registered: true}");
  Responder spoilt = WithPerson(std::string("faults: [{do: ") + GetParam().fault + "}]");
  EXPECT_THAT(Ask(sound), Not(HasSubstr(GetParam().shows)));
  EXPECT_THAT(Ask(spoilt), HasSubstr(GetParam().shows));
}

INSTANTIATE_TEST_SUITE_P(
    Responder,
    SpoiltAnswers,
    testing::Values(
        SpoiltAnswer{"soap_fault, code: STANGT", "<ssbt:felkod>STANGT<"},
        SpoiltAnswer{"http_status", "503 Service Unavailable"},
        SpoiltAnswer{"html", "<!DOCTYPE html>"},
        SpoiltAnswer{"wrong_korrelationsid", "-annan</ssbt:korrelationsid>"},
        SpoiltAnswer{"wrong_person", "<so:IdentificationNumber>199001012393<"},
        SpoiltAnswer{"wrong_person, agency: AF",
                     "<af:IdentitetsbeteckningFysiskPerson>199001012393<"},
        SpoiltAnswer{"wrong_namespace", "integration/ssbt/999"},
        SpoiltAnswer{"doctype", "<!ENTITY a"},
        SpoiltAnswer{"invalid_utf8", "\xC3\x28"},
        SpoiltAnswer{"deep_nesting", "<ssbt:djup><ssbt:djup>"},
        SpoiltAnswer{"empty_svarsdata", "<ssbt:svarsdata/>"},
        SpoiltAnswer{"other_operation", "testaBastjanstInformationResponse"},
        SpoiltAnswer{"empty_element, agency: AF", "<ssbt:AF/>"},
        SpoiltAnswer{"data_and_error, agency: TNS", "</ssbt:data><ssbt:error>"},
        SpoiltAnswer{"duplicate, agency: MIV", "</ssbt:MIV><ssbt:MIV>"},
        SpoiltAnswer{"unknown_element, agency: SKV", "<ssbt:SKV><ssbt:okant>"},
        SpoiltAnswer{"garbage_base64, agency: CSN", "<ssbt:svar>detta är inte base64!<"},
        SpoiltAnswer{"garbage_payload, agency: SKV", "inte ett svar"},
        SpoiltAnswer{"empty_payload, agency: FK", "<ssbt:lefiJsonSvar></ssbt:lefiJsonSvar>"},
        SpoiltAnswer{"doctype_payload, agency: SKV", "<!ENTITY e SYSTEM"}));

TEST(Responder, CutsAPayloadInTheMiddle) {
  Responder responder = WithPerson("faults: [{do: truncated_payload, agency: CSN}]");
  const std::string csn = Decoded(Ask(responder), "ssbt:svar");
  EXPECT_THAT(csn, HasSubstr("<CSNSvar"));
  EXPECT_THAT(csn, Not(HasSubstr("</CSNSvar>")));
}

TEST(Responder, ServesPeerLikeAnswersWhenTold) {
  auto scenario = ParseScenario(
      "defaults: {peer_like: [AF, SO, CSN]}\npersons: {\"19900101-2385\": {af: {registered: "
      "true}}}\n",
      "test");
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  Responder responder(*std::move(scenario));
  const std::string answer = Ask(responder);
  EXPECT_THAT(answer, Not(HasSubstr("af:Fraga")));
  EXPECT_THAT(answer, Not(HasSubstr("AktivetetsRapportDatum")));
  EXPECT_THAT(answer, Not(HasSubstr("so:Syfte")));
  EXPECT_THAT(Decoded(answer, "ssbt:svar"), HasSubstr("http://schema.csn.se/v3.0/kommunfraga"));
}

TEST(Responder, SendsDatesWithTheSwedishOffset) {
  EXPECT_EQ(DateWithOffset(Date::Make(2026, 1, 15).value()), "2026-01-15+01:00");
  EXPECT_EQ(DateWithOffset(Date::Make(2026, 3, 29).value()), "2026-03-29+01:00");
  EXPECT_EQ(DateWithOffset(Date::Make(2026, 3, 30).value()), "2026-03-30+02:00");
  EXPECT_EQ(DateWithOffset(Date::Make(2026, 10, 25).value()), "2026-10-25+02:00");
  EXPECT_EQ(DateWithOffset(Date::Make(2026, 10, 26).value()), "2026-10-26+01:00");
}

}  // namespace
}  // namespace dm::sim
