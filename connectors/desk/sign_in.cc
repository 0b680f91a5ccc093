#include "connectors/desk/sign_in.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "connectors/desk/http_server.h"
#include "connectors/desk/rpc.h"
#include "connectors/desk/wire.h"

namespace dm::desk {
namespace {

constexpr char kSession[] = "/desk/session";
constexpr char kByCertificate[] = "/desk/sign-in/certificate";
constexpr char kToProvider[] = "/desk/sign-in/oidc";
constexpr char kFromProvider[] = "/desk/sign-in/oidc/callback";
constexpr char kSignOut[] = "/desk/sign-out";
constexpr std::int64_t kMsPerSecond = 1'000;
constexpr std::size_t kParameterBytesMax = 4'096;

// Between the two navigations. Lax, because the provider's redirect comes from another site.
std::string StateCookieName(const Site& site) {
  return site.tls ? "__Host-medarbetare-sign-in" : "medarbetare-sign-in";
}

std::string StateCookie(const Site& site, const std::string& value, const char* age) {
  return StateCookieName(site) + "=" + value + "; Max-Age=" + age +
         "; Path=/; HttpOnly; SameSite=Lax" + (site.tls ? "; Secure" : "");
}

Status NoCertificate() {
  return MakeStatus(StatusCode::kUnauthenticated,
                    "the browser showed no certificate with one URI name",
                    {.reason = "SIGN_IN_REQUIRED",
                     .field = "",
                     .remedy = "Choose the personal certificate when the browser asks, or sign in "
                               "another way."});
}

// Who is not in the directory hears no more than that.
Status NotListed(const Status& status) {
  if (status.code() != StatusCode::kNotFound) return status;
  return MakeStatus(StatusCode::kPermissionDenied,
                    "the identity belongs to nobody in the staff directory",
                    {.reason = "STAFF_UNKNOWN",
                     .field = "",
                     .remedy = "Ask the work leader to enter the identity in the directory."});
}

void Redirect(httplib::Response& response, const std::string& to) {
  response.status = 303;
  response.set_header("Location", to);
}

std::string Parameter(const httplib::Request& request, const char* name) {
  if (request.get_param_value_count(name) != 1) return "";
  std::string value = request.get_param_value(name);
  return value.size() <= kParameterBytesMax ? value : "";
}

}  // namespace

SignIn::SignIn(
    SignInOptions options, Sessions& sessions, SignInFlow* oidc, const Site& site, Log& log)
    : options_(std::move(options)), sessions_(sessions), oidc_(oidc), site_(site), log_(log) {
  development_.staff = options_.development_staff;
  development_.sign_in = [this](const Identity& identity,
                                const httplib::Request& request,
                                httplib::Response& response) {
    Answer(Begin(identity, "development", request, response), request, response);
  };
}

bool SignIn::HandlePost(const httplib::Request& request, httplib::Response& response) {
  if (request.path == kSession) {
    ShowSession(request, response);
  } else if (request.path == kByCertificate && options_.certificate) {
    ByCertificate(request, response);
  } else if (request.path == kSignOut) {
    SignOut(request, response);
  } else {
    return options_.development && AnswerDevelopmentLogin(development_, request, response);
  }
  return true;
}

bool SignIn::HandleGet(const httplib::Request& request, httplib::Response& response) {
  if (oidc_ == nullptr) return false;
  if (request.path == kToProvider) {
    ToProvider(request, response);
  } else if (request.path == kFromProvider) {
    FromProvider(request, response);
  } else {
    return false;
  }
  return true;
}

Status SignIn::Begin(const Identity& identity,
                     const char* way,
                     const httplib::Request& request,
                     httplib::Response& response) {
  const auto token = sessions_.SignIn(identity, way, TokenOf(request, site_));
  if (!token.ok()) {
    log_.Write(LogLevel::kWarning,
               "desk_sign_in_refused",
               {{"way", way}, {"reason", DetailOf(token.status()).reason}});
    return NotListed(token.status());
  }
  SetSessionCookie(response, site_, *token);
  const auto session = sessions_.Find(*token, Sessions::Use::kLook);
  if (!session.ok()) return session.status();
  log_.Write(LogLevel::kInfo,
             "desk_signed_in",
             {{"way", way}, {"person", LogName(session->person.user_id)}});
  SendSession(*session, response);
  return OkStatus();
}

void SignIn::Answer(const Status& status,
                    const httplib::Request& /*request*/,
                    httplib::Response& response) {
  if (!status.ok()) SendError(response, status);
}

void SignIn::SendSession(const SessionView& session, httplib::Response& response) {
  const nlohmann::json json = {{"person",
                                {{"userId", session.person.user_id},
                                 {"name", session.person.name},
                                 {"roles", session.person.roles},
                                 {"queues", session.person.queues},
                                 {"cleared", session.person.cleared}}},
                               {"signedInBy", session.signed_in_by},
                               {"idleSeconds", session.idle_ms / kMsPerSecond},
                               {"endsInSeconds", session.ends_ms / kMsPerSecond}};
  SendJson(response, json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void SignIn::ShowSession(const httplib::Request& request, httplib::Response& response) {
  const auto session = sessions_.Find(TokenOf(request, site_), Sessions::Use::kLook);
  if (session.ok()) return SendSession(*session, response);
  if (session.status().code() != StatusCode::kUnauthenticated) {
    return SendError(response, session.status());
  }
  nlohmann::json error = nlohmann::json::parse(ErrorJson(session.status()));
  error["ways"] = nlohmann::json::array();
  if (options_.certificate) error["ways"].push_back("certificate");
  if (oidc_ != nullptr) error["ways"].push_back("oidc");
  if (options_.development) error["ways"].push_back("development");
  response.status = HttpStatusOf(session.status().code());
  response.set_content(error.dump(), "application/json");
}

void SignIn::ByCertificate(const httplib::Request& request, httplib::Response& response) {
  const std::string uri = HttpServer::Current().certificate_uri();
  if (uri.empty()) return SendError(response, NoCertificate());
  Answer(Begin({.certificate_uri = uri}, "certificate", request, response), request, response);
}

void SignIn::SignOut(const httplib::Request& request, httplib::Response& response) {
  sessions_.SignOut(TokenOf(request, site_));
  ClearSessionCookie(response, site_);
  SendJson(response, "{}");
}

// A sign-in is begun by the person, not by a link or a frame of another site.
void SignIn::ToProvider(const httplib::Request& request, httplib::Response& response) {
  const std::string from = request.get_header_value("Sec-Fetch-Site");
  if (from == "cross-site" || from == "same-site") return Redirect(response, "/");
  const auto start = oidc_->Begin();
  if (!start.ok()) {
    log_.Write(
        LogLevel::kWarning, "desk_provider_failed", {{"reason", DetailOf(start.status()).reason}});
    return Redirect(response, "/?signin=failed");
  }
  response.set_header("Set-Cookie", StateCookie(site_, start->cookie, "600"));
  Redirect(response, start->url);
}

void SignIn::FromProvider(const httplib::Request& request, httplib::Response& response) {
  const auto identity = oidc_->Finish({.cookie = CookieOf(request, StateCookieName(site_)),
                                       .state = Parameter(request, "state"),
                                       .code = Parameter(request, "code"),
                                       .issuer = Parameter(request, "iss"),
                                       .error = request.has_param("error")});
  response.set_header("Set-Cookie", StateCookie(site_, "", "0"));
  if (!identity.ok()) {
    log_.Write(LogLevel::kWarning,
               "desk_sign_in_refused",
               {{"way", "oidc"}, {"reason", DetailOf(identity.status()).reason}});
    return Redirect(response, "/?signin=failed");
  }
  const Status status = Begin(*identity, "oidc", request, response);
  response.body.clear();
  Redirect(response, status.ok() ? "/" : "/?signin=refused");
}

}  // namespace dm::desk
