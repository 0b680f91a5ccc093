#include "worker/explain/json.h"

#include <fmt/format.h>

#include "worker/explain/json_writer.h"

namespace dm::explain {

void JsonWriter::Quote(std::string_view value) {
  text_ += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') {
      text_ += '\\';
      text_ += c;
    } else if (c == '\n') {
      text_ += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      text_ += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      text_ += c;
    }
  }
  text_ += '"';
}

namespace {

class Writer {
 public:
  std::string Write(const Explanation& e) {
    json_.Open('{');
    Line("schema", "medarbetare.explanation.v1");
    Line("month", e.month.ToString());
    Line("assessed_on", e.assessed_on.ToString());
    Line("policy_version", e.policy_version);
    Line("policy_sha256", e.policy_sha256);
    Line("engine_version", e.engine_version);
    Line("facts_sha256", e.facts_sha256);
    json_.Key("computable");
    json_.Flag(e.computable);
    Line("outcome", OutcomeCode(e.outcome));
    if (e.computable) Amount("grant_ore", e.grant);
    Concluded(e);
    json_.Key("result");
    Node(e.result);
    Inputs("undetermined", e.undetermined);
    Nodes("steps", e.steps);
    Nodes("gates", e.gates);
    Nodes("checks", e.checks);
    Nodes("triggers", e.triggers);
    Nodes("typfall", e.typfall);
    if (e.previous) Nodes("previous", {*e.previous});
    Nodes("answers", e.answers);
    Nodes("information", e.information);
    Changes(e.counterfactuals);
    Sources(e.sources);
    json_.Close('}');
    return json_.Take();
  }

 private:
  void Line(std::string_view key, std::string_view value) {
    if (value.empty()) return;
    json_.Key(key);
    json_.Text(value);
  }

  void Amount(std::string_view key, Money amount) {
    json_.Key(key);
    json_.Number(amount.ore());
  }

  void Concluded(const Explanation& e) {
    if (!e.conclusion) return;
    const Conclusion& c = *e.conclusion;
    json_.Key("conclusion");
    json_.Open('{');
    Line("kind",
         c.kind == Conclusion::Kind::kAutomatic    ? "AUTOMATIC"
         : c.kind == Conclusion::Kind::kCompletion ? "COMPLETION"
                                                   : "HUMAN");
    Line("typfall", c.typfall);
    Line("delegation", c.delegation);
    Line("queue", c.queue);
    Line("queue_title", c.queue_title);
    Line("mode", c.mode);
    if (c.pay_date) Line("pay_date", c.pay_date->ToString());
    if (c.due) Line("due", c.due->ToString());
    if (c.decided_on) Line("decided_on", c.decided_on->ToString());
    if (!c.reasons.empty()) {
      json_.Key("reasons");
      json_.Open('[');
      for (const Finding& reason : c.reasons) Coded(reason.code, reason.text);
      json_.Close(']');
    }
    if (!c.items.empty()) {
      json_.Key("items");
      json_.Open('[');
      for (const MissingItem& item : c.items) Coded(item.code, item.text);
      json_.Close(']');
    }
    json_.Close('}');
  }

  void Coded(const std::string& code, const std::string& text) {
    json_.Open('{');
    Line("code", code);
    Line("text", text);
    json_.Close('}');
  }

  void Node(const ExplanationNode& node) {
    json_.Open('{');
    Line("id", node.id);
    Line("kind", NodeKindCode(node.kind));
    Line("label", node.label);
    if (node.amount) Amount("amount_ore", *node.amount);
    if (node.applied) Amount("applied_ore", *node.applied);
    Line("value", node.value);
    if (node.verdict) Line("verdict", VerdictCode(*node.verdict));
    Line("code", node.code);
    Line("rule", node.rule);
    Line("reason", node.reason);
    Line("why", node.why);
    Sources(node.sources);
    Inputs("inputs", node.inputs);
    Nodes("children", node.children);
    json_.Close('}');
  }

  void Nodes(std::string_view key, const std::vector<ExplanationNode>& nodes) {
    if (nodes.empty()) return;
    json_.Key(key);
    json_.Open('[');
    for (const ExplanationNode& node : nodes) Node(node);
    json_.Close(']');
  }

  void Inputs(std::string_view key, const std::vector<ResolvedInput>& inputs) {
    if (inputs.empty()) return;
    json_.Key(key);
    json_.Open('[');
    for (const ResolvedInput& input : inputs) {
      json_.Open('{');
      Line("path", input.path);
      Line("label", input.label);
      Line("value", input.value);
      json_.Close('}');
    }
    json_.Close(']');
  }

  void Changes(const std::vector<Counterfactual>& changes) {
    if (changes.empty()) return;
    json_.Key("counterfactuals");
    json_.Open('[');
    for (const Counterfactual& one : changes) {
      json_.Open('{');
      Line("target", one.target);
      Line("path", one.path);
      Line("from", one.from);
      Line("to", one.to);
      if (one.size) Amount("size_ore", *one.size);
      Line("outcome", OutcomeCode(one.outcome));
      Amount("grant_ore", one.grant);
      Line("text", one.text);
      Line("applicant", one.applicant);
      json_.Close('}');
    }
    json_.Close(']');
  }

  void Sources(const std::vector<SourceRef>& sources) {
    if (sources.empty()) return;
    json_.Key("sources");
    json_.Open('[');
    for (const SourceRef& source : sources) {
      json_.Open('{');
      Line("id", source.id);
      Line("citation", source.citation);
      json_.Key("statute");
      json_.Flag(source.statute);
      json_.Close('}');
    }
    json_.Close(']');
  }

  JsonWriter json_;
};

}  // namespace

std::string ToJson(const Explanation& explanation) {
  return Writer().Write(explanation);
}

}  // namespace dm::explain
