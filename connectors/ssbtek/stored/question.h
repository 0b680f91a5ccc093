// The question that a stored answer is read against: what the hints know of it, and for the rest
// what the answer says itself, so that only its parts are compared with each other.
#pragma once

#include <string>
#include <vector>

#include "connectors/soap/xml_document.h"
#include "connectors/ssbtek/envelope/plan.h"
#include "connectors/ssbtek/read_stored.h"

namespace dm::ssbtek {

struct StoredQuestion {
  Plan plan;
  std::string correlation_id;
  std::vector<std::string> unchecked;
};

// `response` is hamtaBastjanstInformationResponse, or null when the message holds none: then every
// source counts as asked. `agency` is the element of a bare part, empty for a whole message, in
// which the hint of a source means nothing.
StoredQuestion QuestionFor(const soap::XmlNode* response,
                           const ReadStoredHints& hints,
                           const std::string& agency);

}  // namespace dm::ssbtek
