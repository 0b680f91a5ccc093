#include "connectors/ssbtek/read_stored.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/soap/base64.h"
#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests
using testing::ElementsAre;
using testing::HasSubstr;

StoredOptions Tables() {
  const Options options = MakeOptions();
  return {.codes = options.codes,
          .fund_statuses = options.fund_statuses,
          .empty_fund_list = options.empty_fund_list};
}

std::string StatesOf(const StoredReading& reading) {
  std::string states;
  for (const SourceAnswer& answer : reading.answers) {
    if (!states.empty()) states += ", ";
    states += std::string(SourceCode(answer.source)) + " " + StateOf(answer);
  }
  return states;
}

// "CSN CONFIRMED_EMPTY, TNS DATA", or the status.
std::string Stored(const std::string& bytes, const ReadStoredHints& hints = {}) {
  const auto reading = ReadStored(Tables(), bytes, hints);
  return reading.ok() ? StatesOf(*reading) : DetailOf(reading.status()).reason;
}

ReadStoredHints About(const char* person) {
  return {.personnummer = Personnummer::Parse(person).value()};
}

std::string EveryAgency() {
  return Reply(Agency("AF", Sample("af/registered.xml")) + Agency("CSN", Sample("csn/aid.xml")) +
               Agency("FK", Sample("fk/payments.json")) + Agency("SKV", Sample("skv/capital.xml")) +
               Agency("SO", Sample("so/payments.xml")) + Agency("TNS", Sample("tns/vehicles.xml")) +
               Agency("MIV", Sample("miv/permits.xml")));
}

std::string Version11(std::string message) {
  return With(std::move(message), "integration/ssbt/10", "integration/ssbt/11");
}

TEST(ReadStored, ReadsAWholeResponseOfEitherVersion) {
  for (const bool eleven : {false, true}) {
    const auto reading =
        ReadStored(Tables(), eleven ? Version11(EveryAgency()) : EveryAgency(), {});
    ASSERT_TRUE(reading.ok()) << reading.status();
    EXPECT_EQ(reading->contract_version, eleven ? "11" : "10");
    EXPECT_EQ(reading->answers.size(), 8U);
    for (const SourceAnswer& answer : reading->answers) {
      EXPECT_THAT(answer.code, testing::Not(testing::StartsWith("ECHO.")))
          << SourceCode(answer.source);
      EXPECT_FALSE(answer.raw.empty());
    }
    EXPECT_THAT(reading->unchecked,
                ElementsAre("PERSON", "CASE", "CORRELATION", "PERIOD", "GROUPS"));
  }
}

TEST(ReadStored, WhatAHintGivesIsChecked) {
  EXPECT_THAT(Stored(EveryAgency(), About(kPerson)), HasSubstr("AF DATA"));
  EXPECT_THAT(Stored(EveryAgency(), About(kOtherPerson)), HasSubstr("AF ERROR ECHO.PERSON"));
  EXPECT_THAT(Stored(EveryAgency(), {.correlation_id = "corr-2"}),
              HasSubstr("AF ERROR ECHO.CORRELATION"));
  EXPECT_THAT(Stored(EveryAgency(), {.case_id = "X"}), HasSubstr("AF ERROR ECHO.CASE"));
  Period other = AskedPeriod();
  other.to = other.to->PlusDays(1);
  EXPECT_THAT(Stored(EveryAgency(), {.period = other}), HasSubstr("SO ERROR ECHO.PERIOD"));
  const auto reading = ReadStored(Tables(),
                                  EveryAgency(),
                                  {.personnummer = Personnummer::Parse(kPerson).value(),
                                   .case_id = kCaseId,
                                   .correlation_id = kCorrelation,
                                   .period = AskedPeriod(),
                                   .groups = {"FK:BOB"}});
  EXPECT_TRUE(reading->unchecked.empty());
  EXPECT_EQ(reading->answers.at(0).asked, AskedPeriod());
}

TEST(ReadStored, PartsThatDisagreeAboutThePersonShow) {
  const std::string mixed = With(EveryAgency(),
                                 "<so:IdentificationNumber>199001012385",
                                 "<so:IdentificationNumber>198502022398");
  EXPECT_THAT(Stored(mixed), HasSubstr("SO ERROR ECHO.PERSON"));
  EXPECT_THAT(Stored(mixed), HasSubstr("AF DATA"));
}

