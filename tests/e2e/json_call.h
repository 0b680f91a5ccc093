// A call as a programmer of a case system makes it: JSON in the form of the contract's messages
// there and back, made from nothing but the descriptors.
#pragma once

#include <memory>
#include <string>

namespace dm::e2e {

struct JsonAnswer {
  bool ok = false;
  std::string json;   // of an OK call; fields in the contract's own spelling
  std::string error;  // of a refused one: "error: …", reason, field and remedy, as the command
                      // line prints them
};

// A connection to a worker. Not for several threads at once.
class JsonCaller {
 public:
  explicit JsonCaller(const std::string& target);
  ~JsonCaller();
  JsonCaller(const JsonCaller&) = delete;
  JsonCaller& operator=(const JsonCaller&) = delete;
  JsonCaller(JsonCaller&&) = delete;
  JsonCaller& operator=(JsonCaller&&) = delete;

  // `method`: "EscalationService/ListQueues". Of a stream, the first answer.
  JsonAnswer Call(const std::string& method, const std::string& json);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace dm::e2e
