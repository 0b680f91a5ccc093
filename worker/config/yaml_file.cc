#include "worker/config/yaml_file.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace dm {

bool ReadYamlFile(const YamlFile& from,
                  const std::function<void(const YAML::Node&)>& read,
                  std::vector<ConfigError>& errors) {
  const std::string name = from.name;
  std::error_code failed;
  const std::uintmax_t size = std::filesystem::file_size(from.path, failed);
  std::ifstream file(from.path);
  if (failed || !file) {
    errors.push_back({0, "", name + " cannot be read", from.if_missing});
    return false;
  }
  if (size > static_cast<std::uintmax_t>(from.kib_max) * 1024) {
    errors.push_back({0,
                      "",
                      name + " is larger than " + std::to_string(from.kib_max) + " KiB",
                      "check that it is the right file"});
    return false;
  }
  std::stringstream text;
  text << file.rdbuf();
  try {
    read(YAML::Load(text.str()));
  } catch (const YAML::Exception& error) {
    errors.push_back(
        {error.mark.line + 1, "", "is not valid YAML", "correct the line: " + error.msg});
    return false;
  }
  return true;
}

}  // namespace dm
