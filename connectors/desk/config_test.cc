#include "connectors/desk/config.h"

#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dm::desk {
namespace {

using ::testing::HasSubstr;

constexpr char kProduction[] = R"(
listen: 192.0.2.20:8443
origin: https://handlaggning.exempelkommun.example
page: page
tls: {certificate: desk.pem, key: desk.key, client_ca: staff-ca.pem}
worker:
  target: 192.0.2.10:7443
  ca: worker-ca.pem
  open: {certificate: open.pem, key: open.key}
  cleared: {certificate: cleared.pem, key: cleared.key}
sign_in:
  certificate: true
  oidc: {issuer: "https://login.exempelkommun.example", client_id: medarbetare, client_secret_file: secret}
)";

DeskConfigLoad Load(const std::string& text) {
  const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
  const std::string path = ::testing::TempDir() + "desk-config-" + info->name() + ".yaml";
  std::ofstream(path) << text;
  return LoadDeskConfig(path);
}

std::string ErrorsOf(const std::string& text) {
  std::string all;
  for (const ConfigError& error : Load(text).errors) all += error.ToString("desk.yaml") + "\n";
  return all;
}

// kProduction with `from` replaced.
std::string Changed(const std::string& from, const std::string& to) {
  std::string text = kProduction;
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(DeskConfig, ACompleteFileHolds) {
  const DeskConfigLoad load = Load(kProduction);
  EXPECT_EQ(ErrorsOf(kProduction), "");
  EXPECT_EQ(load.config.worker.cleared.key, ::testing::TempDir() + "cleared.key");
  EXPECT_EQ(load.config.oidc.redirect_uri,
            "https://handlaggning.exempelkommun.example/desk/sign-in/oidc/callback");
  EXPECT_FALSE(load.config.oidc.loopback_http);
  EXPECT_EQ(load.config.sessions.idle_ms, 30 * 60'000);
}

TEST(DeskConfig, WhatItShowsHoldsAgain) {
  const std::string shown = Describe(Load(kProduction).config);
  EXPECT_EQ(ErrorsOf(shown), "");
  EXPECT_EQ(Describe(Load(shown).config), shown);
}

TEST(DeskConfig, NothingStandsUnprotected) {
  EXPECT_THAT(
      ErrorsOf(Changed("tls: {certificate: desk.pem, key: desk.key, client_ca: staff-ca.pem}", "")),
      HasSubstr("tls is missing"));
  EXPECT_THAT(ErrorsOf(Changed("  ca: worker-ca.pem\n", "")), HasSubstr("worker.ca is missing"));
  EXPECT_THAT(ErrorsOf(Changed("origin: https:", "origin: http:")), HasSubstr("origin is not"));
  EXPECT_THAT(ErrorsOf(Changed("exempelkommun.example\npage", "exempelkommun.example/desk\npage")),
              HasSubstr("origin is not"));
  EXPECT_THAT(ErrorsOf(Changed("issuer: \"https:", "issuer: \"http:")),
              HasSubstr("sign_in.oidc.issuer is no https address"));
}

TEST(DeskConfig, TheDevelopmentLoginIsForDevelopment) {
  EXPECT_THAT(ErrorsOf(std::string(kProduction) + "development: {staff: []}\n"),
              HasSubstr("development is for builds with the development login"));
}

TEST(DeskConfig, ErrorsNameLineKeyAndRemedy) {
  const std::string errors = ErrorsOf(Changed("listen: 192.0.2.20:8443", "lisen: 192.0.2.20:8443") +
                                      "session: {idle_minutes: 0, age_minutes: 30 min}\n");
  EXPECT_THAT(errors, HasSubstr("desk.yaml:2: lisen is not a known key"));
  EXPECT_THAT(errors, HasSubstr("session.idle_minutes is not a whole number from 1 to 240"));
  EXPECT_THAT(errors, HasSubstr("session.age_minutes is not a whole number"));
  EXPECT_THAT(ErrorsOf("page: [\n"), HasSubstr("is not valid YAML"));
}

TEST(DeskConfig, AnAddressHasAHostAndAPort) {
  EXPECT_THAT(ErrorsOf(Changed("listen: 192.0.2.20:8443", "listen: nonsense")),
              HasSubstr("listen is not host:port"));
  EXPECT_THAT(ErrorsOf(Changed("target: 192.0.2.10:7443", "target: nonsense")),
              HasSubstr("worker.target is not host:port"));
}

TEST(DeskConfig, AKeyWithoutItsCertificateIsRefused) {
  EXPECT_THAT(ErrorsOf(Changed("certificate: cleared.pem, ", "")),
              HasSubstr("worker.cleared.key and the certificate belong together"));
}

}  // namespace
}  // namespace dm::desk
