#include "connectors/ssbtek/schema/schemas.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dm::ssbtek {
namespace {

using soap::XmlSchema;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Breaches(const XmlSchema& schema,
                                  const std::string& document,
                                  const XmlSchema::SpaceMap& spaces = {}) {
  const auto read = soap::XmlDocument::Parse(document);
  EXPECT_TRUE(read.ok()) << read.status();
  std::vector<std::string> lines;
  if (!read.ok()) return lines;
  for (const auto& finding : schema.Validate(read->root(), 100, spaces)) {
    lines.push_back(finding.path + " " + finding.problem);
  }
  return lines;
}

std::string Space(const std::string& version) {
  return "xmlns='http://schema.forsakringskassan.se/integration/ssbt/" + version + "'";
}

std::string Answer(const std::string& agencies, const std::string& version = "10") {
  return "<hamtaBastjanstInformationResponse " + Space(version) + "><svarsdata>" + agencies +
         "</svarsdata></hamtaBastjanstInformationResponse>";
}

std::string Question(const std::string& version, const std::string& tax) {
  return "<hamtaBastjanstInformation " + Space(version) +
         "><generellaFrageparametrar>"
         "<fraganSkallInkluderasISvaret>false</fraganSkallInkluderasISvaret>"
         "<ingivare><organisationsnummer>162120000001</organisationsnummer><namn>Testkommun</namn>"
         "<handlaggare>HL000001</handlaggare></ingivare>"
         "<personidentitet>199001012385</personidentitet><arendeidentitet>EKB-1</arendeidentitet>"
         "<tidsperiod><fromDatum>2026-08-01</fromDatum><tomDatum>2026-10-31</tomDatum></tidsperiod>"
         "<syfte>s</syfte><lagtext>l</lagtext></generellaFrageparametrar>"
         "<specifikaFrageparametrar><AF inkludera='false'/><CSN inkludera='false'/>"
         "<FK inkludera='false'/><SKV inkludera='true'>" +
         tax +
         "</SKV><SO inkludera='false'/><TNS inkludera='false'/><MIV inkludera='false'/>"
         "</specifikaFrageparametrar></hamtaBastjanstInformation>";
}

constexpr char kTax[] =
    "<fraga><ar>2024</ar><ar>2025</ar><foretagsinformation>false</foretagsinformation>"
    "<individuppgifter>true</individuppgifter><skattekonto>false</skattekonto>"
    "<skatteuppgifter>true</skatteuppgifter><beskattningsbilagor>false</beskattningsbilagor>"
    "</fraga>";

TEST(EnvelopeSchemaTest, SpeaksBothVersionsAndKeepsThemApart) {
  EXPECT_THAT(Breaches(EnvelopeSchema("10"), Question("10", "")), IsEmpty());
  EXPECT_THAT(Breaches(EnvelopeSchema("11"), Question("11", kTax)), IsEmpty());
  EXPECT_FALSE(Breaches(EnvelopeSchema("10"), Question("10", kTax)).empty());
  EXPECT_THAT(Breaches(EnvelopeSchema("11"), Question("10", kTax)), ElementsAre(". UNEXPECTED"));
}

TEST(EnvelopeSchemaTest, TakesUnqualifiedChildrenOfSkvAndMivOnly) {
  EXPECT_THAT(Breaches(EnvelopeSchema("10"),
                       Answer("<SKV><data><svar xmlns=''>x</svar></data></SKV>"
                              "<MIV><data><response xmlns=''><correlationid>1</correlationid>"
                              "</response></data></MIV>")),
              IsEmpty());
  EXPECT_FALSE(
      Breaches(EnvelopeSchema("10"), Answer("<SKV><data><svar>x</svar></data></SKV>")).empty());
}

TEST(EnvelopeSchemaTest, NamesWhatTrimmedAnswersLack) {
  const std::string af =
      "<AF xmlns:a='http://api.arbetsformedlingen.se/arbetssokande/ersattningsstod/v2'><data>"
      "<a:Svar><a:Schemaversion>4.0</a:Schemaversion><a:Referensnummer>1</a:Referensnummer>"
      "<a:IdentitetsbeteckningFysiskPerson>199001012385</a:IdentitetsbeteckningFysiskPerson>"
      "<a:ArbetssokandeInfo><a:Arbetssokande>true</a:Arbetssokande></a:ArbetssokandeInfo>"
      "<a:StatusSokandeinformationKod>0</a:StatusSokandeinformationKod>"
      "<a:StatusSokandeinformationKodText>t</a:StatusSokandeinformationKodText></a:Svar>"
      "</data></AF>";
  EXPECT_THAT(
      Breaches(EnvelopeSchema("10"), Answer(af)),
      ElementsAre("svarsdata/AF/data/Fraga MISSING",
                  "svarsdata/AF/data/Svar/LagParagraf MISSING",
                  "svarsdata/AF/data/Svar/ArbetssokandeInfo/AktivetetsRapportDatum MISSING"));
}

TEST(EnvelopeSchemaTest, KnowsTheFaultDetailAndTheConnectionTest) {
  EXPECT_THAT(Breaches(EnvelopeSchema("10"),
                       "<hamtaBastjanstInformationFault " + Space("10") +
                           "><felkod>X</felkod><felmeddelande>y</felmeddelande>"
                           "</hamtaBastjanstInformationFault>"),
              IsEmpty());
  EXPECT_THAT(Breaches(EnvelopeSchema("10"), "<testaBastjanstInformation " + Space("10") + "/>"),
              IsEmpty());
  EXPECT_THAT(
      Breaches(EnvelopeSchema("10"),
               "<testaBastjanstInformationResponse " + Space("10") +
                   "><AF><anropad>maybe</anropad></AF></testaBastjanstInformationResponse>"),
      ElementsAre("AF/anropad VALUE"));
}

std::string Csn(const std::string& version, const std::string& rest) {
  const std::string base = "http://schema.csn.se/v" + version + "/";
  return "<CSNSvar xmlns='" + base + "kommunfraga' xmlns:p='" + base + "person' xmlns:t='" + base +
         "csntyper' schemaVersion='4.0'><GemensamtSvarEkbistand><Resultat>"
         "<ResultatKod>0</ResultatKod><ResultatText>ok</ResultatText></Resultat>"
         "</GemensamtSvarEkbistand><GemensamtFragaEkbistand/><Personer>"
         "<Person personnummer='9001012385' sekel='19'><p:Studiestodstypforteckning>"
         "<t:studiemedel>0</t:studiemedel><t:studiehjalp>0</t:studiehjalp>"
         "<t:hemutrustningslan>0</t:hemutrustningslan><t:studiestartsstod>0</t:studiestartsstod>" +
         rest + "</Person></Personer></CSNSvar>";
}

constexpr char kWhole[] =
    "<t:omstallningsstudiestod>0</t:omstallningsstudiestod></p:Studiestodstypforteckning>"
    "<p:Studiemedel/><p:Studiehjalp/><p:HemutrustningsLan/><p:Studiestartsstod/>"
    "<p:Omstallningsstudiestod/>";

TEST(CsnSchemaTest, TakesVersionThreeForFourWhenTold) {
  EXPECT_THAT(Breaches(CsnSchema(), Csn("4.0", kWhole)), IsEmpty());
  EXPECT_THAT(Breaches(CsnSchema(), Csn("3.0", kWhole)), ElementsAre(". UNEXPECTED"));
  EXPECT_THAT(
      Breaches(CsnSchema(),
               Csn("3.0",
                   "</p:Studiestodstypforteckning><p:Studiemedel/><p:Studiehjalp/>"
                   "<p:HemutrustningsLan/><p:Studiestartsstod/>"),
               CsnSpaces()),
      ElementsAre("Personer/Person/Omstallningsstudiestod MISSING",
                  "Personer/Person/Studiestodstypforteckning/omstallningsstudiestod MISSING"));
}

}  // namespace
}  // namespace dm::ssbtek
