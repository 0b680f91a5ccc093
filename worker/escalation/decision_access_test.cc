// Who may not see a case cannot decide it, nor learn that it is there: neither by the caller's
// right, nor by that of the person the caller asks for, nor by that of who is said to act.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/decision_fixture.h"
#include "worker/core/digest.h"
#include "worker/escalation/frame_desk.h"
#include "worker/escalation/frame_service.h"
#include "worker/escalation/household_case.h"
#include "worker/escalation/queue_service.h"
#include "worker/ports/case_access.h"

namespace dm::escalation {
namespace {

using dm::testing::Call;
using dm::testing::Day;
using dm::testing::PlainEscalate;
using dm::testing::PlainFrame;

constexpr char kNarrow[] = "smal";  // sees what is restricted, not what is open to named persons
constexpr char kNamed[] = "namngiven";

class DecisionAccessTest : public dm::testing::DecisionFixture {
 protected:
  void SetUp() override {
    Escalate escalate = PlainEscalate();
    escalate.routing.access = AccessClass::kNamedPersons;
    id_ = Put(escalate);
    staff_ = std::make_shared<const StaffDirectory>(
        std::vector<StaffMember>{Member(kNarrow, false), Member(kNamed, true)});
  }

  static StaffMember Member(const std::string& user_id, bool named) {
    StaffMember member;
    member.user_id = user_id;
    member.all_queues = true;
    member.restricted = true;
    member.named_persons = named;
    Mandate mandate;
    mandate.reference = "SN 2026-01-15 § 3";
    mandate.outcomes = {Outcome::kBifall, Outcome::kDelavslag, Outcome::kAvslag};
    member.mandates = {mandate};
    return member;
  }

  using Attempt = std::function<Status(const CallContext&, const std::string& actor)>;

  // Every call of DecisionService that names a case, as `actor` would make it.
  std::vector<std::pair<const char*, Attempt>> Attempts() {
    const auto said = [this](const std::string& actor) {
      HumanDecision decision = Partly();
      decision.handler = actor;
      return decision;
    };
    const auto attest = [this](const std::string& actor) {
      AttestRequest request = Approval(actor);
      request.content_sha256 = std::string(64, '0');
      request.reason = "Hyran är inte styrkt.";
      return request;
    };
    return {
        {"Preview",
         [=, this](const auto& call, const auto& actor) {
           return decisions_.Preview(call, said(actor)).status();
         }},
        {"Decide",
         [=, this](const auto& call, const auto& actor) {
           return decisions_.Decide(call, said(actor)).status();
         }},
        {"Attest",
         [=, this](const auto& call, const auto& actor) {
           return decisions_.Attest(call, attest(actor)).status();
         }},
        {"Return",
         [=, this](const auto& call, const auto& actor) {
           return decisions_.Return(call, attest(actor)).status();
         }},
        {"Communicate",
         [=, this](const auto& call, const auto& actor) {
           return decisions_.Communicate(call, {said(actor), {}, std::nullopt}).status();
         }},
        {"Note",
         [this](const auto& call, const auto& actor) {
           AnswerNote note{case_id_, 1, actor, {}};
           note.answer.channel = "phone";
           note.answer.text = "Nej.";
           return decisions_.Note(call, note).status();
         }},
        {"RecordChild",
         [this](const auto& call, const auto& actor) {
           ChildAnalysisRequest request;
           request.escalation = id_;
           request.expected_version = VersionOf(id_);
           request.analysis.reviewer = actor;
           return decisions_.RecordChild(call, request).status();
         }},
        {"Correct",
         [=, this](const auto& call, const auto& actor) {
           return decisions_
               .Correct(call, {case_id_, store_.GetCase(case_id_)->version, said(actor), "X"})
               .status();
         }},
    };
  }

  static bool IsHidden(const Status& status) {
    const std::string reason = ReasonOf(status);
    return reason == "ESCALATION_NOT_FOUND" || reason == "CASE_NOT_FOUND";
  }

