// Pages of the store in memory: the cursor is the number of items before the page.
#pragma once

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "worker/core/status.h"
#include "worker/ports/page.h"

namespace dm::testing {

// The page of `all` that begins where the cursor says: the number of items before it.
template <typename T>
StatusOr<Page<T>> Slice(const std::vector<T>& all, const PageRequest& request) {
  std::size_t from = 0;
  const std::string& after = request.after;
  const auto read = std::from_chars(after.data(), after.data() + after.size(), from);
  if (!after.empty() && (read.ec != std::errc() || read.ptr != after.data() + after.size()))
    return InvalidArgument("page_token: is none of ours",
                           {"FIELD_INVALID", "page_token", "begin with the first page"});
  const auto limit = static_cast<std::size_t>(std::clamp(request.limit, 1, 200));
  Page<T> page;
  for (std::size_t i = from; i < all.size() && i < from + limit; ++i) page.items.push_back(all[i]);
  if (from + limit < all.size()) page.next = std::to_string(from + limit);
  return page;
}

}  // namespace dm::testing
