// Base64 (RFC 4648, standard alphabet) as xsd:base64Binary carries it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "worker/core/status.h"

namespace dm::soap {

// Padded, without line breaks.
std::string Base64Encode(std::string_view bytes);

// The bytes behind `text`. White space between the characters is skipped, as XML allows it;
// everything else outside the alphabet, padding that does not fit and a result above `bytes_max`
// are refused with invalid argument. The message never repeats the text.
StatusOr<std::string> Base64Decode(std::string_view text, std::size_t bytes_max);

}  // namespace dm::soap
