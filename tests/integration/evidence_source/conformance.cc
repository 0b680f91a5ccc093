#include "tests/integration/evidence_source/conformance.h"

#include <algorithm>

namespace dm::conformance {

void Conformance::Make(const Terms& terms) {
  auto source = harness().Make(terms, clock_, stop_.get_token());
  ASSERT_TRUE(source.ok()) << source.status();
  source_ = *std::move(source);
}

EvidenceSource& Conformance::source() {
  if (source_ == nullptr) Make(PeerTerms());
  return *source_;
}

std::vector<EvidenceAnswers> Conformance::Ask(const std::vector<EvidenceQuestion>& questions) {
  auto outcomes = source().Ask(questions, clock_.Now());
  EXPECT_EQ(outcomes.size(), questions.size());
  return outcomes;
}

std::vector<SourceAnswer> Conformance::AskOnce(const EvidenceQuestion& question) {
  const auto outcomes = Ask({question});
  if (outcomes.size() != 1 || !outcomes[0].ok()) {
    ADD_FAILURE() << (outcomes.empty() ? OkStatus() : outcomes[0].status());
    return {};
  }
  ExpectComplete(question, *outcomes[0]);
  return *outcomes[0];
}

void Conformance::ExpectComplete(const EvidenceQuestion& question,
                                 const std::vector<SourceAnswer>& answers) {
  std::vector<Source> asked;
  for (const SourceQuestion& one : question.sources) asked.push_back(one.source);
  std::vector<Source> answered;
  for (const SourceAnswer& answer : answers) {
    answered.push_back(answer.source);
    EXPECT_EQ(answer.asked, AskedPeriod());
    EXPECT_LE(answer.raw.size(), std::size_t{1} << 20U);
    EXPECT_EQ(answer.state == AnswerState::kNotAsked, answer.code.starts_with("HELD."));
    EXPECT_EQ(answer.ask_again_at.has_value(), answer.state == AnswerState::kNotAsked);
    EXPECT_FALSE(IsKnown(answer.state) && answer.raw_sha256.empty());
    std::string shown = answer.code;
    for (const GroupState& group : answer.groups) shown += " " + group.group + " " + group.code;
    for (const SchemaDeviation& one : answer.deviations) shown += " " + one.path + one.problem;
    for (const std::string& code : answer.unlisted_codes) shown += " " + code;
    ExpectNobodyIn(shown, question);
  }
  EXPECT_THAT(answered, testing::UnorderedElementsAreArray(asked));
  EXPECT_TRUE(std::ranges::is_sorted(answered)) << "answers stand in the order of Source";
}

void Conformance::ExpectNobodyIn(const std::string& text, const EvidenceQuestion& question) {
  if (question.personnummer.empty()) return;
  const std::string ten = question.personnummer.Reveal().substr(2);
  EXPECT_THAT(text, testing::Not(testing::HasSubstr(ten)));
  const std::string hyphened = ten.substr(0, 6) + "-" + ten.substr(6);
  EXPECT_THAT(text, testing::Not(testing::HasSubstr(hyphened)));
}

bool Conformance::AllKnown(const std::vector<SourceAnswer>& answers) {
  return !answers.empty() && std::ranges::all_of(answers, [](const SourceAnswer& answer) {
    return IsKnown(answer.state);
  });
}

bool Conformance::NoneKnown(const std::vector<SourceAnswer>& answers) {
  return !answers.empty() && std::ranges::none_of(answers, [](const SourceAnswer& answer) {
    return IsKnown(answer.state);
  });
}

bool Conformance::AllHeld(const std::vector<SourceAnswer>& answers, const std::string& why) {
  return !answers.empty() && std::ranges::all_of(answers, [&](const SourceAnswer& answer) {
    return answer.state == AnswerState::kNotAsked && answer.code == "HELD." + why;
  });
}

std::string Conformance::Show(const std::vector<SourceAnswer>& answers) {
  std::string text;
  for (const SourceAnswer& answer : answers) {
    text += std::string(SourceCode(answer.source)) + "=" + AnswerStateCode(answer.state) + " " +
            answer.code + "; ";
  }
  return text;
}

}  // namespace dm::conformance
