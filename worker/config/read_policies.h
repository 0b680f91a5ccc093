// The part of the configuration that says where the policies are and whose signatures they need.
#pragma once

#include <yaml-cpp/yaml.h>

#include "worker/config/config_reader.h"

namespace dm {

// `policies: PATH`, or a mapping with folder, approvers and required_signatures.
void ReadPolicies(ConfigReader& root, Config& config, std::vector<ConfigError>& errors);

}  // namespace dm
