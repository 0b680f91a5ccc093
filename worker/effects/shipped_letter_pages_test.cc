// The pages of the letters that come with the program: how many there are, and that they say to a
// screen reader what is what. Each page is left as a file, to be looked at:
//   pdftoppm -r 60 -png <temporary folder>/letter-bifall.pdf bifall
#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "worker/effects/letter.h"
#include "worker/effects/letter_file.h"
#include "worker/policy/policy_loader.h"

namespace dm::effects {
namespace {

using dm::testing::Day;
using dm::testing::PlainCase;
using dm::testing::PlainDecision;

constexpr int kPagesMax = 3;

CaseRecord TheCase() {
  CaseRecord record = PlainCase(CaseState::kEvaluated);
  record.state = CaseState::kEscalated;
  return record;
}

Decision DecidedAs(Outcome outcome) {
  Decision decision = PlainDecision();
  decision.outcome = outcome;
  if (outcome == Outcome::kBifall) return decision;
  decision.kind = DecisionKind::kHuman;
  decision.decided_by = "handlaggare-1";
  decision.attested_by = "handlaggare-2";
  decision.motivation =
      "Hyran är högre än kommunens högsta godtagbara nivå för ett hushåll av er storlek.\n"
      "Du har fått tid att söka en billigare bostad sedan i juni.";
  if (outcome == Outcome::kDelavslag) {
    decision.rows[2].human_amount = Money::FromKronor(5000);
    decision.rows[2].reason = "COST.ABOVE_CAP";
    decision.rows[2].note = "Godtagbar hyra är 5 000 kr.";
    decision.granted = Money::FromKronor(7280);
    return decision;
  }
  decision.granted = Money();
  decision.pay_date.reset();
  if (outcome == Outcome::kAvskrivning) decision.reason = "WRITE_OFF.WITHDRAWN";
  if (outcome == Outcome::kAvvisning) decision.reason = "DISMISSAL.OTHER_MUNICIPALITY";
  return decision;
}

CompletionRound TheRound() {
  CompletionRound round;
  round.number = 1;
  round.asked_by = "handlaggare-1";
  round.due = Day("2026-11-25");
  RequestedItem item;
  item.item = {.code = "proof.boende", .text = "Hyresavi", .person = std::nullopt};
  item.why = "Hyran har ändrats sedan förra månaden.";
  item.how = "Fota avin och lämna den i e-tjänsten.";
  round.items = {item, item};
  round.items[1].item.text = "Kontoutdrag för alla konton, från den 1 till den 30 november";
  return round;
}

Communication TheCommunication() {
  Communication one;
  one.number = 1;
  one.by = "handlaggare-1";
  one.answer_by = Day("2026-11-26");
  one.facts = {{"k1", "Bostadsbidrag: 3 000 kr räknas", "Försäkringskassan", Day("2026-11-10")},
               {"k2",
                "Hyra: 5 000 kr godkänns av sökta 6 000 kr",
                "handläggarens bedömning. Godtagbar hyra är 5 000 kr.",
                std::nullopt}};
  one.intended = DecidedAs(Outcome::kDelavslag);
  return one;
}

using MakeLetter = std::function<StatusOr<Letter>(const PolicySet&)>;

std::map<std::string, MakeLetter> Letters() {
  std::map<std::string, MakeLetter> letters;
  for (const Outcome outcome : {Outcome::kBifall,
                                Outcome::kDelavslag,
                                Outcome::kAvslag,
                                Outcome::kAvvisning,
                                Outcome::kAvskrivning})
    letters[std::string("decision-") + OutcomeCode(outcome)] = [outcome](const PolicySet& policy) {
      return DecisionLetter(TheCase(), DecidedAs(outcome), policy);
    };
  letters["communication"] = [](const PolicySet& policy) {
    return CommunicationLetter(TheCase(), TheCommunication(), policy);
  };
  letters["request"] = [](const PolicySet& policy) {
    return RoundLetter(TheCase(), TheRound(), RoundLetterKind::kRequest, policy);
  };
  letters["reminder"] = [](const PolicySet& policy) {
    return RoundLetter(TheCase(), TheRound(), RoundLetterKind::kReminder, policy);
  };
  return letters;
}

int PagesOf(const std::string& pdf) {
  const std::size_t at = pdf.find("/Count ");
  return at == std::string::npos ? 0 : std::stoi(pdf.substr(at + 7));
}

TEST(ShippedLetterPages, EachLetterIsAFewTaggedPages) {
  dm::testing::TestNow();
  const PolicyLoad loaded = LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun");
  ASSERT_NE(loaded.set, nullptr);
  for (const auto& [name, make] : Letters()) {
    const StatusOr<Letter> letter = make(*loaded.set);
    ASSERT_TRUE(letter.ok()) << name << ": " << MessageOf(letter.status());
    for (const LetterForm form : {LetterForm::kText, LetterForm::kHtml, LetterForm::kPdf}) {
      const StatusOr<LetterFile> file = LetterFileOf(*letter, form, Day("2026-11-12"));
      ASSERT_TRUE(file.ok()) << name << ": " << MessageOf(file.status());
      const std::string ending = form == LetterForm::kText   ? ".txt"
                                 : form == LetterForm::kHtml ? ".html"
                                                             : ".pdf";
      std::ofstream(::testing::TempDir() + "letter-" + name + ending) << file->content;
      if (form != LetterForm::kPdf) {
        EXPECT_EQ(file->content.find("{{"), std::string::npos) << name;
        continue;
      }
      EXPECT_LE(PagesOf(file->content), kPagesMax) << name;
      for (const char* part : {"/Lang (sv)", "/DisplayDocTitle true", "/S /H1", "/S /H2"})
        EXPECT_NE(file->content.find(part), std::string::npos) << name << " has no " << part;
    }
  }
}

// Who writes, as it stands below a letter.
std::string SenderOf(const std::string& text) {
  const std::size_t end = text.find_last_not_of('\n');
  const std::size_t above = text.rfind("\n\n", end);
  return above == std::string::npos ? text : text.substr(above + 2, end - above - 1);
}

int CountOf(const std::string& word, const std::string& text) {
  int count = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
    ++count;
  return count;
}

TEST(ShippedLetterPages, EachLetterEndsWithItsMunicipalityOnceAndHowToReachAPerson) {
  dm::testing::TestNow();
  for (const char* municipality : {"0000-exempelkommun", "0001-provkommun"}) {
    const PolicyLoad loaded = LoadPolicies(DM_SOURCE_DIR "/policies", municipality);
    ASSERT_NE(loaded.set, nullptr) << municipality;
    for (const auto& [name, make] : Letters()) {
      const StatusOr<Letter> letter = make(*loaded.set);
      ASSERT_TRUE(letter.ok()) << name << ": " << MessageOf(letter.status());
      const StatusOr<LetterFile> file = LetterFileOf(*letter, LetterForm::kText, Day("2026-11-12"));
      ASSERT_TRUE(file.ok()) << name << ": " << MessageOf(file.status());
      const std::string sender = SenderOf(file->content);
      EXPECT_EQ(CountOf(loaded.set->Text("municipality.name"), sender), 1) << name << ":\n"
                                                                           << sender;
      EXPECT_EQ(CountOf(loaded.set->Text("municipality.contact"), sender), 1) << name << ":\n"
                                                                              << sender;
    }
  }
}

}  // namespace
}  // namespace dm::effects
