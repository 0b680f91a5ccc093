#include "connectors/sim/behaviour.h"

#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/sim/responder.h"
#include "connectors/sim/scenario_loader.h"
#include "connectors/sim/test_questions.h"
#include "connectors/sim/xml_tree.h"
#include "connectors/soap/base64.h"

namespace dm::sim {

// The test's name: without it the library shows the bytes of the pointers.
static void PrintTo(const Behaviour& value, std::ostream* out) {
  *out << value.name;
}

namespace {

using test::Between;
using test::QuestionText;
using testing::HasSubstr;

Answer Ask(const std::optional<Fault>& fault, const QuestionText& question = {}) {
  Responder responder{Scenario()};
  if (fault) responder.SwitchOn(*fault);
  return responder.Respond(question.Xml());
}

bool Differ(const Answer& one, const Answer& other) {
  return one.body != other.body || one.http_status != other.http_status ||
         one.delivery != other.delivery || one.delay_ms != other.delay_ms;
}

QuestionText Without(Agency agency) {
  QuestionText question;
  question.agencies[std::string(Name(agency))] = "-";
  return question;
}

TEST(Behaviours, AreFortyThatFitEveryAgency) {
  EXPECT_EQ(HarmfulBehaviours().size(), 40U);
  for (const Behaviour& one : HarmfulBehaviours()) EXPECT_EQ(one.agencies, "") << one.name;
}

TEST(Behaviours, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const Behaviour& one : Behaviours()) {
    EXPECT_TRUE(names.insert(one.name).second) << one.name;
    EXPECT_EQ(FindBehaviour(one.name), &one);
  }
  EXPECT_EQ(FindBehaviour("no such"), nullptr);
}

TEST(Behaviours, MeanInAScenarioWhatTheyMeanHere) {
  for (const Behaviour& one : Behaviours()) {
    for (const Agency agency : kAgencies) {
      if (!Fits(one, agency)) continue;
      // A fault of the same name that wants more keys is meant with its own defaults.
      if (const FaultSpec* spec = FindFault(one.name); spec != nullptr && !spec->keys.empty())
        continue;
      const auto scenario = ParseScenario("faults: [{do: " + std::string(one.name) +
                                              ", agency: " + std::string(Name(agency)) + "}]\n",
                                          "test");
      ASSERT_TRUE(scenario.ok()) << one.name << ": " << scenario.status();
      const Fault& fault = scenario->faults.front();
      const Fault meant = FaultOf(one, agency);
      EXPECT_EQ(fault.kind, meant.kind) << one.name;
      EXPECT_EQ(fault.delay_ms, meant.delay_ms) << one.name;
      EXPECT_EQ(fault.http_status, meant.http_status) << one.name;
      EXPECT_EQ(fault.Label(), meant.Label());
    }
  }
}

class EachBehaviour : public testing::TestWithParam<Behaviour> {};

TEST_P(EachBehaviour, ChangesAnAnswerThatHoldsTheAgency) {
  const Answer sound = Ask(std::nullopt);
  for (const Agency agency : kAgencies) {
    if (!Fits(GetParam(), agency)) continue;
    // Nothing can stand beside a response that MIV does not send.
    if (GetParam().name == "extra_element" && agency == Agency::kMiv) continue;
    const Answer answer = Ask(FaultOf(GetParam(), agency));
    EXPECT_TRUE(Differ(answer, sound)) << Name(agency);
    EXPECT_THAT(
        answer.record.faults,
        testing::ElementsAre(std::string(Name(agency)) + "." + std::string(GetParam().name)));
  }
}

TEST_P(EachBehaviour, LeavesAnswersWithoutTheAgencyAlone) {
  for (const Agency agency : kAgencies) {
    if (!Fits(GetParam(), agency)) continue;
    const Answer answer = Ask(FaultOf(GetParam(), agency), Without(agency));
    EXPECT_FALSE(Differ(answer, Ask(std::nullopt, Without(agency)))) << Name(agency);
    EXPECT_THAT(answer.record.faults, testing::IsEmpty());
  }
}

class EachBehaviourOfAnAgency : public testing::TestWithParam<Behaviour> {};

// What the agencies say is told apart from what becomes of the whole message.
TEST_P(EachBehaviourOfAnAgency, TouchesNoOther) {
  const std::string sound = Ask(std::nullopt).body;
  for (const Agency agency : kAgencies) {
    if (!Fits(GetParam(), agency)) continue;
    const std::string body = Ask(FaultOf(GetParam(), agency)).body;
    for (const Agency other : kAgencies) {
      if (other == agency) continue;
      const std::string element = "ssbt:" + std::string(Name(other));
      EXPECT_EQ(Between(body, element), Between(sound, element))
          << Name(agency) << " changed " << Name(other);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Simulator,
                         EachBehaviour,
                         testing::ValuesIn(Behaviours().begin(), Behaviours().end()),
                         [](const auto& one) { return std::string(one.param.name); });

std::vector<Behaviour> OfAnAgency() {
  std::vector<Behaviour> all;
  for (const Behaviour& one : Behaviours()) {
    if (one.reach == Reach::kAgency) all.push_back(one);
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(Simulator,
                         EachBehaviourOfAnAgency,
                         testing::ValuesIn(OfAnAgency()),
                         [](const auto& one) { return std::string(one.param.name); });

std::string ToldBy(std::string_view behaviour, Agency agency) {
  const Behaviour* found = FindBehaviour(behaviour);
  const std::string body = Ask(FaultOf(*found, agency)).body;
  const std::string inside = Between(body, "ssbt:" + std::string(Name(agency)));
  const std::string carried =
      Between(inside, agency == Agency::kFk ? "ssbt:lefiJsonSvar" : "ssbt:svar");
  return carried.empty() ? inside : soap::Base64Decode(carried, 20'000'000).value_or(inside);
}

struct Told {
  const char* behaviour;
  std::map<Agency, const char*> words;  // what the agency's answer holds then
};

TEST(Behaviours, HaveAFormForEachAgency) {
  using enum Agency;
  const std::vector<Told> all = {
      {"in_data_failure",
       {{kAf, "KodText>Tekniskt fel<"},
        {kCsn, "<ResultatKod>9<"},
        {kFk, R"("tillstand":{"kod":"FELANDE")"},
        {kSkv, "<MeddelandeKod>9071001<"},
        {kSo, "<so:StatusSvarandeOrganisation>fel<"},
        {kTns, "<tns:resultat>FEL<"},
        {kMiv, "<faultCode>9<"}}},
      {"unlisted_code",
       {{kAf, "Meddelande>599<"},
        {kCsn, "<t:beloppstyp>OKÄND<"},
        {kFk, R"("kod":"DELVIS")"},
        {kSkv, "<StatusPersonuppgiftKod>123<"},
        {kSo, "Organisation>okänd status<"},
        {kTns, "<tns:resultat>KANSKE<"},
        {kMiv, "<beslutsKod>ZZZ<"}}},
      {"unreadable_value",
       {{kAf, "informationKod>noll<"},
        {kCsn, "<t:totbelopp>tusen<"},
        {kFk, R"("summa":"tusen")"},
        {kSkv, "Kapital>tusen<"},
        {kSo, "<so:NettoEfterSkatt>tusen<"},
        {kTns, "<tns:resultat></tns:resultat>"},
        {kMiv, "<fromDatum>2026-13-45<"}}},
      {"contradiction",
       {{kAf, "Datum>2001-02-03<"},
        {kCsn, "<t:belopp>900</t:belopp><t:totbelopp>9999<"},
        {kFk, R"("nettobelopp":{"summa":4000.0)"},
        {kSkv, "<folko:IdentitetsbeteckningFysiskPerson>199001012393<"},
        {kSo, "<so:NettoEfterAvdrag>4000<"},
        {kTns, "<tns:resultat>OK</tns:resultat><tns:felresultat>"},
        {kMiv, "<tomDatum>2024-"}}},
      {"withheld",
       {{kAf, "<af:Sekretessmarkering>true<"},
        {kCsn, "sekretess=\"J\""},
        {kFk, R"("kod":"OBEHORIG")"},
        {kSkv, "<MeddelandeKod>9071403<"},
        {kSo, "<so:ArbetsloshetsersattningLista/>"},
        {kTns, "<tns:felkod>403<"},
        {kMiv, "<faultCode>403<"}}},
      {"wrong_person", {{kAf, "199001012393"}, {kCsn, "9001012393"}, {kSo, "199001012393"}}},
  };
  for (const Told& one : all) {
    for (const auto& [agency, words] : one.words) {
      EXPECT_THAT(ToldBy(one.behaviour, agency), HasSubstr(words))
          << one.behaviour << " at " << Name(agency);
    }
  }
}

TEST(Behaviours, EchoAnotherPersonWhereTheAgencySendsNone) {
  const Answer answer = Ask(FaultOf(*FindBehaviour("wrong_person"), Agency::kTns));
  EXPECT_EQ(Between(answer.body, "ssbt:personidentitet"), "199001012393");
  EXPECT_THAT(answer.body, HasSubstr("<ssbt:TNS><ssbt:data><tns:resultat>OK"));
}

TEST(Behaviours, AnswerAnEarlierQuestionSoundly) {
  const Answer answer = Ask(FaultOf(*FindBehaviour("replayed_answer"), Agency::kSo));
  EXPECT_NE(Between(answer.body, "ssbt:korrelationsid"), QuestionText().correlation_id);
  EXPECT_THAT(answer.body, HasSubstr("<so:From>2026-07-01<"));
}

TEST(Behaviours, AnswerSomeoneElsesQuestionSoundly) {
  const Answer answer = Ask(FaultOf(*FindBehaviour("other_persons_answer"), Agency::kSo));
  EXPECT_NE(Between(answer.body, "ssbt:korrelationsid"), QuestionText().correlation_id);
  EXPECT_THAT(answer.body, HasSubstr("<so:IdentificationNumber>199001012393<"));
  EXPECT_THAT(answer.body, testing::Not(HasSubstr("199001012385")));
}

TEST(Behaviours, OfTheHarmlessKindLeaveWellFormedXml) {
  for (const Behaviour& one : Behaviours()) {
    if (one.effect != Effect::kHarmless) continue;
    for (const Agency agency : kAgencies) {
      if (!Fits(one, agency)) continue;
      const Answer answer = Ask(FaultOf(one, agency));
      EXPECT_EQ(answer.http_status, 200);
      EXPECT_TRUE(ParseXml(answer.body, XmlLimits{}).ok()) << one.name << " " << Name(agency);
      EXPECT_TRUE(IsReadable(FaultOf(one, agency).kind));
    }
  }
}

}  // namespace
}  // namespace dm::sim
