// A receiver's reply to one effect file (docs/integration/effect-files.md): foreign bytes. It may
// answer a part of the file, and is written anew when more is known; each line holds or none does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "worker/case/effect_file.h"
#include "worker/core/status.h"

namespace dm::effectfiles {

inline constexpr std::size_t kReplyBytesMax = std::size_t{1} << 20U;

// The replies in the order of the file: at least one, each of its effects at most once.
// InvalidArgument EFFECT_REPLY_INVALID names the line, never what stands there.
StatusOr<std::vector<FileReply>> ParseReply(std::string_view bytes,
                                            const EffectFile& file,
                                            std::string_view records_sha256);

}  // namespace dm::effectfiles
