// The closed lists of codes of the contract (README.md). A word that is not among them is unknown,
// never guessed.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace dm::folk {

std::span<const std::string_view> StatusCodes();          // found, not_found
std::span<const std::string_view> ProtectionCodes();      // none and the kinds of protection
std::span<const std::string_view> CivilStatusCodes();     // ogift, gift, …
std::span<const std::string_view> DeregistrationCodes();  // deceased, emigrated, other
std::span<const std::string_view> CustodyCodes();         // sole, shared, none

bool IsListed(std::span<const std::string_view> codes, std::string_view code);

// A foreign code for showing: itself when it is a short word of small letters and underscores,
// otherwise "OTHER". A personal number has no place in it.
std::string ShowCode(std::string_view code);

}  // namespace dm::folk
