// The SOAP 1.1 envelope: wrap a body, and find what came back in one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/soap/xml_document.h"
#include "worker/core/status.h"

namespace dm::soap {

inline constexpr std::string_view kEnvelopeSpace = "http://schemas.xmlsoap.org/soap/envelope/";

// The envelope around `body`, which is well-formed and declares its own namespaces.
std::string WrapInEnvelope(std::string_view body);

struct Fault {
  std::string code;         // faultcode without its prefix, "Server"
  std::string detail_code;  // felkod of the fault detail; empty when there is none
};

// What stands in a Body: exactly one of the two.
struct Body {
  const XmlNode* payload = nullptr;  // its first element, unless that is a fault
  Fault fault;                       // when payload is null
};

// Invalid argument with reason SOAP_ENVELOPE when the root is no SOAP 1.1 envelope or its body is
// missing, empty or doubled. The fault's texts are foreign: sanitise before use.
StatusOr<Body> ReadEnvelope(const XmlDocument& document);

}  // namespace dm::soap
