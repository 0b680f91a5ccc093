// Cursors of keyset pages: opaque to callers, bound to the list and filter that made them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "worker/core/status.h"
#include "worker/ports/store.h"

namespace dm::sql {

// `scope` names the list with its filter; `keys` are those of the page's last row.
std::string MakeCursor(std::string_view scope, const std::vector<std::string>& keys);

// The keys of a cursor that MakeCursor made for the same scope; none for an empty cursor (the first
// page). InvalidArgument, field page_token, otherwise.
StatusOr<std::vector<std::string>> ReadCursor(std::string_view scope,
                                              std::size_t key_count,
                                              std::string_view cursor);

// A key that is a number; InvalidArgument, field page_token, for another.
StatusOr<std::int64_t> NumberOf(const std::string& key);

// InvalidArgument, field page_size, unless the limit is 1 to 200.
Status CheckPage(const PageRequest& page);

}  // namespace dm::sql
