#include "connectors/ssbtek/envelope/reply.h"

#include <map>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/ssbtek/envelope/ping.h"
#include "connectors/ssbtek/sources.h"
#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests

constexpr char kTnsNothing[] =
    "<ssbt:TNS><ssbt:data><tns:resultat>OK</tns:resultat></ssbt:data></ssbt:TNS>";

// The one answer to a question for TNS.
std::string TnsIn(const std::string& reply) {
  const Options options = MakeOptions();
  const auto plan = MakePlan(options, MakeQuestion({Question(Source::kTns)}));
  const auto answers = ReadReply(options, *plan, kCorrelation, Now(), reply);
  return answers.size() == 1 ? StateOf(answers[0]) : "not one answer";
}

TEST(Sources, AreAllOfTheContractOnceEach) {
  std::set<Source> all;
  for (const SourceEntry& entry : Sources()) EXPECT_TRUE(all.insert(entry.source).second);
  EXPECT_FALSE(all.contains(Source::kFolk)) << "the contract does not carry it";
  EXPECT_EQ(all.size(), static_cast<std::size_t>(kSourceCount - 1));
}

TEST(Reply, AnAgencyThatIsAbsentHasNotAnswered) {
  EXPECT_EQ(TnsIn(Reply(kTnsNothing)), "CONFIRMED_EMPTY");
  EXPECT_EQ(TnsIn(Reply("")), "ERROR ABSENT");
  EXPECT_EQ(TnsIn(Reply("<ssbt:MIV><ssbt:data/></ssbt:MIV>")), "ERROR ABSENT");
}

TEST(Reply, AnAgencysErrorKeepsItsOrigin) {
  const auto with = [](const std::string& origin, const std::string& code) {
    return TnsIn(Reply("<ssbt:TNS><ssbt:error><ssbt:kalla>" + origin +
                       "</ssbt:kalla><ssbt:felkod>" + code +
                       "</ssbt:felkod><ssbt:felmeddelande>x</ssbt:felmeddelande>"
                       "</ssbt:error></ssbt:TNS>"));
  };
  EXPECT_EQ(with("SSBT", "TIMEOUT"), "ERROR SSBT.TIMEOUT");
  EXPECT_EQ(with("BT", "-1005"), "ERROR BT.-1005");
  EXPECT_EQ(with("ANNAN", "x y"), "ERROR UNKNOWN.X_Y");
}

TEST(Reply, ARefusedQuestionIsALastingFailure) {
  const Options options = MakeOptions();
  const auto plan = MakePlan(options, MakeQuestion({Question(Source::kTns)}));
  const auto lasting = [&](const std::string& origin, const std::string& code) {
    const std::string reply =
        Reply("<ssbt:TNS><ssbt:error><ssbt:kalla>" + origin + "</ssbt:kalla><ssbt:felkod>" + code +
              "</ssbt:felkod><ssbt:felmeddelande>x</ssbt:felmeddelande>"
              "</ssbt:error></ssbt:TNS>");
    return ReadReply(options, *plan, kCorrelation, Now(), reply).at(0).lasting;
  };
  EXPECT_TRUE(lasting("BT", "-1005"));
  EXPECT_TRUE(lasting("BT", "403"));
  EXPECT_FALSE(lasting("BT", "500"));
  EXPECT_FALSE(lasting("SSBT", "TIMEOUT"));
}

TEST(Reply, WhoFailedAndWhatLastsIsSaidByTheTable) {
  const auto read = [](const std::string& origin, const std::string& felkod) {
    return ReadOne(Question(Source::kTns),
                   "<ssbt:TNS><ssbt:error><ssbt:kalla>" + origin + "</ssbt:kalla><ssbt:felkod>" +
                       felkod + "</ssbt:felkod></ssbt:error></ssbt:TNS>");
  };
  EXPECT_EQ(read("ANNAN", "1").unlisted_codes, std::vector<std::string>{"TNS.kalla=ANNAN"});
  EXPECT_TRUE(read("BT", "egen kod").unlisted_codes.empty()) << "a felkod is the agency's own";
  EXPECT_FALSE(read("BT", "egen kod").lasting);
  EXPECT_FALSE(read("ANNAN", "-1005").lasting) << "from nobody known";
  EXPECT_FALSE(read("SSBT", "-1005").lasting) << "not the agency's word";
}

