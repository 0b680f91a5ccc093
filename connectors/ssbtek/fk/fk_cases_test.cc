// FK's cases: how final a decision is and how it came out, days that were applied for, and what is
// told beside cases.
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/ssbtek/fk/fk_reader.h"
#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek::fk {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests
using testing::ElementsAre;
using testing::IsEmpty;

// The answer without payments or cases, with this beside the person. What is asked about is
// August to October 2026.
SourceAnswer AskWith(const std::string& members) {
  return ReadOne(FkQuestion(),
                 Agency("FK",
                        With(Sample("fk/nothing.json"),
                             "\"generellPersoninformation\"",
                             members + ", \"generellPersoninformation\"")));
}

// One decision of an active case, with these members.
BenefitCase Decided(const std::string& members, const std::string& list = "bostadsbidragsarende") {
  const SourceAnswer answer =
      AskWith("\"" + list + R"(": [{"aktivt": true, "beslut": [{"fattades": "2026-09-03", )" +
              members + "}]}]");
  EXPECT_EQ(StateOf(answer), "DATA") << members;
  EXPECT_EQ(answer.benefit_cases.size(), 1U) << members;
  return answer.benefit_cases.at(0);
}

TEST(FkDecision, IsOpenUntilItIsFinal) {
  EXPECT_TRUE(Decided(R"("definitivt": false)").pending);
  EXPECT_FALSE(Decided(R"("definitivt": true)").pending);
  EXPECT_FALSE(Decided(R"("dagar": 3)").pending) << "the contract lets it be missing";
  EXPECT_EQ(Decided(R"("definitivt": "nej")").unclear, "definitivt");
  const char* list = "omvardnadsbidragsarende";
  EXPECT_TRUE(Decided(R"("beslutstatus": {"id": "I"})", list).pending);
  EXPECT_FALSE(Decided(R"("beslutstatus": {"id": "S"})", list).pending);
  EXPECT_EQ(Decided(R"("beslutstatus": {"id": "X"})", list).unclear, "beslutstatus");
  list = "forebyggandeSjukpenningsarende";
  EXPECT_TRUE(Decided(R"("beslutstyp": "INTERMISTISKT")", list).pending);
  EXPECT_FALSE(Decided(R"("beslutstyp": "SLUTLIGT")", list).pending);
  EXPECT_EQ(Decided(R"("beslutstyp": "ANNAT")", list).unclear, "beslutstyp");
}

TEST(FkDecision, SaysHowItCameOutInTheNumbersOfItsList) {
  const char* costs = "merkostnadsersattningsarende";
  const char* care = "omvardnadsbidragsarende";
  EXPECT_EQ(Decided(R"("beslutsutfall": {"id": 5})", costs).outcome, CaseOutcome::kRefused);
  EXPECT_EQ(Decided(R"("beslutsutfall": {"id": 4})", care).outcome, CaseOutcome::kRefused);
  EXPECT_EQ(Decided(R"("beslutsutfall": {"id": 4})", costs).unclear, "beslutsutfall");
  EXPECT_EQ(Decided(R"("beslutsutfall": {"id": 2})", care).outcome, CaseOutcome::kGranted);
  EXPECT_EQ(Decided(R"("beslutsutfall": {"id": 10})", costs).outcome, std::nullopt);
  const char* sick = "forebyggandeSjukpenningsarende";
  EXPECT_EQ(Decided(R"("beslutsutfall": "AVSLAG")", sick).outcome, CaseOutcome::kRefused);
  EXPECT_EQ(Decided(R"("beslutsutfall": "BEVILJAN")", sick).outcome, CaseOutcome::kGranted);
  EXPECT_EQ(Decided(R"("beslutsutfall": "DELVIS")", sick).unclear, "beslutsutfall");
}

TEST(FkDecision, EndsWithTheMonthThatItIsSaidToEndIn) {
  const char* care = "omvardnadsbidragsarende";
  const std::string period = R"("period": {"fran": "2026-01", "till": "2027-12"}, )";
  const std::string ended = R"("beslutsutfall": {"id": 7})";
  const BenefitCase early =
      Decided(period + R"("upphorandeManadFrom": ["2026-10"], )" + ended, care);
  EXPECT_EQ(early.period.to->ToString(), "2026-09-30");
  EXPECT_EQ(early.unclear, "");
  EXPECT_EQ(Decided(R"("upphorandeManadFrom": [], )" + ended, care).unclear, "upphorandeManadFrom");
  EXPECT_EQ(Decided(period + R"("upphorandeManadFrom": ["2025-10"], )" + ended, care).unclear,
            "upphorandeManadFrom");
  EXPECT_EQ(StateOf(AskWith(
                R"("omvardnadsbidragsarende": [{"beslut": [{"upphorandeManadFrom": ["x"]}]}])")),
            "SCHEMA_MISMATCH PERIOD");
}

TEST(FkDecision, AnInterimOneIsOverWithItsCaseItsPeriodOrTheFinalOne) {
  const auto pending = [](const std::string& member) {
    const SourceAnswer answer = AskWith("\"bostadsbidragsarende\": [" + member + "]");
    EXPECT_FALSE(answer.benefit_cases.empty()) << StateOf(answer);
    return answer.benefit_cases.at(0).pending;
  };
  const std::string open =
      R"({"fattades": "2026-08-03", "definitivt": false, "period": {"fran": "2026-08"}})";
  EXPECT_TRUE(pending(R"({"aktivt": true, "beslut": [)" + open + "]}"));
  EXPECT_FALSE(pending(R"({"aktivt": false, "beslut": [)" + open + "]}"));
  EXPECT_FALSE(pending(R"({"beslut": [{"fattades": "2025-08-03", "definitivt": false,
      "period": {"fran": "2025-08", "till": "2026-07"}}]})"));
  const std::string rest = R"(, {"fattades": "2026-09-03", "definitivt": true, "period": )";
  EXPECT_FALSE(pending("{\"beslut\": [" + open + rest + R"({"fran": "2026-08"}}]})"));
  EXPECT_TRUE(pending("{\"beslut\": [" + open + rest + R"({"fran": "2026-09"}}]})"));
}

TEST(FkCase, MerkostnadsersattningHasOneDecisionAndNoList) {
  const SourceAnswer answer =
      AskWith(R"("merkostnadsersattningsarende": [{"beslut": {"fattades": "2026-09-03"}}])");
  EXPECT_EQ(answer.benefit_cases.at(0).decided_on->ToString(), "2026-09-03");
  EXPECT_EQ(answer.schema_deviations, 0);
}

// A case of föräldrapenning with a decision for September and these claimed days.
SourceAnswer Claimed(const std::string& days, const std::string& active = "true") {
  return AskWith(R"("foraldrapenningarende": [{"aktivt": )" + active + R"(, "beslut": [{"fattades":
      "2026-10-01", "definitivt": true, "period": {"fran": "2026-09-01", "till": "2026-09-30"},
      "ersattningsdagar": [{"dag": "2026-10-02"}]}], "anspraksdagar": [)" +
                 days + "]}]");
}

