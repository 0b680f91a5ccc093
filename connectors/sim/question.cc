#include "connectors/sim/question.h"

#include <algorithm>
#include <utility>

#include "connectors/sim/xml_tree.h"

namespace dm::sim {
namespace {

constexpr std::string_view kInstanceSpace = "http://www.w3.org/2001/XMLSchema-instance ";

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

// xsd:token and every type derived from it, dates and booleans: outer white space does not count.
std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

bool AllDigits(std::string_view text, std::size_t size) {
  return text.size() == size && std::ranges::all_of(text, IsDigit);
}

// [\d]{4}[2-9]{1}[\d]{7}
bool IsOrganisationNumber(std::string_view text) {
  return AllDigits(text, 12) && text[4] >= '2';
}

// "", "Z", "+02:00", "-14:00"
bool IsZone(std::string_view text) {
  if (text.empty() || text == "Z") return true;
  return text.size() == 6 && (text[0] == '+' || text[0] == '-') &&
         AllDigits(text.substr(1, 2), 2) && text[3] == ':' && AllDigits(text.substr(4, 2), 2);
}

bool IsClock(std::string_view text) {
  return text.size() == 8 && AllDigits(text.substr(0, 2), 2) && text[2] == ':' &&
         AllDigits(text.substr(3, 2), 2) && text[5] == ':' && AllDigits(text.substr(6, 2), 2) &&
         text.substr(0, 2) <= "24" && text[3] <= '5' && text[6] <= '5';
}

bool IsDateTime(std::string_view text) {
  if (text.size() < 19 || text[10] != 'T' || !Date::Parse(text.substr(0, 10)).ok()) return false;
  if (!IsClock(text.substr(11, 8))) return false;
  text.remove_prefix(19);
  if (!text.empty() && text[0] == '.') {
    text.remove_prefix(1);
    if (text.empty() || !IsDigit(text[0])) return false;
    while (!text.empty() && IsDigit(text[0])) text.remove_prefix(1);
  }
  return IsZone(text);
}

// Thrown inside this file only: a breach ends the reading at once, from any depth.
struct Breach {
  std::string what;
};

[[noreturn]] void Fail(const std::string& path, const std::string& what) {
  throw Breach{path + ": " + what};
}

// The children of one element, taken in the order of the schema.
class Sequence {
 public:
  Sequence(const XmlElement& element,
           std::string path,
           std::string_view space,
           std::string_view attribute = "")
      : element_(element), path_(std::move(path)), space_(space) {
    for (const auto& [name, value] : element_.attributes) {
      if (name != attribute && !name.starts_with(kInstanceSpace)) Fail(path_, "unknown attribute");
    }
    if (!Trimmed(element_.text).empty()) Fail(path_, "text stands between the elements");
  }

  const XmlElement* Optional(std::string_view name) {
    if (next_ == element_.children.size()) return nullptr;
    const XmlElement& child = element_.children[next_];
    if (child.name != name || child.space != space_) return nullptr;
    ++next_;
    return &child;
  }

  const XmlElement& Required(std::string_view name) {
    const XmlElement* child = Optional(name);
    if (child == nullptr) Fail(path_, "expected " + std::string(name) + " here" + Found());
    return *child;
  }

  // The text of a leaf.
  std::string Text(std::string_view name) { return Leaf(Required(name)); }

  std::optional<std::string> OptionalText(std::string_view name) {
    const XmlElement* child = Optional(name);
    return child == nullptr ? std::nullopt : std::optional(Leaf(*child));
  }

  void Finish() const {
    if (next_ != element_.children.size()) Fail(path_, "unexpected element" + Found());
  }

