#include "connectors/desk/exchange.h"

#include <string>

#include <gtest/gtest.h>

namespace dm::desk {
namespace {

const Site kSite{.origin = "https://desk.exempelkommun.example", .tls = true};
const std::string kToken(64, 'a');

httplib::Request Post() {
  httplib::Request request;
  request.method = "POST";
  request.headers = {{"Host", "desk.exempelkommun.example"},
                     {"Origin", kSite.origin},
                     {"Content-Type", "application/json"},
                     {"Content-Length", "2"}};
  return request;
}

httplib::Request With(httplib::Request request, const std::string& name, const std::string& value) {
  request.headers.erase(name);
  if (!value.empty()) request.headers.emplace(name, value);
  return request;
}

bool IsRefused(const httplib::Request& request) {
  return RefuseEarly(request, kSite).has_value();
}

TEST(Exchange, ThePagesOwnCallIsAdmitted) {
  EXPECT_FALSE(IsRefused(Post()));
  EXPECT_FALSE(IsRefused(With(Post(), "Sec-Fetch-Site", "same-origin")));
}

TEST(Exchange, WhatAnotherSiteOrAFormSendsIsRefused) {
  for (const char* origin : {"",
                             "null",
                             "https://other.example",
                             "http://desk.exempelkommun.example",
                             "https://desk.exempelkommun.example:444",
                             "https://desk.exempelkommun.example.other.example"}) {
    EXPECT_TRUE(IsRefused(With(Post(), "Origin", origin))) << origin;
  }
  for (const char* site : {"cross-site", "same-site", "none"}) {
    EXPECT_TRUE(IsRefused(With(Post(), "Sec-Fetch-Site", site))) << site;
  }
  for (const char* type :
       {"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"}) {
    EXPECT_TRUE(IsRefused(With(Post(), "Content-Type", type))) << type;
  }
  httplib::Request twice = Post();
  twice.headers.emplace("Origin", "https://other.example");
  EXPECT_TRUE(IsRefused(twice));
}

TEST(Exchange, LengthsThatTwoReadersCouldReadDifferentlyAreRefused) {
  for (const char* length : {"", "-1", "+2", "0x2", "2, 2", "99999999999"}) {
    EXPECT_TRUE(IsRefused(With(Post(), "Content-Length", length))) << length;
  }
  httplib::Request twice = Post();
  twice.headers.emplace("Content-Length", "3");
  EXPECT_TRUE(IsRefused(twice));
  EXPECT_TRUE(IsRefused(With(Post(), "Transfer-Encoding", "chunked")));
  EXPECT_TRUE(IsRefused(With(Post(), "Content-Encoding", "gzip")));
  EXPECT_TRUE(IsRefused(With(Post(), "Host", "")));
}

TEST(Exchange, OnlyGetHeadAndPostAreServed) {
  for (const char* method : {"PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PRI"}) {
    httplib::Request request = Post();
    request.method = method;
    EXPECT_TRUE(IsRefused(request)) << method;
  }
}

TEST(Exchange, TheTokenIsTheOneCookieOfItsForm) {
  const auto token = [](const std::string& cookie) {
    return TokenOf(With(Post(), "Cookie", cookie), kSite);
  };
  EXPECT_EQ(token("a=b; __Host-medarbetare-desk=" + kToken), kToken);
  EXPECT_EQ(token("medarbetare-desk=" + kToken), "");  // the name without the prefix
  EXPECT_EQ(token("x__Host-medarbetare-desk=" + kToken), "");
  EXPECT_EQ(token("__Host-medarbetare-desk=" + kToken + "; __Host-medarbetare-desk=" + kToken), "");
  EXPECT_EQ(token("__Host-medarbetare-desk=" + std::string(64, '!')), "");
  EXPECT_EQ(token("__Host-medarbetare-desk=" + kToken + "a"), "");
}

TEST(Exchange, TheCookieIsForThisHostOverTlsAndNoScript) {
  httplib::Response response;
  SetSessionCookie(response, kSite, kToken);
  EXPECT_EQ(response.get_header_value("Set-Cookie"),
            "__Host-medarbetare-desk=" + kToken + "; Path=/; HttpOnly; SameSite=Strict; Secure");
}

TEST(Exchange, EveryAnswerForbidsWhatThePageDoesNotNeed) {
  const httplib::Headers headers = SecurityHeaders(kSite);
  const auto value = [&headers](const char* name) {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
  };
  const std::string policy = value("Content-Security-Policy");
  EXPECT_EQ(policy.rfind("default-src 'none';", 0), 0U);
  for (const char* none : {"object-src", "base-uri", "frame-ancestors"})
    EXPECT_NE(policy.find(std::string(none) + " 'none'"), std::string::npos) << none;
  for (const char* loose : {"unsafe", "data:", "http:", "https:", "*", "blob:"}) {
    EXPECT_EQ(policy.find(loose), std::string::npos) << loose;
  }
  EXPECT_EQ(value("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(value("Referrer-Policy"), "no-referrer");
  EXPECT_EQ(value("Strict-Transport-Security"), "max-age=31536000; includeSubDomains");
  EXPECT_EQ(value("Access-Control-Allow-Origin"), "");
}

}  // namespace
}  // namespace dm::desk
