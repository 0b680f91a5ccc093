// The echoes of a message: whether a reply answers this call, and whether an agency was asked what
// the question says.
#pragma once

#include <optional>
#include <string>

#include "connectors/soap/xml_document.h"
#include "connectors/ssbtek/envelope/plan.h"
#include "connectors/ssbtek/sources.h"

namespace dm::ssbtek {

// "CORRELATION_MISSING", "CORRELATION", "PERSON" or "CASE" when `reply`, the response element, is
// about something else; nothing when it is not. An echo that the service leaves out, apart from the
// correlation id, is no breach: `fraga` comes only on request.
std::optional<std::string> FindEchoBreach(const soap::XmlNode& reply,
                                          const Plan& plan,
                                          const std::string& correlation_id);

// True when the echoed question, if there is one, names another period for this agency than was
// asked, or says that it was not asked at all.
bool EchoesAnotherQuestion(const soap::XmlNode& reply,
                           const Plan& plan,
                           const SourceEntry& entry,
                           const Asked& asked);

}  // namespace dm::ssbtek
