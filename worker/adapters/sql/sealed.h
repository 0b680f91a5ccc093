// Sealed bytes: the only form in which anything about persons stands in the file (columns named
// *_sealed). Sealing and opening happen here and nowhere else, so that encryption per case comes in
// without a change of tables.
#pragma once

#include <string>
#include <string_view>

#include "worker/core/status.h"

namespace dm::sql {

// The first byte says how the rest is sealed.
inline constexpr char kSealPlain = '\x01';

std::string Seal(std::string_view plain);

// DataLoss, reason STORE_CORRUPT, for bytes that Seal did not make.
StatusOr<std::string> Unseal(std::string_view sealed);

}  // namespace dm::sql
