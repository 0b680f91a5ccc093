// Handle: one curl handle that carries one call at a time, set up anew for each. Internal to this
// folder.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include <curl/curl.h>

#include "connectors/http/client.h"
#include "connectors/http/credentials.h"

namespace dm::http {

// The lines of one request's head, in curl's form.
class HeaderList {
 public:
  HeaderList() = default;
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;
  HeaderList(HeaderList&&) = delete;
  HeaderList& operator=(HeaderList&&) = delete;

  ~HeaderList() { Clear(); }

  bool Add(const std::string& line);
  void Clear();

  curl_slist* get() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

class Handle {
 public:
  // Null when curl is out of memory. `options` and `url` must outlive the handle.
  static std::unique_ptr<Handle> Make(const ClientOptions& options, const std::string& url);

  ~Handle();
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  Handle(Handle&&) = delete;
  Handle& operator=(Handle&&) = delete;

  // Takes the call over and readies the handle for it; false when curl is out of memory or lacks a
  // feature that the options need. A connection made with other credentials is not used.
  bool Prepare(Call call, SharedCredentials credentials);
  // What became of the call, once curl has ended it with `code`; it and its answer are let go.
  Result Finish(CURLcode code);
  // Lets the call go without an answer.
  void Abandon();

  std::uint64_t tag() const { return call_.tag; }

  CURL* easy() const { return easy_; }

  bool busy = false;  // for the driver: a call is under way on it

 private:
  Handle(const ClientOptions& options, const std::string& url) : options_(options), url_(url) {}

  template <typename Value>
  bool Set(CURLoption option, Value value) {
    return curl_easy_setopt(easy_, option, value) == CURLE_OK;
  }

  bool SetLimits();
  bool SetTls();
  bool SetCredentials();
  bool SetCall();
  bool SetBytes(CURLoption option, const std::string& bytes);
  Response TakeResponse();

  static std::size_t OnBytes(char* bytes, std::size_t, std::size_t count, void* user);
  static std::size_t OnHeader(char*, std::size_t, std::size_t count, void* user);

  const ClientOptions& options_;
  const std::string& url_;
  CURL* easy_ = nullptr;
  SharedCredentials credentials_;  // curl reads their bytes in place
  Call call_;
  HeaderList headers_;
  std::string body_;
  std::size_t header_bytes_left_ = 0;
  bool oversize_ = false;
};

}  // namespace dm::http
