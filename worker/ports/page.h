// Pages of lists.
#pragma once

#include <string>
#include <vector>

namespace dm {

// Keyset page: `after` is the cursor that the previous page ended with, empty for the first; limit
// 1–200.
struct PageRequest {
  int limit = 50;
  std::string after;
};

template <typename T>
struct Page {
  std::vector<T> items;
  std::string next;  // empty: no more
};

}  // namespace dm
