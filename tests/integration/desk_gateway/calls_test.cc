// Calls from the page through the gateway to the worker and back.
#include <future>
#include <string>
#include <tuple>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "medarbetare/v1/escalation_service.pb.h"
#include "tests/integration/desk_gateway/fixture.h"

namespace dm::desk {
namespace {

namespace pb = medarbetare::v1;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kClaim[] =
    R"({"requestId":"request-0001","escalationId":"e-1","expectedVersion":"3"})";

class Calls : public DeskTest {};

TEST_F(Calls, AnswersInJsonAndInBinary) {
  SignIn(kHandler);
  const auto json = Call("EscalationService/ListQueues");
  ASSERT_EQ(json->status, 200) << json->body;
  EXPECT_EQ(json->get_header_value("Content-Type"), "application/json");
  EXPECT_EQ(json->get_header_value("Cache-Control"), "no-store");
  EXPECT_TRUE(Json(json)["queues"].is_array());
  const auto binary =
      Post("/medarbetare.v1.EscalationService/ListQueues", "", {}, "application/proto");
  ASSERT_EQ(binary->status, 200);
  pb::ListQueuesResponse answer;
  ASSERT_TRUE(answer.ParseFromString(binary->body));
  EXPECT_EQ(static_cast<std::size_t>(answer.queues_size()), Json(json)["queues"].size());
}

TEST_F(Calls, WhoActsIsWhoIsSignedIn) {
  SignIn(kHandler);
  EXPECT_EQ(Call("EscalationService/ClaimEscalation", kClaim)->status, 200);
  EXPECT_EQ(journal_.calls().back(), "Claim e-1 HL000001 3");
  nlohmann::json own = nlohmann::json::parse(kClaim);
  own["handler"] = kHandler;
  EXPECT_EQ(Call("EscalationService/ClaimEscalation", own.dump())->status, 200);
  nlohmann::json foreign = nlohmann::json::parse(kClaim);
  foreign["handler"] = "HL000002";
  const std::size_t before = journal_.calls().size();
  const auto refused = Call("EscalationService/ClaimEscalation", foreign.dump());
  EXPECT_EQ(refused->status, 403);
  EXPECT_EQ(ReasonOf(refused), "ACTOR_FORBIDDEN");
  EXPECT_EQ(journal_.calls().size(), before);
}

TEST_F(Calls, TheWorkersRecordNamesWhoReads) {
  SignIn(kHandler);
  EXPECT_EQ(Call("CaseService/GetCase", R"({"caseId":"c-1"})")->status, 200);
  EXPECT_EQ(journal_.last().caller, "HL000001 via development");
}

TEST_F(Calls, NobodySignedInGetsNothing) {
  for (const char* cookie : {"", "medarbetare-desk=", "medarbetare-desk=0123"}) {
    cookie_ = cookie;
    const auto refused = Call("EscalationService/ListQueues");
    EXPECT_EQ(refused->status, 401);
    EXPECT_EQ(ReasonOf(refused), "SIGN_IN_REQUIRED");
  }
  EXPECT_TRUE(journal_.calls().empty());
}

TEST_F(Calls, AfterSigningOutTheCookieIsWorthNothing) {
  SignIn(kHandler);
  EXPECT_EQ(Json(Post("/desk/session"))["person"]["userId"], kHandler);
  EXPECT_EQ(Post("/desk/sign-out")->status, 200);
  EXPECT_EQ(Call("EscalationService/ListQueues")->status, 401);
  const auto session = Post("/desk/session");
  EXPECT_EQ(session->status, 401);
  EXPECT_EQ(Json(session)["ways"], nlohmann::json::array({"development"}));
}

TEST_F(Calls, WhoIsNotInTheDirectoryIsNotSignedIn) {
  const auto refused = Post("/desk/sign-in/development", R"({"userId":"HL999999"})");
  EXPECT_EQ(refused->status, 403);
  EXPECT_EQ(ReasonOf(refused), "STAFF_UNKNOWN");
  EXPECT_EQ(refused->get_header_value("Set-Cookie"), "");
}

TEST_F(Calls, EveryCodeOfTheWorkerArrivesWithItsDetail) {
  SignIn(kHandler);
  const std::vector<std::tuple<StatusCode, int, std::string>> expected = {
      {StatusCode::kInvalidArgument, 400, "invalid_argument"},
      {StatusCode::kNotFound, 404, "not_found"},
      {StatusCode::kAlreadyExists, 409, "already_exists"},
      {StatusCode::kPermissionDenied, 403, "permission_denied"},
      {StatusCode::kFailedPrecondition, 400, "failed_precondition"},
      {StatusCode::kAborted, 409, "aborted"},
      {StatusCode::kResourceExhausted, 429, "resource_exhausted"},
      {StatusCode::kUnavailable, 503, "unavailable"},
      {StatusCode::kUnauthenticated, 401, "unauthenticated"},
      {StatusCode::kUnimplemented, 501, "unimplemented"}};
  for (const auto& [code, http_status, name] : expected) {
    journal_.Fail("ListQueues",
                  MakeStatus(code,
                             "said by the worker",
                             {.reason = "VERSION_STALE", .field = "a.b", .remedy = "Read again."}));
    const auto result = Call("EscalationService/ListQueues");
    EXPECT_EQ(result->status, http_status);
    const nlohmann::json json = Json(result);
    EXPECT_EQ(json["code"], name);
    EXPECT_EQ(json["message"], "said by the worker");
    EXPECT_EQ(json["details"][0]["debug"]["reason"], "VERSION_STALE");
    EXPECT_EQ(json["details"][0]["debug"]["field"], "a.b");
    EXPECT_EQ(json["details"][0]["debug"]["remedy"], "Read again.");
  }
}

TEST_F(Calls, AFaultOfTheWorkerShowsAReferenceAndNothingElse) {
  SignIn(kHandler);
  journal_.Fail("ListQueues", Internal("row 7 of cases: 19900101-2385"));
  const auto result = Call("EscalationService/ListQueues");
  EXPECT_EQ(result->status, 500);
  EXPECT_THAT(result->body, Not(HasSubstr("19900101")));
  EXPECT_THAT(result->body, HasSubstr("reference"));
}

TEST_F(Calls, TheCallersTimeIsTheDeadline) {
  SignIn(kHandler);
  std::promise<void> release;
  const std::shared_future<void> released = release.get_future().share();
  journal_.OnCall([released] { released.wait(); });
  const auto late = Call("EscalationService/ListQueues", "{}", {{"Connect-Timeout-Ms", "150"}});
  EXPECT_EQ(late->status, 504);
  EXPECT_EQ(Json(late)["code"], "deadline_exceeded");
  release.set_value();
  const auto bad = Call("EscalationService/ListQueues", "{}", {{"Connect-Timeout-Ms", "soon"}});
  EXPECT_EQ(bad->status, 400);
}

TEST_F(Calls, AWorkerThatIsDownIsSaidWithoutItsAddress) {
  SignIn(kHandler);
  EXPECT_EQ(client_->Get("/health/ready")->status, 200);
  server_.reset();
  const auto result = Call("EscalationService/ListQueues", "{}", {{"Connect-Timeout-Ms", "2000"}});
  EXPECT_TRUE(result->status == 503 || result->status == 504) << result->status;
  EXPECT_THAT(result->body, Not(HasSubstr("127.0.0.1")));
  EXPECT_EQ(client_->Get("/health")->status, 200);
}

TEST_F(Calls, ARoleCallsWhatIsItsOwn) {
  SignIn(kOperator);
  EXPECT_EQ(Call("OperationsService/GetStatus")->status, 200);
  for (const char* method : {"EscalationService/ListEscalations",
                             "CaseService/GetCase",
                             "EscalationService/ClaimEscalation"}) {
    EXPECT_EQ(Call(method)->status, 403) << method;
  }
  SignIn(kHandler);
  for (const char* method : {"OperationsService/Resume",
                             "ApplicationService/SubmitApplication",
                             "EffectService/AcknowledgeEffect",
                             "CaseSystemService/DeliverEffect"}) {
    EXPECT_EQ(Call(method)->status, 403) << method;
  }
  EXPECT_EQ(Call("OperationsService/Resumed")->status, 501);
  EXPECT_EQ(Post("/grpc.health.v1.Health/Check")->status, 501);
}

TEST_F(Calls, BadBodiesAreRefusedByFieldAndNeverReachTheWorker) {
  SignIn(kHandler);
  const auto refused = [this](const std::string& body) {
    const auto result = Call("EscalationService/ListEscalations", body);
    EXPECT_EQ(result->status, 400) << body.substr(0, 40);
    EXPECT_THAT(result->body, Not(HasSubstr("Exempelsson")));
    return ReasonOf(result);
  };
  EXPECT_EQ(refused(R"({"pageSize":"Exempelsson"})"), "FIELD_INVALID");
  EXPECT_EQ(refused(R"({"Exempelsson":1})"), "UNKNOWN_FIELD");
  EXPECT_EQ(refused(R"({"queue":)"), "JSON_SYNTAX");
  EXPECT_EQ(refused("{\"queue\":\"\xff\"}"), "JSON_SYNTAX");
  EXPECT_EQ(refused(std::string(100'000, '[')), "REQUEST_INVALID");
  EXPECT_TRUE(journal_.calls().empty());
}

TEST_F(Calls, ARestrictedListIsForTheCleared) {
  const char* all = R"({"includeRestricted":true})";
  SignIn(kHandler);
  EXPECT_EQ(Call("EscalationService/ListEscalations", all)->status, 200);
  EXPECT_FALSE(escalations_.filtered.include_restricted);
  SignIn(kCleared);
  EXPECT_EQ(Call("EscalationService/ListEscalations", all)->status, 200);
  EXPECT_TRUE(escalations_.filtered.include_restricted);
}

TEST_F(Calls, AFilterOnAColleaguePassesThrough) {
  SignIn(kHandler);
  EXPECT_EQ(Call("EscalationService/ListEscalations", R"({"handler":"HL000002"})")->status, 200);
  EXPECT_EQ(escalations_.filtered.handler, "HL000002");
}

TEST_F(Calls, ThePageIsServedWithItsHeadersAndNothingBesideIt) {
  const auto page = client_->Get("/");
  EXPECT_EQ(page->body, "<!doctype html>");
  EXPECT_EQ(page->get_header_value("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(page->get_header_value("Cache-Control"), "no-store");
  EXPECT_THAT(page->get_header_value("Content-Security-Policy"), HasSubstr("default-src 'none'"));
  EXPECT_EQ(client_->Get("/assets/page-A1.js")->get_header_value("Cache-Control"),
            "public, max-age=31536000, immutable");
  for (const char* path : {"/not-listed.txt",
                           "/manifest.json",
                           "/assets/",
                           "/../desk.yaml",
                           "/assets/%2e%2e/not-listed.txt",
                           "/..%2fnot-listed.txt",
                           "//index.html"}) {
    const auto result = client_->Get(path);
    EXPECT_EQ(result->status, 404) << path;
    EXPECT_EQ(result->get_header_value("X-Content-Type-Options"), "nosniff") << path;
    EXPECT_EQ(result->get_header_value("Cache-Control"), "no-store") << path;
  }
}

TEST_F(Calls, AnotherSitesRequestsAndFormsAreRefused) {
  SignIn(kHandler);
  const std::string path = "/medarbetare.v1.EscalationService/ListQueues";
  EXPECT_EQ(Post(path, "{}", {{"Origin", "https://other.example"}})->status, 403);
  EXPECT_EQ(Post(path, "{}", {{"Sec-Fetch-Site", "cross-site"}})->status, 403);
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded"}) {
    EXPECT_EQ(Post(path, "{}", {}, type)->status, 501) << type;
  }
  EXPECT_EQ(client_->Options(path, Headers())->status, 501);
  EXPECT_EQ(client_->Get(path, Headers())->status, 404);
  EXPECT_TRUE(journal_.calls().empty());
}

}  // namespace
}  // namespace dm::desk
