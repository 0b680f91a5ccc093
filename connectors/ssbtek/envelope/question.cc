#include "connectors/ssbtek/envelope/question.h"

#include "connectors/soap/base64.h"
#include "connectors/soap/envelope.h"
#include "connectors/soap/xml_writer.h"
#include "connectors/ssbtek/envelope/contract.h"
#include "connectors/ssbtek/lefi/question.h"

namespace dm::ssbtek {
namespace {

using soap::XmlWriter;

void WritePeriod(XmlWriter& xml, const Period& period) {
  xml.Open("ssbt:tidsperiod")
      .Element("ssbt:fromDatum", period.from->ToString())
      .Element("ssbt:tomDatum", period.to->ToString())
      .Close();
}

void WriteCaller(XmlWriter& xml, const Options& options, const EvidenceQuestion& question) {
  xml.Open("ssbt:ingivare")
      .Element("ssbt:organisationsnummer", options.organisation_number)
      .Element("ssbt:namn", options.municipality_name)
      .Element("ssbt:handlaggare", question.identity)
      .Close();
}

void WriteProcessors(XmlWriter& xml, const Options& options) {
  int number = 0;
  for (const Processor& processor : options.processors) {
    xml.Open("ssbt:personuppgiftsbitrade")
        .Element("ssbt:ordningsnummer", std::to_string(++number))
        .Element("ssbt:organisationsnummer", processor.organisation_number)
        .Element("ssbt:namn", processor.name)
        .Close();
  }
}

void WriteGeneral(XmlWriter& xml,
                  const Options& options,
                  const EvidenceQuestion& question,
                  const Plan& plan,
                  Instant now) {
  xml.Open("ssbt:generellaFrageparametrar")
      .Element("ssbt:frageTidpunkt", now.ToString())
      .Element("ssbt:korrelationsid", question.correlation_id)
      .Element("ssbt:fraganSkallInkluderasISvaret", "false");
  WriteCaller(xml, options, question);
  xml.Element("ssbt:personidentitet", plan.asked.begin()->second.personal_number)
      .Element("ssbt:arendeidentitet", question.case_id.value());
  WritePeriod(xml, plan.general);
  WriteProcessors(xml, options);
  xml.Element("ssbt:syfte", question.purpose).Element("ssbt:lagtext", question.legal_text).Close();
}

const char* Boolean(bool value) {
  return value ? "true" : "false";
}

XmlWriter& OpenAgency(XmlWriter& xml, const char* element, bool included) {
  return xml.Open(element).Attribute("inkludera", Boolean(included));
}

void WriteWithPeriod(XmlWriter& xml, const char* element, const Plan& plan, Source source) {
  const Asked* asked = plan.Find(source);
  OpenAgency(xml, element, asked != nullptr);
  if (asked != nullptr && asked->period != plan.general) WritePeriod(xml, asked->period);
  xml.Close();
}

void WriteLefi(XmlWriter& xml, const Options& options, const Plan& plan) {
  const Asked* fk = plan.Find(Source::kFk);
  const Asked* pm = plan.Find(Source::kPm);
  OpenAgency(xml, "ssbt:FK", fk != nullptr || pm != nullptr);
  if (fk != nullptr || pm != nullptr) {
    xml.Open("ssbt:fraga")
        .Element("ssbt:version", options.lefi_version)
        .Element("ssbt:aktorsid", options.actor_id)
        .Element("ssbt:lefiJsonFraga", soap::Base64Encode(lefi::WriteQuestion(fk, pm)))
        .Close();
  }
  xml.Close();
}

// SKV/fraga: the years, then the five parts in the schema's order, each said out loud.
void WriteTaxBlock(XmlWriter& xml, const TaxQuestion& tax, const Asked& asked) {
  xml.Open("ssbt:fraga");
  for (const int year : TaxYears(tax, asked)) xml.Element("ssbt:ar", std::to_string(year));
  xml.Element("ssbt:foretagsinformation", Boolean(tax.company_information))
      .Element("ssbt:individuppgifter", Boolean(tax.individual_income))
      .Element("ssbt:skattekonto", Boolean(tax.tax_account))
      .Element("ssbt:skatteuppgifter", Boolean(tax.tax_information))
      .Element("ssbt:beskattningsbilagor", Boolean(tax.tax_return_annexes))
      .Close();
}

void WriteTax(XmlWriter& xml, const Options& options, const Plan& plan) {
  const Asked* asked = plan.Find(Source::kSkv);
  OpenAgency(xml, "ssbt:SKV", asked != nullptr);
  const Contract* contract = FindContract(options.contract_version);
  if (asked != nullptr && contract != nullptr && contract->tax_block == TaxBlock::kRequired) {
    WriteTaxBlock(xml, options.tax_question, *asked);
  }
  xml.Close();
}

// The order is the schema's: all seven stand, asked or not.
void WriteSpecific(XmlWriter& xml, const Options& options, const Plan& plan) {
  xml.Open("ssbt:specifikaFrageparametrar");
  WriteWithPeriod(xml, "ssbt:AF", plan, Source::kAf);
  WriteWithPeriod(xml, "ssbt:CSN", plan, Source::kCsn);
  WriteLefi(xml, options, plan);
  WriteTax(xml, options, plan);
  WriteWithPeriod(xml, "ssbt:SO", plan, Source::kSo);
  WriteWithPeriod(xml, "ssbt:TNS", plan, Source::kTns);
  OpenAgency(xml, "ssbt:MIV", plan.Find(Source::kMiv) != nullptr).Close();
  xml.Close();
}

}  // namespace

std::string WriteQuestion(const Options& options,
                          const EvidenceQuestion& question,
                          const Plan& plan,
                          Instant now) {
  std::string body;
  XmlWriter xml(body);
  xml.Open("ssbt:hamtaBastjanstInformation").Attribute("xmlns:ssbt", ContractNamespace(options));
  WriteGeneral(xml, options, question, plan, now);
  WriteSpecific(xml, options, plan);
  xml.Close();
  return soap::WrapInEnvelope(body);
}

std::string WritePing(const Options& options) {
  std::string body;
  XmlWriter(body)
      .Open("ssbt:testaBastjanstInformation")
      .Attribute("xmlns:ssbt", ContractNamespace(options))
      .Close();
  return soap::WrapInEnvelope(body);
}

}  // namespace dm::ssbtek
