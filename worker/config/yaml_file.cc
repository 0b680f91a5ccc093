#include "worker/config/yaml_file.h"

#include <cstdint>

#include "worker/core/small_file.h"

namespace dm {

bool ReadYamlFile(const YamlFile& from,
                  const std::function<void(const YAML::Node&)>& read,
                  std::vector<ConfigError>& errors) {
  const std::string name = from.name;
  const StatusOr<std::string> text =
      ReadSmallFile(from.path, static_cast<std::uintmax_t>(from.kib_max) * 1024);
  if (text.status().code() == StatusCode::kResourceExhausted) {
    errors.push_back({0,
                      "",
                      name + " is larger than " + std::to_string(from.kib_max) + " KiB",
                      "check that it is the right file"});
    return false;
  }
  if (!text.ok()) {
    errors.push_back({0, "", name + " cannot be read", from.if_missing});
    return false;
  }
  try {
    read(YAML::Load(*text));
  } catch (const YAML::Exception& error) {
    errors.push_back(
        {error.mark.line + 1, "", "is not valid YAML", "correct the line: " + error.msg});
    return false;
  }
  return true;
}

}  // namespace dm
