// The files of effects, as `medarbetare effect files` shows them.
#pragma once

#include <string>
#include <vector>

#include "worker/case/effect_file.h"
#include "worker/core/status.h"

namespace dm {

struct EffectFileEntry {
  std::string name;
  EffectFile file;
  std::string records_sha256;
  bool is_out = false;      // was put where the receiver takes it
  bool answered = false;    // all of it
  int replies = 0;          // to how many of its effects
  int refused = 0;          // of those
  std::string reply_fault;  // the reply does not hold, and why
};

// Every file that was ever written into the folder, read whole; changes nothing. Errors as
// connectors/effectfiles says.
StatusOr<std::vector<EffectFileEntry>> ListEffectFiles(const std::string& folder);

}  // namespace dm
