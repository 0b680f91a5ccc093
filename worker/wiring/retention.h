// Wiring: what the configuration says of erasing files.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "worker/config/config.h"
#include "worker/retention/retention_service.h"

namespace dm {

inline retention::RetentionParts RetentionPartsOf(
    const RetentionConfig& config,
    std::function<std::shared_ptr<const PolicySet>()> policy,
    const std::string& worker) {
  Research said = Research::kNone;
  for (const Research research : {Research::kWhole, Research::kDays})
    if (config.research == ResearchCode(research)) said = research;
  return {.policy = std::move(policy), .research = said, .daily = config.daily, .worker = worker};
}

}  // namespace dm
