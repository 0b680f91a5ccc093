// Session: one curl handle with its own connection, used by one call at a time. Internal to this
// folder.
#pragma once

#include <memory>
#include <string>

#include "connectors/http/client.h"

namespace dm::http {

class Session {
 public:
  // Null when curl is out of memory or lacks a feature that the options need.
  static std::unique_ptr<Session> Make(const ClientOptions& options, const std::string& url);

  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  Session(Session&&) = delete;
  Session& operator=(Session&&) = delete;

  Result Post(const Request& request);

 private:
  struct Handles;
  explicit Session(std::unique_ptr<Handles> handles);

  std::unique_ptr<Handles> handles_;
};

}  // namespace dm::http
