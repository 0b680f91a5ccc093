#include "connectors/sim/envelope.h"

#include <algorithm>

#include "connectors/soap/base64.h"
#include "worker/core/personnummer.h"

namespace dm::sim {
namespace {

constexpr std::string_view kWrongSpace = "http://schema.forsakringskassan.se/integration/ssbt/999";
constexpr std::size_t kCsnCaseIdMax = 31;
constexpr int kNestingDepth = 5000;

std::size_t Characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

const char* Boolean(bool value) {
  return value ? "true" : "false";
}

// Another identity of the same birth: a test number, as no answer may name a real person.
std::string OtherIdentity(const std::string& identity) {
  constexpr std::size_t kSerial = 8;
  const bool is_last = identity.compare(kSerial, 3, "239") == 0;
  const std::string digits = identity.substr(0, kSerial) + (is_last ? "238" : "239");
  return digits + std::to_string(LuhnCheckDigit(std::string_view(digits).substr(2)));
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
    xml.Close();
  }
  xml.Close().Close();
}

void WriteError(const AgencyError& error, soap::XmlWriter& xml) {
  xml.Open("ssbt:error").Element("ssbt:kalla", error.source);
  xml.Element("ssbt:felkod", error.code).Element("ssbt:felmeddelande", error.message).Close();
}

AgencyError ErrorOf(const Fault& fault) {
  return {.source = fault.source, .code = fault.code, .message = fault.message};
}

// The document inside CSN, FK or SKV, spoilt as the faults say.
std::string Spoilt(std::string document, Agency agency, const ActiveFaults& faults) {
  if (faults.Of(agency, FaultKind::kEmptyPayload) != nullptr) return {};
  if (faults.Of(agency, FaultKind::kGarbagePayload) != nullptr)
    return "\x01 inte ett svar \xC3\xA5";
  if (faults.Of(agency, FaultKind::kDoctypePayload) != nullptr) {
    const std::size_t start = document.find("?>") + 2;
    document.insert(start, R"(<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>)");
  }
  if (faults.Of(agency, FaultKind::kTruncatedPayload) != nullptr)
    document.resize(document.size() / 2);
  return document;
}

std::string Carried(std::string document, Agency agency, const ActiveFaults& faults) {
  if (faults.Of(agency, FaultKind::kGarbageBase64) != nullptr) return "detta är inte base64!";
  return soap::Base64Encode(Spoilt(std::move(document), agency, faults));
}

class AgencyWriter {
 public:
  AgencyWriter(const Question& question,
               const Scenario& scenario,
               const Person* person,
               const ActiveFaults& faults,
               soap::XmlWriter& xml)
      : question_(question), scenario_(scenario), person_(person), faults_(faults), xml_(xml) {}

  void Write(Agency agency) {
    if (faults_.Of(agency, FaultKind::kOmit) != nullptr) return;
    WriteOne(agency);
    if (faults_.Of(agency, FaultKind::kDuplicate) != nullptr) WriteOne(agency);
  }

 private:
  void WriteOne(Agency agency) {
    xml_.Open("ssbt:" + std::string(Name(agency)));
    const Fault* error = faults_.Of(agency, FaultKind::kError);
    const Fault* both = faults_.Of(agency, FaultKind::kBoth);
    if (faults_.Of(agency, FaultKind::kUnknownElement) != nullptr) xml_.Element("ssbt:okant", "x");
    if (error != nullptr) {
      WriteError(ErrorOf(*error), xml_);
    } else if (faults_.Of(agency, FaultKind::kEmptyElement) == nullptr) {
      WriteData(agency);
      if (both != nullptr) WriteError(ErrorOf(*both), xml_);
    }
    xml_.Close();
  }

  void WriteData(Agency agency) {
    const bool other = faults_.Of(agency, FaultKind::kWrongPerson) != nullptr ||
                       faults_.Of(FaultKind::kWrongPerson) != nullptr;
    const std::string identity = other ? OtherIdentity(question_.person) : question_.person;
    const AnswerContext context{
        .question = question_, .scenario = scenario_, .person = person_, .identity = identity};
    switch (agency) {
      case Agency::kAf:
        return WriteInline(WriteAf, context);
      case Agency::kSo:
        return WriteInline(WriteSo, context);
      case Agency::kTns:
        return WriteInline(WriteTns, context);
      case Agency::kMiv:
        return WriteInline(WriteMiv, context);
      case Agency::kCsn:
        return WriteCsn(context);
      case Agency::kFk:
        return WriteFk(context);
      case Agency::kSkv:
        xml_.Open("ssbt:data").Open("svar");
        xml_.Cdata(SkvText(context)).Close().Close();
        return;
    }
  }

  template <typename Write>
  void WriteInline(Write write, const AnswerContext& context) {
    xml_.Open("ssbt:data");
    write(context, xml_);
    xml_.Close();
  }

