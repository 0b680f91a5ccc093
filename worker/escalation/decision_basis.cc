#include "worker/escalation/decision_basis.h"

#include <vector>

#include "worker/core/digest.h"

namespace dm::escalation {
namespace {

// Fields with their lengths, so that text cannot move from one to the next unseen.
class Canonical {
 public:
  explicit Canonical(const char* form) : text_(std::string(form) + "\n") {}

  Canonical& Add(const std::string& value) {
    text_ += std::to_string(value.size()) + ":" + value + "\n";
    return *this;
  }

  Canonical& Add(std::int64_t value) { return Add(std::to_string(value)); }

  Canonical& Add(const std::optional<Money>& value) {
    return Add(value ? std::to_string(value->ore()) : std::string("-"));
  }

  std::string Hash() const { return Sha256Hex(text_); }

 private:
  std::string text_;
};

std::string ApplicationSha256(const CaseRecord& record) {
  Canonical canonical("medarbetare-application-with-documents-v1");
  canonical.Add(record.content_sha256);
  for (const Document& document : record.application.documents)
    canonical.Add(document.id.value()).Add(document.kind);
  return canonical.Hash();
}

void AddBasis(Canonical& canonical, const DecisionBasis& basis) {
  canonical.Add(basis.application_sha256)
      .Add(basis.facts_sha256)
      .Add(basis.policy_sha256)
      .Add(basis.frame_version)
      .Add(basis.frame_ended ? 1 : 0)
      .Add(basis.communications)
      .Add(basis.answers)
      .Add(basis.child_analyses)
      .Add(basis.messages);
}

std::string Counted(const char* what, int seen, int now) {
  return std::string(what) + " (" + std::to_string(now) + ", was " + std::to_string(seen) + ")";
}

}  // namespace

DecisionBasis BasisOf(const CaseRecord& record,
                      const std::optional<Frame>& frame,
                      const PolicySet& policy,
                      int messages) {
  DecisionBasis basis;
  basis.application_sha256 = ApplicationSha256(record);
  if (record.assessment) basis.facts_sha256 = record.assessment->facts_sha256;
  basis.policy_sha256 = record.assessment ? record.assessment->policy_sha256 : policy.sha256();
  if (frame) {
    basis.frame_version = frame->version;
    basis.frame_ended = frame->ended.has_value();
  }
  basis.communications = static_cast<int>(record.communications.size());
  for (const Communication& communication : record.communications)
    basis.answers += static_cast<int>(communication.answers.size());
  basis.child_analyses = static_cast<int>(record.child_analyses.size());
  basis.messages = messages;
  return basis;
}

std::string ContentSha256(const CaseRecord& record,
                          const Decision& decision,
                          const DecisionBasis& basis) {
  Canonical canonical("medarbetare-decision-content-v1");
  canonical.Add(record.id.value())
      .Add(record.application.month.ToString())
      .Add(OutcomeCode(decision.outcome))
      .Add(decision.granted)
      .Add(decision.motivation)
      .Add(decision.reason)
      .Add(decision.communication_exception)
      .Add(decision.corrects)
      .Add(decision.correction_ground)
      .Add(static_cast<std::int64_t>(decision.rows.size()));
  for (const DecisionRow& row : decision.rows) {
    canonical.Add(row.code)
        .Add(row.person ? row.person->value() : std::string())
        .Add(row.applied)
        .Add(row.worker_amount)
        .Add(row.human_amount)
        .Add(row.reason)
        .Add(row.note);
  }
  AddBasis(canonical, basis);
  return canonical.Hash();
}

std::string DifferenceOf(const DecisionBasis& seen, const DecisionBasis& now) {
  std::vector<std::string> parts;
  if (seen.application_sha256 != now.application_sha256)
    parts.emplace_back("the application or its documents");
  if (seen.facts_sha256 != now.facts_sha256)
    parts.emplace_back("the register answers or the calculation");
  if (seen.policy_sha256 != now.policy_sha256) parts.emplace_back("the policies");
  if (seen.frame_version != now.frame_version)
    parts.push_back(Counted("the frame's version", seen.frame_version, now.frame_version));
  if (seen.frame_ended != now.frame_ended) parts.emplace_back("the frame has been ended");
  if (seen.communications != now.communications)
    parts.push_back(Counted("the communications", seen.communications, now.communications));
  if (seen.answers != now.answers)
    parts.push_back(Counted("the household's answers", seen.answers, now.answers));
  if (seen.child_analyses != now.child_analyses)
    parts.push_back(Counted("the analyses of children", seen.child_analyses, now.child_analyses));
  if (seen.messages != now.messages)
    parts.push_back(Counted("the household's messages", seen.messages, now.messages));
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
  return text;
}

Status CheckContent(const std::string& expected,
                    const std::optional<DecisionBasis>& seen,
                    const DecisionBasis& basis,
                    const std::string& content_sha256) {
  if (expected.empty() || expected == content_sha256) return OkStatus();
  std::string what = seen ? DifferenceOf(*seen, basis) : std::string();
  if (what.empty())
    what = seen ? "outcome, rows or reasons are others than those that were seen"
                : "what the decision says or rests on; send `expected_basis` to hear which part";
  return MakeStatus(StatusCode::kAborted,
                    "the decision would be another than the one that was seen: " + what,
                    {"CONTENT_CHANGED",
                     "expected_content_sha256",
                     "preview the decision again and look at what has changed"});
}

}  // namespace dm::escalation
