// ExplainAssessment with forms: what is asked for is what comes, and the tree comes in pages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "medarbetare/v1/case_service.grpc.pb.h"
#include "tests/integration/grpc/harness.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using testing::ElementsAre;
using Stub = pb::CaseService::Stub;

ExplanationNode Node(const std::string& id, NodeKind kind) {
  ExplanationNode node;
  node.id = id;
  node.kind = kind;
  node.label = "om " + id;
  return node;
}

// A sum with two rows, a gate that does not pass, and one smallest change.
ExplainedAssessment Explained() {
  ExplainedAssessment out;
  Explanation& e = out.explanation;
  e.month = *Month::Parse("2026-12");
  e.assessed_on = *Date::Parse("2026-11-28");
  e.facts_sha256 = std::string(64, 'a');
  e.policy_sha256 = std::string(64, 'b');
  e.computable = true;
  e.outcome = Outcome::kDelavslag;
  e.grant = Money::FromKronor(4140);
  e.result = Node("grant", NodeKind::kSum);
  e.result.amount = e.grant;
  e.result.children = {Node("grant/need", NodeKind::kSum), Node("grant/incomes", NodeKind::kSum)};
  e.result.children.front().children = {Node("grant/need/costs/0", NodeKind::kRow)};
  e.result.children.front().children.front().applied = Money::FromKronor(7800);
  e.gates = {Node("gate/G-08", NodeKind::kCheck)};
  e.gates.front().verdict = Verdict::kFail;
  e.gates.front().inputs = {{.path = "application.costs[0]", .label = "Hyra", .value = "7 800 kr"}};
  Counterfactual change;
  change.target = "grant/need/costs/0";
  change.size = Money::FromKronor(200);
  change.applicant = "Kvitto hade räknats.";
  e.counterfactuals = {change};
  Conclusion conclusion;
  conclusion.queue = "Q-20";
  conclusion.decided_on = *Date::Parse("2026-11-30");
  e.conclusion = conclusion;
  out.caseworker_text = "för handläggare";
  out.applicant_text = "till sökanden";
  out.html = "<!DOCTYPE html>";
  return out;
}

class ExplanationCalls : public ServerTest {
 protected:
  ExplanationCalls() {
    cases_.explained = Explained();
    request_.set_case_id("c-1");
  }

  grpc::Status Ask(pb::ExplainAssessmentResponse& response) {
    Stub stub(channel_);
    return Call(stub, &Stub::ExplainAssessment, request_, response);
  }

  pb::ExplainAssessmentRequest request_;
};

TEST_F(ExplanationCalls, TheWholeTreeComesWithParentsSectionsAndVerdicts) {
  request_.add_views(pb::EXPLANATION_VIEW_TREE);
  pb::ExplainAssessmentResponse response;
  ASSERT_TRUE(Ask(response).ok());
  const pb::Explanation& e = response.explanation();
  EXPECT_EQ(e.grant().ore(), 414'000);
  EXPECT_EQ(e.outcome(), pb::OUTCOME_DELAVSLAG);
  EXPECT_EQ(e.conclusion().kind(), pb::CONCLUSION_KIND_HUMAN);
  EXPECT_EQ(e.conclusion().decided_on(), "2026-11-30");
  ASSERT_EQ(e.nodes_size(), 5);
  std::vector<std::string> places;
  for (const auto& node : e.nodes()) places.push_back(node.parent_id() + " > " + node.id());
  EXPECT_THAT(places,
              ElementsAre(" > grant",
                          "grant > grant/need",
                          "grant/need > grant/need/costs/0",
                          "grant > grant/incomes",
                          " > gate/G-08"));
  EXPECT_EQ(e.nodes(2).applied().ore(), 780'000);
  EXPECT_FALSE(e.nodes(1).has_amount());
  EXPECT_EQ(e.nodes(4).section(), pb::EXPLANATION_SECTION_GATES);
  EXPECT_EQ(e.nodes(4).verdict(), pb::VERDICT_FAIL);
  EXPECT_EQ(e.nodes(4).inputs(0).value(), "7 800 kr");
  EXPECT_TRUE(response.next_page_token().empty());
  EXPECT_TRUE(response.text().empty());
  EXPECT_EQ(e.counterfactuals_size(), 0);
}

TEST_F(ExplanationCalls, OnlyTheFormsAskedForAreMade) {
  request_.add_views(pb::EXPLANATION_VIEW_APPLICANT);
  request_.add_views(pb::EXPLANATION_VIEW_COUNTERFACTUALS);
  pb::ExplainAssessmentResponse response;
  ASSERT_TRUE(Ask(response).ok());
  EXPECT_TRUE(cases_.views.applicant_text);
  EXPECT_TRUE(cases_.views.counterfactuals);
  EXPECT_FALSE(cases_.views.caseworker_text);
  EXPECT_FALSE(cases_.views.html);
  EXPECT_EQ(response.explanation().applicant_text(), "till sökanden");
  ASSERT_EQ(response.explanation().counterfactuals_size(), 1);
  EXPECT_EQ(response.explanation().counterfactuals(0).size().ore(), 20'000);
  EXPECT_EQ(response.explanation().nodes_size(), 0);
}

TEST_F(ExplanationCalls, PagesOfTheTreeAreTheTreeOnceAndTheRestComesWithTheFirst) {
  request_.add_views(pb::EXPLANATION_VIEW_TREE);
  request_.add_views(pb::EXPLANATION_VIEW_HTML);
  request_.set_page_size(2);
  std::vector<std::string> ids;
  std::vector<bool> with_page;
  do {
    pb::ExplainAssessmentResponse response;
    ASSERT_TRUE(Ask(response).ok());
    for (const auto& node : response.explanation().nodes()) ids.push_back(node.id());
    with_page.push_back(!response.explanation().html().empty());
    request_.set_page_token(response.next_page_token());
  } while (!request_.page_token().empty());
  EXPECT_THAT(
      ids, ElementsAre("grant", "grant/need", "grant/need/costs/0", "grant/incomes", "gate/G-08"));
  EXPECT_THAT(with_page, ElementsAre(true, false, false));
  EXPECT_FALSE(cases_.views.html);
}

TEST_F(ExplanationCalls, NodesOfTwoAssessmentsAreNeverMixed) {
  request_.add_views(pb::EXPLANATION_VIEW_TREE);
  request_.set_page_size(2);
  pb::ExplainAssessmentResponse response;
  ASSERT_TRUE(Ask(response).ok());
  request_.set_page_token(response.next_page_token());
  cases_.explained.explanation.facts_sha256 = std::string(64, 'c');
  const grpc::Status status = Ask(response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ABORTED);
}

TEST_F(ExplanationCalls, AFormThatIsNotKnownIsRefused) {
  request_.add_views(pb::EXPLANATION_VIEW_UNSPECIFIED);
  pb::ExplainAssessmentResponse response;
  EXPECT_EQ(Ask(response).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(journal_.calls(), ElementsAre());
}

TEST_F(ExplanationCalls, AFailureOfTheWorkerComesWithItsReason) {
  journal_.Fail(
      "Explain",
      FailedPrecondition("kept", {.reason = "INPUT_NOT_KEPT", .field = "", .remedy = ""}));
  request_.add_views(pb::EXPLANATION_VIEW_HTML);
  pb::ExplainAssessmentResponse response;
  EXPECT_EQ(Ask(response).error_code(), grpc::StatusCode::FAILED_PRECONDITION);
}

}  // namespace
}  // namespace dm::grpc_adapter
