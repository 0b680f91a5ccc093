// Base64 in the two forms that the web needs: plain without padding (Connect's details), and the
// URL alphabet (tokens, PKCE).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dm::desk {

std::string Base64(std::string_view bytes);     // standard alphabet, no padding
std::string Base64Url(std::string_view bytes);  // URL alphabet, no padding
// Nothing for text outside the URL alphabet, of an impossible length, or with bits left over.
std::optional<std::string> FromBase64Url(std::string_view text);

}  // namespace dm::desk