TEST(ReadStored, ReadsEachSourcesOwnRawPart) {
  const auto whole = ReadStored(Tables(), EveryAgency(), {});
  ASSERT_TRUE(whole.ok());
  for (const SourceAnswer& answer : whole->answers) {
    const auto again = ReadStored(Tables(), answer.raw, {.source = answer.source});
    ASSERT_TRUE(again.ok()) << SourceCode(answer.source) << again.status();
    ASSERT_EQ(again->answers.size(), 1U) << SourceCode(answer.source);
    EXPECT_EQ(StateOf(again->answers[0]), StateOf(answer)) << SourceCode(answer.source);
    EXPECT_EQ(again->answers[0].payments.size(), answer.payments.size());
    EXPECT_EQ(again->answers[0].raw_sha256, answer.raw_sha256) << SourceCode(answer.source);
    EXPECT_EQ(again->answers[0].schema_deviations, answer.schema_deviations)
        << SourceCode(answer.source);
    EXPECT_EQ(again->contract_version, "");
  }
}

TEST(ReadStored, TellsABarePartWithoutAHint) {
  EXPECT_EQ(Stored(Sample("csn/no_hit.xml")), "CSN CONFIRMED_EMPTY");
  EXPECT_THAT(Stored(Sample("fk/payments.json")), testing::ContainsRegex("^FK .*, PM "));
  EXPECT_EQ(Stored(Sample("fk/nothing.json"), {.source = Source::kPm}), "PM CONFIRMED_EMPTY");
  EXPECT_THAT(Stored(Sample("skv/capital.xml")), testing::StartsWith("SKV DATA"));
  EXPECT_EQ(Stored("<ns2:TNS><ns2:data><x:resultat>OK</x:resultat></ns2:data></ns2:TNS>"),
            "TNS CONFIRMED_EMPTY");
  EXPECT_EQ(Stored("<?xml version='1.0'?>\n<!-- x --><MIV><data/></MIV>"), "MIV CONFIRMED_EMPTY");
  EXPECT_EQ(Stored("<s:SO><s:error><s:kalla>SSBT</s:kalla><s:felkod>T</s:felkod></s:error></s:SO>"),
            "SO ERROR SSBT.T");
}

TEST(ReadStored, WhatCannotBeReadIsAStateAndNeverAReading) {
  EXPECT_THAT(Stored(EveryAgency().substr(0, 2'000)),
              HasSubstr("AF SCHEMA_MISMATCH XML_MALFORMED"));
  EXPECT_EQ(Stored("<TNS><data>"), "TNS SCHEMA_MISMATCH XML_MALFORMED");
  EXPECT_THAT(Stored("{\"utlamnare\":"), HasSubstr("FK SCHEMA_MISMATCH JSON_MALFORMED"));
  EXPECT_THAT(Stored("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>"
                     "<s:Fault><faultcode>s:Server</faultcode></s:Fault></s:Body></s:Envelope>"),
              HasSubstr("MIV ERROR FAULT.SERVER"));
}

TEST(ReadStored, AsksForTheSourceWhereNothingTellsIt) {
  EXPECT_EQ(Stored(""), "SSBTEK_STORED");
  EXPECT_EQ(Stored("hello"), "SSBTEK_STORED");
  EXPECT_EQ(Stored("<other/>"), "SSBTEK_STORED");
  EXPECT_EQ(Stored("<TNS/>", {.source = Source::kMiv}), "SSBTEK_STORED");
  EXPECT_EQ(Stored("<TNS/>", {.source = Source::kFolk}), "SSBTEK_STORED");
  const auto refused = ReadStored(Tables(), std::string("<p>") + kPerson + "</p>", {});
  EXPECT_THAT(refused.status().ToString(), testing::Not(HasSubstr(kPerson)));
}

TEST(ReadStored, ReadsTheContractsExamples) {
  const auto folder = std::filesystem::path(DM_SOURCE_DIR) / "../shared/contracts/ssbtek/examples";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the contract's examples are not here";
  const auto stored = [&](const char* name) {
    std::ifstream file(folder / name, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return Stored(text.str());
  };
  EXPECT_THAT(stored("response-data.xml"), HasSubstr("CSN DATA"));
  EXPECT_THAT(stored("response-nothing.xml"), HasSubstr("CSN CONFIRMED_EMPTY"));
  EXPECT_THAT(stored("response-mixed-errors.xml"), HasSubstr("ERROR"));
  EXPECT_THAT(stored("csn-svar-data.xml"), testing::StartsWith("CSN DATA"));
  EXPECT_EQ(stored("csn-svar-ej-traff.xml"), "CSN CONFIRMED_EMPTY");
  EXPECT_EQ(stored("lefi-svar-data.json"), "FK SUPPLIER_DOWN AVVIKELSE.INTERNT_FEL, PM DATA");
  EXPECT_EQ(stored("lefi-svar-inget.json"), "FK CONFIRMED_EMPTY, PM CONFIRMED_EMPTY");
  EXPECT_THAT(stored("lefi-svar-pm-otillganglig.json"), HasSubstr("PM SUPPLIER_DOWN"));
  EXPECT_THAT(stored("fault.xml"), HasSubstr("AF ERROR FAULT."));
}

}  // namespace
}  // namespace dm::ssbtek
