#include "connectors/sim/agency_writer.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "connectors/sim/spoil.h"
#include "connectors/soap/base64.h"
#include "worker/core/personnummer.h"

namespace dm::sim {
namespace {

constexpr std::size_t kCsnCaseIdMax = 31;
constexpr int kOtherPeriodDays = -365;

constexpr std::array<std::string_view, 7> kElements = {
    "ssbt:AF", "ssbt:CSN", "ssbt:FK", "ssbt:SKV", "ssbt:SO", "ssbt:TNS", "ssbt:MIV"};

std::size_t Characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

void WriteError(const AgencyError& error, soap::XmlWriter& xml) {
  xml.Open("ssbt:error").Element("ssbt:kalla", error.source);
  if (!error.code.empty()) xml.Element("ssbt:felkod", error.code);
  xml.Element("ssbt:felmeddelande", error.message).Close();
}

AgencyError ErrorOf(const Fault& fault) {
  return {.source = fault.source, .code = fault.code, .message = fault.message};
}

// What the agency has to say: the inside of `data`, or the document that it carries.
std::variant<std::string, AgencyError> ContentOf(Agency agency, const AnswerContext& context) {
  std::string out;
  soap::XmlWriter xml(out);
  switch (agency) {
    case Agency::kAf:
      WriteAf(context, xml);
      break;
    case Agency::kCsn:
      if (Characters(context.question.case_id) > kCsnCaseIdMax) {
        return AgencyError{.source = "BT",
                           .code = "-1005",
                           .message = "Inparametrar bryter mot specifikation/kontrakt"};
      }
      return CsnDocument(context);
    case Agency::kFk:
      return LefiDocument(context);
    case Agency::kSkv:
      return SkvDocument(context);
    case Agency::kSo:
      WriteSo(context, xml);
      break;
    case Agency::kTns:
      WriteTns(context, xml);
      break;
    case Agency::kMiv:
      WriteMiv(context, xml);
      break;
  }
  return out;
}

// The agency whose data stand in for another's.
Agency Swapped(Agency agency) {
  return kAgencies[(Index(agency) + 1) % kAgencies.size()];
}

class AgencyAnswer {
 public:
  AgencyAnswer(Agency agency, const AgencyInput& input, soap::XmlWriter& xml)
      : agency_(agency), input_(input), xml_(xml), faults_(input.faults.agencies[agency]) {}

  void Write() {
    if (Has(FaultKind::kOmit)) return;
    WriteOne();
    if (Has(FaultKind::kDuplicate)) WriteOne();
  }

 private:
  const Fault* Of(FaultKind kind) const { return input_.faults.Of(agency_, kind); }

  bool Has(FaultKind kind) const { return Of(kind) != nullptr; }

  void WriteOne() {
    xml_.Open(kElements[Index(agency_)]);
    if (Has(FaultKind::kUnknownElement)) xml_.Element("ssbt:okant", "x");
    if (const Fault* error = Of(FaultKind::kError)) {
      WriteError(ErrorOf(*error), xml_);
    } else if (!Has(FaultKind::kEmptyElement)) {
      WriteData();
      if (const Fault* both = Of(FaultKind::kBoth)) WriteError(ErrorOf(*both), xml_);
    }
    xml_.Close();
  }

  // Asked as the fault would have it: about another case or period.
  std::optional<Question> ForgedQuestion() const {
    if (!Has(FaultKind::kWrongCase) && !Has(FaultKind::kWrongPeriod)) return std::nullopt;
    Question question = input_.question;
    if (Has(FaultKind::kWrongCase)) question.case_id = "SIM-ANNAT";
    if (Has(FaultKind::kWrongPeriod)) {
      const DateSpan span = question.SpanFor(agency_);
      question.agencies[agency_].span = {.from = span.from.PlusDays(kOtherPeriodDays),
                                         .to = span.to.PlusDays(kOtherPeriodDays)};
    }
    return question;
  }

  void WriteData() {
    const bool other =
        Has(FaultKind::kWrongPerson) || input_.faults.Of(FaultKind::kWrongPerson) != nullptr;
    const std::string identity = other ? OtherIdentity(input_.identity) : input_.identity;
    const std::optional<Question> forged = ForgedQuestion();
    AnswerContext context{.question = forged ? *forged : input_.question,
                          .scenario = input_.scenario,
                          .person = input_.person,
                          .identity = identity,
                          .peer_like = input_.scenario.peer_like};
    if (Has(FaultKind::kPeerLike)) context.peer_like[agency_] = true;
    if (faults_.empty() && !CarriesDocument(agency_)) return WriteInPlace(context);
    WriteContent(context);
  }

  // The common way: no fault, nothing copied.
  void WriteInPlace(const AnswerContext& context) {
    xml_.Open("ssbt:data");
    if (agency_ == Agency::kAf) WriteAf(context, xml_);
    if (agency_ == Agency::kSo) WriteSo(context, xml_);
    if (agency_ == Agency::kTns) WriteTns(context, xml_);
    if (agency_ == Agency::kMiv) WriteMiv(context, xml_);
    xml_.Close();
  }

  void WriteContent(AnswerContext context) {
    const auto forges = [](const Fault* fault) { return Forges(fault->kind); };
    const auto forging = std::ranges::find_if(faults_, forges);
    std::optional<Person> person;
    if (forging != faults_.end()) {
      person = Forged((*forging)->kind, agency_, context);
      context.person = &*person;
    }
    const Agency speaker = Has(FaultKind::kSwappedData) ? Swapped(agency_) : agency_;
    auto content = ContentOf(speaker, context);
    // LEFI's and CSN's refusals of the question stand before all faults.
    if (const auto* error = std::get_if<AgencyError>(&content)) return WriteError(*error, xml_);
    auto& text = std::get<std::string>(content);
    for (const Fault* fault : faults_) Spoil(fault->kind, agency_, context, text);
    Carry(text);
  }

  void Carry(const std::string& text) {
    xml_.Open("ssbt:data");
    if (agency_ == Agency::kSkv) {
      xml_.Open("svar").Cdata(text).Close();
    } else if (agency_ == Agency::kCsn || agency_ == Agency::kFk) {
      xml_.Open(agency_ == Agency::kCsn ? "ssbt:svar" : "ssbt:lefiJsonSvar");
      CarryBase64(text);
      xml_.Close();
    } else {
      xml_.Raw(text);
    }
    xml_.Close();
  }

  void CarryBase64(const std::string& text) {
    if (Has(FaultKind::kGarbageBase64)) {
      xml_.Text("detta är inte base64!");
    } else if (agency_ == Agency::kFk && Has(FaultKind::kEntityPayload)) {
      xml_.Raw(text);  // JSON knows no entities: the reference stands in the envelope
    } else {
      xml_.Raw(soap::Base64Encode(text));
    }
  }

  const Agency agency_;
  const AgencyInput& input_;
  soap::XmlWriter& xml_;
  const std::vector<const Fault*>& faults_;
};

}  // namespace

std::string OtherIdentity(const std::string& identity) {
  constexpr std::size_t kSerial = 8;
  const bool is_last = identity.compare(kSerial, 3, "239") == 0;
  const std::string digits = identity.substr(0, kSerial) + (is_last ? "238" : "239");
  return digits + std::to_string(LuhnCheckDigit(std::string_view(digits).substr(2)));
}

void WriteAgency(Agency agency, const AgencyInput& input, soap::XmlWriter& xml) {
  AgencyAnswer(agency, input, xml).Write();
}

}  // namespace dm::sim
