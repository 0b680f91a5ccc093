// The traps of the six agencies that answer in XML of their own; traps_test.cc holds the list.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/ssbtek/envelope/reply.h"
#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests

SourceAnswer Ask(Source source, const std::string& payload) {
  return ReadOne(Question(source), Agency(SourceCode(source), payload));
}

std::string ReplaceAll(std::string text, const std::string& from, const std::string& to) {
  EXPECT_NE(text.find(from), std::string::npos) << from;
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// ---- AF

TEST(Traps, OffsetsNeverMoveADay) {
  for (const std::string offset : {"+01:00", "-11:00", "+14:00", "Z", ""}) {
    const SourceAnswer af = Ask(
        Source::kAf, With(Sample("af/registered.xml"), "2025-11-18+01:00", "2025-11-18" + offset));
    ASSERT_TRUE(af.job_seeker.has_value()) << offset;
    EXPECT_EQ(af.job_seeker->registered_since->ToString(), "2025-11-18") << offset;
    const SourceAnswer miv =
        Ask(Source::kMiv, ReplaceAll(Sample("miv/permits.xml"), "+01:00", offset));
    ASSERT_FALSE(miv.permits.empty()) << offset;
    EXPECT_EQ(miv.permits[0].valid.to->ToString(), "2027-11-11") << offset;
  }
}

TEST(Traps, AktivetetsRapportDatumIsMisspelt) {
  const SourceAnswer as_written = Ask(Source::kAf, Sample("af/registered.xml"));
  EXPECT_EQ(as_written.job_seeker->activity_report_code, "200");
  EXPECT_EQ(as_written.schema_deviations, 0);
  const SourceAnswer spelt_well = Ask(
      Source::kAf,
      ReplaceAll(Sample("af/registered.xml"), "AktivetetsRapportDatum", "AktivitetsRapportDatum"));
  ASSERT_TRUE(spelt_well.job_seeker.has_value());
  EXPECT_EQ(spelt_well.job_seeker->activity_report_code, "") << "another element: not guessed at";
  EXPECT_GE(spelt_well.schema_deviations, 1);
}

TEST(Traps, ActivityReport200And500And501And502) {
  const auto with = [](const std::string& code) {
    return Ask(Source::kAf,
               With(Sample("af/registered.xml"), "Meddelande>200<", "Meddelande>" + code + "<"));
  };
  for (const std::string code : {"200", "500", "501"}) {
    EXPECT_EQ(with(code).job_seeker->activity_report_code, code);
    EXPECT_TRUE(with(code).groups.empty()) << code;
  }
  const SourceAnswer broken = with("502");
  EXPECT_EQ(StateOf(broken), "DATA") << "the registration stands";
  ASSERT_EQ(broken.groups.size(), 1U);
  EXPECT_EQ(broken.groups[0].group, "AF:AKTIVITETSRAPPORT");
}

TEST(Traps, AfStatusOtherThanZeroIsNoAnswer) {
  const SourceAnswer answer =
      Ask(Source::kAf, With(Sample("af/trimmed.xml"), "informationKod>0<", "informationKod>1<"));
  EXPECT_EQ(StateOf(answer), "ERROR AF.STATUS.1");
  EXPECT_FALSE(answer.job_seeker.has_value()) << "not 'not registered'";
}

// ---- CSN

TEST(Traps, CsnTextAlltOkComesWithDataToo) {
  const std::string text = "Allt OK, inget att rapportera";
  EXPECT_NE(Sample("csn/aid.xml").find(text), std::string::npos);
  EXPECT_EQ(StateOf(Ask(Source::kCsn, Sample("csn/aid.xml"))), "DATA");
  EXPECT_EQ(StateOf(Ask(Source::kCsn, Sample("csn/no_hit.xml"))), "CONFIRMED_EMPTY");
  EXPECT_EQ(StateOf(Ask(Source::kCsn, With(Sample("csn/no_hit.xml"), text, ""))), "CONFIRMED_EMPTY")
      << "the text decides nothing";
}

TEST(Traps, CsnErrorMinus1005Lasts) {
  const SourceAnswer answer =
      ReadOne(Question(Source::kCsn),
              "<ssbt:CSN><ssbt:error><ssbt:kalla>BT</ssbt:kalla><ssbt:felkod>-1005</ssbt:felkod>"
              "<ssbt:felmeddelande>x</ssbt:felmeddelande></ssbt:error></ssbt:CSN>");
  EXPECT_EQ(StateOf(answer), "ERROR BT.-1005");
  EXPECT_TRUE(answer.lasting);
}

TEST(Traps, UtbetdatumZeroFallsBackToWeeks) {
  const SourceAnswer answer = Ask(Source::kCsn, Sample("csn/aid.xml"));
  ASSERT_EQ(answer.payments.size(), 2U);
  EXPECT_FALSE(answer.payments[1].pay_date.has_value());
  EXPECT_TRUE(answer.payments[1].period.from.has_value());
}

TEST(Traps, Week53AndYearChange) {
  const auto weeks = [](const std::string& from, const std::string& to) {
    std::string xml = With(Sample("csn/aid.xml"), ">202653<", ">" + from + "<");
    xml = With(xml, ">202701<", ">" + to + "<");
    const SourceAnswer answer = Ask(Source::kCsn, xml);
    if (answer.payments.size() != 2) return StateOf(answer);
    const Period& period = answer.payments[1].period;
    return period.from->ToString() + ".." + period.to->ToString();
  };
  EXPECT_EQ(weeks("202653", "202653"), "2026-12-28..2027-01-03");
  EXPECT_EQ(weeks("202701", "202701"), "2027-01-04..2027-01-10");
  EXPECT_EQ(weeks("202501", "202501"), "2024-12-30..2025-01-05");
  EXPECT_EQ(weeks("202553", "202601"), "SCHEMA_MISMATCH CSN.WEEK") << "2025 has 52 weeks";
}

TEST(Traps, CsnTotalsMixGrantAndLoan) {
  const SourceAnswer answer = Ask(Source::kCsn, Sample("csn/aid.xml"));
  ASSERT_FALSE(answer.payments.empty());
  EXPECT_EQ(answer.payments[0].net, Money::FromKronor(15'000));
  EXPECT_EQ(answer.payments[0].grant, Money::FromKronor(4'500));
  EXPECT_EQ(answer.payments[0].loan, Money::FromKronor(10'500));
}

TEST(Traps, NegativeCsnAmounts) {
  const SourceAnswer answer =
      Ask(Source::kCsn, ReplaceAll(Sample("csn/aid.xml"), "totbelopp>1800<", "totbelopp>-1800<"));
  ASSERT_EQ(answer.payments.size(), 2U);
  EXPECT_EQ(answer.payments[1].net, Money::FromKronor(-1'800));
}

TEST(Traps, TwoSpellingsOfPaid) {
  for (const std::string paid : {"Utbetald", "UTBETALAD"}) {
    const SourceAnswer answer =
        Ask(Source::kCsn, With(Sample("csn/aid.xml"), ">Utbetald<", ">" + paid + "<"));
    EXPECT_EQ(StateOf(answer), "DATA") << paid;
    EXPECT_EQ(answer.payments.at(0).status, PaymentStatus::kExecuted) << paid;
  }
}

TEST(Traps, CsnNamespacesOfVersion3) {
  const SourceAnswer v4 = Ask(Source::kCsn, Sample("csn/aid.xml"));
  const SourceAnswer v3 = Ask(Source::kCsn, ReplaceAll(Sample("csn/aid.xml"), "/v4.0/", "/v3.0/"));
  EXPECT_EQ(StateOf(v3), "DATA");
  EXPECT_EQ(v3.payments.size(), v4.payments.size());
  EXPECT_EQ(v4.schema_deviations, 0);
  EXPECT_GE(v3.schema_deviations, 1);
}

TEST(Traps, SamordningsnummerDoesNotFitCsn) {
  EvidenceQuestion question = MakeQuestion({Question(Source::kCsn)});
  question.personnummer = Personnummer::Parse("19900161-2382").value();
  const Options options = MakeOptions();
  const auto plan = MakePlan(options, question);
  ASSERT_TRUE(plan.ok()) << plan.status();
  const std::string text = Sample("csn/no_hit.xml");
  const std::size_t person = text.find("    <Person ");
  const std::string nobody = text.substr(0, person) + text.substr(text.find("  </Personer>"));
  const auto answers = ReadReply(options, *plan, kCorrelation, Now(), Reply(Agency("CSN", nobody)));
  EXPECT_EQ(StateOf(answers.at(0)), "ERROR CSN.SAMORDNINGSNUMMER");
  EXPECT_TRUE(answers.at(0).lasting) << "asking again gets the same";
}

TEST(Traps, SekretessOfCsnIsForAPerson) {
  const SourceAnswer answer =
      Ask(Source::kCsn, With(Sample("csn/no_hit.xml"), "sekretess=\"  \"", "sekretess=\"J \""));
  EXPECT_FALSE(IsKnown(answer.state)) << "not verified nothing";
  EXPECT_TRUE(answer.protected_identity);
}

TEST(Traps, ALoanThatWasNotAppliedFor) {
  const std::string end = "</t:soktomfattning>";
  const SourceAnswer wished =
      Ask(Source::kCsn, With(Sample("csn/aid.xml"), end, end + "<t:soktlan>J</t:soktlan>"));
  ASSERT_EQ(wished.benefit_cases.size(), 1U);
  EXPECT_TRUE(wished.benefit_cases[0].applied.at(0).loan_wished);
  const SourceAnswer blank =
      Ask(Source::kCsn, With(Sample("csn/aid.xml"), end, end + "<t:soktlan> </t:soktlan>"));
  EXPECT_EQ(StateOf(blank), "DATA");
  EXPECT_FALSE(blank.benefit_cases.at(0).applied.at(0).loan_wished);
}

// ---- SO

// The reply with `funds` as its list.
std::string Funds(const std::string& funds) {
  const std::string text = Sample("so/payments.xml");
  const std::string open = "<so:ArbetsloshetsersattningLista>";
  return text.substr(0, text.find(open) + open.size()) + funds +
         "</so:ArbetsloshetsersattningLista>";
}

TEST(Traps, SoStatusHasNoEnumeration) {
  for (const std::string status : {"1", "", "ok", "ALL CLEAR", "0"}) {
    const SourceAnswer answer =
        Ask(Source::kSo,
            Funds("<so:Arbetsloshetsersattning><so:SvarandeOrganisation>Testkassan"
                  "</so:SvarandeOrganisation><so:StatusSvarandeOrganisation>" +
                  status + "</so:StatusSvarandeOrganisation></so:Arbetsloshetsersattning>"));
    EXPECT_EQ(StateOf(answer), "DEVIATION SO.STATUS_UNLISTED") << status;
    EXPECT_EQ(answer.unlisted_codes.size(), 1U) << status;
  }
}

TEST(Traps, AnEmptyListOfFundsIsNeverEmpty) {
  EXPECT_EQ(StateOf(Ask(Source::kSo, Funds(""))), "DEVIATION SO.EMPTY_LIST");
}

TEST(Traps, QualityIsEachFundsOwn) {
  const SourceAnswer answer =
      Ask(Source::kSo, With(Sample("so/payments.xml"), ">all clear<", ">okänd<"));
  ASSERT_EQ(answer.funds.size(), 2U);
  EXPECT_EQ(answer.funds[0].state, AnswerState::kData);
  EXPECT_EQ(answer.funds[1].state, AnswerState::kDeviation);
  EXPECT_FALSE(IsKnown(answer.state)) << "one unknown fund leaves the whole unknown";
  EXPECT_EQ(answer.payments.size(), 1U) << "what came stays for a person to see";
}

TEST(Traps, SoNilDecision) {
  const std::string nil =
      With(With(Sample("so/payments.xml"),
                "<so:BeslutOmRattTillErsattning>2026-07-01</so:BeslutOmRattTillErsattning>",
                "<so:BeslutOmRattTillErsattning "
                "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>"),
           "Inlamnad>true<",
           "Inlamnad>false<");
  const SourceAnswer answer = Ask(Source::kSo, nil);
  EXPECT_EQ(StateOf(answer), "DATA");
  ASSERT_FALSE(answer.funds.empty());
  EXPECT_TRUE(answer.funds[0].application_told);
  EXPECT_FALSE(answer.funds[0].right_decided_on.has_value());
  EXPECT_EQ(answer.funds[0].payment_applied, false);
}

TEST(Traps, HalfDays) {
  const SourceAnswer answer = Ask(Source::kSo, Sample("so/payments.xml"));
  EXPECT_EQ(answer.payments.at(0).half_days, 9) << "4.5 days";
}

TEST(Traps, NetAfterTaxAndNetAfterDeductions) {
  const Payment paid = Ask(Source::kSo, Sample("so/payments.xml")).payments.at(0);
  EXPECT_EQ(paid.net, Money::FromOre(140'050));
  EXPECT_EQ(paid.net + paid.deductions.at(0).amount, Money::FromKronor(1'600));
}

// ---- SKV, TNS, MIV

TEST(Traps, SkvMessageCodes) {
  for (const std::string code : {"9071000", "9071001", "9071999"}) {
    const std::string fault = "<MeddelandeKod>" + code + "</MeddelandeKod>";
    EXPECT_EQ(StateOf(ReadOne(Question(Source::kSkv),
                              "<ssbt:SKV><ssbt:data>" + fault + "</ssbt:data></ssbt:SKV>")),
              "ERROR SKV.MEDDELANDE." + code);
  }
}

TEST(Traps, SkvInnerEncodingIsNotBelieved) {
  for (const std::string encoding : {"ISO-8859-1", "UTF-16", "UTF-8", "finns-inte"}) {
    const SourceAnswer answer =
        Ask(Source::kSkv, With(Sample("skv/capital.xml"), "ISO-8859-1", encoding));
    EXPECT_EQ(StateOf(answer), "DATA") << encoding;
    EXPECT_EQ(answer.capital.at(0).surplus, Money::FromKronor(666)) << encoding;
  }
}

TEST(Traps, SkvFormIsNotPublished) {
  const std::string end = "</Personuppgift></PersonuppgiftLista>";
  const SourceAnswer answer = Ask(
      Source::kSkv,
      With(Sample("skv/capital.xml"), end, "<Skattekonto><Saldo>1</Saldo></Skattekonto>" + end));
  EXPECT_EQ(StateOf(answer), "DEVIATION SKV.UNKNOWN_PART") << "named, never dropped";
  ASSERT_EQ(answer.groups.size(), 1U);
  EXPECT_EQ(answer.groups[0].group, "SKV:Skattekonto");
}

TEST(Traps, TnsFelInsideData) {
  const SourceAnswer answer = Ask(
      Source::kTns,
      "<tns:resultat>FEL</tns:resultat><tns:felresultat><tns:felkod>1</tns:felkod><tns:feltext>x"
      "</tns:feltext></tns:felresultat>");
  EXPECT_EQ(StateOf(answer), "ERROR TNS.FEL.1");
}

TEST(Traps, TnsHasTwoNamespaces) {
  EXPECT_EQ(Ask(Source::kTns, Sample("tns/vehicles.xml")).vehicles.size(), 2U);
  EXPECT_EQ(
      Ask(Source::kTns, ReplaceAll(Sample("tns/vehicles.xml"), "frd:", "tns:")).vehicles.size(),
      2U);
}

TEST(Traps, MivHasNoNamespaces) {
  const std::string without = Sample("miv/permits.xml");
  EXPECT_EQ(Ask(Source::kMiv, without).permits.size(), 2U);
  const SourceAnswer inherited = Ask(Source::kMiv, With(without, " xmlns=\"\"", ""));
  EXPECT_EQ(inherited.permits.size(), 2U);
}

TEST(Traps, MivHasTwoCorrelationIds) {
  const SourceAnswer answer = Ask(Source::kMiv, Sample("miv/permits.xml"));
  EXPECT_EQ(StateOf(answer), "DATA") << "correlationid is Migrationsverket's own";
}

TEST(Traps, MivOpenApplicationHasNoDecisionDate) {
  const SourceAnswer answer = Ask(Source::kMiv, Sample("miv/permits.xml"));
  ASSERT_EQ(answer.permits.size(), 2U) << "a nil entry is none";
  EXPECT_FALSE(answer.permits[0].open_application);
  EXPECT_TRUE(answer.permits[1].open_application);
}

TEST(Traps, MivNothingIsNormal) {
  EXPECT_EQ(StateOf(Ask(Source::kMiv, "")), "CONFIRMED_EMPTY");
}

}  // namespace
}  // namespace dm::ssbtek
