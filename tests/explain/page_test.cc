#include <array>
#include <regex>
#include <vector>

#include "tests/explain/explained_case.h"
#include "tests/golden/case_builder.h"
#include "worker/explain/html.h"
#include "worker/explain/json.h"

namespace dm::explain {
namespace {

// Names of open elements that do not close, or that close what is not open.
std::string Unbalanced(const std::string& page) {
  static const std::regex kTag(R"(<(/?)([a-z0-9]+)[^>]*>)");
  std::vector<std::string> open;
  std::string body = page.substr(page.find("<body>"));
  for (auto at = std::sregex_iterator(body.begin(), body.end(), kTag); at != std::sregex_iterator();
       ++at) {
    const std::string name = (*at)[2];
    if (name == "br" || name == "meta") continue;
    if ((*at)[1].length() == 0) {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return "/" + name;
    } else {
      open.pop_back();
    }
  }
  if (!open.empty() && open.back() == "html") open.pop_back();
  return open.empty() ? "" : open.back();
}

TEST(PageTest, OfEveryGoldenCaseIsWholeAndNeedsNothingElse) {
  for (const golden::GoldenCase& golden : GoldenCases()) {
    SCOPED_TRACE(golden.path);
    std::string page = ToHtml(Explained(golden.input));
    EXPECT_NE(page.find("<html lang=\"sv\">"), std::string::npos);
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_EQ(page.find("src="), std::string::npos);
    EXPECT_EQ(page.find("http"), std::string::npos);
    // The last tag closes the element that stands before the body.
    page.resize(page.find("</html>"));
    EXPECT_EQ(Unbalanced(page), "");
  }
}

TEST(PageTest, EscapesWhatOthersWrote) {
  CaseInput input = golden::StableBenefitCase();
  golden::AnswerOf(&input, Source::kFk).payments[1].text = "<b>\"Ersättning\" & annat</b>";
  const std::string page = ToHtml(Explained(input));
  EXPECT_EQ(page.find("<b>"), std::string::npos);
  EXPECT_NE(page.find("&lt;b&gt;&quot;Ersättning&quot; &amp; annat"), std::string::npos);
}

TEST(JsonTest, QuotesControlAndQuotationMarks) {
  CaseInput input = golden::StableBenefitCase();
  golden::AnswerOf(&input, Source::kFk).payments[1].text = "a\"b\\c";
  const std::string json = ToJson(Explained(input));
  EXPECT_NE(json.find(R"(a\"b\\c)"), std::string::npos);
}

}  // namespace
}  // namespace dm::explain