TEST(Reply, ACodeNeverCarriesAPersonsNumber) {
  for (const char* number : {"199001012385", "19900101-2385", "900101-2385", "9001012385"}) {
    const std::string state =
        TnsIn(Reply("<ssbt:TNS><ssbt:error><ssbt:kalla>BT</ssbt:kalla><ssbt:felkod>E " +
                    std::string(number) + "</ssbt:felkod></ssbt:error></ssbt:TNS>"));
    EXPECT_EQ(state.find("2385"), std::string::npos) << state;
    EXPECT_EQ(state.find("0101"), std::string::npos) << state;
  }
}

TEST(Reply, DataAndErrorTogetherOrNeitherIsABreach) {
  EXPECT_EQ(TnsIn(Reply("<ssbt:TNS/>")), "SCHEMA_MISMATCH DATA_OR_ERROR");
  EXPECT_EQ(TnsIn(Reply("<ssbt:TNS><ssbt:data/><ssbt:error/></ssbt:TNS>")),
            "SCHEMA_MISMATCH DATA_OR_ERROR");
  EXPECT_EQ(TnsIn(Reply(std::string(kTnsNothing) + kTnsNothing)), "SCHEMA_MISMATCH TWICE");
}

TEST(Reply, TheCorrelationIdMustComeBack) {
  const std::string echo = "<ssbt:korrelationsid>corr-1</ssbt:korrelationsid>";
  EXPECT_EQ(TnsIn(With(Reply(kTnsNothing), "corr-1<", "corr-2<")), "ERROR ECHO.CORRELATION");
  EXPECT_EQ(TnsIn(With(Reply(kTnsNothing), echo, "")), "ERROR ECHO.CORRELATION_MISSING");
}

TEST(Reply, AnEchoedQuestionMustBeTheAskedOne) {
  const std::string echo = "<ssbt:korrelationsid>";
  const auto with = [&](const std::string& person, const std::string& id) {
    return TnsIn(With(Reply(kTnsNothing),
                      echo,
                      "<ssbt:fraga><ssbt:generellaFrageparametrar><ssbt:personidentitet>" + person +
                          "</ssbt:personidentitet><ssbt:arendeidentitet>" + id +
                          "</ssbt:arendeidentitet></ssbt:generellaFrageparametrar></ssbt:fraga>" +
                          echo));
  };
  EXPECT_EQ(with(kPerson, kCaseId), "CONFIRMED_EMPTY");
  EXPECT_EQ(with(kOtherPerson, kCaseId), "ERROR ECHO.PERSON");
  EXPECT_EQ(with(kPerson, "X"), "ERROR ECHO.CASE");
}

// A reply that echoes the question: its general period, and what stands for the agency.
std::string WithQuestion(const std::string& from, const std::string& agency) {
  const std::string echo = "<ssbt:korrelationsid>";
  return With(Reply(kTnsNothing),
              echo,
              "<ssbt:fraga><ssbt:generellaFrageparametrar><ssbt:tidsperiod><ssbt:fromDatum>" +
                  from +
                  "</ssbt:fromDatum><ssbt:tomDatum>2026-10-31</ssbt:tomDatum></ssbt:tidsperiod>"
                  "</ssbt:generellaFrageparametrar><ssbt:specifikaFrageparametrar>" +
                  agency + "</ssbt:specifikaFrageparametrar></ssbt:fraga>" + echo);
}

