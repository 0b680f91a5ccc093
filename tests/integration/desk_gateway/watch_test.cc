// WatchEscalations as the page hears it: enveloped frames over HTTP, for many at once; and what
// keeps a session alive.
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "tests/integration/desk_gateway/fixture.h"

namespace dm::desk {
namespace {

using ::testing::HasSubstr;
using SteadyClock = std::chrono::steady_clock;

constexpr int kWatchers = 200;
constexpr int kPersons = 20;  // ten streams each: a session has sixteen calls at once
constexpr char kStream[] = "application/connect+json";
constexpr char kMethod[] = "/medarbetare.v1.EscalationService/WatchEscalations";

EscalationHint Changed() {
  EscalationHint hint;
  hint.kind = HintKind::kChanged;
  hint.queue = "Q-20";
  hint.escalation = EscalationId::FromTrusted("e-1");
  hint.version = 4;
  return hint;
}

std::string Frame(const std::string& message) {
  std::string frame(5, '\0');
  frame[4] = static_cast<char>(message.size());
  return frame + message;
}

// A browser's stream, by hand: reads until told to go, as one thread of its own.
class Watcher {
 public:
  Watcher(int port, const std::string& origin, const std::string& cookie) {
    socket_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto* address = static_cast<const sockaddr*>(static_cast<const void*>(&to));
    EXPECT_EQ(connect(socket_, address, sizeof to), 0);
    const std::string body = Frame("{}");
    const std::string request =
        std::string("POST ") + kMethod +
        " HTTP/1.1\r\nHost: " + origin.substr(origin.find("//") + 2) + "\r\nOrigin: " + origin +
        "\r\nCookie: " + cookie + "\r\nContent-Type: " + kStream +
        "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    EXPECT_EQ(send(socket_, request.data(), request.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(request.size()));
    timeval patience{.tv_sec = 30, .tv_usec = 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }

  ~Watcher() { Leave(); }

  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;
  Watcher(Watcher&&) = delete;
  Watcher& operator=(Watcher&&) = delete;

  // Until `text` has come; false when the stream ends or is silent for half a minute.
  bool ReadUntil(const std::string& text) {
    char bytes[4096];
    while (seen_.find(text) == std::string::npos) {
      const ssize_t n = recv(socket_, bytes, sizeof bytes, 0);
      if (n <= 0) return false;
      seen_.append(bytes, static_cast<std::size_t>(n));
    }
    return true;
  }

  const std::string& seen() const { return seen_; }

  void Leave() {
    if (socket_ >= 0) close(socket_);
    socket_ = -1;
  }

 private:
  int socket_ = -1;
  std::string seen_;
};

class WatchOverHttp : public DeskTest {
 protected:
  void Configure() override {
    DeskTest::Configure();
    for (int i = 0; i < kPersons; ++i) {
      config_.staff.push_back({.user_id = "VV0000" + std::to_string(10 + i),
                               .name = "Namn",
                               .roles = {"ekonomihandlaggare"},
                               .queues = {"*"},
                               .cleared = false});
    }
  }

  std::unique_ptr<Watcher> Watch() {
    return std::make_unique<Watcher>(desk_->port(), origin_, cookie_);
  }

