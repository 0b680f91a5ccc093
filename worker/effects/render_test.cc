#include "worker/effects/render.h"

#include <gtest/gtest.h>

namespace dm::effects {
namespace {

TEST(Render, PutsWordsInAsTheyAre) {
  LetterModel model;
  model.words["namn"] = "Å & Ä <ö>";
  EXPECT_EQ(*Render("Hej {{namn}}!\n", model), "Hej Å & Ä <ö>!\n");
}

TEST(Render, OpensASectionOnlyForWhatIsThere) {
  LetterModel model;
  model.words["a"] = "ja";
  model.words["b"] = "";
  model.flags["c"] = false;
  EXPECT_EQ(*Render("{{#a}}a={{a}}{{/a}}{{#b}}b{{/b}}{{#c}}c{{/c}}{{^c}}inte c{{/c}}", model),
            "a=jainte c");
}

TEST(Render, WritesAListLineByLineWithoutEmptyLines) {
  LetterModel model;
  model.lists["rader"] = {{{"text", "Hyra"}, {"orsak", "för hög"}}, {{"text", "El"}}};
  EXPECT_EQ(*Render("Rader:\n{{#rader}}\n- {{text}}{{#orsak}} ({{orsak}}){{/orsak}}\n{{/rader}}\n"
                    "Slut.\n",
                    model),
            "Rader:\n- Hyra (för hög)\n- El\nSlut.\n");
}

TEST(Render, ASkippedSectionLeavesNoLine) {
  EXPECT_EQ(*Render("a\n{{#x}}\nx\n{{/x}}\n{{^x}}\ninte x\n{{/x}}\n\nb\n", {}), "a\ninte x\n\nb\n");
  LetterModel model;
  model.flags["x"] = true;
  EXPECT_EQ(*Render("a\n{{#x}}\nx\n{{/x}}\n{{^x}}\ninte x\n{{/x}}\n\nb\n", model), "a\nx\n\nb\n");
}

TEST(Render, KeepsTheLinesOfAWord) {
  LetterModel model;
  model.words["text"] = "en\n\ntvå";
  EXPECT_EQ(*Render("{{text}}\n", model), "en\n\ntvå\n");
}

TEST(Render, AnEmptyListIsNoSection) {
  LetterModel model;
  model.lists["rader"] = {};
  EXPECT_EQ(*Render("{{#rader}}x{{/rader}}{{^rader}}inga{{/rader}}", model), "inga");
}

TEST(Render, WritesATemplateAnewWithOtherWords) {
  const std::string text = "{{#rader}}\n- {{text}}\n{{/rader}}\n{{namn}}\n";
  LetterModel first;
  first.words["namn"] = "Ett";
  first.lists["rader"] = {{{"text", "Hyra"}}};
  LetterModel second;
  second.words["namn"] = "Två";
  EXPECT_EQ(*Render(text, first), "- Hyra\nEtt\n");
  EXPECT_EQ(*Render(text, second), "Två\n");
  EXPECT_EQ(*Render(text, first), "- Hyra\nEtt\n");
  // More templates than are kept.
  for (int i = 0; i < 40; ++i)
    EXPECT_EQ(*Render(std::to_string(i) + " {{namn}}", second), std::to_string(i) + " Två");
  EXPECT_EQ(*Render(text, first), "- Hyra\nEtt\n");
}

TEST(Render, RefusesATemplateThatDoesNotParse) {
  static_cast<void>(Render("{{#oppen}} utan slut", {}));  // nor when it is met again
  const Status status = Render("{{#oppen}} utan slut", {}).status();
  EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(DetailOf(status).reason, "LETTER_INVALID");
}

}  // namespace
}  // namespace dm::effects