  std::string PathOf(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  // Element names are the contract's or the caller's markup, not personal data; capped all the
  // same.
  std::string Found() const {
    if (next_ == element_.children.size()) return ", found the end";
    return ", found " + element_.children[next_].name.substr(0, 64);
  }

  std::string Leaf(const XmlElement& child) const {
    if (!child.children.empty()) Fail(PathOf(child.name), "holds elements; expected text");
    for (const auto& [name, value] : child.attributes) {
      if (!name.starts_with(kInstanceSpace)) Fail(PathOf(child.name), "unknown attribute");
    }
    return child.text;
  }

  const XmlElement& element_;
  std::string path_;
  std::string_view space_;
  std::size_t next_ = 0;
};

std::string NonEmpty(Sequence& fields, std::string_view name) {
  std::string text = fields.Text(name);
  if (text.empty()) Fail(fields.PathOf(name), "must not be empty");
  return text;
}

std::string OrganisationNumber(Sequence& fields) {
  const std::string text = fields.Text("organisationsnummer");
  const std::string_view number = Trimmed(text);
  if (!IsOrganisationNumber(number)) {
    Fail(fields.PathOf("organisationsnummer"), "expected 12 digits, the fifth from 2 to 9");
  }
  return std::string(number);
}

bool ParseBoolean(std::string_view text, const std::string& path) {
  text = Trimmed(text);
  if (text == "true" || text == "1") return true;
  if (text == "false" || text == "0") return false;
  Fail(path, "expected true or false");
}

Date ParseDay(Sequence& fields, std::string_view name) {
  const std::string text = fields.Text(name);
  const std::string_view trimmed = Trimmed(text);
  const StatusOr<Date> date = Date::Parse(trimmed.substr(0, 10));
  if (!date.ok() || !IsZone(trimmed.substr(std::min<std::size_t>(10, trimmed.size())))) {
    Fail(fields.PathOf(name), "expected a date as YYYY-MM-DD");
  }
  return *date;
}

DateSpan ParseSpan(const XmlElement& element, const std::string& path, std::string_view space) {
  Sequence fields(element, path, space);
  const DateSpan span{.from = ParseDay(fields, "fromDatum"), .to = ParseDay(fields, "tomDatum")};
  fields.Finish();
  return span;
}

void ParseSubmitter(const XmlElement& element,
                    const std::string& path,
                    std::string_view space,
                    Question& question) {
  Sequence fields(element, path, space);
  question.organisation_number = OrganisationNumber(fields);
  question.organisation_name = NonEmpty(fields, "namn");
  question.handler = NonEmpty(fields, "handlaggare");
  fields.Finish();
}

Processor ParseProcessor(const XmlElement& element,
                         const std::string& path,
                         std::string_view space) {
  Sequence fields(element, path, space);
  Processor processor;
  if (const auto order = fields.OptionalText("ordningsnummer")) {
    processor.order = Trimmed(*order);
    const bool fits = !processor.order.empty() && processor.order.size() <= 4 &&
                      std::ranges::all_of(processor.order, IsDigit);
    if (!fits) Fail(fields.PathOf("ordningsnummer"), "expected a whole number from 0 to 9999");
  }
  processor.organisation_number = OrganisationNumber(fields);
  processor.name = NonEmpty(fields, "namn");
  fields.Finish();
  return processor;
}

void ParseGeneral(const XmlElement& element,
                  const std::string& path,
                  std::string_view space,
                  Question& question) {
  Sequence fields(element, path, space);
  question.asked_at = fields.OptionalText("frageTidpunkt");
  if (question.asked_at && !IsDateTime(Trimmed(*question.asked_at))) {
    Fail(fields.PathOf("frageTidpunkt"), "expected a date and time");
  }
  question.correlation_id = fields.OptionalText("korrelationsid");
  const std::string echo = fields.Text("fraganSkallInkluderasISvaret");
  // An empty element takes the schema's default, false.
  question.echo_question =
      !echo.empty() && ParseBoolean(echo, fields.PathOf("fraganSkallInkluderasISvaret"));
  ParseSubmitter(fields.Required("ingivare"), fields.PathOf("ingivare"), space, question);
  question.person = Trimmed(fields.Text("personidentitet"));
  if (!AllDigits(question.person, 12)) Fail(fields.PathOf("personidentitet"), "expected 12 digits");
  question.case_id = NonEmpty(fields, "arendeidentitet");
  question.span = ParseSpan(fields.Required("tidsperiod"), fields.PathOf("tidsperiod"), space);
  while (const XmlElement* processor = fields.Optional("personuppgiftsbitrade")) {
    question.processors.push_back(
        ParseProcessor(*processor, fields.PathOf("personuppgiftsbitrade"), space));
  }
  question.purpose = fields.Text("syfte");
  question.law = fields.Text("lagtext");
  fields.Finish();
}

FkQuestion ParseFk(const XmlElement& element, const std::string& path, std::string_view space) {
  Sequence fields(element, path, space);
  FkQuestion fk;
  fk.version = fields.OptionalText("version");
  fk.actor = fields.Text("aktorsid");
  fk.lefi_base64 = fields.Text("lefiJsonFraga");
  fields.Finish();
  StatusOr<LefiQuestion> lefi = ParseLefiQuestion(fk.lefi_base64);
  if (lefi.ok()) {
    fk.lefi = *std::move(lefi);
  } else {
    fk.lefi_problem = MessageOf(lefi.status());
  }
  return fk;
}

SkvQuestion ParseSkv(const XmlElement& element, const std::string& path, std::string_view space) {
  constexpr std::size_t kYearsMax = 20;
  Sequence fields(element, path, space);
  SkvQuestion skv;
  const auto add_year = [&](const std::string& text) {
    const std::string_view year = Trimmed(text);
    if (!AllDigits(year, 4) || year < "1900") Fail(fields.PathOf("ar"), "expected a year");
    if (skv.years.size() == kYearsMax) Fail(fields.PathOf("ar"), "more than twenty years");
    skv.years.push_back(std::stoi(std::string(year)));
  };
  add_year(fields.Text("ar"));
  while (const auto year = fields.OptionalText("ar")) add_year(*year);
  for (std::size_t i = 0; i < kSkvWishes.size(); ++i) {
    skv.wishes[i] = ParseBoolean(fields.Text(kSkvWishes[i]), fields.PathOf(kSkvWishes[i]));
  }
  fields.Finish();
  return skv;
}

bool TakesSpan(Agency agency) {
  return agency == Agency::kAf || agency == Agency::kCsn || agency == Agency::kSo ||
         agency == Agency::kTns;
}

void ParseAgency(const XmlElement& element,
                 const std::string& path,
                 std::string_view space,
                 Agency agency,
                 Question& question) {
  Sequence fields(element, path, space, "inkludera");
  const auto include = std::ranges::find(
      element.attributes, "inkludera", &std::pair<std::string, std::string>::first);
  if (include == element.attributes.end()) Fail(path, "the attribute inkludera is missing");
  question.agencies[agency].include = ParseBoolean(include->second, path + "/@inkludera");
  if (TakesSpan(agency)) {
    if (const XmlElement* span = fields.Optional("tidsperiod")) {
      question.agencies[agency].span = ParseSpan(*span, fields.PathOf("tidsperiod"), space);
    }
  }
  if (agency == Agency::kFk) {
    if (const XmlElement* fk = fields.Optional("fraga")) {
      question.fk = ParseFk(*fk, fields.PathOf("fraga"), space);
    }
  }
  if (agency == Agency::kSkv && question.contract == Contract::kV11) {
    if (const XmlElement* skv = fields.Optional("fraga")) {
      question.skv = ParseSkv(*skv, fields.PathOf("fraga"), space);
    }
  }
  fields.Finish();
}

Question ParseFetch(const XmlElement& element, Contract contract) {
  const std::string_view space = SpaceOf(contract);
  Sequence fields(element, "hamtaBastjanstInformation", space);
  Question question;
  question.contract = contract;
  ParseGeneral(
      fields.Required("generellaFrageparametrar"), "generellaFrageparametrar", space, question);
  const XmlElement& specific = fields.Required("specifikaFrageparametrar");
  fields.Finish();
  Sequence agencies(specific, "specifikaFrageparametrar", space);
  for (const Agency agency : kAgencies) {
    const XmlElement& child = agencies.Required(Name(agency));
    ParseAgency(child, agencies.PathOf(Name(agency)), space, agency, question);
  }
  agencies.Finish();
  return question;
}

const XmlElement& BodyOf(const XmlElement& root) {
  if (root.name != "Envelope" || root.space != kSoapSpace) Fail("", "expected a SOAP 1.1 Envelope");
  Sequence envelope(root, "Envelope", kSoapSpace);
  if (const XmlElement* header = envelope.Optional("Header")) {
    for (const XmlElement& entry : header->children) {
      for (const auto& [name, value] : entry.attributes) {
        if (name == std::string(kSoapSpace) + " mustUnderstand" && Trimmed(value) == "1") {
          Fail("Envelope/Header", "an entry that must be understood is not");
        }
      }
    }
  }
  const XmlElement& body = envelope.Required("Body");
  envelope.Finish();
  if (body.children.size() != 1) Fail("Envelope/Body", "expected exactly one element");
  return body.children.front();
}

void CheckSpan(const DateSpan& span, const std::string& path) {
  if (span.to < span.from) Fail(path, "tomDatum lies before fromDatum");
}

// What the schemas let pass.
void CheckStrictly(const Question& question) {
  const std::string general = "generellaFrageparametrar";
  CheckSpan(question.span, general + "/tidsperiod");
  if (Trimmed(question.handler).empty()) Fail(general + "/ingivare/handlaggare", "is blank");
  if (Trimmed(question.purpose).empty()) Fail(general + "/syfte", "is blank");
  if (Trimmed(question.law).empty()) Fail(general + "/lagtext", "is blank");
  for (const Agency agency : kAgencies) {
    const std::string path = "specifikaFrageparametrar/" + std::string(Name(agency));
    const AgencyQuestion& asked = question.agencies[agency];
    if (asked.span) CheckSpan(*asked.span, path + "/tidsperiod");
    const bool has_children = asked.span || (agency == Agency::kFk && question.fk) ||
                              (agency == Agency::kSkv && question.skv);
    if (has_children && !asked.include) {
      Fail(path, "has parameters although it is not included");
    }
  }
}

Contract ContractOf(const XmlElement& operation, Contracts contracts) {
  for (const Contract contract : {Contract::kV10, Contract::kV11}) {
    if (operation.space == SpaceOf(contract) && contracts.Has(contract)) return contract;
  }
  const char* wanted = contracts.v10 && contracts.v11 ? "v10 or v11"
                       : contracts.v10                ? "v10"
                                                      : "v11";
  Fail("Envelope/Body", std::string("expected an element of SSBTEK ") + wanted);
}

}  // namespace

bool LacksSkvQuestion(const Question& question) {
  return question.contract == Contract::kV11 && question.agencies[Agency::kSkv].include &&
         !question.skv;
}

StatusOr<Request> ParseRequest(std::string_view body, Contracts contracts) {
  DM_ASSIGN_OR_RETURN(const XmlElement root, ParseXml(body, XmlLimits{}));
  try {
    const XmlElement& operation = BodyOf(root);
    const Contract contract = ContractOf(operation, contracts);
    if (operation.name == "testaBastjanstInformation") {
      Sequence(operation, operation.name, SpaceOf(contract)).Finish();
      return Request{.contract = contract};
    }
    if (operation.name != "hamtaBastjanstInformation") {
      Fail("Envelope/Body", "expected hamtaBastjanstInformation or testaBastjanstInformation");
    }
    Request request{.contract = contract, .question = ParseFetch(operation, contract)};
    if (contracts.strictness == Strictness::kStrict) CheckStrictly(*request.question);
    return request;
  } catch (const Breach& breach) {
    return InvalidArgument(breach.what);
  }
}

}  // namespace dm::sim
