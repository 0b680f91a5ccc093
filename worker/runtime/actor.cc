#include "worker/runtime/actor.h"

#include <cstddef>

namespace dm {
namespace {

constexpr std::size_t kActorMax = 64;

}  // namespace

Status RequireActor(const std::string& actor) {
  if (!actor.empty() && actor.size() <= kActorMax) return OkStatus();
  return InvalidArgument("actor must be 1 to 64 characters",
                         {.reason = "FIELD_INVALID",
                          .field = "actor",
                          .remedy = "give the user id of the person who answers for the change"});
}

}  // namespace dm
