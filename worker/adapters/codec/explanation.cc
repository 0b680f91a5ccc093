#include "worker/adapters/codec/explanation.h"

#include <string>
#include <utility>

#include "worker/adapters/codec/enums.h"
#include "worker/adapters/codec/fill.h"
#include "worker/core/check.h"

namespace dm::codec {
namespace {

pb::ExplanationNodeKind KindOf(NodeKind kind) {
  switch (kind) {
    case NodeKind::kSum:
      return pb::EXPLANATION_NODE_KIND_SUM;
    case NodeKind::kRow:
      return pb::EXPLANATION_NODE_KIND_ROW;
    case NodeKind::kGround:
      return pb::EXPLANATION_NODE_KIND_GROUND;
    case NodeKind::kCheck:
      return pb::EXPLANATION_NODE_KIND_CHECK;
    case NodeKind::kAnswer:
      return pb::EXPLANATION_NODE_KIND_ANSWER;
  }
  DM_CHECK(false && "node kind outside its enum");
  return pb::EXPLANATION_NODE_KIND_UNSPECIFIED;
}

pb::ConclusionKind KindOf(Conclusion::Kind kind) {
  switch (kind) {
    case Conclusion::Kind::kAutomatic:
      return pb::CONCLUSION_KIND_AUTOMATIC;
    case Conclusion::Kind::kCompletion:
      return pb::CONCLUSION_KIND_COMPLETION;
    case Conclusion::Kind::kHuman:
      return pb::CONCLUSION_KIND_HUMAN;
  }
  DM_CHECK(false && "kind of conclusion outside its enum");
  return pb::CONCLUSION_KIND_UNSPECIFIED;
}

pb::ExplanationInput InputToProto(const ResolvedInput& value) {
  pb::ExplanationInput message;
  message.set_path(value.path);
  message.set_label(value.label);
  message.set_value(value.value);
  return message;
}

void FillInputs(const std::vector<ResolvedInput>& values,
                google::protobuf::RepeatedPtrField<pb::ExplanationInput>* inputs) {
  for (const ResolvedInput& value : values) *inputs->Add() = InputToProto(value);
}

pb::Conclusion ConclusionToProto(const Conclusion& value) {
  pb::Conclusion message;
  message.set_kind(KindOf(value.kind));
  message.set_typfall(value.typfall);
  message.set_delegation(value.delegation);
  message.set_queue(value.queue);
  message.set_queue_title(value.queue_title);
  message.set_mode(value.mode);
  message.set_pay_date(TextOf(value.pay_date));
  message.set_due(TextOf(value.due));
  message.set_decided_on(TextOf(value.decided_on));
  FillList(value.reasons, message.mutable_reasons());
  FillList(value.items, message.mutable_items());
  return message;
}

// A node's children are laid out by the caller.
pb::ExplanationNode NodeToProto(const ExplanationNode& value,
                                const std::string& parent,
                                pb::ExplanationSection section) {
  pb::ExplanationNode message;
  message.set_id(value.id);
  message.set_parent_id(parent);
  message.set_section(section);
  message.set_kind(KindOf(value.kind));
  message.set_label(value.label);
  if (value.amount) *message.mutable_amount() = ToProto(*value.amount);
  if (value.applied) *message.mutable_applied() = ToProto(*value.applied);
  message.set_value(value.value);
  message.set_code(value.code);
  message.set_rule(value.rule);
  message.set_reason(value.reason);
  if (value.verdict) message.set_verdict(EnumToProto(*value.verdict));
  message.set_why(value.why);
  FillList(value.sources, message.mutable_sources());
  FillInputs(value.inputs, message.mutable_inputs());
  return message;
}

class Layout {
 public:
  void Add(const ExplanationNode& node, pb::ExplanationSection section) { Add(node, "", section); }

  void Add(const std::vector<ExplanationNode>& nodes, pb::ExplanationSection section) {
    for (const ExplanationNode& node : nodes) Add(node, section);
  }

  std::vector<pb::ExplanationNode> Take() { return std::move(nodes_); }

 private:
  void Add(const ExplanationNode& node, const std::string& parent, pb::ExplanationSection section) {
    nodes_.push_back(NodeToProto(node, parent, section));
    for (const ExplanationNode& child : node.children) Add(child, node.id, section);
  }

  std::vector<pb::ExplanationNode> nodes_;
};

}  // namespace

pb::Explanation HeadToProto(const Explanation& value) {
  pb::Explanation message;
  message.set_month(value.month.ToString());
  message.set_assessed_on(value.assessed_on.ToString());
  message.set_policy_version(value.policy_version);
  message.set_policy_sha256(value.policy_sha256);
  message.set_engine_version(value.engine_version);
  message.set_facts_sha256(value.facts_sha256);
  message.set_computable(value.computable);
  message.set_outcome(EnumToProto(value.outcome));
  if (value.computable) *message.mutable_grant() = ToProto(value.grant);
  if (value.conclusion) *message.mutable_conclusion() = ConclusionToProto(*value.conclusion);
  FillInputs(value.undetermined, message.mutable_undetermined());
  FillList(value.sources, message.mutable_sources());
  return message;
}

pb::Counterfactual ToProto(const Counterfactual& value) {
  pb::Counterfactual message;
  message.set_target(value.target);
  message.set_path(value.path);
  message.set_from(value.from);
  message.set_to(value.to);
  if (value.size) *message.mutable_size() = ToProto(*value.size);
  message.set_outcome(EnumToProto(value.outcome));
  *message.mutable_grant() = ToProto(value.grant);
  message.set_text(value.text);
  message.set_applicant_text(value.applicant);
  return message;
}

std::vector<pb::ExplanationNode> NodesToProto(const Explanation& value) {
  Layout layout;
  layout.Add(value.result, pb::EXPLANATION_SECTION_RESULT);
  layout.Add(value.steps, pb::EXPLANATION_SECTION_STEPS);
  layout.Add(value.gates, pb::EXPLANATION_SECTION_GATES);
  layout.Add(value.checks, pb::EXPLANATION_SECTION_CHECKS);
  layout.Add(value.triggers, pb::EXPLANATION_SECTION_TRIGGERS);
  layout.Add(value.typfall, pb::EXPLANATION_SECTION_TYPFALL);
  if (value.previous) layout.Add(*value.previous, pb::EXPLANATION_SECTION_PREVIOUS);
  layout.Add(value.answers, pb::EXPLANATION_SECTION_ANSWERS);
  layout.Add(value.information, pb::EXPLANATION_SECTION_INFORMATION);
  return layout.Take();
}

}  // namespace dm::codec
