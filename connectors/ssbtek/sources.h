// The list of sources behind the composite service: one line each. A test holds it complete.
#pragma once

#include <span>

#include "connectors/ssbtek/reading/part.h"
#include "worker/case/evidence.h"

namespace dm::ssbtek {

struct SourceEntry {
  Source source;
  const char* element;  // its child of svarsdata; FK's block carries FK and PM
  Reader read;
};

std::span<const SourceEntry> Sources();

}  // namespace dm::ssbtek
