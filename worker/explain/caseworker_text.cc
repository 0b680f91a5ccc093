#include <fmt/format.h>

#include "worker/explain/text.h"
#include "worker/explain/words.h"

namespace dm::explain {

namespace {

std::string Citations(const std::vector<SourceRef>& sources) {
  std::string text;
  for (const SourceRef& source : sources) text += (text.empty() ? "" : "; ") + source.citation;
  return text;
}

std::string Inputs(const std::vector<ResolvedInput>& inputs) {
  std::string text;
  for (const ResolvedInput& input : inputs)
    text += fmt::format("{}{} [{}]",
                        text.empty() ? "" : "; ",
                        input.value.empty() ? input.label : input.label + ": " + input.value,
                        input.path);
  return text;
}

class Writer {
 public:
  explicit Writer(const Explanation& explanation) : e_(explanation) {}

  std::string Write() {
    text_ = fmt::format("Förklaring av beräkningen för {}, gjord {}\n",
                        e_.month.ToSwedish(),
                        e_.assessed_on.ToString());
    Outcome();
    Heading("Beräkning");
    Tree(e_.result, 0);
    Undetermined();
    Steps();
    Changes();
    NotPassed();
    NamedChecks();
    Previous();
    Nodes("Utlösta signaler", e_.triggers, "inga");
    Typfall();
    Nodes("Svar från registren", e_.answers, "inga");
    if (!e_.information.empty()) Nodes("Att känna till", e_.information, "inget");
    Passed();
    text_ += fmt::format("\nRegelverk {} ({}), program {}\n",
                         e_.policy_version,
                         e_.policy_sha256.substr(0, 12),
                         e_.engine_version);
    if (!e_.facts_sha256.empty())
      text_ += fmt::format("Underlagets kontrollsumma {}\n", e_.facts_sha256.substr(0, 12));
    return std::move(text_);
  }

 private:
  void Heading(const std::string& heading) { text_ += "\n" + Capital(heading) + "\n"; }

  void Line(int depth, const std::string& line) {
    text_.append(static_cast<std::size_t>(depth) * 2, ' ');
    text_ += line + "\n";
  }

  void Outcome() {
    Line(0, fmt::format("Utfall: {}", OutcomeWords(e_.outcome)));
    if (e_.computable) Line(0, fmt::format("Belopp: {}", e_.grant.ToSwedish()));
    if (!e_.conclusion) return;
    const Conclusion& c = *e_.conclusion;
    switch (c.kind) {
      case Conclusion::Kind::kAutomatic:
        Line(0, fmt::format("Beslut: automatiskt ({}, {})", c.typfall, c.delegation));
        if (c.pay_date) Line(0, fmt::format("Utbetalning: {}", c.pay_date->ToString()));
        break;
      case Conclusion::Kind::kCompletion:
        Line(0, fmt::format("Komplettering begärs till {}:", c.due ? c.due->ToString() : ""));
        for (const MissingItem& item : c.items)
          Line(1, fmt::format("{}  {}", item.code, item.text));
        break;
      case Conclusion::Kind::kHuman:
        if (c.decided_on)
          Line(0, fmt::format("Beslut: av handläggare {}", c.decided_on->ToString()));
        Line(0, fmt::format("Till handläggare: {} {}", c.queue, c.queue_title));
        if (!c.typfall.empty())
          Line(0, fmt::format("Typfallet {}: {}", c.typfall, ModeWords(c.mode)));
        for (const Finding& reason : c.reasons)
          Line(1, fmt::format("{}  {}", reason.code, reason.text));
        break;
    }
  }

  void Previous() {
    if (!e_.previous) return;
    Heading("Jämförelse med månaden före");
    Line(1, Title(*e_.previous));
    Line(1, e_.previous->why);
    for (const ExplanationNode& row : e_.previous->children) Line(2, Title(row));
  }

  void NamedChecks() {
    if (e_.checks.empty()) return;
    Heading("Kontroller av ansökan");
    for (const ExplanationNode& check : e_.checks) {
      Line(1, Title(check));
      if (check.why.empty()) continue;
      Line(2, check.why);
      for (const ResolvedInput& input : check.inputs)
        Line(2, fmt::format("- {}: {} [{}]", input.label, input.value, input.path));
    }
  }

  static std::string Title(const ExplanationNode& node) {
    std::string line = node.label + ":";
    if (node.amount) line += " " + node.amount->ToSwedish();
    if (!node.value.empty()) line += node.amount ? " (" + node.value + ")" : " " + node.value;
    if (!node.code.empty()) line += " [" + node.code + "]";
    return line;
  }

