// A question's XML as a small tree. Expat reads it: no DTD, no entities, and caps on size, depth
// and count before anything is kept.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "worker/core/status.h"

namespace dm::sim {

struct XmlElement {
  std::string space;  // namespace, empty where there is none
  std::string name;   // local name
  std::string text;   // all character data directly inside
  std::vector<std::pair<std::string, std::string>> attributes;  // "namespace name" or "name"
  std::vector<XmlElement> children;
};

struct XmlLimits {
  std::size_t bytes_max = std::size_t{1} << 20U;
  std::size_t depth_max = 32;
  std::size_t elements_max = 2000;
};

// Invalid argument when the text is not well-formed, has a DTD or passes a limit.
StatusOr<XmlElement> ParseXml(std::string_view text, const XmlLimits& limits);

}  // namespace dm::sim