TEST(FkCase, DaysAppliedForThatNoDecisionCoversArePending) {
  const SourceAnswer answer =
      Claimed(R"({"dag": "2026-10-06"}, {"dag": "2026-10-05"}, {"dag": "2026-09-04"})");
  ASSERT_EQ(answer.benefit_cases.size(), 2U);
  EXPECT_FALSE(answer.benefit_cases[0].pending);
  const BenefitCase& open = answer.benefit_cases[1];
  EXPECT_TRUE(open.pending);
  EXPECT_EQ(open.benefit, "FK:FP");
  EXPECT_EQ(open.period.from->ToString(), "2026-10-05");
  EXPECT_EQ(open.period.to->ToString(), "2026-10-06");
  EXPECT_EQ(open.locator, "FK/formansinformation/foraldrapenningarende[0]/anspraksdagar");
}

TEST(FkCase, DaysThatAreDecidedAheadOrLongPastAreNotPending) {
  for (const char* days : {R"({"dag": "2026-09-04"})",
                           R"({"dag": "2026-10-02"})",
                           R"({"dag": "2026-11-02"})",
                           R"({"dag": "2026-07-31"})"}) {
    EXPECT_EQ(Claimed(days).benefit_cases.size(), 1U) << days;
  }
  EXPECT_EQ(Claimed(R"({"dag": "2026-10-06"})", "false").benefit_cases.size(), 1U);
  EXPECT_EQ(StateOf(Claimed(R"({"dag": ["2026-10-06"]})")), "SCHEMA_MISMATCH DATE");
}

