// What every exchange with a browser shares: the headers that are always sent, the checks before a
// body is read, the session's cookie, and answers that are not a call's.
#pragma once

#include <httplib.h>

#include <optional>
#include <string>

#include "worker/core/status.h"

namespace dm::desk {

// How the browser reaches the gateway.
struct Site {
  std::string origin;  // "https://handlaggning.exempelkommun.example": scheme, host and port
  bool tls = true;
};

httplib::Headers SecurityHeaders(const Site& site);

// Before anything of a body is read: method, lengths, encodings, and for changes the type and the
// page's own origin. The status to answer with, or nothing.
std::optional<Status> RefuseEarly(const httplib::Request& request, const Site& site);

// The session's token as the browser sent it; empty where there is none, or more than one.
std::string TokenOf(const httplib::Request& request, const Site& site);
void SetSessionCookie(httplib::Response& response, const Site& site, const std::string& token);
void ClearSessionCookie(httplib::Response& response, const Site& site);

// A cookie by its name, as TokenOf.
std::string CookieOf(const httplib::Request& request, const std::string& name);

void SendJson(httplib::Response& response, const std::string& json);
void SendError(httplib::Response& response, const Status& status);

}  // namespace dm::desk
