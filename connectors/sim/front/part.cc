#include "connectors/sim/front/part.h"

#include <httplib.h>

#include <algorithm>
#include <utility>

namespace dm::sim {

void SendTruncated(httplib::Response& response,
                   const std::string& content_type,
                   std::shared_ptr<const std::string> body,
                   std::size_t bytes) {
  const std::size_t size = body->size();
  response.set_content_provider(
      size,
      content_type,
      [body = std::move(body), bytes](std::size_t offset, std::size_t, httplib::DataSink& sink) {
        const std::size_t end = std::min(bytes, body->size());
        return offset < end && sink.write(body->data() + offset, end - offset);
      });
}

void SendOversize(httplib::Response& response,
                  const std::string& content_type,
                  std::shared_ptr<const std::string> body,
                  std::size_t bytes) {
  const std::size_t size = std::max(bytes, body->size());
  response.set_content_provider(
      size,
      content_type,
      [body = std::move(body)](std::size_t offset, std::size_t left, httplib::DataSink& sink) {
        static const std::string kFiller(std::size_t{64} << 10U, ' ');
        if (offset < body->size()) return sink.write(body->data() + offset, body->size() - offset);
        return sink.write(kFiller.data(), std::min(kFiller.size(), left));
      });
}

}  // namespace dm::sim
