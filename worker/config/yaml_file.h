// ReadYamlFile: a small YAML file that people write, such as the configuration.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "worker/config/config.h"

namespace dm {

struct YamlFile {
  std::string path;
  const char* name = "";  // what it is, as errors say it: "the configuration"
  int kib_max = 64;
  const char* if_missing = "check the path and its permissions";
};

// Hands the document to `read`. False, with an error that says why, where the file cannot be read,
// is too large, or is not YAML; what `read` does not find is its own to say.
bool ReadYamlFile(const YamlFile& from,
                  const std::function<void(const YAML::Node&)>& read,
                  std::vector<ConfigError>& errors);

}  // namespace dm
