#include "connectors/desk/oidc/fetch.h"

#include <cctype>

#include <curl/curl.h>

#include "worker/core/loopback.h"

namespace dm::desk {
namespace {

constexpr std::size_t kUrlBytesMax = 2'048;
constexpr long kOk = 200;

Status Refuse(const char* reason) {
  return MakeStatus(StatusCode::kUnavailable,
                    "the sign-in provider cannot be used",
                    {.reason = reason,
                     .field = "sign_in.oidc",
                     .remedy = "docs/operating/desk.md says what the reason means."});
}

struct Sink {
  std::string bytes;
  std::size_t most;
};

// The cap is here: the library's own does not see chunked bodies.
std::size_t Take(char* bytes, std::size_t size, std::size_t count, void* to) {
  auto* sink = static_cast<Sink*>(to);
  if (sink->bytes.size() + size * count > sink->most) return 0;
  sink->bytes.append(bytes, size * count);
  return size * count;
}

}  // namespace

std::string FormEncode(const std::string& text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || c == '~') {
      encoded += c;
    } else {
      encoded += '%';
      encoded += kDigits[byte >> 4U];
      encoded += kDigits[byte & 0x0FU];
    }
  }
  return encoded;
}

StatusOr<std::string> Fetch::Get(const std::string& url) {
  return Run(url, nullptr);
}

StatusOr<std::string> Fetch::Post(const std::string& url, const Form& form) {
  return Run(url, &form);
}

StatusOr<std::string> Fetch::Run(const std::string& url, const Form* form) {
  const bool plain = options_.loopback_http && IsLoopbackHttp(url);
  if (url.size() > kUrlBytesMax || (url.rfind("https://", 0) != 0 && !plain)) {
    return Refuse("OIDC_ADDRESS");
  }
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 curl_easy_cleanup);
  if (curl == nullptr) return Refuse("OIDC_UNREACHABLE");
  CURL* handle = curl.get();
  Sink sink{.bytes = "", .most = options_.answer_bytes_max};
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, plain ? "http" : "https");
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, options_.timeout_ms);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, options_.timeout_ms);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, Take);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &sink);
  if (!options_.ca.empty()) {
    curl_easy_setopt(handle, CURLOPT_CAINFO, options_.ca.c_str());
    curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
  }
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
      curl_slist_append(nullptr, "Accept: application/json"), curl_slist_free_all);
  if (form != nullptr) {
    curl_slist_append(headers.get(), "Expect:");
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(form->body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, form->body.c_str());
    if (!form->user.empty()) {
      curl_easy_setopt(handle, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
      curl_easy_setopt(handle, CURLOPT_USERNAME, form->user.c_str());
      curl_easy_setopt(handle, CURLOPT_PASSWORD, form->password.c_str());
    }
  }
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
  if (curl_easy_perform(handle) != CURLE_OK) return Refuse("OIDC_UNREACHABLE");
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  if (status != kOk) return Refuse("OIDC_REFUSED");
  return std::move(sink.bytes);
}

}  // namespace dm::desk
