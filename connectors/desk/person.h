// Person: who is signed in, as the worker's staff directory says. The roles are its codes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "worker/core/status.h"

namespace dm::desk {

// How a person signed in: the URI of a personal certificate, or issuer and subject of the
// municipality's provider, or (development builds alone) the user id that was picked.
struct Identity {
  std::string certificate_uri{};
  std::string issuer{};
  std::string subject{};
  std::string picked_user{};

  friend bool operator==(const Identity&, const Identity&) = default;
};

struct Person {
  std::string user_id;
  std::string name;
  std::vector<std::string> roles;   // "ekonomihandlaggare", …
  std::vector<std::string> queues;  // skills; "*" is all
  bool cleared = false;             // may see access classes above open
};

class Directory {
 public:
  virtual ~Directory() = default;
  // Not found where nobody has the identity or the person is not in service; unavailable where the
  // directory cannot be asked.
  virtual StatusOr<Person> Identify(const Identity& identity) = 0;
};

}  // namespace dm::desk
