#include "connectors/desk/development_login.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "connectors/desk/exchange.h"

namespace dm::desk {
namespace {

// Looked for in the release program by a test.
constexpr char kPath[] = "/desk/sign-in/development";
constexpr char kPersonsPath[] = "/desk/sign-in/development/persons";

}  // namespace

bool HasDevelopmentLogin() {
  return true;
}

bool AnswerDevelopmentLogin(const DevelopmentLogin& login,
                            const httplib::Request& request,
                            httplib::Response& response) {
  if (request.path == kPersonsPath) {
    nlohmann::json persons = nlohmann::json::array();
    for (const Person& person : login.staff) {
      persons.push_back(
          {{"userId", person.user_id}, {"name", person.name}, {"roles", person.roles}});
    }
    SendJson(response, nlohmann::json{{"persons", persons}}.dump());
    return true;
  }
  if (request.path != kPath) return false;
  const auto body = nlohmann::json::parse(request.body, nullptr, false);
  const bool named = body.is_object() && body.contains("userId") && body["userId"].is_string();
  login.sign_in({.picked_user = named ? body["userId"].get<std::string>() : ""}, request, response);
  return true;
}

}  // namespace dm::desk