TEST(Reply, AnEchoedPeriodMustBeTheAskedOne) {
  const std::string general = "<ssbt:TNS inkludera='true'/>";
  EXPECT_EQ(TnsIn(WithQuestion("2026-08-01", general)), "CONFIRMED_EMPTY");
  EXPECT_EQ(TnsIn(WithQuestion("2026-08-02", general)), "ERROR ECHO.PERIOD");
  const std::string own =
      "<ssbt:TNS inkludera='true'><ssbt:tidsperiod><ssbt:fromDatum>2026-08-01</ssbt:fromDatum>"
      "<ssbt:tomDatum>2026-10-31</ssbt:tomDatum></ssbt:tidsperiod></ssbt:TNS>";
  EXPECT_EQ(TnsIn(WithQuestion("2026-01-01", own)), "CONFIRMED_EMPTY");
  EXPECT_EQ(TnsIn(WithQuestion("2026-08-01", With(own, "2026-10-31", "2026-10-30"))),
            "ERROR ECHO.PERIOD");
  EXPECT_EQ(TnsIn(WithQuestion("2026-08-01", "<ssbt:TNS inkludera='false'/>")),
            "ERROR ECHO.PERIOD");
}

TEST(Reply, AnAgencyThatNobodyAskedIsADeviationAndNotRead) {
  const Options options = MakeOptions();
  const auto plan = MakePlan(options, MakeQuestion({Question(Source::kTns)}));
  const auto answers =
      ReadReply(options,
                *plan,
                kCorrelation,
                Now(),
                Reply(std::string(kTnsNothing) + Agency("MIV", Sample("miv/permits.xml"))));
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(StateOf(answers[0]), "CONFIRMED_EMPTY");
  ASSERT_EQ(answers[0].schema_deviations, 1);
  EXPECT_EQ(answers[0].deviations.at(0).path, "MIV");
  EXPECT_EQ(answers[0].deviations.at(0).problem, "UNEXPECTED");
}

TEST(Reply, Version11IsReadWhereItIsSpoken) {
  Options options = MakeOptions();
  options.contract_version = "11";
  options.tax_question.tax_information = true;
  const auto plan = MakePlan(options, MakeQuestion({Question(Source::kTns)}));
  const auto read = [&](const std::string& reply) {
    return StateOf(ReadReply(options, *plan, kCorrelation, Now(), reply).at(0));
  };
  const std::string ten = Reply(kTnsNothing);
  EXPECT_EQ(read(With(ten, "integration/ssbt/10", "integration/ssbt/11")), "CONFIRMED_EMPTY");
  EXPECT_EQ(read(ten), "SCHEMA_MISMATCH VERSION");
}

TEST(Reply, AFaultIsEverySourcesError) {
  const std::string fault =
      "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault>"
      "<faultcode>s:Server</faultcode><faultstring>Internal error</faultstring>"
      "<detail><f "
      "xmlns='urn:x'><felkod>EXEMPEL</felkod></f></detail></s:Fault></s:Body></s:Envelope>";
  EXPECT_EQ(TnsIn(fault), "ERROR FAULT.EXEMPEL");
  EXPECT_EQ(TnsIn(With(fault, "<felkod>EXEMPEL</felkod>", "")), "ERROR FAULT.SERVER");
}

TEST(Reply, AnotherVersionOfTheContractIsNotRead) {
  EXPECT_EQ(TnsIn(With(Reply(kTnsNothing), "integration/ssbt/10", "integration/ssbt/9")),
            "SCHEMA_MISMATCH VERSION");
  std::string other = Reply(kTnsNothing);
  for (int i = 0; i < 2; ++i) {
    other = With(other, "hamtaBastjanstInformationResponse", "testaBastjanstInformationResponse");
  }
  EXPECT_EQ(TnsIn(other), "SCHEMA_MISMATCH RESPONSE_NAME");
}

