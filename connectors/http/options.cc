#include "connectors/http/options.h"

#include <memory>
#include <string_view>

#include <curl/curl.h>

namespace dm::http {
namespace {

Status Refuse(const std::string& field, const std::string& problem, const std::string& remedy) {
  return InvalidArgument(field + " " + problem,
                         {.reason = "HTTP_OPTION", .field = field, .remedy = remedy});
}

Status CheckRange(const std::string& field,
                  std::int64_t value,
                  std::int64_t min,
                  std::int64_t max) {
  if (value >= min && value <= max) return OkStatus();
  const std::string range = std::to_string(min) + " to " + std::to_string(max);
  return Refuse(field, "is outside " + range, "set " + field + " to " + range);
}

struct CurlText {
  char* text = nullptr;

  CurlText() = default;
  CurlText(const CurlText&) = delete;
  CurlText& operator=(const CurlText&) = delete;
  CurlText(CurlText&&) = delete;
  CurlText& operator=(CurlText&&) = delete;

  ~CurlText() { curl_free(text); }

  std::string_view view() const { return text == nullptr ? std::string_view() : text; }
};

bool IsLoopback(std::string_view host) {
  return host == "127.0.0.1" || host == "localhost" || host == "[::1]";
}

}  // namespace

Status Check(const ClientOptions& options) {
  DM_RETURN_IF_ERROR(CheckRange("http.connect_timeout_ms", options.connect_timeout_ms, 1, 60'000));
  DM_RETURN_IF_ERROR(CheckRange("http.idle_timeout_ms", options.idle_timeout_ms, 1'000, 120'000));
  DM_RETURN_IF_ERROR(CheckRange("http.response_bytes_max",
                                static_cast<std::int64_t>(options.response_bytes_max),
                                1'024,
                                64 << 20));
  DM_RETURN_IF_ERROR(CheckRange(
      "http.idle_sessions_max", static_cast<std::int64_t>(options.idle_sessions_max), 1, 1'024));
  if (options.certificate_kind == CertificateKind::kPem &&
      options.certificate_file.empty() != options.key_file.empty()) {
    return Refuse("http.key_file",
                  "and http.certificate_file belong together for PEM",
                  "set both, or choose PKCS#12");
  }
  if (options.certificate_kind == CertificateKind::kPkcs12 && !options.key_file.empty()) {
    return Refuse(
        "http.key_file", "has no meaning with PKCS#12", "remove it: the store holds the key");
  }
  return OkStatus();
}

Status CheckUrl(const ClientOptions& options, const std::string& url) {
  const std::string remedy = "give an address such as https://host:port/path";
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parsed(curl_url(), &curl_url_cleanup);
  if (parsed == nullptr) return Unavailable("out of memory while reading an address");
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
    return Refuse("url", "is no address", remedy);
  }
  CurlText scheme;
  CurlText host;
  CurlText user;
  curl_url_get(parsed.get(), CURLUPART_SCHEME, &scheme.text, 0);
  curl_url_get(parsed.get(), CURLUPART_HOST, &host.text, 0);
  curl_url_get(parsed.get(), CURLUPART_USER, &user.text, 0);
  if (!user.view().empty()) return Refuse("url", "carries a user name", remedy);
  if (scheme.view() == "https") return OkStatus();
  if (scheme.view() != "http") return Refuse("url", "is not https", remedy);
  if (options.transport != Transport::kLoopbackInDevelopment) {
    return Refuse("url", "is plain http", "use https; plain http is for development");
  }
  if (!IsLoopback(host.view())) {
    return Refuse("url", "is plain http to another machine", "use https, or 127.0.0.1");
  }
  return OkStatus();
}

}  // namespace dm::http
