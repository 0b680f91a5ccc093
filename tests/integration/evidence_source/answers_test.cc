// Every connector: what is asked is answered, source by source, about the right person, and what
// may not be asked is refused before a byte goes out.
#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/integration/evidence_source/conformance.h"

namespace dm::conformance {
namespace {

class Answers : public Conformance {};

TEST_P(Answers, GiveOneEntryASourceAndAreKnown) {
  const Instant now = clock_.Now();
  const auto outcomes = source().Ask(std::vector{Question()}, now);
  ASSERT_EQ(outcomes.size(), 1U);
  ASSERT_TRUE(outcomes[0].ok()) << outcomes[0].status();
  ExpectComplete(Question(), *outcomes[0]);
  EXPECT_TRUE(AllKnown(*outcomes[0])) << Show(*outcomes[0]);
  for (const SourceAnswer& answer : *outcomes[0]) EXPECT_EQ(answer.fetched_at, now);
}

TEST_P(Answers, AreForTheSourcesThatTheConnectorNames) {
  std::vector<Source> asked;
  for (const SourceQuestion& one : Question().sources) asked.push_back(one.source);
  EXPECT_THAT(source().sources(), testing::UnorderedElementsAreArray(asked));
}

TEST_P(Answers, StandInTheOrderOfTheQuestions) {
  std::vector<EvidenceQuestion> questions;
  questions.reserve(40);
  for (int number = 0; number < 40; ++number) questions.push_back(Question(39 - number));
  const auto outcomes = Ask(questions);
  ASSERT_EQ(outcomes.size(), questions.size());
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    ASSERT_TRUE(outcomes[i].ok()) << i << " " << outcomes[i].status();
    ExpectComplete(questions[i], *outcomes[i]);
    EXPECT_TRUE(AllKnown(*outcomes[i])) << Show(*outcomes[i]);
    std::string raw;
    for (const SourceAnswer& answer : *outcomes[i]) raw += answer.raw;
    EXPECT_THAT(raw, testing::HasSubstr(questions[i].personnummer.Reveal()));
  }
}

TEST_P(Answers, OfOneSourceAloneAreOfThatSource) {
  for (const SourceQuestion& one : Question().sources) {
    EvidenceQuestion question = Question();
    question.sources = {one};
    const auto answers = AskOnce(question);
    EXPECT_TRUE(AllKnown(answers)) << Show(answers);
  }
}

TEST_P(Answers, ToNoQuestionAreNone) {
  EXPECT_TRUE(source().Ask({}, clock_.Now()).empty());
  EXPECT_EQ(peer_.requests(), 0);
}

TEST_P(Answers, AboutSomebodyElseAreNotKnown) {
  peer_.Do(Answering(Content::kOtherPerson));
  const auto nameless = harness().nameless();
  for (const SourceAnswer& answer : AskOnce()) {
    if (std::ranges::find(nameless, answer.source) != nameless.end()) continue;
    EXPECT_FALSE(IsKnown(answer.state)) << SourceCode(answer.source);
    EXPECT_EQ(answer.raw, "") << SourceCode(answer.source) << " keeps somebody else's bytes";
    EXPECT_FALSE(answer.registered.has_value());
  }
}

TEST_P(Answers, ToAnotherQuestionAreNotKnown) {
  peer_.Do(Answering(Content::kOtherCorrelation));
  const auto answers = AskOnce();
  EXPECT_TRUE(NoneKnown(answers)) << Show(answers);
}

TEST_P(Answers, PlayedAgainAreNotKnown) {
  const auto kept = std::make_shared<std::string>();
  peer_.Do([kept](Peer& peer, Connection& connection, const std::string& request) {
    if (kept->empty()) *kept = peer.harness().Answer(request, Content::kSound);
    return connection.Respond("200 OK", peer.harness().content_type(), *kept);
  });
  EXPECT_TRUE(AllKnown(AskOnce()));
  EvidenceQuestion again = Question();
  again.correlation_id = "corr-again";
  const auto answers = AskOnce(again);
  EXPECT_TRUE(NoneKnown(answers)) << Show(answers);
}

TEST_P(Answers, CarryAMarkerOfProtection) {
  for (const SourceAnswer& answer : AskOnce()) EXPECT_FALSE(answer.protected_identity);
  peer_.Do(Answering(Content::kProtected));
  const auto answers = AskOnce();
  EXPECT_TRUE(std::ranges::any_of(
      answers, [](const SourceAnswer& answer) { return answer.protected_identity; }));
}

class Questions : public Conformance {};

using Change = std::function<void(EvidenceQuestion&)>;

const std::vector<std::pair<const char*, Change>>& Breaches() {
  static const std::vector<std::pair<const char*, Change>> breaches = {
      {"no case", [](EvidenceQuestion& q) { q.case_id = {}; }},
      {"long case",
       [](EvidenceQuestion& q) { q.case_id = CaseId::FromTrusted(std::string(32, 'x')); }},
      {"no correlation", [](EvidenceQuestion& q) { q.correlation_id.clear(); }},
      {"odd correlation", [](EvidenceQuestion& q) { q.correlation_id = "a b"; }},
      {"no person", [](EvidenceQuestion& q) { q.personnummer = {}; }},
      {"no purpose", [](EvidenceQuestion& q) { q.purpose.clear(); }},
      {"odd purpose", [](EvidenceQuestion& q) { q.purpose = "a\x01"; }},
      {"no legal text", [](EvidenceQuestion& q) { q.legal_text.clear(); }},
      {"no identity", [](EvidenceQuestion& q) { q.identity.clear(); }},
      {"long identity", [](EvidenceQuestion& q) { q.identity.assign(10'000, 'x'); }},
      {"no time", [](EvidenceQuestion& q) { q.timeout_ms = 0; }},
      {"no source", [](EvidenceQuestion& q) { q.sources.clear(); }},
      {"a source twice", [](EvidenceQuestion& q) { q.sources.push_back(q.sources[0]); }},
      {"open period", [](EvidenceQuestion& q) { q.sources[0].period.to.reset(); }},
      {"period backwards",
       [](EvidenceQuestion& q) { q.sources[0].period.from = q.sources[0].period.to->PlusDays(1); }},
      {"period over two years",
       [](EvidenceQuestion& q) { q.sources[0].period.from = *Date::Parse("2024-10-31"); }},
      {"foreign group", [](EvidenceQuestion& q) { q.sources[0].groups = {"XX:YY"}; }},
  };
  return breaches;
}

void ExpectRefused(const Status& status, const std::string& what) {
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument) << what;
  EXPECT_NE(DetailOf(status).reason, "") << what;
  EXPECT_NE(DetailOf(status).field, "") << what;
  EXPECT_NE(DetailOf(status).remedy, "") << what;
}

TEST_P(Questions, ThatBreakTheContractAreRefusedWithTheirFieldAndNotSent) {
  for (const auto& [what, change] : Breaches()) {
    EvidenceQuestion question = Question();
    change(question);
    const auto outcomes = Ask({question});
    ASSERT_EQ(outcomes.size(), 1U);
    ExpectRefused(outcomes[0].status(), what);
    ExpectNobodyIn(outcomes[0].status().ToString(), Question());
    const auto shown = source().Preview(question, clock_.Now());
    ExpectRefused(shown.status(), what);
    EXPECT_EQ(DetailOf(shown.status()).field, DetailOf(outcomes[0].status()).field) << what;
  }
  EXPECT_EQ(peer_.requests(), 0);
}

// Whichever source a connector does not answer for: nothing about anybody goes there.
TEST_P(Questions, ToSourcesOfOthersAreRefusedAndNotSent) {
  const auto own = source().sources();
  for (int i = 0; i < kSourceCount; ++i) {
    const auto other = static_cast<Source>(i);
    if (std::ranges::find(own, other) != own.end()) continue;
    EvidenceQuestion question = Question();
    question.sources = {{.source = other, .period = AskedPeriod(), .groups = {}}};
    ExpectRefused(Ask({question}).at(0).status(), SourceCode(other));
    question.sources.push_back(Question().sources[0]);
    ExpectRefused(Ask({question}).at(0).status(), SourceCode(other));
  }
  EXPECT_EQ(peer_.requests(), 0);
}

TEST_P(Questions, ThatAreRefusedDoNotHoldTheOthers) {
  EvidenceQuestion broken = Question(1);
  broken.purpose.clear();
  const auto outcomes = Ask({Question(0), broken, Question(2)});
  ASSERT_EQ(outcomes.size(), 3U);
  ASSERT_TRUE(outcomes[0].ok());
  EXPECT_TRUE(AllKnown(*outcomes[0]));
  ExpectRefused(outcomes[1].status(), "purpose");
  ASSERT_TRUE(outcomes[2].ok());
  EXPECT_TRUE(AllKnown(*outcomes[2]));
}

TEST_P(Questions, AreShownWithoutThePersonalNumber) {
  const EvidenceQuestion question = Question();
  const auto shown = source().Preview(question, clock_.Now());
  ASSERT_TRUE(shown.ok()) << shown.status();
  ExpectNobodyIn(*shown, question);
  EXPECT_THAT(*shown, testing::HasSubstr(question.personnummer.Reveal().substr(0, 8) + "****"));
  EXPECT_THAT(*shown, testing::HasSubstr(question.case_id.value()));
  EXPECT_EQ(peer_.requests(), 0);
}

INSTANTIATE_TEST_SUITE_P(Each, Answers, testing::ValuesIn(Harnesses()), NameOf);
INSTANTIATE_TEST_SUITE_P(Each, Questions, testing::ValuesIn(Harnesses()), NameOf);

}  // namespace
}  // namespace dm::conformance
