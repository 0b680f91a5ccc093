// LefiReply: the decoded LEFI answer inside the FK block, which FK and PM share, and what it says
// about its two suppliers and about groups that failed.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/json/json.h"
#include "connectors/soap/xml_document.h"
#include "connectors/ssbtek/reading/answer_codes.h"
#include "connectors/ssbtek/reading/asked.h"
#include "worker/case/evidence.h"
#include "worker/core/status.h"

namespace dm::ssbtek::lefi {

struct Reply {
  std::string bytes;  // the JSON as it came
  JsonValue json;
};

// Decodes at most once for one FK block; not for several threads.
class ReplySlot {
 public:
  // The decoded answer, or why there is none: reason LEFI_MISSING, BASE64 or one of ParseJson's.
  const StatusOr<Reply>& Get(const soap::XmlNode& data);

 private:
  std::unique_ptr<StatusOr<Reply>> reply_;
};

// Settles the answer when `supplier` ("FK", "PM") did not deliver, and notes the deviations of the
// asked groups, both by the table of codes: a state that it does not list is not OK, and a
// deviation that it does not list makes its group unknown. False when nothing of this supplier may
// be read.
bool CheckSupplier(const JsonValue& json,
                   std::string_view supplier,
                   const Asked& asked,
                   const AnswerCodes& codes,
                   SourceAnswer& answer);

// Looks at generellPersoninformation: another person's number fails the answer (ECHO.PERSON,
// false), a marker of protection is noted. One reply carries FK and PM, so that both look.
bool CheckIdentity(const JsonValue& json, const Asked& asked, SourceAnswer& answer);

// The list under `key`: the items of an array, or the one object that stands in its place (counted
// as a deviation), or nothing.
std::vector<const JsonValue*> ListOf(const JsonValue& parent,
                                     std::string_view key,
                                     SourceAnswer& answer);

}  // namespace dm::ssbtek::lefi
