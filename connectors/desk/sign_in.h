// SignIn: the exchanges around the session: who am I, sign in by certificate, by the municipality's
// provider or, in development, by choice; sign out.
#pragma once

#include <httplib.h>

#include <memory>
#include <string>
#include <vector>

#include "connectors/desk/development_login.h"
#include "connectors/desk/exchange.h"
#include "connectors/desk/oidc/sign_in_flow.h"
#include "connectors/desk/session.h"
#include "worker/ports/log.h"

namespace dm::desk {

struct SignInOptions {
  bool certificate = false;
  bool development = false;
  std::vector<Person> development_staff;
};

class SignIn {
 public:
  // All outlive it; `oidc` is null where the provider is not set up.
  SignIn(SignInOptions options, Sessions& sessions, SignInFlow* oidc, const Site& site, Log& log);

  // True when the path is one of the exchanges and was answered. For POST.
  bool HandlePost(const httplib::Request& request, httplib::Response& response);
  // The two that are navigations: to the provider and back.
  bool HandleGet(const httplib::Request& request, httplib::Response& response);

 private:
  void ShowSession(const httplib::Request& request, httplib::Response& response);
  void ByCertificate(const httplib::Request& request, httplib::Response& response);
  void SignOut(const httplib::Request& request, httplib::Response& response);
  void ToProvider(const httplib::Request& request, httplib::Response& response);
  void FromProvider(const httplib::Request& request, httplib::Response& response);
  // Makes the session; the cookie is set where it succeeds.
  Status Begin(const Identity& identity,
               const char* way,
               const httplib::Request& request,
               httplib::Response& response);
  void Answer(const Status& status, const httplib::Request& request, httplib::Response& response);
  void SendSession(const SessionView& session, httplib::Response& response);

  const SignInOptions options_;
  Sessions& sessions_;
  SignInFlow* const oidc_;
  const Site& site_;
  Log& log_;
  DevelopmentLogin development_;
};

}  // namespace dm::desk
