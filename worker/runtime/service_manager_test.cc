// What a service manager hears, over a socket as systemd's.
#include "worker/runtime/service_manager.h"

#include <unistd.h>

#include <cstdlib>
#include <string>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "tests/support/temporary_directory.h"

namespace dm::service_manager {
namespace {

class Manager {
 public:
  Manager() : path_(folder_.path() + "/notify"), socket_(socket(AF_UNIX, SOCK_DGRAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path_.copy(address.sun_path, sizeof(address.sun_path) - 1);
    bound_ = bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  }

  ~Manager() { close(socket_); }

  Manager(const Manager&) = delete;
  Manager& operator=(const Manager&) = delete;
  Manager(Manager&&) = delete;
  Manager& operator=(Manager&&) = delete;

  bool bound() const { return bound_; }

  const std::string& path() const { return path_; }

  // Empty when nothing has been said.
  std::string Heard() const {
    char text[200];
    const ssize_t size = recv(socket_, text, sizeof(text), MSG_DONTWAIT);
    return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string();
  }

 private:
  dm::testing::TemporaryDirectory folder_;
  std::string path_;
  int socket_;
  bool bound_ = false;
};

TEST(ServiceManager, HearsWhatTheProcessIsAbout) {
  const Manager manager;
  ASSERT_TRUE(manager.bound());
  // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread only.
  ASSERT_EQ(setenv("NOTIFY_SOCKET", manager.path().c_str(), 1), 0);
  TellReady();
  EXPECT_EQ(manager.Heard(), "READY=1");
  TellReloading();
  EXPECT_EQ(manager.Heard(), "RELOADING=1");
  TellAlive();
  EXPECT_EQ(manager.Heard(), "WATCHDOG=1");
  TellStopping();
  EXPECT_EQ(manager.Heard(), "STOPPING=1");
  ASSERT_EQ(unsetenv("NOTIFY_SOCKET"), 0);  // NOLINT(concurrency-mt-unsafe)
  TellReady();
  EXPECT_EQ(manager.Heard(), "");
}

}  // namespace
}  // namespace dm::service_manager
