#include "tests/integration/evidence_source/peer.h"

#include <utility>

namespace dm::conformance {
namespace {

using namespace std::chrono_literals;  // NOLINT(google-build-using-namespace)

constexpr std::size_t kOversizeBytes = std::size_t{1} << 20U;

std::string Sound(const Peer& peer, const std::string& request) {
  return peer.harness().Answer(request, Content::kSound);
}

bool Respond(const Peer& peer, const Connection& connection, const std::string& body) {
  return connection.Respond("200 OK", peer.harness().content_type(), body);
}

// The head of a response of `size` bytes.
std::string Head(const Peer& peer, std::size_t size) {
  return "HTTP/1.1 200 OK\r\nContent-Type: " + peer.harness().content_type() +
         "\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n";
}

}  // namespace

Peer::Peer(const Harness& harness) : harness_(harness), behaviour_(Answering(Content::kSound)) {
  server_ = std::make_unique<ssbtek::test::ScriptedServer>(
      [this](Connection& connection) { Serve(connection); });
}

std::string Peer::url() const {
  return "http://127.0.0.1:" + std::to_string(server_->port());
}

void Peer::Do(Behaviour behaviour) {
  const MutexLock lock(mutex_);
  behaviour_ = std::move(behaviour);
}

int Peer::requests() const {
  const MutexLock lock(mutex_);
  return requests_;
}

bool Peer::WaitForRequests(int count) {
  const auto end = std::chrono::steady_clock::now() + 10s;
  const MutexLock lock(mutex_);
  while (requests_ < count) {
    if (std::chrono::steady_clock::now() >= end) return false;
    came_.WaitFor(mutex_, 100ms);
  }
  return true;
}

void Peer::Serve(Connection& connection) {
  while (true) {
    const std::string request = connection.ReadRequest();
    if (request.empty()) return;
    Behaviour behaviour;
    {
      const MutexLock lock(mutex_);
      ++requests_;
      behaviour = behaviour_;
      came_.NotifyAll();
    }
    if (!behaviour(*this, connection, request)) return;
  }
}

Behaviour Answering(Content content) {
  return [content](Peer& peer, Connection& connection, const std::string& request) {
    return Respond(peer, connection, peer.harness().Answer(request, content));
  };
}

Behaviour AnsweringAfter(std::chrono::milliseconds pause) {
  return [pause](Peer& peer, Connection& connection, const std::string& request) {
    return connection.StaysOpen(pause) && Respond(peer, connection, Sound(peer, request));
  };
}

Behaviour Saying(const std::string& status_line, const std::string& type, const std::string& body) {
  return [=](Peer&, Connection& connection, const std::string&) {
    return connection.Respond(status_line, type, body);
  };
}

Behaviour Silent() {
  return [](Peer&, Connection& connection, const std::string&) {
    connection.StaysOpen(60s);
    return false;
  };
}

Behaviour Trickling() {
  return [](Peer& peer, Connection& connection, const std::string&) {
    if (!connection.Write(Head(peer, kOversizeBytes))) return false;
    while (connection.StaysOpen(20ms) && connection.Write(" ")) {
    }
    return false;
  };
}

Behaviour Resetting() {
  return [](Peer&, Connection& connection, const std::string&) {
    connection.Reset();
    return false;
  };
}

Behaviour Leaving() {
  return [](Peer&, Connection&, const std::string&) { return false; };
}

Behaviour CuttingShort() {
  return [](Peer& peer, Connection& connection, const std::string& request) {
    const std::string body = Sound(peer, request);
    connection.Write(Head(peer, body.size()) + body.substr(0, body.size() / 2));
    return false;
  };
}

Behaviour Oversized() {
  return [](Peer& peer, Connection& connection, const std::string& request) {
    std::string body = Sound(peer, request);
    body.resize(kOversizeBytes, ' ');
    connection.Write(Head(peer, body.size()) + body);
    return false;
  };
}

Behaviour AnsweringTogether(int count) {
  return [count](Peer& peer, Connection& connection, const std::string& request) {
    return peer.WaitForRequests(count) && Respond(peer, connection, Sound(peer, request));
  };
}

}  // namespace dm::conformance