  void Rule(const ExplanationNode& node, int depth) {
    if (node.rule.empty()) return;
    const std::string sources = Citations(node.sources);
    Line(depth, fmt::format("Regel {}{}", node.rule, sources.empty() ? "" : ". Källa: " + sources));
  }

  void Tree(const ExplanationNode& node, int depth) {
    Line(depth, Title(node));
    if (node.kind == NodeKind::kRow) {
      if (!node.why.empty()) Line(depth + 1, node.why);
      Rule(node, depth + 1);
    }
    for (const ExplanationNode& child : node.children) {
      if (child.kind == NodeKind::kGround) {
        Ground(child, node.rule, depth + 1);
      } else {
        Tree(child, depth + 1);
      }
    }
  }

  // The rule that gave the row stands with the row; another one stands with its ground.
  void Ground(const ExplanationNode& ground, const std::string& row_rule, int depth) {
    std::string line = "- " + Title(ground);
    for (const ResolvedInput& input : ground.inputs) line += " [" + input.path + "]";
    Line(depth, line);
    if (!ground.why.empty()) Line(depth + 1, ground.why);
    if (ground.rule != row_rule) Rule(ground, depth + 1);
  }

  // Of the calculations that are policy; what stands in a row already is said shortly.
  void Steps() {
    if (e_.steps.empty()) return;
    Heading("Räknesteg");
    for (const ExplanationNode& step : e_.steps) {
      std::string line = Title(step);
      for (const ResolvedInput& input : step.inputs)
        line += fmt::format("; {} = {}", input.path.substr(input.path.find(':') + 1), input.value);
      Line(1, line);
      if (!step.why.empty()) Line(2, step.why);
    }
  }

  void Undetermined() {
    if (e_.undetermined.empty()) return;
    Heading("Det som saknas för beräkningen");
    for (const ResolvedInput& input : e_.undetermined) Line(1, Inputs({input}));
  }

  void Changes() {
    if (e_.counterfactuals.empty()) return;
    Heading("Minsta ändring som hade gett ett annat resultat");
    for (const Counterfactual& one : e_.counterfactuals)
      Line(1,
           fmt::format(
               "{} [{}: {} → {}; gäller {}]", one.text, one.path, one.from, one.to, one.target));
  }

  void Node(const ExplanationNode& node, int depth) {
    const bool finding = node.kind == NodeKind::kGround;
    Line(depth,
         fmt::format("{}  {}{}",
                     node.code,
                     node.label,
                     finding || node.value.empty() ? "" : ": " + node.value));
    if (!node.why.empty()) Line(depth + 1, node.why);
    if (finding && !node.inputs.empty()) Line(depth + 1, "Underlag: " + Inputs(node.inputs));
    for (const ExplanationNode& child : node.children) Node(child, depth + 1);
  }

  void Nodes(const std::string& heading,
             const std::vector<ExplanationNode>& nodes,
             const std::string& none) {
    Heading(heading);
    for (const ExplanationNode& node : nodes) Node(node, 1);
    if (nodes.empty()) Line(1, none);
  }

  void NotPassed() {
    Heading("Kontroller som inte är godkända");
    bool any = false;
    for (const ExplanationNode& gate : e_.gates) {
      if (gate.verdict == Verdict::kPass) continue;
      any = true;
      Node(gate, 1);
    }
    if (!any) Line(1, "inga");
  }

  void Passed() {
    Heading("Godkända kontroller");
    bool any = false;
    for (const ExplanationNode& gate : e_.gates) {
      if (gate.verdict != Verdict::kPass) continue;
      any = true;
      Line(1, fmt::format("{}  {}", gate.code, gate.label));
    }
    if (!any) Line(1, "inga");
  }

  // Of a typfall that does not fit, only the conditions that say why.
  void Typfall() {
    Heading("Typfall");
    for (const ExplanationNode& typfall : e_.typfall) {
      Line(1, fmt::format("{}  {}: {}", typfall.code, typfall.label, typfall.value));
      if (!typfall.why.empty()) Line(2, typfall.why);
      for (const ExplanationNode& criterion : typfall.children) {
        if (criterion.verdict == Verdict::kPass) continue;
        Line(2,
             fmt::format("{}  {}: {} ({})",
                         criterion.code,
                         criterion.label,
                         criterion.verdict == Verdict::kFail ? "nej" : "inte känt",
                         criterion.inputs.empty()
                             ? criterion.value
                             : criterion.inputs.front().label + ": " + criterion.value));
      }
    }
  }

  const Explanation& e_;
  std::string text_;
};

}  // namespace

std::string CaseworkerText(const Explanation& explanation) {
  return Writer(explanation).Write();
}

}  // namespace dm::explain