TEST(Reply, WhatCannotBeReadIsASchemaMismatch) {
  EXPECT_EQ(TnsIn(""), "SCHEMA_MISMATCH XML_MALFORMED");
  EXPECT_EQ(TnsIn(Reply(kTnsNothing).substr(0, 500)), "SCHEMA_MISMATCH XML_MALFORMED");
  EXPECT_EQ(TnsIn("<!DOCTYPE x><x/>"), "SCHEMA_MISMATCH XML_DOCTYPE");
  EXPECT_EQ(TnsIn("<html/>"), "SCHEMA_MISMATCH SOAP_ENVELOPE");
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<x>";
  EXPECT_EQ(TnsIn(deep), "SCHEMA_MISMATCH XML_DEPTH");
}

TEST(Reply, KeepsTheAgencysBytesAndTheirHash) {
  const SourceAnswer answer = ReadOne(Question(Source::kTns), kTnsNothing);
  EXPECT_EQ(answer.raw, kTnsNothing);
  EXPECT_EQ(answer.raw_sha256.size(), 64U);
  EXPECT_EQ(answer.fetched_at, Now());
  EXPECT_EQ(answer.asked, AskedPeriod());
}

TEST(Reply, OneAgencysFailureLeavesTheOthersAlone) {
  const Options options = MakeOptions();
  const auto plan =
      MakePlan(options, MakeQuestion({Question(Source::kTns), Question(Source::kMiv)}));
  const auto answers = ReadReply(
      options, *plan, kCorrelation, Now(), Reply(std::string(kTnsNothing) + "<ssbt:MIV/>"));
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(StateOf(answers[0]), "CONFIRMED_EMPTY");
  EXPECT_EQ(StateOf(answers[1]), "SCHEMA_MISMATCH DATA_OR_ERROR");
}

TEST(Reply, CutAnywhereItNeverGivesAReading) {
  const std::string whole = Reply(Agency("SO", Sample("so/payments.xml")));
  const Options options = MakeOptions();
  const auto plan = MakePlan(options, MakeQuestion({Question(Source::kSo)}));
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    const auto answers = ReadReply(options, *plan, kCorrelation, Now(), whole.substr(0, size));
    ASSERT_EQ(answers.size(), 1U);
    ASSERT_EQ(answers[0].state, AnswerState::kSchemaMismatch) << size;
    ASSERT_TRUE(answers[0].payments.empty()) << size;
  }
}

std::string PingReply(const std::string& agencies) {
  return "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>"
         "<t:testaBastjanstInformationResponse "
         "xmlns:t='http://schema.forsakringskassan.se/integration/ssbt/10'>" +
         agencies + "</t:testaBastjanstInformationResponse></s:Body></s:Envelope>";
}

TEST(Ping, AnAbsentAgencyWasNotCalledAndIsNotDown) {
  const auto ping = ReadPing(MakeOptions(),
                             PingReply("<t:AF><t:anropad>true</t:anropad></t:AF>"
                                       "<t:CSN><t:anropad>false</t:anropad></t:CSN>"
                                       "<t:SKV><t:anropad>true</t:anropad><t:error><t:kalla>BT"
                                       "</t:kalla><t:felkod>X</t:felkod></t:error></t:SKV>"));
  ASSERT_TRUE(ping.ok());
  std::map<std::string, Readiness> found;
  for (const AgencyReadiness& agency : *ping) found[agency.agency] = agency.readiness;
  EXPECT_EQ(found.size(), 7U);
  EXPECT_EQ(found["AF"], Readiness::kReady);
  EXPECT_EQ(found["CSN"], Readiness::kNotTested);
  EXPECT_EQ(found["SKV"], Readiness::kFailed);
  EXPECT_EQ(found["TNS"], Readiness::kNotTested);
  EXPECT_EQ((*ping)[3].code, "BT.X");
}

TEST(Ping, AnotherAnswerIsAnError) {
  EXPECT_FALSE(ReadPing(MakeOptions(), "<a/>").ok());
  EXPECT_FALSE(ReadPing(MakeOptions(), Reply("")).ok());
}

}  // namespace
}  // namespace dm::ssbtek
