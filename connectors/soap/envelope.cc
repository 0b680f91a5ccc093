#include "connectors/soap/envelope.h"

#include "connectors/soap/xml_writer.h"

namespace dm::soap {
namespace {

Status Refuse(const std::string& message) {
  return InvalidArgument(message,
                         {.reason = "SOAP_ENVELOPE",
                          .field = "",
                          .remedy = "check that the address is the SOAP 1.1 service"});
}

Fault ReadFault(const XmlNode& node) {
  Fault fault;
  const std::string_view code = node.ChildText("faultcode").value_or("");
  const std::size_t colon = code.find(':');
  fault.code = colon == std::string_view::npos ? code : code.substr(colon + 1);
  const XmlNode* detail = node.Child("detail");
  if (detail == nullptr) return fault;
  for (const XmlNode* entry : detail->children()) {
    if (const auto found = entry->ChildText("felkod"); found.has_value()) {
      fault.detail_code = *found;
      return fault;
    }
  }
  return fault;
}

}  // namespace

std::string WrapInEnvelope(std::string_view body) {
  std::string out;
  out.reserve(body.size() + 200);
  XmlWriter(out)
      .Declaration()
      .Open("soap:Envelope")
      .Attribute("xmlns:soap", kEnvelopeSpace)
      .Open("soap:Body")
      .Raw(body)
      .Close()
      .Close();
  return out;
}

StatusOr<Body> ReadEnvelope(const XmlDocument& document) {
  const XmlNode& root = document.root();
  if (root.local() != "Envelope" || root.space() != kEnvelopeSpace) {
    return Refuse("the answer is no SOAP 1.1 envelope");
  }
  const std::vector<const XmlNode*> bodies = root.Children("Body");
  if (bodies.size() != 1 || bodies.front()->children().size() != 1) {
    return Refuse("the SOAP body does not hold exactly one element");
  }
  const XmlNode* first = bodies.front()->children().front();
  Body body;
  if (first->local() == "Fault" && first->space() == kEnvelopeSpace) {
    body.fault = ReadFault(*first);
  } else {
    body.payload = first;
  }
  return body;
}

}  // namespace dm::soap
