#include "connectors/desk/session.h"

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"

namespace dm::desk {
namespace {

class FakeDirectory final : public Directory {
 public:
  StatusOr<Person> Identify(const Identity& identity) override {
    ++asked;
    if (!failure.ok()) return failure;
    const auto found = users.find(identity.certificate_uri);
    if (found == users.end()) return NotFound("nobody");
    return Person{
        .user_id = found->second, .name = "Namn", .roles = {}, .queues = {}, .cleared = cleared};
  }

  std::map<std::string, std::string> users = {{"urn:a", "HL000001"}, {"urn:b", "HL000002"}};
  Status failure;
  bool cleared = false;
  int asked = 0;
};

class SessionsTest : public ::testing::Test {
 protected:
  std::string SignIn(const std::string& uri = "urn:a", const std::string& old = "") {
    auto token = sessions_.SignIn({.certificate_uri = uri}, "certificate", old);
    return token.ok() ? *token : "";
  }

  StatusCode Find(const std::string& token, Sessions::Use use = Sessions::Use::kWork) {
    return sessions_.Find(token, use).status().code();
  }

  FakeDirectory directory_;
  dm::testing::FakeClock clock_{Instant::FromUnixMs(0)};
  SessionLimits limits_{.idle_ms = 1'000,
                        .age_ms = 5'000,
                        .staff_check_ms = 300,
                        .sessions_max = 3,
                        .per_person_max = 2,
                        .calls_max = 2};
  Sessions sessions_{limits_, directory_, clock_};
};

TEST_F(SessionsTest, ATokenIsRandomAndFindsItsPerson) {
  const std::string token = SignIn();
  EXPECT_EQ(token.size(), 64U);
  EXPECT_NE(token, SignIn());
  const auto session = sessions_.Find(token, Sessions::Use::kWork);
  ASSERT_TRUE(session.ok());
  EXPECT_EQ(session->person.user_id, "HL000001");
  EXPECT_EQ(session->signed_in_by, "certificate");
}

TEST_F(SessionsTest, WhoIsNotListedGetsNone) {
  EXPECT_EQ(SignIn("urn:stranger"), "");
  EXPECT_EQ(sessions_.size(), 0U);
}

TEST_F(SessionsTest, OtherTokensFindNothing) {
  const std::string token = SignIn();
  for (const std::string& other : {std::string(),
                                   std::string("x"),
                                   token + "0",
                                   std::string(64, '0'),
                                   token.substr(1) + "g"}) {
    EXPECT_EQ(Find(other), StatusCode::kUnauthenticated);
  }
}

TEST_F(SessionsTest, ItEndsWhenIdle) {
  const std::string token = SignIn();
  clock_.Advance(999);
  EXPECT_EQ(Find(token), StatusCode::kOk);
  clock_.Advance(999);
  EXPECT_EQ(Find(token), StatusCode::kOk);
  clock_.Advance(1'000);
  EXPECT_EQ(Find(token), StatusCode::kUnauthenticated);
  EXPECT_EQ(sessions_.size(), 0U);
}

TEST_F(SessionsTest, LookingDoesNotKeepItAlive) {
  const std::string token = SignIn();
  clock_.Advance(600);
  EXPECT_EQ(Find(token, Sessions::Use::kLook), StatusCode::kOk);
  clock_.Advance(400);
  EXPECT_EQ(Find(token), StatusCode::kUnauthenticated);
}

TEST_F(SessionsTest, ItEndsByAgeHoweverMuchItIsUsed) {
  const std::string token = SignIn();
  for (int i = 0; i < 9; ++i) {
    clock_.Advance(500);
    EXPECT_EQ(Find(token), StatusCode::kOk);
  }
  clock_.Advance(500);
  EXPECT_EQ(Find(token), StatusCode::kUnauthenticated);
}

TEST_F(SessionsTest, SigningOutAndSigningInAgainEndTheOldToken) {
  const std::string token = SignIn();
  sessions_.SignOut(token);
  EXPECT_EQ(Find(token), StatusCode::kUnauthenticated);
  const std::string first = SignIn();
  const std::string second = SignIn("urn:b", first);
  EXPECT_EQ(Find(first), StatusCode::kUnauthenticated);
  EXPECT_EQ(Find(second), StatusCode::kOk);
}

TEST_F(SessionsTest, ItEndsWhenTheDirectoryNoLongerHasThePerson) {
  const std::string token = SignIn();
  directory_.users.erase("urn:a");
  EXPECT_EQ(Find(token), StatusCode::kOk);  // known until asked again
  clock_.Advance(300);
  EXPECT_EQ(Find(token), StatusCode::kUnauthenticated);
  directory_.users["urn:a"] = "HL000001";
  EXPECT_EQ(Find(token), StatusCode::kUnauthenticated);
}

TEST_F(SessionsTest, ItEndsWhenTheIdentityIsSomeoneElsesNow) {
  const std::string token = SignIn();
  directory_.users["urn:a"] = "HL000009";
  clock_.Advance(300);
  EXPECT_EQ(Find(token), StatusCode::kUnauthenticated);
}

TEST_F(SessionsTest, WhatAPersonMaySeeFollowsTheDirectory) {
  const std::string token = SignIn();
  directory_.cleared = true;
  clock_.Advance(300);
  EXPECT_TRUE(sessions_.Find(token, Sessions::Use::kWork)->person.cleared);
  directory_.cleared = false;
  clock_.Advance(300);
  EXPECT_FALSE(sessions_.Find(token, Sessions::Use::kWork)->person.cleared);
}

TEST_F(SessionsTest, ADirectoryThatDoesNotAnswerLetsNobodyWorkAndEndsNothing) {
  const std::string token = SignIn();
  directory_.failure = Unavailable("down");
  clock_.Advance(300);
  EXPECT_EQ(Find(token), StatusCode::kUnavailable);
  directory_.failure = OkStatus();
  EXPECT_EQ(Find(token), StatusCode::kOk);
}

TEST_F(SessionsTest, OnePersonHasTheLatestFewAndAllHaveSoMany) {
  const std::string first = SignIn();
  clock_.Advance(1);
  const std::string second = SignIn();
  clock_.Advance(1);
  const std::string third = SignIn();
  EXPECT_EQ(Find(first), StatusCode::kUnauthenticated);
  EXPECT_EQ(Find(second), StatusCode::kOk);
  EXPECT_EQ(Find(third), StatusCode::kOk);
  EXPECT_NE(SignIn("urn:b"), "");
  EXPECT_EQ(SignIn("urn:b"), "");  // the fourth of three
  clock_.Advance(1'000);           // the idle ones make room
  EXPECT_NE(SignIn("urn:b"), "");
}

TEST_F(SessionsTest, CallsUnderWayAreCountedPerSession) {
  const std::string token = SignIn();
  {
    const auto one = sessions_.Begin(token);
    const auto two = sessions_.Begin(token);
    EXPECT_TRUE(one.ok() && two.ok());
    EXPECT_EQ(sessions_.Begin(token).status().code(), StatusCode::kResourceExhausted);
  }
  EXPECT_TRUE(sessions_.Begin(token).ok());
}

}  // namespace
}  // namespace dm::desk
