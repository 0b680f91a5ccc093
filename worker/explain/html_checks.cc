#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "worker/explain/html_parts.h"
#include "worker/explain/words.h"

namespace dm::explain {

namespace {

// A word and a colour; the word alone says all.
void Mark(Verdict verdict, const char* pass, const char* fail, HtmlWriter* out) {
  switch (verdict) {
    case Verdict::kPass:
      out->Raw("<span class=\"mark pass\">").Text(pass).Raw("</span>");
      break;
    case Verdict::kFail:
      out->Raw("<span class=\"mark fail\">").Text(fail).Raw("</span>");
      break;
    case Verdict::kUnknown:
      out->Raw("<span class=\"mark open\">okänt</span>");
      break;
  }
}

void Findings(const ExplanationNode& node, HtmlWriter* out) {
  for (const ExplanationNode& finding : node.children) {
    out->Raw("<p>").Text(finding.label).Code(finding.code);
    for (const ResolvedInput& input : finding.inputs) {
      if (input.value.empty()) continue;
      out->Raw("<br><span class=\"note\">")
          .Text(input.label + ": " + input.value)
          .Raw("</span>")
          .Code(input.path);
    }
    out->Raw("</p>");
  }
}

void Check(const ExplanationNode& node, HtmlWriter* out) {
  const Verdict verdict = node.verdict.value_or(Verdict::kFail);
  out->Raw(verdict == Verdict::kUnknown ? "<li class=\"open\">" : "<li class=\"fail\">")
      .Raw("<strong>")
      .Text(node.label)
      .Raw("</strong>")
      .Code(node.code)
      .Raw(" ");
  Mark(verdict, "godkänd", "inte godkänd", out);
  Findings(node, out);
  out->Raw("</li>\n");
}

// What set it off mostly stands with the checks: one line a finding is enough.
void Signal(const ExplanationNode& node, HtmlWriter* out) {
  out->Raw("<li><strong>")
      .Text(node.label)
      .Raw("</strong>")
      .Code(node.code)
      .Raw(" <span class=\"note\">")
      .Text(node.value)
      .Raw("</span>");
  for (const ExplanationNode& finding : node.children)
    out->Raw("<br>").Text(finding.label).Code(finding.code);
  out->Raw("</li>\n");
}

struct ReasonLine {
  std::string text;
  std::vector<std::string> codes;
};

}  // namespace

void WriteReasons(const Conclusion& conclusion, HtmlWriter* out) {
  std::vector<ReasonLine> lines;
  for (const Finding& reason : conclusion.reasons) {
    auto found = std::find_if(lines.begin(), lines.end(), [&reason](const ReasonLine& line) {
      return line.text == reason.text;
    });
    if (found == lines.end()) {
      lines.push_back({.text = reason.text, .codes = {}});
      found = lines.end() - 1;
    }
    found->codes.push_back(reason.code);
  }
  out->Raw("<h2 id=\"skal\">Varför en handläggare har ärendet</h2>\n");
  if (!conclusion.typfall.empty())
    out->Element("p",
                 fmt::format("Typfallet {}: {}.", conclusion.typfall, ModeWords(conclusion.mode)))
        .Raw("\n");
  out->Raw("<ul class=\"plain\">\n");
  for (const ReasonLine& line : lines) {
    out->Raw("<li>").Text(line.text);
    for (const std::string& code : line.codes) out->Code(code);
    out->Raw("</li>\n");
  }
  out->Raw("</ul>\n");
}

void WriteChanges(const Explanation& explanation, HtmlWriter* out) {
  if (explanation.counterfactuals.empty()) {
    const bool all = std::all_of(
        explanation.gates.begin(), explanation.gates.end(), [](const ExplanationNode& gate) {
          return gate.verdict == Verdict::kPass;
        });
    out->Element("p",
                 all && explanation.outcome == Outcome::kBifall
                     ? "Allt som söktes är godkänt och alla kontroller är godkända."
                     : "Ingen ändring av en enda uppgift hade gett ett annat resultat.")
        .Raw("\n");
    return;
  }
  out->Raw(
      "<p class=\"note\">Den minsta ändringen av en enda uppgift, prövad genom att räkna om. "
      "Det är en upplysning, inte ett råd.</p>\n"
      "<table class=\"wide\" aria-label=\"Minsta ändringar\">\n"
      "<thead><tr><th scope=\"col\">Ändring</th><th scope=\"col\">Från</th>"
      "<th scope=\"col\">Till</th></tr></thead>\n<tbody>\n");
  for (const Counterfactual& one : explanation.counterfactuals) {
    out->Raw("<tr><th scope=\"row\">")
        .Text(one.text)
        .Raw("<br>")
        .Code(one.path)
        .Raw("</th><td class=\"short\" data-label=\"Från\">")
        .Text(one.from)
        .Raw("</td><td class=\"short\" data-label=\"Till\">")
        .Text(one.to)
        .Raw("</td></tr>\n");
  }
  out->Raw("</tbody>\n</table>\n");
}

void WriteChecks(const Explanation& explanation, HtmlWriter* out) {
  std::vector<const ExplanationNode*> passed;
  std::vector<const ExplanationNode*> others;
  for (const ExplanationNode& gate : explanation.gates)
    (gate.verdict == Verdict::kPass ? passed : others).push_back(&gate);
  out->Element("p",
               fmt::format("{} av {} kontroller är godkända. {} signaler har lösts ut.",
                           passed.size(),
                           explanation.gates.size(),
                           explanation.triggers.size()))
      .Raw("\n");
  if (!others.empty()) {
    out->Raw("<ul class=\"plain\">\n");
    for (const ExplanationNode* gate : others) Check(*gate, out);
    out->Raw("</ul>\n");
  }
  if (!explanation.triggers.empty()) {
    out->Raw("<h3>Signaler</h3>\n<ul class=\"plain\">\n");
    for (const ExplanationNode& trigger : explanation.triggers) Signal(trigger, out);
    out->Raw("</ul>\n");
  }
  if (!explanation.information.empty()) {
    out->Raw("<h3>Att känna till</h3>\n<ul class=\"plain\">\n");
    for (const ExplanationNode& one : explanation.information)
      out->Raw("<li>").Text(one.label).Code(one.code).Raw("</li>\n");
    out->Raw("</ul>\n");
  }
  if (passed.empty()) return;
  out->Raw("<details><summary>Godkända kontroller</summary>\n<ul>\n");
  for (const ExplanationNode* gate : passed)
    out->Raw("<li>").Text(gate->label).Code(gate->code).Raw("</li>\n");
  out->Raw("</ul></details>\n");
}

void WriteNamedChecks(const Explanation& explanation, HtmlWriter* out) {
  if (explanation.checks.empty()) return;
  out->Raw(
      "<table class=\"wide\" aria-label=\"Namngivna kontroller\">\n"
      "<thead><tr><th scope=\"col\">Kontroll</th>"
      "<th scope=\"col\">Vad som blev av den</th><th scope=\"col\">Vad som jämförs</th></tr>"
      "</thead>\n<tbody>\n");
  for (const ExplanationNode& check : explanation.checks) {
    out->Raw("<tr><th scope=\"row\">")
        .Text(check.label)
        .Code(check.code)
        .Raw("</th><td data-label=\"Vad som blev av den\">");
    if (check.verdict) {
      Mark(*check.verdict, "godkänd", "inte godkänd", out);
      out->Raw(" ");
    }
    out->Text(check.value).Raw("</td><td data-label=\"Vad som jämförs\">").Text(check.why);
    for (const ResolvedInput& input : check.inputs) {
      out->Raw("<br><span class=\"note\">")
          .Text(input.label + ": " + input.value)
          .Raw("</span>")
          .Code(input.path);
    }
    out->Raw("</td></tr>\n");
  }
  out->Raw("</tbody>\n</table>\n");
}

void WritePrevious(const Explanation& explanation, HtmlWriter* out) {
  if (!explanation.previous) return;
  const ExplanationNode& previous = *explanation.previous;
  out->Element("p",
               fmt::format("{}: {} ({}). {}",
                           previous.label,
                           previous.amount->ToSwedish(),
                           previous.value,
                           previous.why))
      .Raw(
          "\n<table class=\"wide\" aria-label=\"Månaden före, rad för rad\">\n"
          "<thead><tr><th scope=\"col\">Rad</th>"
          "<th scope=\"col\">Enligt dagens regler</th><th scope=\"col\">Då</th></tr></thead>\n"
          "<tbody>\n");
  for (const ExplanationNode& row : previous.children) {
    out->Raw("<tr><th scope=\"row\">")
        .Text(row.label)
        .Code(row.code)
        .Raw("</th><td class=\"short\" data-label=\"Enligt dagens regler\">")
        .Text(row.amount->ToSwedish())
        .Raw("</td><td class=\"short\" data-label=\"Då\">")
        .Text(row.value)
        .Raw("</td></tr>\n");
  }
  out->Raw("</tbody>\n</table>\n");
}

void WriteTypfall(const Explanation& explanation, HtmlWriter* out) {
  for (const ExplanationNode& typfall : explanation.typfall) {
    const auto unmet = std::count_if(
        typfall.children.begin(), typfall.children.end(), [](const ExplanationNode& one) {
          return one.verdict != Verdict::kPass;
        });
    out->Raw("<details class=\"typfall\"><summary>")
        .Text(typfall.label)
        .Code(typfall.code)
        .Raw(" ");
    Mark(typfall.verdict.value_or(Verdict::kFail), "stämmer", "stämmer inte", out);
    if (unmet > 0)
      out->Raw(" <span class=\"note\">")
          .Text(fmt::format("{} av {} villkor är inte uppfyllda", unmet, typfall.children.size()))
          .Raw("</span>");
    out->Raw("</summary>\n");
    if (!typfall.why.empty()) out->Element("p", typfall.why).Raw("\n");
    out->Raw("<table class=\"wide\" aria-label=\"")
        .Text("Villkor: " + typfall.label)
        .Raw(
            "\"><thead><tr><th scope=\"col\">Villkor</th>"
            "<th scope=\"col\">Uppgift</th><th scope=\"col\">Värde</th>"
            "<th scope=\"col\">Uppfyllt</th></tr></thead>\n<tbody>\n");
    for (const ExplanationNode& one : typfall.children) {
      out->Raw("<tr><th scope=\"row\">")
          .Text(one.label)
          .Code(one.code)
          .Raw("</th><td data-label=\"Uppgift\">")
          .Text(one.inputs.empty() ? "" : one.inputs.front().label)
          .Raw("</td><td data-label=\"Värde\">")
          .Text(one.value)
          .Raw("</td><td data-label=\"Uppfyllt\">");
      Mark(one.verdict.value_or(Verdict::kUnknown), "ja", "nej", out);
      out->Raw("</td></tr>\n");
    }
    out->Raw("</tbody></table></details>\n");
  }
}

void WriteAnswers(const Explanation& explanation, HtmlWriter* out) {
  if (explanation.answers.empty()) {
    out->Element("p", "Inget register har frågats.").Raw("\n");
    return;
  }
  out->Raw(
      "<table class=\"wide\" aria-label=\"Svar från registren\">\n"
      "<thead><tr><th scope=\"col\">Register och person</th>"
      "<th scope=\"col\">Svar</th><th scope=\"col\">När och vad</th></tr></thead>\n<tbody>\n");
  for (const ExplanationNode& answer : explanation.answers) {
    out->Raw("<tr><th scope=\"row\">").Text(answer.label).Raw("</th><td data-label=\"Svar\">");
    Mark(answer.verdict.value_or(Verdict::kUnknown), "känt", "", out);
    out->Raw(" ")
        .Text(answer.value)
        .Code(answer.verdict == Verdict::kPass ? "" : answer.code)
        .Raw("</td><td data-label=\"När\">")
        .Text(answer.why)
        .Raw("</td></tr>\n");
  }
  out->Raw("</tbody>\n</table>\n");
}

void WriteSources(const Explanation& explanation, HtmlWriter* out) {
  out->Raw("<ul>\n");
  for (const SourceRef& source : explanation.sources)
    out->Raw("<li>").Text(source.citation).Code(source.id).Raw("</li>\n");
  out->Raw("</ul>\n");
}

}  // namespace dm::explain
