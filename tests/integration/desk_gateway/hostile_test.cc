// What no browser sends: requests that are too long, too slow, cut, doubled, or no requests at all.
#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "tests/integration/desk_gateway/fixture.h"
#include "worker/core/random.h"

namespace dm::desk {
namespace {

using ::testing::StartsWith;

constexpr int kPatienceMs = 10'000;

// A raw connection to the gateway.
class Wire {
 public:
  explicit Wire(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(
        connect(socket_, static_cast<sockaddr*>(static_cast<void*>(&address)), sizeof(address)), 0);
  }

  ~Wire() { ::close(socket_); }

  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  Wire(Wire&&) = delete;
  Wire& operator=(Wire&&) = delete;

  // False when the gateway has closed.
  bool Send(const std::string& bytes) const {
    return send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  }

  void EndSending() const { shutdown(socket_, SHUT_WR); }

  // All until the gateway closes.
  std::string ReadToEnd() const {
    std::string all;
    char bytes[4096];
    while (true) {
      pollfd one{.fd = socket_, .events = POLLIN, .revents = 0};
      if (poll(&one, 1, kPatienceMs) <= 0) return all + "<still open>";
      const ssize_t got = recv(socket_, bytes, sizeof(bytes), 0);
      if (got <= 0) return all;
      all.append(bytes, static_cast<std::size_t>(got));
    }
  }

 private:
  int socket_;
};

class Hostile : public DeskTest {
 protected:
  void Configure() override {
    DeskTest::Configure();
    config_.http.connection.head_ms = 300;
    config_.http.connection.body_ms = 300;
    config_.http.connection.idle_ms = 300;
    config_.http.connection.head_bytes_max = 4096;
    config_.http.connection.body_bytes_max = 8192;
    config_.http.connections_max = 16;
  }

  std::string Exchange(const std::string& bytes) const {
    const Wire wire(desk_->port());
    wire.Send(bytes);
    return wire.ReadToEnd();
  }

  std::string PostHead(const std::string& more) const {
    return "POST /desk/session HTTP/1.1\r\nHost: x\r\nOrigin: " + origin_ +
           "\r\nContent-Type: application/json\r\n" + more + "\r\n";
  }

