// The form of an effect file: JSON lines, the first of which says what the rest must add up to
// (docs/integration/effect-files.md). One file has exactly one form: what is read is written again
// and compared.
#pragma once

#include <string>
#include <string_view>

#include "worker/case/effect_file.h"
#include "worker/core/status.h"

namespace dm::effectfiles {

// A file has at most so many effects, and so many bytes.
inline constexpr std::size_t kEffectsMax = 1'000;
inline constexpr std::size_t kFileBytesMax = std::size_t{4} << 20U;

std::string Render(const EffectFile& file);

// SHA-256 of what follows the first line.
std::string RecordsSha256(std::string_view bytes);

// DataLoss EFFECT_FILE_DAMAGED where the bytes are not exactly what Render makes.
StatusOr<EffectFile> Parse(std::string_view bytes);

}  // namespace dm::effectfiles
