// Answers that are not what their length says.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace httplib {
struct Response;
}  // namespace httplib

namespace dm::sim {

// The first `bytes` of the body, where the whole was promised.
void SendTruncated(httplib::Response& response,
                   const std::string& content_type,
                   std::shared_ptr<const std::string> body,
                   std::size_t bytes);

// The body and blanks behind it, up to `bytes`.
void SendOversize(httplib::Response& response,
                  const std::string& content_type,
                  std::shared_ptr<const std::string> body,
                  std::size_t bytes);

}  // namespace dm::sim
