// What an answer departs from the published form, noted beside the reading of it. Counted, never
// fatal: no answer's state depends on it.
#pragma once

#include <string_view>
#include <vector>

#include "connectors/soap/xml_document.h"
#include "worker/case/evidence.h"

namespace dm::ssbtek {

// Validates hamtaBastjanstInformationResponse and notes each finding with the answers of its
// agency: "AF/data/Svar/LagParagraf" with AF, FK's block with FK and PM; what stands outside the
// agencies with none. An answer about someone else stays without.
void NoteDeviations(const soap::XmlNode& response,
                    std::string_view contract_version,
                    std::vector<SourceAnswer>& answers);

// The same for CSNSvar, CSN's decoded document, of version 4.0 or 3.0: "CSN/CSNSvar/Personer".
void NoteCsnDeviations(const soap::XmlNode& root, SourceAnswer& answer);

}  // namespace dm::ssbtek
