// The message that is made around one source's stored part, so that it is read by the same steps as
// an answer from the service.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "worker/case/evidence.h"
#include "worker/core/status.h"

namespace dm::ssbtek {

// The correlation id in such a message.
inline constexpr char kStoredCorrelation[] = "stored";

struct StoredPart {
  std::string message;
  std::string agency;  // the element: "AF", …; "FK" for PM too
};

// A version 10 response that holds only this part: an agency's element, CSN's or SKV's document,
// LEFI's JSON, or what `source` says that the bytes are. Prefixes that the part uses without
// declaring, since it was cut out of a message that did, are declared as the contract has them.
// Invalid argument SSBTEK_STORED when the bytes and `source` do not tell whose part it is, or when
// they contradict each other.
StatusOr<StoredPart> WrapPart(std::string_view bytes, std::optional<Source> source);

// The local name of the first element, read without a parser; empty when there is none.
std::string_view RootName(std::string_view bytes);

}  // namespace dm::ssbtek
