// The nightly replay, made of the configuration.
#pragma once

#include <string>

#include "worker/config/config.h"
#include "worker/runtime/replay_job.h"

namespace dm {

ReplayJobParts ReplayParts(const ReplayConfig& config, const std::string& worker);

}  // namespace dm
