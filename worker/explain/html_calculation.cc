#include <fmt/format.h>

#include "worker/explain/html_parts.h"

namespace dm::explain {

namespace {

class Calculation {
 public:
  Calculation(const Explanation& explanation, HtmlWriter* out) : e_(explanation), out_(*out) {}

  void Write() {
    out_.Element("p", e_.result.why).Raw("\n");
    Undetermined();
    out_.Raw(
        "<table class=\"calc\">\n<caption>Belopp som minskar bistånd står med "
        "minus.</caption>\n<thead><tr><th scope=\"col\">Post</th>"
        "<th scope=\"col\" class=\"num\">Sökt</th>"
        "<th scope=\"col\" class=\"num\">Räknas</th>"
        "<th scope=\"col\">Varför</th></tr></thead>\n<tbody>\n");
    for (const ExplanationNode& node : e_.result.children) Part(node);
    Total();
    out_.Raw("</tbody>\n</table>\n");
    Steps();
  }

 private:
  void Steps() {
    if (e_.steps.empty()) return;
    out_.Raw(
        "<details><summary>Alla räknesteg för riksnormen</summary>\n<table class=\"ground\">"
        "<caption>Räknesteg i den ordning de görs</caption>\n"
        "<thead><tr><th scope=\"col\">Steg</th><th scope=\"col\" class=\"num\">Resultat</th>"
        "<th scope=\"col\">Varför</th></tr></thead>\n<tbody>\n");
    for (const ExplanationNode& step : e_.steps) {
      out_.Raw("<tr><th scope=\"row\">")
          .Text(step.label)
          .Code(step.code)
          .Raw("</th><td class=\"num\">")
          .Text(step.amount ? step.amount->ToSwedish() : step.value)
          .Raw("</td><td>")
          .Text(step.why);
      for (const ResolvedInput& input : step.inputs)
        out_.Raw("<div class=\"note\">").Text(input.label + ": " + input.value).Raw("</div>");
      out_.Code(step.rule).Raw("</td></tr>\n");
    }
    out_.Raw("</tbody></table></details>\n");
  }

  void Undetermined() {
    if (e_.undetermined.empty()) return;
    out_.Raw("<h3>Det som saknas</h3>\n<ul class=\"plain\">\n");
    for (const ResolvedInput& input : e_.undetermined)
      out_.Raw("<li class=\"open\">")
          .Text(input.value.empty() ? input.label : input.label + ": " + input.value)
          .Code(input.path == input.label ? "" : input.path)
          .Raw("</li>\n");
    out_.Raw("</ul>\n");
  }

  // The need has its groups below it; incomes and assets are groups themselves.
  void Part(const ExplanationNode& node) {
    if (node.id != "grant/need") return Group(node);
    for (const ExplanationNode& group : node.children) Group(group);
    Sum(node);
  }

  void Group(const ExplanationNode& group) {
    const bool adjustment = group.id == "grant/adjustment";
    if (group.children.empty() && !adjustment && group.id != "grant/incomes") return;
    Sum(group);
    for (const ExplanationNode& row : group.children) Row(row);
  }

  void Sum(const ExplanationNode& node) {
    out_.Raw("<tr class=\"group\"><th scope=\"rowgroup\">")
        .Text(node.id == "grant/need" ? "Behov, summa" : node.label)
        .Raw("</th><td class=\"num\"></td><td class=\"num\" data-label=\"Summa\">")
        .Text(node.amount ? node.amount->ToSwedish() : "")
        .Raw("</td><td>");
    if (node.id == "grant/incomes" && node.children.empty()) out_.Text("Inga inkomster räknas.");
    out_.Raw("</td></tr>\n");
  }

  void Row(const ExplanationNode& row) {
    const bool less = row.applied && row.amount && *row.amount < *row.applied;
    out_.Raw(less ? "<tr class=\"less\">" : "<tr>")
        .Raw("<th scope=\"row\">")
        .Text(row.label)
        .Raw("</th><td class=\"num\" data-label=\"Sökt\">")
        .Text(row.applied ? row.applied->ToSwedish() : "")
        .Raw("</td><td class=\"num granted\" data-label=\"Räknas\">")
        .Text(row.amount ? row.amount->ToSwedish() : "")
        .Raw("</td><td class=\"why\">")
        .Text(row.why);
    Change(row);
    Grounds(row);
    out_.Raw("</td></tr>\n");
  }

  // The smallest change stands with the row that it is about.
  void Change(const ExplanationNode& row) {
    for (const Counterfactual& one : e_.counterfactuals) {
      if (one.target != row.id) continue;
      out_.Raw("<p class=\"note\">").Text(one.text).Raw("</p>");
      return;
    }
  }

  void Grounds(const ExplanationNode& row) {
    out_.Raw(
            "<details><summary>Underlag och regel</summary>\n<table class=\"ground\" aria-label=\"")
        .Text("Underlag och regel: " + row.label)
        .Raw("\"><tbody>\n");
    for (const ExplanationNode& ground : row.children) Ground(ground);
    out_.Raw("<tr><th scope=\"row\">Regel</th><td colspan=\"2\">").Code(row.rule);
    for (const SourceRef& source : row.sources) out_.Raw("<br>").Text(source.citation);
    out_.Raw("</td></tr>\n</tbody></table></details>");
  }

  void Ground(const ExplanationNode& ground) {
    out_.Raw("<tr><th scope=\"row\">")
        .Text(ground.label)
        .Raw("</th><td class=\"num\">")
        .Text(ground.amount ? ground.amount->ToSwedish() : "")
        .Raw("</td><td>")
        .Text(ground.value);
    if (!ground.why.empty()) out_.Raw("<div class=\"note\">").Text(ground.why).Raw("</div>");
    out_.Code(ground.code).Code(ground.rule);
    // Of a parameter the rule says it already.
    for (const ResolvedInput& input : ground.inputs)
      if (!input.path.starts_with("policy:")) out_.Code(input.path);
    out_.Raw("</td></tr>\n");
  }

  void Total() {
    out_.Raw("<tr class=\"total\"><th scope=\"row\">")
        .Text(e_.result.label)
        .Raw("</th><td class=\"num\"></td><td class=\"num\" data-label=\"Belopp\">")
        .Text(e_.result.amount ? e_.result.amount->ToSwedish() : "–")
        .Raw("</td><td>")
        .Text(e_.result.amount ? "" : "Kan inte räknas fram.")
        .Raw("</td></tr>\n");
  }

  const Explanation& e_;
  HtmlWriter& out_;
};

}  // namespace

void WriteCalculation(const Explanation& explanation, HtmlWriter* out) {
  Calculation(explanation, out).Write();
}

}  // namespace dm::explain
