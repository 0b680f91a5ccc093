#include "worker/cli/session.h"

#include <cstdlib>
#include <string>

#include <CLI/CLI.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace dm::cli {
namespace {

void SetVariable() {
  setenv("MEDARBETARE_TARGET", "variable:1", 1);  // NOLINT(concurrency-mt-unsafe): one thread only
}

void ClearVariable() {
  unsetenv("MEDARBETARE_TARGET");  // NOLINT(concurrency-mt-unsafe): one thread only
}

class SessionTest : public ::testing::Test {
 protected:
  void SetUp() override { SetVariable(); }

  void TearDown() override { ClearVariable(); }
};

// Two commands, as the program has many: both write to the one session.
std::string TargetAfter(const std::string& arguments) {
  Session session;
  CLI::App app;
  for (const char* name : {"one", "two"}) session.AddOptions(*app.add_subcommand(name, ""));
  app.parse(arguments);
  return session.target;
}

TEST_F(SessionTest, WhatComesFromTheWorkerIsWrittenForItsUserAlone) {
  const mode_t before = ::umask(022);
  Session session;
  ASSERT_TRUE(session.Connect());
  EXPECT_EQ(::umask(before), 077U);
}

TEST_F(SessionTest, AnOptionGoesBeforeItsVariable) {
  EXPECT_EQ(TargetAfter("one --target option:2"), "option:2");
  EXPECT_EQ(TargetAfter("two --target option:2"), "option:2");
}

TEST_F(SessionTest, AVariableGoesBeforeTheDefault) {
  EXPECT_EQ(TargetAfter("one"), "variable:1");
  ClearVariable();
  EXPECT_EQ(TargetAfter("one"), "127.0.0.1:7443");
}

TEST_F(SessionTest, SaysWhatToDoWhereTheCallIsNotKnown) {
  Session session;
  ::testing::internal::CaptureStderr();
  EXPECT_FALSE(session.Check(grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "")));
  const std::string told = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(told, ::testing::HasSubstr("variable:1 does not know this call"));
  EXPECT_THAT(told, ::testing::HasSubstr("remedy: use the program of the worker's version"));
  EXPECT_EQ(session.exit_code, kExitRefused);
}

TEST_F(SessionTest, SaysWhatMayBeMissingWhereNobodyAnswers) {
  Session session;
  ::testing::internal::CaptureStderr();
  EXPECT_FALSE(session.Check(grpc::Status(grpc::StatusCode::UNAVAILABLE, "Socket closed")));
  const std::string told = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(told, ::testing::HasSubstr("listens on variable:1 (--target)"));
  EXPECT_THAT(told, ::testing::HasSubstr("give --cert, --key and --ca"));
  EXPECT_EQ(session.exit_code, kExitNoConnection);
}

TEST_F(SessionTest, NeverGoesWithoutTlsWhereACertificateIsGiven) {
  Session session;
  session.certificate = "caller.pem";
  session.key = "caller.key";
  ::testing::internal::CaptureStderr();
  EXPECT_FALSE(session.Connect());
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), ::testing::HasSubstr("give all three"));
  EXPECT_EQ(session.exit_code, kExitBadInput);
}

}  // namespace
}  // namespace dm::cli
