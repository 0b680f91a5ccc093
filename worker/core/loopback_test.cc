#include "worker/core/loopback.h"

#include <string>

#include <gtest/gtest.h>

namespace dm {
namespace {

TEST(LoopbackTest, HostsOfThisMachine) {
  for (const char* host : {"localhost", "127.0.0.1", "127.255.0.9", "::1", "[::1]"})
    EXPECT_TRUE(IsLoopbackHost(host)) << host;
}

TEST(LoopbackTest, NamesThatOnlyBeginLikeOne) {
  for (const char* host : {"127.example.org",
                           "127.0.0.1.example.org",
                           "localhost.example.org",
                           "127.",
                           "127.1",
                           "128.0.0.1",
                           "0.0.0.0",
                           "[::]",
                           "::",
                           "::2",
                           ""})
    EXPECT_FALSE(IsLoopbackHost(host)) << host;
  EXPECT_FALSE(IsLoopbackHost(std::string("127.0.0.1\0.example.org", 22)));
}

TEST(LoopbackTest, AddressesWithAndWithoutAPort) {
  for (const char* address : {"localhost:443", "localhost", "127.0.0.1:0", "[::1]:8443", "[::1]"})
    EXPECT_TRUE(IsLoopbackAddress(address)) << address;
  for (const char* address :
       {"127.example.org:443", "example.org", "[::]:1", ":443", "", "10.0.0.1:1"})
    EXPECT_FALSE(IsLoopbackAddress(address)) << address;
}

TEST(LoopbackTest, AHostAndAPort) {
  for (const char* address : {"127.0.0.1:0", "db.example.org:65535", "[::1]:443"})
    EXPECT_TRUE(IsHostAndPort(address, 0)) << address;
  for (const char* address : {"127.0.0.1:65536",
                              "127.0.0.1:99999",
                              "127.0.0.1:-1",
                              "127.0.0.1:",
                              "127.0.0.1",
                              "::1:443",
                              "[]:1",
                              ":443",
                              "a b:1",
                              "http://a:1",
                              "nonsense",
                              ""})
    EXPECT_FALSE(IsHostAndPort(address, 0)) << address;
  EXPECT_FALSE(IsHostAndPort("case.example.org:0", 1));
}

TEST(LoopbackTest, PlainHttp) {
  for (const char* url : {"http://127.0.0.1:8080/x", "http://localhost", "http://[::1]:1?a=b"})
    EXPECT_TRUE(IsLoopbackHttp(url)) << url;
  for (const char* url : {"http://127.0.0.1@example.org/",
                          "http://user@127.0.0.1/",
                          "http://127.0.0.1.example.org/",
                          "http://127.0.0.1:1@example.org",
                          "https://127.0.0.1/",
                          "127.0.0.1:80",
                          "http://"})
    EXPECT_FALSE(IsLoopbackHttp(url)) << url;
}

}  // namespace
}  // namespace dm
