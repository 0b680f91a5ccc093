#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "worker/explain/applicant.h"
#include "worker/explain/text.h"
#include "worker/explain/words.h"

namespace dm::explain {

namespace {

class Writer {
 public:
  explicit Writer(const ApplicantView& view) : view_(view) {}

  std::string Write() {
    text_ = view_.title + "\n\n";
    for (const std::string& sentence : view_.summary) text_ += sentence + "\n";
    for (const ApplicantGroup& group : view_.groups) Group(group);
    if (!view_.total.empty()) text_ += "\n" + view_.total + "\n";
    List("Det här påverkar resultatet", view_.changes);
    List("Det här behöver vi från dig", view_.items);
    List("Uppgifter som vi har hämtat", view_.fetched);
    if (!view_.fetched.empty())
      text_ +=
          "Du har rätt att få veta allt som vi har hämtat om dig och vilka kontroller som har "
          "gjorts.\n";
    List("Bestämmelser", view_.law);
    text_ += "\nOm du vill tala med en människa\n" + view_.person + "\n";
    return std::move(text_);
  }

 private:
  void Group(const ApplicantGroup& group) {
    text_ += "\n" + group.heading + "\n";
    for (const ApplicantRow& row : group.rows) {
      text_ += fmt::format("- {}: {}\n", row.label, row.amount);
      for (const std::string& why : row.why) text_ += "  " + why + "\n";
    }
    text_ += group.sum + "\n";
  }

  void List(const std::string& heading, const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    text_ += "\n" + heading + "\n";
    for (const std::string& line : lines) text_ += "- " + line + "\n";
  }

  const ApplicantView& view_;
  std::string text_;
};

}  // namespace

std::string ApplicantText(const Explanation& explanation) {
  return Writer(ViewForApplicant(explanation)).Write();
}

}  // namespace dm::explain