  // Until the worker has `count` listeners; it is asked, nothing is told that counts.
  bool HasListeners(std::size_t count) {
    const auto until = SteadyClock::now() + std::chrono::seconds(30);
    while (SteadyClock::now() < until) {
      EscalationHint nothing;
      nothing.kind = HintKind::kChanged;
      nothing.queue = "Q-00";
      nothing.escalation = EscalationId::FromTrusted("e-0");
      if (queues_.Tell(nothing) == count) return true;
      std::this_thread::yield();
    }
    return false;
  }
};

TEST_F(WatchOverHttp, HintsArriveAsFramesOfJson) {
  SignIn(kHandler);
  const auto watcher = Watch();
  ASSERT_TRUE(watcher->ReadUntil("ESCALATION_HINT_KIND_BEGUN"));
  EXPECT_THAT(watcher->seen(), HasSubstr("200 OK"));
  EXPECT_THAT(watcher->seen(), HasSubstr(kStream));
  EXPECT_THAT(watcher->seen(), HasSubstr("no-store"));
  ASSERT_TRUE(HasListeners(1));
  queues_.Tell(Changed());
  ASSERT_TRUE(watcher->ReadUntil("\"e-1\""));
  EXPECT_THAT(watcher->seen(), HasSubstr("ESCALATION_HINT_KIND_CHANGED"));
}

TEST_F(WatchOverHttp, ABrowserThatGoesAwayEndsItAtTheWorker) {
  SignIn(kHandler);
  auto watcher = Watch();
  ASSERT_TRUE(watcher->ReadUntil("ESCALATION_HINT_KIND_BEGUN"));
  ASSERT_TRUE(HasListeners(1));
  watcher->Leave();
  EXPECT_TRUE(HasListeners(0));
}

TEST_F(WatchOverHttp, WhoSignsOutHearsNoMore) {
  SignIn(kHandler);
  const auto watcher = Watch();
  ASSERT_TRUE(watcher->ReadUntil("ESCALATION_HINT_KIND_BEGUN"));
  EXPECT_EQ(Post("/desk/sign-out")->status, 200);
  EXPECT_TRUE(watcher->ReadUntil("SIGN_IN_REQUIRED"));
  EXPECT_TRUE(HasListeners(0));
}

TEST_F(WatchOverHttp, TwoHundredHearInLessThanASecond) {
  std::vector<std::unique_ptr<Watcher>> watchers;
  for (int i = 0; i < kWatchers; ++i) {
    if (i % (kWatchers / kPersons) == 0) {
      cookie_.clear();
      SignIn("VV0000" + std::to_string(10 + i / (kWatchers / kPersons)));
    }
    watchers.push_back(Watch());
    ASSERT_TRUE(watchers.back()->ReadUntil("ESCALATION_HINT_KIND_BEGUN")) << i;
  }
  ASSERT_TRUE(HasListeners(kWatchers));
  std::atomic<int> heard = 0;
  std::vector<std::jthread> threads;
  threads.reserve(watchers.size());
  for (const auto& watcher : watchers) {
    threads.emplace_back([&heard, one = watcher.get()] {
      if (one->ReadUntil("\"e-1\"")) ++heard;
    });
  }
  const auto from = SteadyClock::now();
  queues_.Tell(Changed());
  threads.clear();
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - from);
  RecordProperty("milliseconds", static_cast<int>(took.count()));
  EXPECT_EQ(heard, kWatchers);
  EXPECT_LT(took.count(), 1'000);
  // Others are served meanwhile.
  EXPECT_EQ(Call("EscalationService/ListQueues")->status, 200);
}

class UnattendedSession : public DeskTest {
 protected:
  void Configure() override {
    DeskTest::Configure();
    config_.sessions.idle_ms = 600'000;
    config_.sessions.age_ms = 3'600'000;
    config_.sessions.staff_check_ms = 0;
  }
};

// What a page does by itself is no sign of a person at the desk.
TEST_F(UnattendedSession, APageThatPollsDoesNotProlongIt) {
  SignIn(kHandler);
  for (int i = 0; i < 9; ++i) {
    clock_.Advance(60'000);
    EXPECT_EQ(Call("EscalationService/ListEscalations", "{}", {{"Desk-Unattended", "1"}})->status,
              200);
    EXPECT_EQ(Call("EscalationService/RenewEscalation", R"({"escalationId":"e-1"})")->status, 200);
  }
  clock_.Advance(60'000);
  EXPECT_EQ(Call("EscalationService/ListEscalations")->status, 401);
}

TEST_F(UnattendedSession, APersonsActProlongsItUntilItsAge) {
  SignIn(kHandler);
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(Call("EscalationService/ListEscalations")->status, 200) << i;
    clock_.Advance(599'999);
  }
  EXPECT_EQ(Call("EscalationService/ListEscalations")->status, 200);
  clock_.Advance(10);
  EXPECT_EQ(Call("EscalationService/ListEscalations")->status, 401);
}

}  // namespace
}  // namespace dm::desk
