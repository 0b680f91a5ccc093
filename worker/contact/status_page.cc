#include <string>

#include "worker/contact/applicant_status.h"
#include "worker/explain/html_style.h"
#include "worker/explain/html_writer.h"
#include "worker/explain/words.h"

namespace dm::contact {
namespace {

using explain::DayWords;

// The explanation's page, with what this one has of its own: one column that is easy to read on a
// telephone, and texts that keep their lines.
constexpr char kOwnStyle[] =
    "main{max-width:44rem;margin:0 auto}"
    ".stage{font-size:1.4rem;font-weight:700;margin:0 0 .4rem}"
    ".lead{font-size:1.1rem}"
    ".text{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}"
    ".todo{border-left:.35rem solid currentColor;padding:.2rem 0 .2rem 1rem;margin:1rem 0}"
    "li{margin:.4rem 0}";

class Page {
 public:
  explicit Page(const ApplicantStatus& status) : s_(status) {}

  std::string Write() {
    const std::string title = "Min ansökan för " + s_.month.ToSwedish();
    w_.Raw(
          "<!DOCTYPE html>\n<html lang=\"sv\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .Element("title", title)
        .Raw("\n<style>")
        .Raw(explain::kStyle)
        .Raw(kOwnStyle)
        .Raw("</style>\n</head>\n<body>\n<main>\n")
        .Element("h1", title)
        .Raw("\n")
        .Element("p class=\"stage\"", s_.title)
        .Raw("\n")
        .Element("p class=\"lead\"", s_.message)
        .Raw("\n");
    Todo();
    Decisions();
    Messages();
    Documents();
    Partsinsyn();
    Section("Om du vill tala med en människa");
    w_.Element("p", s_.person).Raw("\n");
    End();
    Section("Dina rättigheter");
    w_.Element("p", s_.rights).Raw("\n");
    w_.Element("p",
               "Ansökan kom in " + DayWords(SwedishDate(s_.received_at)) +
                   ". Ärendenummer: " + s_.case_id.value() + ".")
        .Raw("\n");
    End();
    return w_.Raw("</main>\n</body>\n</html>\n").Take();
  }

 private:
  void Section(const char* heading) { w_.Raw("<section>\n").Element("h2", heading).Raw("\n"); }

  void End() { w_.Raw("</section>\n"); }

  void Todo() {
    for (const std::string& line : s_.waits_for) w_.Element("p", line).Raw("\n");
    if (s_.items.empty()) return;
    w_.Raw("<section class=\"todo\">\n").Element("h2", "Det här behöver vi från dig").Raw("\n");
    if (s_.last_day) w_.Element("p", "Senast " + DayWords(*s_.last_day) + ".").Raw("\n");
    w_.Raw("<ul>\n");
    for (const ApplicantItem& item : s_.items) {
      w_.Raw("<li>").Element("strong", item.text);
      if (item.answered) {
        w_.Text(" – har kommit in.");
      } else {
        w_.Raw("<br>").Text(item.why).Raw("<br>").Text(item.how);
      }
      w_.Raw("</li>\n");
    }
    w_.Raw("</ul>\n");
    End();
  }

  void Decisions() {
    for (const ApplicantDecision& decision : s_.decisions) {
      Section("Beslut");
      w_.Element("p class=\"stage\"", decision.title).Raw("\n<p>");
      w_.Text("Beslutat " + DayWords(decision.decided_on) + ". " + decision.decided_by);
      if (decision.pay_date && !decision.granted.is_zero())
        w_.Text(decision.paid == decision.granted
                    ? " Du får " + decision.granted.ToSwedish() + ", som betalas ut " +
                          DayWords(*decision.pay_date) + "."
                    : " Du får " + decision.granted.ToSwedish() + ". Av det betalas " +
                          decision.paid.ToSwedish() + " ut " + DayWords(*decision.pay_date) +
                          "; resten har redan beslutats.");
      w_.Raw("</p>\n");
      if (!decision.letter.empty())
        w_.Raw("<details>\n")
            .Element("summary", "Läs hela beslutet")
            .Raw("\n")
            .Element("div class=\"text\"", decision.letter)
            .Raw("\n</details>\n");
      End();
    }
    if (s_.explanation.empty()) return;
    Section("Så har vi räknat");
    w_.Raw("<details>\n")
        .Element("summary", "Visa beräkningen")
        .Raw("\n")
        .Element("div class=\"text\"", s_.explanation)
        .Raw("\n</details>\n");
    End();
  }

  void Messages() {
    if (s_.messages.empty()) return;
    Section("Meddelanden");
    w_.Raw("<ul>\n");
    for (const ApplicantMessage& message : s_.messages)
      w_.Raw("<li>")
          .Element("strong",
                   (message.from_household ? "Du, " : "Handläggaren, ") +
                       DayWords(SwedishDate(message.sent_at)))
          .Element("div class=\"text\"", message.text)
          .Raw("</li>\n");
    w_.Raw("</ul>\n");
    End();
  }

  void Documents() {
    if (s_.documents.empty()) return;
    Section("Handlingar som du har lämnat");
    w_.Raw("<ul>\n");
    for (const ApplicantDocument& document : s_.documents) {
      std::string line = document.kind + ", kom in " + DayWords(document.received_on);
      if (!document.readable) line += ". Den gick inte att läsa: lämna den gärna igen";
      if (document.joins_next_month)
        line += ". Den kom efter beslutet och följer med din nästa ansökan";
      w_.Element("li", line + ".").Raw("\n");
    }
    w_.Raw("</ul>\n");
    End();
  }

  void Partsinsyn() {
    if (s_.sources.empty() && s_.checks.empty()) return;
    Section("Det här har vi hämtat och kontrollerat om dig");
    if (!s_.sources.empty()) {
      w_.Raw("<ul>\n");
      for (const ApplicantSource& source : s_.sources) {
        w_.Raw("<li>")
            .Element("strong", source.agency)
            .Text(", hämtat " + DayWords(SwedishDate(source.asked_at)) + ". " + source.answer);
        if (!source.details.empty()) {
          w_.Raw("<ul>\n");
          for (const std::string& detail : source.details) w_.Element("li", detail).Raw("\n");
          w_.Raw("</ul>\n");
        }
        w_.Raw("</li>\n");
      }
      w_.Raw("</ul>\n");
    }
    if (!s_.checks.empty()) {
      w_.Element("p", "Kontroller som är gjorda:").Raw("\n<ul>\n");
      for (const std::string& check : s_.checks) w_.Element("li", check).Raw("\n");
      w_.Raw("</ul>\n");
    }
    End();
  }

  const ApplicantStatus& s_;
  explain::HtmlWriter w_;
};

}  // namespace

std::string StatusPage(const ApplicantStatus& status) {
  return Page(status).Write();
}

}  // namespace dm::contact