  bool IsAlive() { return client_->Get("/health")->status == 200; }
};

TEST_F(Hostile, AHeadIsSoLongAndNoLonger) {
  const auto with_header = [this](std::size_t bytes) {
    return Exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: " +
                    std::string(bytes, 'a') + "\r\n\r\n");
  };
  EXPECT_THAT(with_header(3'900), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(with_header(4'200), ::testing::Not(StartsWith("HTTP/1.1 200")));
  // Many small lines are a long head as well.
  std::string lines = "GET / HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 1'000; ++i) lines += "X: y\r\n";
  EXPECT_THAT(Exchange(lines + "\r\n"), ::testing::Not(StartsWith("HTTP/1.1 200")));
  EXPECT_TRUE(IsAlive());
}

TEST_F(Hostile, ABodyIsSoLongAndNoLonger) {
  const auto with_body = [this](std::size_t bytes) {
    return Exchange(
        PostHead("Connection: close\r\nContent-Length: " + std::to_string(bytes) + "\r\n") +
        std::string(bytes, ' '));
  };
  EXPECT_THAT(with_body(8'192), StartsWith("HTTP/1.1 401"));
  EXPECT_THAT(with_body(8'193), ::testing::Not(StartsWith("HTTP/1.1 401")));
  EXPECT_TRUE(IsAlive());
}

TEST_F(Hostile, AChunkedDoubledOrUnmeasuredBodyIsRefusedAndTheConnectionEnds) {
  const std::string next = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";
  for (const char* lengths : {"Transfer-Encoding: chunked\r\n",
                              "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n",
                              "Content-Length: 2\r\nContent-Length: 70\r\n",
                              ""}) {
    const std::string answer = Exchange(PostHead(lengths) + "0\r\n\r\n" + next);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400")) << lengths;
    // What follows is never taken for another request.
    EXPECT_EQ(answer.find("\"status\":\"ok\""), std::string::npos) << lengths;
  }
}

TEST_F(Hostile, AGetWithABodyEndsTheConnection) {
  const std::string answer = Exchange(
      "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n"
      "GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 400"));
  EXPECT_EQ(answer.find("\"status\":\"ok\""), std::string::npos);
}

TEST_F(Hostile, ASlowHeadAndASlowBodyAreCutOff) {
  EXPECT_EQ(Exchange("GET / HTTP/1.1\r\nHost: x\r\n").find("<still open>"), std::string::npos);
  EXPECT_EQ(Exchange(PostHead("Content-Length: 100\r\n") + "{").find("<still open>"),
            std::string::npos);
  EXPECT_EQ(Exchange("").find("<still open>"), std::string::npos);  // says nothing at all
  EXPECT_TRUE(IsAlive());
}

TEST_F(Hostile, TwoRequestsInOnePieceAreAnsweredInOrder) {
  const std::string answer = Exchange(
      "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\nConnection: "
      "close\r\n\r\n");
  const std::size_t page = answer.find("<!doctype html>");
  const std::size_t health = answer.find("\"status\":\"ok\"");
  EXPECT_NE(page, std::string::npos);
  EXPECT_NE(health, std::string::npos);
  EXPECT_LT(page, health);
}

TEST_F(Hostile, TooManyConnectionsAreClosedAndTheOthersServed) {
  std::vector<std::unique_ptr<Wire>> idle;
  idle.reserve(64);
  for (int i = 0; i < 64; ++i) idle.push_back(std::make_unique<Wire>(desk_->port()));
  // Idle ones make room within their time.
  idle.front()->ReadToEnd();
  idle.clear();
  bool alive = false;
  for (int i = 0; i < 50 && !alive; ++i) {
    const auto answer = client_->Get("/health");
    alive = answer && answer->status == 200;
  }
  EXPECT_TRUE(alive);
}

TEST_F(Hostile, ARangeAndAnAcceptedCodingChangeNothing) {
  const auto page =
      client_->Get("/", {{"Range", "bytes=0-1,3-4,5-6"}, {"Accept-Encoding", "br, gzip"}});
  EXPECT_EQ(page->status, 200);
  EXPECT_EQ(page->body, "<!doctype html>");
  EXPECT_EQ(page->get_header_value("Content-Encoding"), "");
}

TEST_F(Hostile, NoBytesStopTheGateway) {
  const std::vector<std::string> seeds = {
      PostHead("Content-Length: 2\r\n") + "{}",
      "GET /assets/page-A1.js HTTP/1.1\r\nHost: x\r\nRange: bytes=0-\r\n\r\n",
      "POST /medarbetare.v1.EscalationService/ListQueues HTTP/1.1\r\nHost: x\r\nCookie: "
      "medarbetare-desk=a; b=\r\nContent-Type: application/connect+json\r\nContent-Length: "
      "7\r\nOrigin: " +
          origin_ + "\r\n\r\n" + std::string("\0\0\0\0\2{}", 7),
      "GET /desk/sign-in/oidc/callback?state=%ff&code=%zz HTTP/1.1\r\nHost: x\r\n\r\n"};
  SplitMix64 random(20261122);
  for (int i = 0; i < 600; ++i) {
    std::string bytes = seeds[static_cast<std::size_t>(random.Between(0, 3))];
    for (int edits = random.Between(1, 8); edits > 0; --edits) {
      const auto at =
          static_cast<std::size_t>(random.Between(0, static_cast<int>(bytes.size()) - 1));
      switch (random.Between(0, 3)) {
        case 0:
          bytes[at] = static_cast<char>(random.Between(0, 255));
          break;
        case 1:
          bytes.erase(at, static_cast<std::size_t>(random.Between(1, 9)));
          break;
        case 2:
          bytes.insert(at, std::string(static_cast<std::size_t>(random.Between(1, 40)), '\n'));
          break;
        default:
          bytes.insert(at, bytes.substr(0, 30));
      }
      if (bytes.empty()) bytes = "x";
    }
    const Wire wire(desk_->port());
    wire.Send(bytes);
    wire.EndSending();
    const std::string answer = wire.ReadToEnd();
    ASSERT_EQ(answer.find("<still open>"), std::string::npos) << i;
    ASSERT_TRUE(answer.empty() || answer.rfind("HTTP/1.1 ", 0) == 0) << i;
  }
  client_ = std::make_unique<httplib::Client>(origin_);
  EXPECT_TRUE(IsAlive());
}

TEST_F(Hostile, StoppingEndsIdleConnections) {
  const Wire idle(desk_->port());
  desk_->Stop();
  EXPECT_EQ(idle.ReadToEnd(), "");
}

}  // namespace
}  // namespace dm::desk
