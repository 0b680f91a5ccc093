// What an applicant sees of each golden case, in every stage that it can reach.
#include "worker/contact/applicant_status.h"

#include <regex>
#include <variant>

#include "tests/explain/explained_case.h"
#include "tests/golden/case_builder.h"
#include "worker/contact/pipeline_part.h"
#include "worker/decision/decide.h"
#include "worker/effects/make_effects.h"
#include "worker/explain/text.h"

namespace dm::explain {
namespace {

using contact::StatusFor;

constexpr char kCaseId[] = "EKB-202612-000001";

StoredEffect Delivered(Effect effect) {
  StoredEffect stored;
  stored.effect = std::move(effect);
  stored.state = EffectState::kDelivered;
  return stored;
}

struct Outcome {
  CaseRecord record;
  std::vector<StoredEffect> effects;
};

Decision HumanDecision(const Assessment& assessment) {
  Decision decision;
  decision.version = 1;
  decision.kind = DecisionKind::kHuman;
  decision.outcome = dm::Outcome::kAvslag;
  decision.decided_by = "handler-1";
  decision.decided_on = assessment.assessed_on;
  decision.policy_version = assessment.policy_version;
  decision.policy_sha256 = assessment.policy_sha256;
  decision.motivation = "Inkomsterna är högre än behovet.";
  return decision;
}

// The case as the worker leaves it.
Outcome Worked(const CaseInput& input, const PolicySet& policy, Mode mode) {
  Outcome out;
  out.record.id = CaseId::FromTrusted(kCaseId);
  out.record.municipality = policy.municipality();
  out.record.version = 5;
  out.record.application = input.application;
  out.record.evidence = input.evidence;
  out.record.assessment = Assess(input, policy);
  out.record.received_at = out.record.updated_at = input.assessed_at;
  Control control;
  for (const TypfallPolicy& typfall : policy.typfall()) {
    control.modes[typfall.code].typfall = typfall.code;
    control.modes[typfall.code].mode = mode;
  }
  const DecisionOutcome decided = Decide({.case_id = out.record.id,
                                          .application = input.application,
                                          .assessment = *out.record.assessment,
                                          .control = control,
                                          .history = input.history,
                                          .now = input.assessed_at,
                                          .today = input.assessed_on},
                                         policy);
  if (const auto* approval = std::get_if<FullApproval>(&decided)) {
    out.record.state = CaseState::kDecided;
    auto effects = effects::EffectsOfDecision(out.record, approval->decision(), policy);
    EXPECT_TRUE(effects.ok());
    if (effects.ok())
      for (Effect& effect : *effects) out.effects.push_back(Delivered(std::move(effect)));
    out.record.decisions = {approval->decision()};
  } else if (const auto* request = std::get_if<RequestCompletion>(&decided)) {
    out.record.state = CaseState::kAwaitingCompletion;
    out.record.completion = *request;
    out.record.contact.completions = {
        *contact::WorkersRound({}, *request, input.assessed_at, policy)};
  } else {
    const auto& escalate = std::get<Escalate>(decided);
    out.record.state = CaseState::kEscalated;
    Escalation item;
    item.id = EscalationId::FromTrusted(std::string(kCaseId) + ".1");
    item.case_id = out.record.id;
    item.routing = escalate.routing;
    item.mode = escalate.mode;
    item.typfall = escalate.typfall;
    item.suggested = escalate.suggested;
    out.record.escalation = item;
  }
  return out;
}

std::string TextOf(const ApplicantStatus& status) {
  std::string text = status.title + "\n" + status.message + "\n";
  for (const ApplicantItem& item : status.items)
    text += item.text + "\n" + item.why + "\n" + item.how + "\n";
  for (const ApplicantDocument& document : status.documents) text += document.kind + "\n";
  for (const ApplicantDecision& decision : status.decisions)
    text += decision.title + "\n" + decision.decided_by + "\n" + decision.letter + "\n";
  for (const ApplicantSource& source : status.sources) {
    text += source.agency + " " + source.answer + "\n";
    for (const std::string& detail : source.details) text += detail + "\n";
  }
  for (const std::string& check : status.checks) text += check + "\n";
  text += status.explanation + "\n" + status.person + "\n" + status.rights + "\n";
  for (const std::string& line : status.waits_for) text += line + "\n";
  return text;
}

std::string WithoutCaseId(std::string text) {
  for (std::size_t at = text.find(kCaseId); at != std::string::npos; at = text.find(kCaseId))
    text.erase(at, sizeof kCaseId - 1);
  return text;
}

ApplicantStatus StatusOf(const Outcome& worked, const PersonKey& person, const PolicySet& policy) {
  auto status = StatusFor({.record = worked.record,
                           .person = person,
                           .effects = worked.effects,
                           .messages = {},
                           .late = {},
                           .policy = policy,
                           .now = worked.record.received_at});
  EXPECT_TRUE(status.ok()) << MessageOf(status.status());
  return status.ok() ? *std::move(status) : ApplicantStatus();
}

const std::regex& InternalCode() {
  static const std::regex code(
      R"(\b[A-Z]{1,4}-\d\d|\b(GATE|TRIG|FACT|MODE|COMPLETION|INFO|RULE)\.|\b[A-Z]{2,}\.[A-Z]{2,}|\b[A-Z]{3,}_[A-Z]{2,}|policy:|application\.|evidence\.|riksnorm\.|\bproof\.|handler-1)");
  return code;
}

TEST(ApplicantStatusTest, OfAnyGoldenCaseInAnyModeHoldsNoInternalCode) {
  const auto policy = golden::ShippedPolicies();
  int seen = 0;
  for (const golden::GoldenCase& golden : GoldenCases()) {
    for (const Mode mode : {Mode::kShadow, Mode::kDecide}) {
      const Outcome worked = Worked(golden.input, *policy, mode);
      for (const Person& person : golden.input.application.persons) {
        if (!IsAdultInCase(person.role)) continue;
        ApplicantStatus status = StatusOf(worked, person.key, *policy);
        if (contact::ShowsCalculation(worked.record))
          status.explanation = ApplicantText(Explained(golden.input));
        const std::string text = WithoutCaseId(TextOf(status) + "\n" + contact::StatusPage(status));
        std::smatch found;
        EXPECT_FALSE(std::regex_search(text, found, InternalCode()))
            << golden.path << ": " << found.str();
        EXPECT_NE(status.person.find("Kontakta oss"), std::string::npos);
        ++seen;
      }
    }
  }
  EXPECT_GT(seen, 100);
}

// What ran beside the person's decision is nobody's to see: neither amount nor typfall.
TEST(ApplicantStatusTest, ShadowSuggestionsStayOut) {
  const auto policy = golden::ShippedPolicies();
  Outcome worked = Worked(golden::StableBenefitCase(), *policy, Mode::kShadow);
  ASSERT_TRUE(worked.record.escalation.has_value());
  const PersonKey person = worked.record.application.persons[0].key;
  const std::string amount = worked.record.assessment->grant.ToSwedish();
  EXPECT_EQ(TextOf(StatusOf(worked, person, *policy)).find(amount), std::string::npos);
  EXPECT_FALSE(contact::ShowsCalculation(worked.record));
  worked.record.state = CaseState::kDecided;
  worked.record.decisions = {HumanDecision(*worked.record.assessment)};
  EXPECT_FALSE(contact::ShowsCalculation(worked.record));
  const std::string text = TextOf(StatusOf(worked, person, *policy));
  EXPECT_EQ(text.find(amount), std::string::npos);
  EXPECT_NE(text.find("Beslutet är fattat av en handläggare."), std::string::npos);
  worked.record.escalation->mode = Mode::kPropose;
  EXPECT_TRUE(contact::ShowsCalculation(worked.record));
}

TEST(ApplicantStatusTest, ShowsOnlyWhatWasFetchedAboutTheOneWhoAsks) {
  const auto policy = golden::ShippedPolicies();
  int couples = 0;
  for (const golden::GoldenCase& golden : GoldenCases()) {
    std::vector<PersonKey> adults;
    for (const Person& person : golden.input.application.persons)
      if (IsAdultInCase(person.role)) adults.push_back(person.key);
    if (adults.size() < 2) continue;
    ++couples;
    Outcome worked = Worked(golden.input, *policy, Mode::kShadow);
    const std::size_t before = StatusOf(worked, adults[0], *policy).sources.size();
    std::erase_if(worked.record.evidence.persons,
                  [&](const PersonEvidence& one) { return one.person != adults[0]; });
    EXPECT_EQ(StatusOf(worked, adults[0], *policy).sources.size(), before) << golden.path;
    EXPECT_TRUE(StatusOf(worked, adults[1], *policy).sources.empty()) << golden.path;
  }
  EXPECT_GT(couples, 0);
}

TEST(ApplicantStatusTest, ADecisionTellsAmountDayAndLetter) {
  const auto policy = golden::ShippedPolicies();
  const Outcome worked = Worked(golden::StableBenefitCase(), *policy, Mode::kDecide);
  ASSERT_EQ(worked.record.decisions.size(), 1U);
  const PersonKey person = worked.record.application.persons[0].key;
  ApplicantStatus status = StatusOf(worked, person, *policy);
  EXPECT_EQ(status.stage, ApplicantStage::kDecided);
  ASSERT_EQ(status.decisions.size(), 1U);
  EXPECT_EQ(status.decisions[0].granted, golden::Kr(3040));
  EXPECT_NE(status.decisions[0].letter.find("överklaga"), std::string::npos);
  EXPECT_FALSE(status.sources.empty());
  EXPECT_FALSE(status.checks.empty());
  EXPECT_NE(status.message.find("betalas ut"), std::string::npos);
  const Date pay = *worked.record.decisions[0].pay_date;
  EXPECT_EQ(contact::StageOf(worked.record, worked.effects, pay), ApplicantStage::kPaid);
  EXPECT_EQ(contact::StageOf(worked.record, {}, pay), ApplicantStage::kDecided);
}

TEST(ApplicantStatusTest, SixMonthsGiveTheRightToDemandADecision) {
  const auto policy = golden::ShippedPolicies();
  Outcome worked = Worked(golden::StableBenefitCase(), *policy, Mode::kShadow);
  const PersonKey person = worked.record.application.persons[0].key;
  worked.record.application.received_at = StartOfSwedishDay(*Date::Parse("2026-08-31"));
  const auto rights = [&](const char* day) {
    return StatusFor({.record = worked.record,
                      .person = person,
                      .effects = {},
                      .messages = {},
                      .late = {},
                      .policy = *policy,
                      .now = StartOfSwedishDay(*Date::Parse(day))})
        ->rights;
  };
  EXPECT_NE(rights("2026-11-20").find("senast 28 februari 2027"), std::string::npos)
      << rights("2026-11-20");
  EXPECT_NE(rights("2027-02-28").find("Du kan nu begära"), std::string::npos);
}

// What people wrote is shown as text, whatever it is.
TEST(ApplicantStatusTest, ThePageEscapesEveryText) {
  ApplicantStatus status;
  status.month = *Month::Parse("2026-12");
  status.case_id = CaseId::FromTrusted(kCaseId);
  status.title = "<script>1";
  status.items = {{.text = "<script>2", .why = "<script>3", .how = "<script>4", .answered = false}};
  status.documents.emplace_back();
  status.documents[0].kind = "<script>5";
  status.messages.emplace_back();
  status.messages[0].text = "<script>6 & \"x\"";
  status.decisions.emplace_back();
  status.decisions[0].letter = "<script>7";
  status.explanation = "<script>8";
  status.sources.emplace_back();
  status.sources[0].details = {"<script>9"};
  const std::string page = contact::StatusPage(status);
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_NE(page.find("&lt;script&gt;6 &amp; &quot;x&quot;"), std::string::npos);
  EXPECT_NE(page.find("lang=\"sv\""), std::string::npos);
}

}  // namespace
}  // namespace dm::explain
