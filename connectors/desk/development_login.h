// The development login: pick a person of the directory, without proof. It is in builds with
// DM_DESK_DEVELOPMENT_LOGIN alone; in all others these functions come from no_development_login.cc
// and there is nothing behind them.
#pragma once

#include <httplib.h>

#include <functional>
#include <string>
#include <vector>

#include "connectors/desk/person.h"

namespace dm::desk {

bool HasDevelopmentLogin();

struct DevelopmentLogin {
  std::vector<Person> staff;
  // Makes the session and answers.
  std::function<void(const Identity&, const httplib::Request&, httplib::Response&)> sign_in;
};

// True when the path is one of the login's and was answered.
bool AnswerDevelopmentLogin(const DevelopmentLogin& login,
                            const httplib::Request& request,
                            httplib::Response& response);

}  // namespace dm::desk
