// What every build but one for development has: no login without proof.
#include "connectors/desk/development_login.h"

namespace dm::desk {

bool HasDevelopmentLogin() {
  return false;
}

bool AnswerDevelopmentLogin(const DevelopmentLogin& /*login*/,
                            const httplib::Request& /*request*/,
                            httplib::Response& /*response*/) {
  return false;
}

}  // namespace dm::desk
