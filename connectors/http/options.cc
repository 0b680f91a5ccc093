#include "connectors/http/options.h"

#include <algorithm>
#include <memory>
#include <string_view>

#include <curl/curl.h>

#include "worker/core/loopback.h"

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

constexpr std::size_t kPinsMax = 4;

bool IsBase64(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
         c == '/';
}

// "sha256//" and the 32 bytes of a SHA-256 in base64: 43 characters and one "=".
bool IsPin(std::string_view text) {
  constexpr std::string_view kPrefix = "sha256//";
  if (text.substr(0, kPrefix.size()) != kPrefix) return false;
  const std::string_view digest = text.substr(kPrefix.size());
  return digest.size() == 44 && digest.back() == '=' &&
         std::all_of(digest.begin(), digest.end() - 1, &IsBase64);
}

Status CheckPins(std::string_view pins) {
  for (std::size_t count = 1; !pins.empty(); ++count) {
    const std::size_t end = pins.find(';');
    if (count > kPinsMax || !IsPin(pins.substr(0, end)) || end == pins.size() - 1) {
      return Refuse(
          "http.pinned_key",
          "is not 1 to 4 times \"sha256//\" and a SHA-256 in base64 with \";\" between",
          "take it from the peer's certificate: openssl x509 -pubkey -noout, openssl pkey "
          "-pubin -outform DER, SHA-256 of that, base64");
    }
    pins = end == std::string_view::npos ? std::string_view() : pins.substr(end + 1);
  }
  return OkStatus();
}

Status CheckCertificate(const ClientOptions& options) {
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
  if (!options.certificate_file.empty()) return OkStatus();
  if (!options.key_password_file.empty()) {
    return Refuse("http.key_password_file",
                  "opens nothing without a certificate",
                  "set http.certificate_file, or remove it");
  }
  if (options.transport == Transport::kLoopbackInDevelopment) return OkStatus();
  return Refuse("http.certificate_file",
                "is missing: outside development no question is asked without a certificate",
                "set the client's certificate and key, or its PKCS#12 store");
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
  DM_RETURN_IF_ERROR(CheckRange("http.reload_check_ms", options.reload_check_ms, 0, 3'600'000));
  DM_RETURN_IF_ERROR(CheckPins(options.pinned_key));
  return CheckCertificate(options);
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
  if (!IsLoopbackHost(host.view())) {
    return Refuse("url", "is plain http to another machine", "use https, or 127.0.0.1");
  }
  return OkStatus();
}

}  // namespace dm::http