  static CallContext Cleared(const std::string& request) {
    CallContext call = Call(request);
    call.cleared = true;
    return call;
  }
};

TEST_F(DecisionAccessTest, WhoseOwnAccessIsNarrowerThanTheCallersFindsNothing) {
  CallContext call = Cleared("narrow-01");
  call.person = kNarrow;
  call.person_access = PersonAccess{.restricted = true};
  for (const auto& [name, attempt] : Attempts())
    EXPECT_TRUE(IsHidden(attempt(call, kNamed))) << name;
  EXPECT_TRUE(IsHidden(decisions_.GetLetter(call, case_id_, 0, LetterForm::kText).status()));
  call.person = kNamed;
  call.person_access = PersonAccess{.restricted = true, .named_persons = true};
  for (const auto& [name, attempt] : Attempts())
    EXPECT_FALSE(IsHidden(attempt(call, kNamed))) << name;
  EXPECT_FALSE(IsHidden(decisions_.GetLetter(call, case_id_, 0, LetterForm::kText).status()));
}

TEST_F(DecisionAccessTest, WhoIsSaidToActMustSeeItToo) {
  const CallContext call = Cleared("narrow-02");
  for (const auto& [name, attempt] : Attempts()) {
    EXPECT_TRUE(IsHidden(attempt(call, kNarrow))) << name;
    EXPECT_FALSE(IsHidden(attempt(call, kNamed))) << name;
  }
}

TEST_F(DecisionAccessTest, ACallerThatIsNotClearedFindsNothing) {
  for (const auto& [name, attempt] : Attempts())
    EXPECT_TRUE(IsHidden(attempt(Call("open-0001"), kNamed))) << name;
}

TEST_F(DecisionAccessTest, TheFramesOfAHouseholdAreHiddenAsItsCasesAre) {
  const FrameParts parts{[this] { return policy_; },
                         [](const Frame&) { return Sha256Hex("frame"); },
                         [this] { return staff_; }};
  FrameService frames(store_, clock_, parts);
  FrameDesk desk(store_, clock_, parts);
  const HouseholdId household = store_.GetCase(case_id_)->application.household;
  Frame frame = PlainFrame();
  frame.household = household;
  frame.signed_by = kNamed;
  EXPECT_TRUE(frames.Sign(Cleared("sign-001"), frame).ok());
  const auto reasons = [&](const CallContext& call, const std::string& actor) {
    Frame again = frame;
    again.signed_by = actor;
    const EndFrameRequest end{household, 1, actor, "SN 2026-01-15 § 3", "X", ""};
    FrameDraftRequest draft;
    draft.household = household;
    return std::vector<std::string>{ReasonOf(frames.Sign(call, again).status()),
                                    ReasonOf(desk.End(call, end).status()),
                                    ReasonOf(frames.Get(call, household).status()),
                                    ReasonOf(frames.List(call, household, {}).status()),
                                    ReasonOf(desk.Compare(call, household, 1, 1).status()),
                                    ReasonOf(desk.Draft(call, draft).status())};
  };
  CallContext narrow = Cleared("narrow-03");
  narrow.person_access = PersonAccess{.restricted = true};
  for (const std::string& reason : reasons(narrow, kNamed)) EXPECT_EQ(reason, "FRAME_NOT_FOUND");
  for (const std::string& reason : reasons(Call("open-0002"), kNamed))
    EXPECT_EQ(reason, "FRAME_NOT_FOUND");
  const auto by_actor = reasons(Cleared("narrow-04"), kNarrow);
  EXPECT_EQ(by_actor[0], "FRAME_NOT_FOUND");
  EXPECT_EQ(by_actor[1], "FRAME_NOT_FOUND");
  for (const std::string& reason : reasons(Cleared("named-001"), kNamed))
    EXPECT_NE(reason, "FRAME_NOT_FOUND");
}

// Scenario 13 (casework.md 24): what November's registers told holds December's case shut from the
// first moment, until its own have answered.
TEST_F(DecisionAccessTest, ACaseIsAsClosedAsTheHouseholdsOthersUntilItIsAssessed) {
  CaseRecord next = testing::PlainCase(CaseState::kWaitingSource);
  next.application.id = ApplicationId::FromTrusted("APP-NEXT");
  next.application.household = store_.GetCase(case_id_)->application.household;
  next.application.month = next.application.month.PlusMonths(1);
  next.received_at = next.received_at.PlusMs(1);
  next.assessment.reset();
  next.id = PutCase(store_, next);
  const CallContext caller = Call("");
  EXPECT_EQ(FindVisibleCase(store_, caller, next.id).status().code(), StatusCode::kNotFound);
  EXPECT_EQ(CheckHousehold(store_, caller, next.application.household, StaffDirectory()).code(),
            StatusCode::kNotFound);
  const StatusOr<Escalate> parked =
      Kept(store_, *store_.GetCase(next.id), ParkedCase(next, "STEP.FETCH.INTERNAL"));
  ASSERT_TRUE(parked.ok());
  EXPECT_EQ(parked->routing.access, AccessClass::kNamedPersons);
  next = *store_.GetCase(next.id);
  next.assessment = testing::PlainAssessment();
  store_.Overwrite(next);
  EXPECT_TRUE(FindVisibleCase(store_, caller, next.id).ok());
  EXPECT_EQ(CheckHousehold(store_, caller, next.application.household, StaffDirectory()).code(),
            StatusCode::kNotFound)
      << "the other one has not ended";
}

// A question was asked while the case was open to all; then the case was moved.
TEST_F(DecisionAccessTest, AQuestionIsAsClosedAsItsCaseIsNow) {
  QueueService queues{store_,
                      clock_,
                      {[this] { return policy_; },
                       [this] { return staff_; },
                       [](Month, const PolicySet&) { return StatusOr<Date>(Day("2026-11-23")); }}};
  const EscalationId id = Put(PlainEscalate(), "2");
  ASSERT_TRUE(Claim(id, kNarrow, "claim-0009").ok());
  const auto asked =
      queues.Consult(Call("ask-00001"), {id, kNarrow, "", kNamed, "Ryms det?", std::nullopt});
  ASSERT_TRUE(asked.ok()) << MessageOf(asked.status());
  EXPECT_EQ(queues.ListConsultations(Call(""), {}, {})->items.size(), 1U);
  const auto moved = queues.Route(
      Call("move-0001"), {id, VersionOf(id), kNarrow, "Q-05", "PROTECTED", "Uppgift om hot."});
  ASSERT_TRUE(moved.ok()) << MessageOf(moved.status());
  EXPECT_TRUE(queues.ListConsultations(Call(""), {}, {})->items.empty());
}

}  // namespace
}  // namespace dm::escalation
