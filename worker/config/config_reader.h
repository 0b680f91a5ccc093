// ConfigReader: one mapping of the configuration file; every key must be asked for, so that an
// unknown one is an error.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "worker/config/config.h"

namespace dm {

class ConfigReader {
 public:
  // `prefix` is the path of the mapping, such as "grpc.tls."; errors are added to `errors`, which
  // must outlive the reader.
  ConfigReader(const YAML::Node& node, std::string prefix, std::vector<ConfigError>& errors);
  // Only a want of memory can throw here, and that may end the start.
  ~ConfigReader();  // NOLINT(bugprone-exception-escape): see above
  ConfigReader(const ConfigReader&) = delete;
  ConfigReader& operator=(const ConfigReader&) = delete;
  ConfigReader(ConfigReader&&) = delete;
  ConfigReader& operator=(ConfigReader&&) = delete;

  void Required(const std::string& key, std::string& value);
  void Optional(const std::string& key, std::string& value);
  // A whole number between `min` and `max`.
  void Number(const std::string& key, std::int64_t min, std::int64_t max, std::int64_t& value);
  void Number(const std::string& key, std::int64_t min, std::int64_t max, int& value);
  // `true` or `false`.
  void Flag(const std::string& key, bool& value);
  // A list of texts, none of them empty; left as it is where the key is missing.
  void Words(const std::string& key, std::vector<std::string>& values);
  // "host:port"; `port_min` 0 where a free one may be taken. An empty one is left to Required.
  void Address(const std::string& key, int port_min, const std::string& value);
  // One of `allowed`.
  void Choice(const std::string& key, const std::vector<std::string>& allowed, std::string& value);
  // Whether the key stands in the file.
  bool Has(const std::string& key) const;
  // The mapping or sequence below `key`; an undefined node where it is missing.
  YAML::Node Child(const std::string& key);

  std::string Path(const std::string& key) const { return prefix_ + key; }

  void Fail(const std::string& key, const std::string& message, const std::string& remedy);

 private:
  YAML::Node Take(const std::string& key);

  YAML::Node node_;
  std::string prefix_;
  std::vector<ConfigError>& errors_;
  std::set<std::string> asked_;
};

}  // namespace dm
