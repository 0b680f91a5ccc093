#include "worker/adapters/grpc/fill_explanation.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "worker/adapters/codec/explanation.h"
#include "worker/adapters/grpc/page.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;

// More than there are forms: a repeat is no fault.
constexpr int kViewsMax = 16;

struct Wanted {
  bool tree = false;
  ExplanationViews views;
};

Status BadView(const char* reason, const std::string& message) {
  return InvalidArgument(
      "views: " + message,
      {.reason = reason,
       .field = "views",
       .remedy = "Ask for TREE, COUNTERFACTUALS, CASEWORKER, APPLICANT or HTML."});
}

StatusOr<Wanted> ReadViews(const pb::ExplainAssessmentRequest& request) {
  if (request.views_size() > kViewsMax) return BadView("TOO_MANY_ITEMS", "at most 16");
  Wanted wanted;
  for (const int view : request.views()) {
    switch (view) {
      case pb::EXPLANATION_VIEW_TREE:
        wanted.tree = true;
        break;
      case pb::EXPLANATION_VIEW_COUNTERFACTUALS:
        wanted.views.counterfactuals = true;
        break;
      case pb::EXPLANATION_VIEW_CASEWORKER:
        wanted.views.caseworker_text = true;
        break;
      case pb::EXPLANATION_VIEW_APPLICANT:
        wanted.views.applicant_text = true;
        break;
      case pb::EXPLANATION_VIEW_HTML:
        wanted.views.html = true;
        break;
      default:
        return BadView("UNKNOWN_ENUM_VALUE", "is no form that this version knows");
    }
  }
  return wanted;
}

// A cursor is "<index>.<what was explained>": nodes of two assessments are never mixed.
std::string MarkOf(const Explanation& explanation) {
  constexpr std::size_t kShown = 16;
  return explanation.facts_sha256.substr(0, kShown) + explanation.policy_sha256.substr(0, kShown) +
         explanation.assessed_on.ToString();
}

StatusOr<std::size_t> BeginOf(const PageRequest& page, const std::string& mark, std::size_t nodes) {
  if (page.after.empty()) return std::size_t{0};
  const std::size_t dot = page.after.find('.');
  std::size_t begin = 0;
  const auto [end, error] = std::from_chars(
      page.after.data(), page.after.data() + std::min(dot, page.after.size()), begin);
  const bool read = error == std::errc() && dot != std::string::npos && *end == '.';
  if (read && page.after.substr(dot + 1) == mark && begin < nodes) return begin;
  return MakeStatus(StatusCode::kAborted,
                    "the case has been assessed anew since the first page",
                    {.reason = "STALE_VERSION",
                     .field = "page_token",
                     .remedy = "Begin again with the first page."});
}

}  // namespace

Status FillExplanation(CaseApi& cases,
                       const CallContext& call,
                       const CaseId& id,
                       const pb::ExplainAssessmentRequest& request,
                       pb::ExplainAssessmentResponse& response) {
  DM_ASSIGN_OR_RETURN(const Wanted wanted, ReadViews(request));
  DM_ASSIGN_OR_RETURN(const PageRequest page, ReadPage(request));
  const bool first = page.after.empty();
  DM_ASSIGN_OR_RETURN(ExplainedAssessment explained,
                      cases.Explain(call, id, first ? wanted.views : ExplanationViews{}));
  pb::Explanation& out = *response.mutable_explanation();
  if (first) {
    out = codec::HeadToProto(explained.explanation);
    out.set_caseworker_text(std::move(explained.caseworker_text));
    out.set_applicant_text(std::move(explained.applicant_text));
    out.set_html(std::move(explained.html));
    if (wanted.views.counterfactuals) {
      for (const Counterfactual& one : explained.explanation.counterfactuals)
        *out.add_counterfactuals() = codec::ToProto(one);
    }
  }
  if (!wanted.tree) return OkStatus();
  std::vector<pb::ExplanationNode> nodes = codec::NodesToProto(explained.explanation);
  const std::string mark = MarkOf(explained.explanation);
  DM_ASSIGN_OR_RETURN(const std::size_t begin, BeginOf(page, mark, nodes.size()));
  const std::size_t end = std::min(nodes.size(), begin + static_cast<std::size_t>(page.limit));
  for (std::size_t i = begin; i < end; ++i) *out.add_nodes() = std::move(nodes[i]);
  if (end < nodes.size())
    response.set_next_page_token(PageToken(request, std::to_string(end) + "." + mark));
  return OkStatus();
}

}  // namespace dm::grpc_adapter
