#include "connectors/desk/exchange.h"

#include <algorithm>
#include <cctype>

#include "connectors/desk/wire.h"

namespace dm::desk {
namespace {

constexpr std::size_t kTokenLength = 64;
constexpr char kJson[] = "application/json";

// __Host-: taken by browsers over TLS alone, for this host and the whole of it.
std::string CookieName(const Site& site) {
  return site.tls ? "__Host-medarbetare-desk" : "medarbetare-desk";
}

std::string CookieEnd(const Site& site) {
  return std::string("; Path=/; HttpOnly; SameSite=Strict") + (site.tls ? "; Secure" : "");
}

Status Refuse(StatusCode code, const std::string& what, const std::string& remedy) {
  return MakeStatus(code, what, {.reason = "REQUEST_INVALID", .field = "", .remedy = remedy});
}

// Every browser says where a POST comes from; a program that says nothing is no page of ours.
bool IsFromThisSite(const httplib::Request& request, const Site& site) {
  const std::string from = request.get_header_value("Sec-Fetch-Site");
  if (!from.empty() && from != "same-origin") return false;
  return request.get_header_value_count("Origin") == 1 &&
         request.get_header_value("Origin") == site.origin;
}

bool IsLength(const std::string& text) {
  return !text.empty() && text.size() <= 10 && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
  });
}

std::optional<Status> RefusePost(const httplib::Request& request, const Site& site) {
  if (request.get_header_value_count("Content-Length") != 1 ||
      !IsLength(request.get_header_value("Content-Length"))) {
    return Refuse(StatusCode::kInvalidArgument,
                  "Content-Length: is required once",
                  "Send the body with its length.");
  }
  if (request.get_header_value_count("Content-Type") != 1 ||
      !ReadContentType(request.get_header_value("Content-Type"))) {
    return Refuse(StatusCode::kUnimplemented,
                  "Content-Type: is not one of the protocol's",
                  "Send application/json, application/proto or their connect+ forms.");
  }
  if (!IsFromThisSite(request, site)) {
    return MakeStatus(StatusCode::kPermissionDenied,
                      "the request does not come from the gateway's own page",
                      {.reason = "ORIGIN_FORBIDDEN",
                       .field = "Origin",
                       .remedy = "Open the page under the address that the configuration names "
                                 "as origin."});
  }
  return std::nullopt;
}

}  // namespace

httplib::Headers SecurityHeaders(const Site& site) {
  httplib::Headers headers = {
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
       "connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; "
       "form-action 'self'; frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Cross-Origin-Embedder-Policy", "require-corp"},
      {"Permissions-Policy",
       "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
       "microphone=(), midi=(), payment=(), serial=(), usb=()"}};
  if (site.tls) headers.emplace("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  return headers;
}

std::optional<Status> RefuseEarly(const httplib::Request& request, const Site& site) {
  // A second reader of the same bytes might see another length: only the plain form is taken.
  if (request.has_header("Transfer-Encoding") || request.has_header("Content-Encoding") ||
      request.has_header("Connect-Content-Encoding") ||
      request.get_header_value_count("Host") != 1) {
    return Refuse(StatusCode::kInvalidArgument,
                  "the request is encoded, chunked, or names no host",
                  "Send the plain body with its length.");
  }
  if (request.method == "POST") return RefusePost(request, site);
  if (request.method != "GET" && request.method != "HEAD") {
    return Refuse(StatusCode::kUnimplemented, "the method is not served", "Use GET or POST.");
  }
  if (request.has_header("Content-Length") && request.get_header_value("Content-Length") != "0") {
    return Refuse(StatusCode::kInvalidArgument, "a GET has no body", "Send no body.");
  }
  return std::nullopt;
}

std::string CookieOf(const httplib::Request& request, const std::string& name) {
  std::string found;
  for (std::size_t i = 0; i < request.get_header_value_count("Cookie"); ++i) {
    const std::string header = request.get_header_value("Cookie", i);
    std::size_t at = 0;
    while (at < header.size()) {
      const std::size_t end = std::min(header.find(';', at), header.size());
      std::size_t begin = at;
      while (begin < end && header[begin] == ' ') ++begin;
      const std::size_t equals = header.find('=', begin);
      if (equals < end && header.substr(begin, equals - begin) == name) {
        if (!found.empty()) return "";
        found = header.substr(equals + 1, end - equals - 1);
      }
      at = end + 1;
    }
  }
  return found;
}

std::string TokenOf(const httplib::Request& request, const Site& site) {
  std::string token = CookieOf(request, CookieName(site));
  const bool plain =
      token.size() == kTokenLength && std::all_of(token.begin(), token.end(), [](char c) {
        return std::isxdigit(static_cast<unsigned char>(c)) != 0;
      });
  return plain ? token : "";
}

void SetSessionCookie(httplib::Response& response, const Site& site, const std::string& token) {
  response.set_header("Set-Cookie", CookieName(site) + "=" + token + CookieEnd(site));
}

void ClearSessionCookie(httplib::Response& response, const Site& site) {
  response.set_header("Set-Cookie", CookieName(site) + "=; Max-Age=0" + CookieEnd(site));
}

void SendJson(httplib::Response& response, const std::string& json) {
  response.status = 200;
  response.set_content(json, kJson);
}

void SendError(httplib::Response& response, const Status& status) {
  const Status shown = ForBrowser(status);
  response.status = HttpStatusOf(shown.code());
  response.set_content(ErrorJson(shown), kJson);
}

}  // namespace dm::desk
