#include "connectors/sim/envelope.h"

#include <algorithm>
#include <array>

#include "connectors/sim/agency_writer.h"
#include "connectors/soap/xml_writer.h"

namespace dm::sim {
namespace {

constexpr std::string_view kWrongSpace = "http://schema.forsakringskassan.se/integration/ssbt/999";
constexpr int kNestingDepth = 5000;
constexpr std::string_view kEarlier = "2020-01-02T03:04:05+01:00";

const char* Boolean(bool value) {
  return value ? "true" : "false";
}

void WriteSpan(const DateSpan& span, soap::XmlWriter& xml) {
  xml.Open("ssbt:tidsperiod").Element("ssbt:fromDatum", span.from.ToString());
  xml.Element("ssbt:tomDatum", span.to.ToString()).Close();
}

void WriteEchoGeneral(const Question& question, soap::XmlWriter& xml) {
  xml.Open("ssbt:generellaFrageparametrar");
  if (question.asked_at) xml.Element("ssbt:frageTidpunkt", *question.asked_at);
  if (question.correlation_id) xml.Element("ssbt:korrelationsid", *question.correlation_id);
  xml.Element("ssbt:fraganSkallInkluderasISvaret", "true").Open("ssbt:ingivare");
  xml.Element("ssbt:organisationsnummer", question.organisation_number);
  xml.Element("ssbt:namn", question.organisation_name);
  xml.Element("ssbt:handlaggare", question.handler).Close();
  xml.Element("ssbt:personidentitet", question.person);
  xml.Element("ssbt:arendeidentitet", question.case_id);
  WriteSpan(question.span, xml);
  for (const Processor& processor : question.processors) {
    xml.Open("ssbt:personuppgiftsbitrade");
    if (!processor.order.empty()) xml.Element("ssbt:ordningsnummer", processor.order);
    xml.Element("ssbt:organisationsnummer", processor.organisation_number);
    xml.Element("ssbt:namn", processor.name).Close();
  }
  xml.Element("ssbt:syfte", question.purpose).Element("ssbt:lagtext", question.law).Close();
}

void WriteSkvEcho(const SkvQuestion& skv, soap::XmlWriter& xml) {
  xml.Open("ssbt:fraga");
  for (const int year : skv.years) xml.Element("ssbt:ar", std::to_string(year));
  for (std::size_t i = 0; i < kSkvWishes.size(); ++i) {
    xml.Element("ssbt:" + std::string(kSkvWishes[i]), Boolean(skv.wishes[i]));
  }
  xml.Close();
}

void WriteEcho(const Question& question, soap::XmlWriter& xml) {
  xml.Open("ssbt:fraga");
  WriteEchoGeneral(question, xml);
  xml.Open("ssbt:specifikaFrageparametrar");
  for (const Agency agency : kAgencies) {
    const AgencyQuestion& asked = question.agencies[agency];
    xml.Open("ssbt:" + std::string(Name(agency))).Attribute("inkludera", Boolean(asked.include));
    if (asked.span) WriteSpan(*asked.span, xml);
    if (agency == Agency::kFk && question.fk) {
      xml.Open("ssbt:fraga");
      if (question.fk->version) xml.Element("ssbt:version", *question.fk->version);
      xml.Element("ssbt:aktorsid", question.fk->actor);
      xml.Element("ssbt:lefiJsonFraga", question.fk->lefi_base64).Close();
    }
    if (agency == Agency::kSkv && question.skv) WriteSkvEcho(*question.skv, xml);
    xml.Close();
  }
  xml.Close().Close();
}

void WriteCorrelation(const Question& question, const ActiveFaults& faults, soap::XmlWriter& xml) {
  if (!question.correlation_id || faults.Of(FaultKind::kMissingKorrelationsid) != nullptr) return;
  const bool wrong = faults.Of(FaultKind::kWrongKorrelationsid) != nullptr;
  xml.Element("ssbt:korrelationsid", *question.correlation_id + (wrong ? "-annan" : ""));
}

std::string_view SpaceFor(const Question& question, const ActiveFaults& faults) {
  if (faults.Of(FaultKind::kWrongNamespace) != nullptr) return kWrongSpace;
  if (faults.Of(FaultKind::kWrongVersion) == nullptr) return SpaceOf(question.contract);
  return SpaceOf(question.contract == Contract::kV10 ? Contract::kV11 : Contract::kV10);
}

void OpenEnvelope(soap::XmlWriter& xml, std::string_view space) {
  xml.Open("soap:Envelope").Attribute("xmlns:soap", kSoapSpace);
  xml.Attribute("xmlns:ssbt", space);
  xml.Attribute("xmlns:af", "http://api.arbetsformedlingen.se/arbetssokande/ersattningsstod/v2");
  xml.Attribute("xmlns:so", "http://INT014.UBPService.Schemas");
  xml.Attribute("xmlns:tns",
                "http://schema.transportstyrelsen.se/ssbtek/hamtauppgifterresponder/1");
  xml.Attribute("xmlns:frd", "http://schema.transportstyrelsen.se/ssbtek/fordon/1");
  xml.Attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
  xml.Open("soap:Body");
}

void WriteNesting(soap::XmlWriter& xml) {
  for (int i = 0; i < kNestingDepth; ++i) xml.Open("ssbt:djup");
  for (int i = 0; i < kNestingDepth; ++i) xml.Close();
}

// The question that the answer pretends to answer.
struct Pretence {
  Question question;     // with the person that was asked about: LEFI compares
  Question echo;         // as it would be echoed
  std::string identity;  // whom the answer is about
  bool must_echo = false;
};

DateSpan MonthBefore(const DateSpan& span) {
  return {.from = AddMonths(span.from, -1), .to = AddMonths(span.to, -1)};
}

// Another question of the same caller: its own ids, and what `kind` says.
void PretendEarlier(FaultKind kind, Question& question) {
  question.correlation_id = "00000000-0000-4000-8000-0000000000ff";
  question.asked_at = std::string(kEarlier);
  if (kind == FaultKind::kOtherPersonsAnswer) question.case_id = "SIM-ANNAT";
  if (kind != FaultKind::kReplayedAnswer) return;
  question.span = MonthBefore(question.span);
  for (const Agency agency : kAgencies) {
    auto& span = question.agencies[agency].span;
    if (span) span = MonthBefore(*span);
  }
}

// TNS sends no number, FK only where it is asked for persons: theirs shows in the echo.
bool EchoesAnother(const ActiveFaults& faults) {
  return faults.Of(FaultKind::kForeignEcho) != nullptr ||
         faults.Of(Agency::kFk, FaultKind::kWrongPerson) != nullptr ||
         faults.Of(Agency::kTns, FaultKind::kWrongPerson) != nullptr;
}

// Nothing when the answer is to the question that was asked.
std::optional<Pretence> PretenceOf(const Question& asked, const ActiveFaults& faults) {
  const bool other = faults.Of(FaultKind::kOtherPersonsAnswer) != nullptr;
  const bool replayed = faults.Of(FaultKind::kReplayedAnswer) != nullptr;
  const bool echoes_another = EchoesAnother(faults);
  if (!other && !replayed && !echoes_another) return std::nullopt;
  Pretence pretence{.question = asked, .echo = {}, .identity = asked.person};
  if (other) PretendEarlier(FaultKind::kOtherPersonsAnswer, pretence.question);
  if (replayed) PretendEarlier(FaultKind::kReplayedAnswer, pretence.question);
  pretence.echo = pretence.question;
  if (other) pretence.identity = OtherIdentity(asked.person);
  if (other || echoes_another) pretence.echo.person = OtherIdentity(asked.person);
  if (faults.Of(FaultKind::kForeignEcho) != nullptr) {
    pretence.echo.case_id = "SIM-ANNAT";
    pretence.echo.span = MonthBefore(asked.span);
  }
  pretence.must_echo = echoes_another;
  return pretence;
}

void WriteAgencies(const AgencyInput& input, soap::XmlWriter& xml) {
  xml.Open("ssbt:svarsdata");
  if (input.faults.Of(FaultKind::kDeepNesting) != nullptr) WriteNesting(xml);
  if (input.faults.Of(FaultKind::kEmptySvarsdata) == nullptr) {
    for (const Agency agency : kAgencies) {
      if (input.question.agencies[agency].include) WriteAgency(agency, input, xml);
    }
  }
  xml.Close();
}

}  // namespace

const Fault* ActiveFaults::Of(FaultKind kind) const {
  const auto found =
      std::ranges::find(answer, kind, [](const Fault* fault) { return fault->kind; });
  return found == answer.end() ? nullptr : *found;
}

const Fault* ActiveFaults::Of(Agency agency, FaultKind kind) const {
  const auto& list = agencies[agency];
  const auto found = std::ranges::find(list, kind, [](const Fault* fault) { return fault->kind; });
  return found == list.end() ? nullptr : *found;
}

std::string FetchAnswer(const Question& asked,
                        const Scenario& scenario,
                        const Person* person,
                        const ActiveFaults& faults) {
  const std::optional<Pretence> pretence = PretenceOf(asked, faults);
  const Question& question = pretence ? pretence->question : asked;
  std::string out;
  out.reserve(std::size_t{16} << 10U);
  soap::XmlWriter xml(out);
  xml.Declaration();
  if (faults.Of(FaultKind::kDoctype) != nullptr) {
    xml.Raw(R"(<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>)");
  }
  OpenEnvelope(xml, SpaceFor(question, faults));
  xml.Open("ssbt:hamtaBastjanstInformationResponse");
  if (question.echo_question || (pretence && pretence->must_echo)) {
    WriteEcho(pretence ? pretence->echo : question, xml);
  }
  if (question.asked_at) xml.Element("ssbt:frageTidpunkt", *question.asked_at);
  WriteCorrelation(question, faults, xml);
  if (faults.Of(FaultKind::kInvalidUtf8) != nullptr) xml.Raw("\xC3\x28");
  WriteAgencies({.question = question,
                 .scenario = scenario,
                 .person = person,
                 .identity = pretence ? pretence->identity : question.person,
                 .faults = faults},
                xml);
  xml.Close().Close().Close();
  return out;
}

std::string TestAnswer(Contract contract) {
  std::string out;
  soap::XmlWriter xml(out);
  xml.Declaration().Open("soap:Envelope").Attribute("xmlns:soap", kSoapSpace).Open("soap:Body");
  xml.Open("ssbt:testaBastjanstInformationResponse").Attribute("xmlns:ssbt", SpaceOf(contract));
  for (const Agency agency : kAgencies) {
    if (agency == Agency::kTns || agency == Agency::kMiv) continue;
    xml.Open("ssbt:" + std::string(Name(agency))).Element("ssbt:anropad", "true").Close();
  }
  xml.Close().Close().Close();
  return out;
}

std::string FaultAnswer(FaultSide side,
                        Contract contract,
                        std::string_view code,
                        std::string_view message) {
  std::string out;
  soap::XmlWriter xml(out);
  xml.Declaration().Open("soap:Envelope").Attribute("xmlns:soap", kSoapSpace).Open("soap:Body");
  xml.Open("soap:Fault");
  xml.Element("faultcode", side == FaultSide::kClient ? "soap:Client" : "soap:Server");
  xml.Element("faultstring", side == FaultSide::kClient ? "Invalid request" : "Internal error");
  xml.Open("detail").Open("ssbt:hamtaBastjanstInformationFault");
  xml.Attribute("xmlns:ssbt", SpaceOf(contract));
  xml.Element("ssbt:felkod", code).Element("ssbt:felmeddelande", message);
  xml.Close().Close().Close().Close().Close();
  return out;
}

std::string InternalError() {
  std::string out;
  soap::XmlWriter xml(out);
  xml.Declaration().Open("soap:Envelope").Attribute("xmlns:soap", kSoapSpace).Open("soap:Body");
  xml.Open("soap:Fault").Element("faultcode", "soap:Server");
  xml.Element("faultstring", "Internal error").Close().Close().Close();
  return out;
}

}  // namespace dm::sim
