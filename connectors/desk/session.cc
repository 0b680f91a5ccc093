#include "connectors/desk/session.h"

#include <algorithm>
#include <utility>

#include "worker/core/digest.h"

namespace dm::desk {
namespace {

constexpr int kTokenBytes = 32;
constexpr std::size_t kTokenLength = 64;

Status TooMany(const std::string& what) {
  return MakeStatus(
      StatusCode::kResourceExhausted,
      what,
      {.reason = "OVERLOADED", .field = "", .remedy = "Repeat the same request later."});
}

}  // namespace

Status SignInRequired() {
  return MakeStatus(StatusCode::kUnauthenticated,
                    "nobody is signed in",
                    {.reason = "SIGN_IN_REQUIRED", .field = "", .remedy = "Sign in."});
}

bool Sessions::HasEnded(const Session& session, std::int64_t now) const {
  return now - session.used_ms >= limits_.idle_ms || now - session.began_ms >= limits_.age_ms;
}

SessionView Sessions::View(const Session& session, std::int64_t now) const {
  return {.person = session.person,
          .signed_in_by = session.signed_in_by,
          .idle_ms = limits_.idle_ms - (now - session.used_ms),
          .ends_ms = limits_.age_ms - (now - session.began_ms)};
}

void Sessions::MakeRoom(const std::string& user_id, std::int64_t now) {
  std::erase_if(sessions_, [this, now](const auto& one) { return HasEnded(one.second, now); });
  const auto is_persons = [&user_id](const auto& one) {
    return one.second.person.user_id == user_id;
  };
  const auto older = [&is_persons](const auto& a, const auto& b) {
    if (is_persons(a) != is_persons(b)) return is_persons(a);
    return a.second.used_ms < b.second.used_ms;
  };
  const auto count = std::count_if(sessions_.begin(), sessions_.end(), is_persons);
  if (static_cast<std::size_t>(count) < limits_.per_person_max) return;
  sessions_.erase(std::min_element(sessions_.begin(), sessions_.end(), older));
}

StatusOr<std::string> Sessions::SignIn(const Identity& identity,
                                       const std::string& signed_in_by,
                                       const std::string& old_token) {
  SignOut(old_token);
  DM_ASSIGN_OR_RETURN(Person person, directory_.Identify(identity));
  const std::string token = RandomHex(kTokenBytes);
  const std::int64_t now = clock_.MonotonicMs();
  const MutexLock lock(mutex_);
  MakeRoom(person.user_id, now);
  if (sessions_.size() >= limits_.sessions_max) return TooMany("too many people are signed in");
  Session& session = sessions_[Sha256Hex(token)];
  session.identity = identity;
  session.person = std::move(person);
  session.signed_in_by = signed_in_by;
  session.began_ms = session.used_ms = session.checked_ms = now;
  return token;
}

void Sessions::SignOut(const std::string& token) {
  if (token.size() != kTokenLength) return;
  const MutexLock lock(mutex_);
  sessions_.erase(Sha256Hex(token));
}

StatusOr<SessionView> Sessions::Find(const std::string& token, Use use) {
  if (token.size() != kTokenLength) return SignInRequired();
  const std::string key = Sha256Hex(token);
  const std::int64_t now = clock_.MonotonicMs();
  Identity identity;
  {
    const MutexLock lock(mutex_);
    const auto found = sessions_.find(key);
    if (found == sessions_.end()) return SignInRequired();
    Session& session = found->second;
    if (HasEnded(session, now)) {
      sessions_.erase(found);
      return SignInRequired();
    }
    if (use == Use::kWork) session.used_ms = now;
    if (now - session.checked_ms < limits_.staff_check_ms) return View(session, now);
    identity = session.identity;
  }
  // The directory is asked without the lock: a slow worker holds up this person alone.
  StatusOr<Person> person = directory_.Identify(identity);
  const MutexLock lock(mutex_);
  const auto found = sessions_.find(key);
  if (found == sessions_.end()) return SignInRequired();
  Session& session = found->second;
  const bool is_same = person.ok() && person->user_id == session.person.user_id;
  if (!is_same && (person.ok() || !IsRetryable(person.status()))) {
    sessions_.erase(found);
    return SignInRequired();
  }
  if (!person.ok()) return person.status();
  session.person = *std::move(person);
  session.checked_ms = now;
  return View(session, now);
}

StatusOr<Sessions::Call> Sessions::Begin(const std::string& token) {
  const std::string key = Sha256Hex(token);
  const MutexLock lock(mutex_);
  const auto found = sessions_.find(key);
  if (found == sessions_.end()) return SignInRequired();
  if (found->second.calls >= limits_.calls_max) {
    return TooMany("too many calls of this session are under way");
  }
  ++found->second.calls;
  return Call(*this, key);
}

Sessions::Call::~Call() {
  if (sessions_ == nullptr) return;
  const MutexLock lock(sessions_->mutex_);
  const auto found = sessions_->sessions_.find(key_);
  if (found != sessions_->sessions_.end()) --found->second.calls;
}

std::size_t Sessions::size() const {
  const MutexLock lock(mutex_);
  return sessions_.size();
}

}  // namespace dm::desk