  // A control character would spoil the envelope and not the payload.
  std::string SkvText(const AnswerContext& context) {
    std::string text = Spoilt(SkvDocument(context), Agency::kSkv, faults_);
    std::ranges::replace(text, '\x01', '<');
    return text;
  }

  void WriteCsn(const AnswerContext& context) {
    if (Characters(question_.case_id) > kCsnCaseIdMax) {
      return WriteError({.source = "BT",
                         .code = "-1005",
                         .message = "Inparametrar bryter mot specifikation/kontrakt"},
                        xml_);
    }
    xml_.Open("ssbt:data").Open("ssbt:svar");
    xml_.Text(Carried(CsnDocument(context), Agency::kCsn, faults_)).Close().Close();
  }

  void WriteFk(const AnswerContext& context) {
    auto document = LefiDocument(context);
    if (const AgencyError* error = std::get_if<AgencyError>(&document))
      return WriteError(*error, xml_);
    xml_.Open("ssbt:data").Open("ssbt:lefiJsonSvar");
    xml_.Text(Carried(std::get<std::string>(std::move(document)), Agency::kFk, faults_));
    xml_.Close().Close();
  }

  const Question& question_;
  const Scenario& scenario_;
  const Person* person_;
  const ActiveFaults& faults_;
  soap::XmlWriter& xml_;
};

void WriteCorrelation(const Question& question, const ActiveFaults& faults, soap::XmlWriter& xml) {
  if (!question.correlation_id || faults.Of(FaultKind::kMissingKorrelationsid) != nullptr) return;
  const bool wrong = faults.Of(FaultKind::kWrongKorrelationsid) != nullptr;
  xml.Element("ssbt:korrelationsid", *question.correlation_id + (wrong ? "-annan" : ""));
}

void OpenEnvelope(soap::XmlWriter& xml, bool wrong_space) {
  xml.Open("soap:Envelope").Attribute("xmlns:soap", kSoapSpace);
  xml.Attribute("xmlns:ssbt", wrong_space ? kWrongSpace : kV10Space);
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

std::string FetchAnswer(const Question& question,
                        const Scenario& scenario,
                        const Person* person,
                        const ActiveFaults& faults) {
  std::string out;
  out.reserve(std::size_t{16} << 10U);
  soap::XmlWriter xml(out);
  xml.Declaration();
  if (faults.Of(FaultKind::kDoctype) != nullptr) {
    xml.Raw(R"(<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>)");
  }
  OpenEnvelope(xml, faults.Of(FaultKind::kWrongNamespace) != nullptr);
  xml.Open("ssbt:hamtaBastjanstInformationResponse");
  if (question.echo_question) WriteEcho(question, xml);
  if (question.asked_at) xml.Element("ssbt:frageTidpunkt", *question.asked_at);
  WriteCorrelation(question, faults, xml);
  if (faults.Of(FaultKind::kInvalidUtf8) != nullptr) xml.Raw("\xC3\x28");
  xml.Open("ssbt:svarsdata");
  if (faults.Of(FaultKind::kDeepNesting) != nullptr) WriteNesting(xml);
  if (faults.Of(FaultKind::kEmptySvarsdata) == nullptr) {
    AgencyWriter writer(question, scenario, person, faults, xml);
    for (const Agency agency : kAgencies) {
      if (question.agencies[agency].include) writer.Write(agency);
    }
  }
  xml.Close().Close().Close().Close();
  return out;
}

std::string TestAnswer() {
  std::string out;
  soap::XmlWriter xml(out);
  xml.Declaration().Open("soap:Envelope").Attribute("xmlns:soap", kSoapSpace).Open("soap:Body");
  xml.Open("ssbt:testaBastjanstInformationResponse").Attribute("xmlns:ssbt", kV10Space);
  for (const Agency agency : kAgencies) {
    if (agency == Agency::kTns || agency == Agency::kMiv) continue;
    xml.Open("ssbt:" + std::string(Name(agency))).Element("ssbt:anropad", "true").Close();
  }
  xml.Close().Close().Close();
  return out;
}

std::string FaultAnswer(FaultSide side, std::string_view code, std::string_view message) {
  std::string out;
  soap::XmlWriter xml(out);
  xml.Declaration().Open("soap:Envelope").Attribute("xmlns:soap", kSoapSpace).Open("soap:Body");
  xml.Open("soap:Fault");
  xml.Element("faultcode", side == FaultSide::kClient ? "soap:Client" : "soap:Server");
  xml.Element("faultstring", side == FaultSide::kClient ? "Invalid request" : "Internal error");
  xml.Open("detail").Open("ssbt:hamtaBastjanstInformationFault").Attribute("xmlns:ssbt", kV10Space);
  xml.Element("ssbt:felkod", code).Element("ssbt:felmeddelande", message);
  xml.Close().Close().Close().Close().Close();
  return out;
}

}  // namespace dm::sim
