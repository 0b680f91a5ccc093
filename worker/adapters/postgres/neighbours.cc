#include "worker/adapters/postgres/neighbours.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <memory>
#include <utility>

#include "worker/core/digest.h"

namespace dm::postgres {
namespace {

// A process that stands still is no holder: the server ends a connection that is silent this long.
constexpr char kListen[] = "SET idle_session_timeout = 15000; LISTEN ";
// Locks and channels are the database's, which may hold several stores: each has its own by the
// name of its schema. The first number is "Medb".
constexpr char kTakeDuties[] =
    "SELECT pg_try_advisory_lock(1298490466, hashtext(current_schema()))";
// So long the lock of a process that is gone may lie before another takes it, and so often a
// holder sees that its connection lives.
constexpr int kLookMs = 1'000;
// Shorter than the server's patience above: whoever is not sure of the lock does not hold it.
constexpr std::chrono::seconds kHeldFor(10);
constexpr std::size_t kWaitingMax = 256;
constexpr std::size_t kTextMax = 4'000;
constexpr char kSeparator = '|';

using SteadyTime = std::chrono::steady_clock::time_point;

SteadyTime Now() {
  return std::chrono::steady_clock::now();
}

struct FreeNotification {
  void operator()(PGnotify* notification) const { PQfreemem(notification); }
};

}  // namespace

Neighbours::~Neighbours() {
  thread_.request_stop();
  Tell("");
  if (thread_.joinable()) thread_.join();
  for (const int end : wake_) {
    if (end >= 0) ::close(end);
  }
}

void Neighbours::Start() {
  // Without the pipe a hint waits for the next look.
  if (::pipe2(wake_, O_CLOEXEC | O_NONBLOCK) != 0) wake_[0] = wake_[1] = -1;
  thread_ = std::jthread([this](const std::stop_token& stop) { Loop(stop); });
}

void Neighbours::OnHint(std::function<void(const std::string&)> listener) {
  const MutexLock lock(mutex_);
  listener_ = std::move(listener);
}

void Neighbours::Tell(std::string text) {
  {
    const MutexLock lock(mutex_);
    const bool told = !waiting_.empty() && waiting_.back() == text;
    if (!text.empty() && !told && text.size() <= kTextMax && waiting_.size() < kWaitingMax) {
      waiting_.push_back(std::move(text));
    }
  }
  const char byte = 0;
  if (wake_[1] >= 0) static_cast<void>(::write(wake_[1], &byte, 1) == 1);
}

bool Neighbours::HoldsDuties() const {
  const MutexLock lock(mutex_);
  return held_at_ && Now() - *held_at_ < kHeldFor;
}

bool Neighbours::HasLock() const {
  const MutexLock lock(mutex_);
  return held_at_.has_value();
}

void Neighbours::SetHeld(std::optional<SteadyTime> at) {
  const MutexLock lock(mutex_);
  held_at_ = at;
}

void Neighbours::Hear(const std::string& text) {
  std::function<void(const std::string&)> listener;
  {
    const MutexLock lock(mutex_);
    listener = listener_;
  }
  if (listener) listener(text);
}

void Neighbours::Loop(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const StatusOr<std::unique_ptr<Connection>> connection = connect_();
    if (connection.ok()) static_cast<void>(Serve(**connection, stop));
    // The lock went with the connection.
    SetHeld(std::nullopt);
    pollfd one{.fd = wake_[0], .events = POLLIN, .revents = 0};
    if (!stop.stop_requested()) static_cast<void>(::poll(&one, 1, kLookMs));
    std::array<char, 64> bytes{};
    while (::read(wake_[0], bytes.data(), bytes.size()) > 0) {
    }
  }
}

Status Neighbours::Serve(Connection& connection, const std::stop_token& stop) {
  std::string channel;
  {
    DM_ASSIGN_OR_RETURN(sql::Statement row, connection.Query("SELECT current_schema()::text"));
    DM_RETURN_IF_ERROR(row.Step().status());
    channel = "medarbetare_" + Sha256Hex(row.Text(0)).substr(0, 16);
  }
  DM_RETURN_IF_ERROR(connection.Execute(kListen + channel));
  Hear("");
  while (!stop.stop_requested()) {
    DM_RETURN_IF_ERROR(SendWaiting(connection, channel));
    DM_RETURN_IF_ERROR(TakeDuties(connection));
    Receive(connection);
    std::array<pollfd, 2> ends{
        pollfd{.fd = PQsocket(connection.link()), .events = POLLIN, .revents = 0},
        pollfd{.fd = wake_[0], .events = POLLIN, .revents = 0}};
    static_cast<void>(::poll(ends.data(), ends.size(), kLookMs));
    std::array<char, 64> bytes{};
    while (::read(wake_[0], bytes.data(), bytes.size()) > 0) {
    }
  }
  return OkStatus();
}

Status Neighbours::SendWaiting(Connection& connection, const std::string& channel) {
  std::vector<std::string> texts;
  {
    const MutexLock lock(mutex_);
    texts.swap(waiting_);
  }
  for (const std::string& text : texts) {
    DM_RETURN_IF_ERROR(
        connection.Run("SELECT pg_notify(?1, ?2)", channel, from_ + kSeparator + text));
  }
  return OkStatus();
}

StatusOr<bool> TryTakeDuties(Connection& connection) {
  DM_ASSIGN_OR_RETURN(sql::Statement row, connection.Query(kTakeDuties));
  DM_RETURN_IF_ERROR(row.Step().status());
  return row.Int(0) == 1;
}

// Also shows that the connection lives: a holder that cannot ask holds nothing.
Status Neighbours::TakeDuties(Connection& connection) {
  const SteadyTime asked = Now();
  if (HasLock()) {
    DM_RETURN_IF_ERROR(connection.Execute("SELECT 1"));
  } else {
    DM_ASSIGN_OR_RETURN(const bool taken, TryTakeDuties(connection));
    if (!taken) return OkStatus();
  }
  SetHeld(asked);
  return OkStatus();
}

void Neighbours::Receive(Connection& connection) {
  if (PQconsumeInput(connection.link()) != 1) return;  // The next statement finds it lost.
  while (true) {
    const std::unique_ptr<PGnotify, FreeNotification> heard(PQnotifies(connection.link()));
    if (heard == nullptr) return;
    const std::string text = heard->extra;
    const std::size_t at = text.find(kSeparator);
    if (at != std::string::npos && text.substr(0, at) != from_) Hear(text.substr(at + 1));
  }
}

}  // namespace dm::postgres
