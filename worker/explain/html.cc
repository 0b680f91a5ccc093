#include "worker/explain/html.h"

#include <fmt/format.h>

#include "worker/explain/html_parts.h"
#include "worker/explain/html_style.h"
#include "worker/explain/html_writer.h"
#include "worker/explain/words.h"

namespace dm::explain {

namespace {

struct Section {
  const char* id;
  const char* heading;
};

constexpr Section kSections[] = {{"berakning", "Beräkning"},
                                 {"andring", "Vad hade gett ett annat resultat?"},
                                 {"kontroller", "Kontroller"},
                                 {"typfall", "Typfall"},
                                 {"register", "Svar från registren"},
                                 {"kallor", "Rättskällor"}};

class Page {
 public:
  explicit Page(const Explanation& explanation) : e_(explanation) {}

  std::string Write() {
    const std::string title = "Förklaring av beräkningen för " + e_.month.ToSwedish();
    out_.Raw(
            "<!DOCTYPE html>\n<html lang=\"sv\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n")
        .Element("title", title)
        .Raw("\n<style>")
        .Raw(kStyle)
        .Raw("</style>\n</head>\n<body>\n<header>\n")
        .Element("h1", title);
    Facts();
    Navigation();
    out_.Raw("</header>\n<main>\n");
    Reasons();
    Heading(0);
    WriteCalculation(e_, &out_);
    Heading(1);
    WriteChanges(e_, &out_);
    Heading(2);
    WriteChecks(e_, &out_);
    if (!e_.checks.empty()) out_.Element("h3", "Kontroller av ansökan").Raw("\n");
    WriteNamedChecks(e_, &out_);
    if (e_.previous) out_.Element("h3", "Jämförelse med månaden före").Raw("\n");
    WritePrevious(e_, &out_);
    Heading(3);
    WriteTypfall(e_, &out_);
    Heading(4);
    WriteAnswers(e_, &out_);
    Heading(5);
    WriteSources(e_, &out_);
    out_.Raw("</main>\n");
    Footer();
    out_.Raw("</body>\n</html>\n");
    return out_.Take();
  }

 private:
  void Heading(std::size_t index) {
    const Section& section = kSections[index];
    out_.Raw(fmt::format("<h2 id=\"{}\">", section.id)).Text(section.heading).Raw("</h2>\n");
  }

  void Fact(const char* css, const char* term, const std::string& what) {
    out_.Raw(fmt::format("<div class=\"{}\">", css))
        .Element("dt", term)
        .Element("dd", what)
        .Raw("</div>\n");
  }

  void Facts() {
    out_.Raw("<dl class=\"facts\">\n");
    Fact("grant", "Belopp", e_.computable ? e_.grant.ToSwedish() : "inte uträknat");
    Fact("", "Utfall enligt beräkningen", Capital(OutcomeWords(e_.outcome)));
    Fact("", "Vad som händer", Next());
    Fact("", "Beräkningen gjord", DayWords(e_.assessed_on));
    out_.Raw("</dl>\n");
  }

  std::string Next() const {
    if (!e_.conclusion) return "Anges av beslutet";
    const Conclusion& c = *e_.conclusion;
    switch (c.kind) {
      case Conclusion::Kind::kAutomatic:
        return fmt::format("Beslutas automatiskt, {}{}",
                           c.typfall,
                           c.pay_date ? ", betalas " + DayWords(*c.pay_date) : "");
      case Conclusion::Kind::kCompletion:
        return "Komplettering begärs" + (c.due ? " till " + DayWords(*c.due) : std::string());
      case Conclusion::Kind::kHuman:
        if (c.decided_on)
          return fmt::format("Beslutat av en handläggare {}", DayWords(*c.decided_on));
        return fmt::format("Till handläggare: {} ({})", c.queue_title, c.queue);
    }
    return "";
  }

  void Navigation() {
    out_.Raw("<nav aria-label=\"Innehåll\">\n<ul>\n");
    for (const Section& section : kSections)
      out_.Raw(fmt::format("<li><a href=\"#{}\">", section.id))
          .Text(section.heading)
          .Raw("</a></li>\n");
    out_.Raw("</ul>\n</nav>\n");
  }

  void Reasons() {
    if (!e_.conclusion) return;
    const Conclusion& c = *e_.conclusion;
    if (c.kind == Conclusion::Kind::kCompletion) {
      out_.Raw("<h2 id=\"begars\">Det som begärs</h2>\n<ul class=\"plain\">\n");
      for (const MissingItem& item : c.items)
        out_.Raw("<li>").Text(item.text).Code(item.code).Raw("</li>\n");
      out_.Raw("</ul>\n");
    }
    if (c.kind != Conclusion::Kind::kHuman || c.reasons.empty()) return;
    WriteReasons(c, &out_);
  }

  void Footer() {
    out_.Raw("<footer>\n<p>Regelverk ")
        .Text(e_.policy_version)
        .Code(e_.policy_sha256.substr(0, 12))
        .Raw("<br>Program ")
        .Text(e_.engine_version);
    if (!e_.facts_sha256.empty())
      out_.Raw("<br>Underlagets kontrollsumma").Code(e_.facts_sha256.substr(0, 12));
    out_.Raw("</p>\n</footer>\n");
  }

  const Explanation& e_;
  HtmlWriter out_;
};

}  // namespace

std::string ToHtml(const Explanation& explanation) {
  return Page(explanation).Write();
}

}  // namespace dm::explain
