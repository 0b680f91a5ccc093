#include "connectors/folkbokforing/sim/responder.h"

#include <string>

#include <gtest/gtest.h>

#include "connectors/folkbokforing/answer.h"
#include "connectors/folkbokforing/question.h"

namespace dm::folk::sim {
namespace {

constexpr char kPerson[] = "199001012385";

Instant Now() {
  return *Instant::Parse("2026-11-26T08:00:00+01:00");
}

EvidenceQuestion Question() {
  EvidenceQuestion question;
  question.case_id = CaseId::FromTrusted("EKB-1");
  question.person = PersonKey::FromTrusted("p1");
  question.personnummer = *Personnummer::Parse(kPerson);
  question.correlation_id = "corr-1";
  question.purpose = "utredning";
  question.legal_text = "provlag";
  question.identity = "medarbetare";
  question.sources = {{.source = Source::kFolk,
                       .period = {*Date::Parse("2026-08-01"), *Date::Parse("2026-10-31")},
                       .groups = {}}};
  return question;
}

std::string Body() {
  return WriteQuestion(Question(), "162120000142", Now(), dm::folk::Person::kWhole);
}

SourceAnswer Read(const Answer& answer) {
  return ReadAnswer(answer.body, *CheckQuestion(Question()), {}, Now());
}

Scenario One(Person person) {
  Scenario scenario;
  scenario.persons.emplace(kPerson, std::move(person));
  return scenario;
}

std::string CodeWith(FaultKind kind) {
  Scenario scenario = One({});
  scenario.faults.push_back({.kind = kind});
  Responder responder(std::move(scenario));
  return Read(responder.Respond(Body(), Now())).code;
}

TEST(FolkResponder, AnswersWhatTheConnectorReads) {
  Person person;
  person.street = "Provgatan 1";
  person.same_address = {"198502022398"};
  person.children = {{.person = "201503032383", .custody = "sole", .born = "2015-03-03"}};
  Responder responder(One(person));
  const SourceAnswer answer = Read(responder.Respond(Body(), Now()));
  ASSERT_EQ(answer.state, AnswerState::kData) << answer.code;
  EXPECT_EQ(answer.schema_deviations, 0);
  EXPECT_EQ(answer.registered->street, "Provgatan 1");
  EXPECT_EQ(answer.registered->same_address.size(), 1U);
  EXPECT_TRUE(answer.registered->children.at(0).custody);
}

TEST(FolkResponder, KnowsWhoIsMissingProtectedWithheldAndGone) {
  Responder nobody{Scenario{}};
  EXPECT_EQ(Read(nobody.Respond(Body(), Now())).code, "FOLK.NOT_FOUND");
  Responder hidden(One({.protection = "skyddad_folkbokforing", .street = "Provgatan 1"}));
  const Answer answer = hidden.Respond(Body(), Now());
  EXPECT_EQ(Read(answer).code, "FOLK.PROTECTED");
  EXPECT_EQ(answer.body.find("Provgatan"), std::string::npos);
  Responder near(One({.same_address = {""}}));
  EXPECT_EQ(Read(near.Respond(Body(), Now())).code, "FOLK.WITHHELD");
  Responder gone(One({.deregistered = "emigrated", .deregistered_on = "2026-01-31"}));
  EXPECT_EQ(Read(gone.Respond(Body(), Now())).registered->deregistered, "emigrated");
}

TEST(FolkResponder, SpoilsTheContentAsTold) {
  EXPECT_EQ(CodeWith(FaultKind::kWrongPerson), "ECHO.PERSON");
  EXPECT_EQ(CodeWith(FaultKind::kWrongCorrelation), "ECHO.CORRELATION");
  EXPECT_EQ(CodeWith(FaultKind::kWrongCase), "ECHO.CASE");
  EXPECT_EQ(CodeWith(FaultKind::kUnknownCode), "FOLK.CODE");
  EXPECT_EQ(CodeWith(FaultKind::kOldCopy), "FOLK.AS_OF");
  EXPECT_EQ(CodeWith(FaultKind::kDeep), "JSON_DEPTH");
  EXPECT_EQ(CodeWith(FaultKind::kDuplicateKey), "JSON_KEY");
  EXPECT_EQ(CodeWith(FaultKind::kNotJson), "JSON_MALFORMED");
}

TEST(FolkResponder, CountsCallsForEachPerson) {
  Person person;
  person.faults.push_back({.kind = FaultKind::kStatus, .call_first = 2, .call_last = 2});
  Responder responder(One(person));
  EXPECT_EQ(responder.Respond(Body(), Now()).status, 200);
  EXPECT_EQ(responder.Respond(Body(), Now()).status, 503);
  EXPECT_EQ(responder.Respond(Body(), Now()).status, 200);
}

TEST(FolkResponder, RefusesAQuestionThatBreaksTheContract) {
  Responder responder(One({}));
  for (const char* bad : {"", "[]", "{}", "{\"person\":\"1\"}"}) {
    EXPECT_EQ(responder.Respond(bad, Now()).status, 400) << bad;
  }
  std::string body = Body();
  body.insert(1, "\"extra\":\"x\",");
  EXPECT_EQ(responder.Respond(body, Now()).status, 400);
}

}  // namespace
}  // namespace dm::folk::sim
