// Sessions: who is signed in, kept in the gateway's memory alone. The browser holds a random token
// of 256 bits; the gateway keeps its hash. A session ends when it is idle for too long, when it is
// too old, at sign-out, and when the directory no longer has the person. A restart ends them all.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "connectors/desk/person.h"
#include "worker/core/mutex.h"
#include "worker/ports/clock.h"

namespace dm::desk {

struct SessionLimits {
  std::int64_t idle_ms = 1'800'000;  // 30 min
  std::int64_t age_ms = 36'000'000;  // 10 h
  // How long an answer of the directory holds before it is asked again.
  std::int64_t staff_check_ms = 60'000;
  std::size_t sessions_max = 2'000;
  std::size_t per_person_max = 4;  // one more ends the oldest
  int calls_max = 16;              // under way at once in one session, streams included
};

struct SessionView {
  Person person;
  std::string signed_in_by;  // "certificate", "oidc", "development"
  std::int64_t idle_ms = 0;  // until it ends unless used
  std::int64_t ends_ms = 0;  // until it ends in any case
};

class Sessions {
 public:
  // All outlive it.
  Sessions(const SessionLimits& limits, Directory& directory, const Clock& clock)
      : limits_(limits), directory_(directory), clock_(clock) {}

  // Asks the directory and makes a session; the token for the cookie. `old_token` ends (a token
  // never outlives a sign-in). Resource exhausted when there are too many.
  StatusOr<std::string> SignIn(const Identity& identity,
                               const std::string& signed_in_by,
                               const std::string& old_token);
  void SignOut(const std::string& token);

  enum class Use { kWork, kLook };

  // Unauthenticated where there is no such session or it has ended; unavailable where the directory
  // must be asked and does not answer. kWork starts the idle time anew.
  StatusOr<SessionView> Find(const std::string& token, Use use);

  // A place among the calls of a session; given back when it goes.
  class Call {
   public:
    Call(Sessions& sessions, std::string key) : sessions_(&sessions), key_(std::move(key)) {}

    ~Call();
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    Call(Call&& other) noexcept : sessions_(other.sessions_), key_(std::move(other.key_)) {
      other.sessions_ = nullptr;
    }

    Call& operator=(Call&&) = delete;

   private:
    Sessions* sessions_;
    std::string key_;
  };

  // Resource exhausted when the session has too many calls under way.
  StatusOr<Call> Begin(const std::string& token);

  std::size_t size() const;

 private:
  struct Session {
    Identity identity;
    Person person;
    std::string signed_in_by;
    std::int64_t began_ms = 0;
    std::int64_t used_ms = 0;
    std::int64_t checked_ms = 0;
    int calls = 0;
  };

  bool HasEnded(const Session& session, std::int64_t now) const;
  void MakeRoom(const std::string& user_id, std::int64_t now) DM_REQUIRES(mutex_);
  SessionView View(const Session& session, std::int64_t now) const;

  const SessionLimits limits_;
  Directory& directory_;
  const Clock& clock_;
  mutable Mutex mutex_;
  std::map<std::string, Session> sessions_ DM_GUARDED_BY(mutex_);  // by hash of the token
};

// Why a call without a session is refused.
Status SignInRequired();

}  // namespace dm::desk