TEST(FkCase, ASettlementOfAYearIsForAPerson) {
  const auto unclear = [](const std::string& members) {
    const SourceAnswer answer =
        AskWith(R"("sjukOchAktivitetsersattningSteglosAvrakningHistorik": [{)" + members + "}]");
    EXPECT_EQ(StateOf(answer), "DATA");
    std::vector<std::string> found;
    for (const BenefitCase& one : answer.benefit_cases) found.push_back(one.unclear);
    return found;
  };
  const std::string sum = R"([{"summa": 4100.0, "valuta": "SEK"}])";
  EXPECT_THAT(unclear(R"("artal": "2025", "aterkrav": )" + sum), ElementsAre("aterkrav"));
  EXPECT_THAT(unclear(R"("artal": "2024", "utbetalning": )" + sum), ElementsAre("utbetalning"));
  EXPECT_THAT(unclear(R"("aterkrav": )" + sum), ElementsAre("aterkrav"));
  EXPECT_THAT(unclear(R"("artal": "2023", "aterkrav": )" + sum), IsEmpty());
  EXPECT_THAT(unclear(R"("artal": "2025", "aterkrav": [], "fribelopp": )" + sum), IsEmpty());
}

TEST(FkCase, StudentAidThatFkWasToldOfIsNotNothing) {
  const auto told = [](const std::string& type, const std::string& period) {
    return AskWith(R"("studiemedelsavisering": [{"typ": {"id": )" + type +
                   "}, \"period\": " + period + "}]");
  };
  const std::string now = R"({"fran": "2026-08-24", "till": "2027-01-17"})";
  ASSERT_EQ(told("1", now).benefit_cases.size(), 1U);
  EXPECT_TRUE(told("1", now).benefit_cases[0].pending);
  for (const char* type : {"2", "4", "9"}) {
    ASSERT_EQ(told(type, now).benefit_cases.size(), 1U) << type;
    EXPECT_EQ(told(type, now).benefit_cases[0].unclear, "studiemedelsavisering") << type;
  }
  EXPECT_THAT(told("0", now).benefit_cases, IsEmpty());
  EXPECT_THAT(told("7", now).benefit_cases, IsEmpty());
  EXPECT_THAT(told("4", R"({"fran": "2025-08", "till": "2026-06"})").benefit_cases, IsEmpty());
}

TEST(FkReader, ADateOrPeriodOfAnotherShapeIsNotAnOpenOne) {
  EXPECT_EQ(StateOf(AskWith(R"("bostadsbidragsarende": [{"beslut": [{"period": []}]}])")),
            "SCHEMA_MISMATCH PERIOD");
  EXPECT_EQ(StateOf(AskWith(R"("bostadsbidragsarende": [{"beslut": [{"period": {"till": {}}}]}])")),
            "SCHEMA_MISMATCH PERIOD");
  EXPECT_EQ(StateOf(AskWith(R"("bostadsbidragsarende": [{"beslut": [{"fattades": []}]}])")),
            "SCHEMA_MISMATCH DATE");
}

}  // namespace
}  // namespace dm::ssbtek::fk
