// Retention (I24, S21): the files of 1 000 persons, whose last entry is over five years old, are
// erased by the real program. Nothing of them is left in any file of the store, nothing is erased
// early, on hold, or that research keeps, and the audit chain holds.
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/e2e/municipality.h"
#include "tests/support/cases.h"
#include "worker/adapters/sqlite/sqlite_store.h"
#include "worker/core/digest.h"
#include "worker/sealing/key_ring.h"

namespace dm::e2e {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kMunicipality[] = "0000-exempelkommun";
// Each household is two adults and a child.
constexpr int kErased = 334;
constexpr int kHeld = 5;
constexpr int kResearch = 7;
constexpr int kYoung = 5;
constexpr int kOpen = 3;

enum class Born { kAnyDay, kTheFifth };

AuditEvent By(const std::string& action) {
  AuditEvent audit;
  audit.actor_kind = ActorKind::kPerson;
  audit.actor = "anna.exempel";
  audit.action = action;
  return audit;
}

// A number that no person has: the day is chosen, and the last four are made to fit.
Personnummer NumberBorn(const std::string& day, int serial) {
  const std::string number = std::to_string(1000 + serial % 900).substr(1);
  const std::string nine = day.substr(2) + number;
  return *Personnummer::Parse(day + number + std::to_string(LuhnCheckDigit(nine)));
}

class RetentionTest : public ::testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    ASSERT_TRUE(LoadSwedishTime().ok());
    municipality_ = std::make_unique<Municipality>("retention-" + std::to_string(getpid()), 2);
    if (!Encrypted()) municipality_->Configure("sealing:\n  key_file: keys\n", "");
    municipality_->Configure("development:\n",
                             "retention: {research: days_5_15_25}\ndevelopment:\n");
  }

  void TearDown() override {
    const std::string folder = municipality_->folder();
    municipality_.reset();
    if (!HasFailure()) std::filesystem::remove_all(folder);
  }

  static bool Encrypted() { return GetParam(); }

  std::string Path(const std::string& name) const { return municipality_->folder() + "/" + name; }

  std::unique_ptr<WholeStore> OpenStore() const {
    SqliteOptions options;
    if (Encrypted()) options.keys = *sealing::KeyRing::Open(Path("keys"));
    auto store = OpenSqliteStore(Path("medarbetare.db"), kMunicipality, options, old_);
    EXPECT_TRUE(store.ok()) << MessageOf(store.status());
    return store.ok() ? *std::move(store) : nullptr;
  }

  // What the household and its case system are told by, which must not be left.
  void Canary(const std::string& text) { canaries_.push_back(text); }

  Application ApplicationOf(const std::string& name, int number, Instant at, Born born) {
    Application application = testing::PlainApplication();
    application.received_at = at;
    application.id = ApplicationId::FromTrusted("CANARY-APP-" + name);
    application.household = HouseholdId::FromTrusted("CANARY-HH-" + name);
    application.persons.clear();
    int serial = 3 * number;
    const bool goes = name.starts_with("gone-");
    for (const char* const day : {goes ? "19900102" : "19920607",
                                  goes ? "19910203" : "19930708",
                                  born == Born::kTheFifth ? "20150305" : "20150304"}) {
      const bool child = std::string(day).starts_with("2015");
      Person person = testing::Adult("p" + std::to_string(application.persons.size() + 1),
                                     testing::kAdult,
                                     child                         ? PersonRole::kChild
                                     : application.persons.empty() ? PersonRole::kApplicant
                                                                   : PersonRole::kCoApplicant);
      person.personnummer = NumberBorn(day, serial++);
      person.born = person.personnummer.birth_date();
      person.name = "CANARY NAMN " + name;
      application.persons.push_back(person);
    }
    return application;
  }

  CaseId Submit(WholeStore& store, const Application& application, Instant at) {
    NewCase made;
    made.request_id = "CANARY-REQUEST-" + application.id.value();
    made.content_sha256 = Sha256Hex(application.id.value());
    made.application = application;
    made.audit = By("application_accepted");
    const auto accepted = store.Accept(made, at);
    EXPECT_TRUE(accepted.ok()) << MessageOf(accepted.status());
    return accepted.ok() ? accepted->case_id : CaseId();
  }

  static void Apply(WholeStore& store, const CaseChange& change, Instant at) {
    const auto applied = store.Apply(change, at);
    ASSERT_TRUE(applied.ok()) << MessageOf(applied.status());
  }

  // A case that ends at `at` by a person's hand, with a letter and a message.
  CaseId File(
      WholeStore& store, const std::string& name, Instant at, Born born, bool ended = true) {
    const CaseId id = Submit(store, ApplicationOf(name, ++number_, at, born), at);
    CaseChange change;
    change.case_id = id;
    change.expected_version = 1;
    change.to = CaseState::kEscalated;
    change.escalation.emplace();
    change.escalation->id = EscalationId::FromTrusted(id.value() + ".item");
    change.escalation->case_id = id;
    change.escalation->routing = testing::PlainEscalate().routing;
    Effect letter;
    letter.id = EffectId::FromTrusted("LETTER-" + id.value());
    letter.case_id = id;
    letter.kind = EffectKind::kLetter;
    letter.order = 1;
    letter.letter = Letter{.template_id = "beslut_bifall",
                           .language = "sv",
                           .subject = "Beslut",
                           .body = "CANARY BREV " + name};
    change.effects = {letter};
    change.audit = By("case_escalated");
    Apply(store, change, at);
    const Status marked = store.MarkEffect(letter.id,
                                           EffectState::kDelivered,
                                           "CANARY-REF-" + name,
                                           "",
                                           at,
                                           "",
                                           By("effect_delivered"),
                                           at);
    EXPECT_TRUE(marked.ok()) << MessageOf(marked);
    if (!ended) return id;
    change.expected_version = 2;
    change.to = CaseState::kWrittenOff;
    change.escalation->state = EscalationState::kDecided;
    change.escalation->version = 2;
    change.effects.clear();
    Apply(store, change, at);
    return id;
  }

  void Fill() {
    const std::unique_ptr<WholeStore> store = OpenStore();
    ASSERT_NE(store, nullptr);
    for (int i = 0; i < kErased; ++i) {
      const std::string name = "gone-" + std::to_string(i) + ".";
      gone_ = File(*store, name, old_, Born::kAnyDay);
      for (const char* const what : {"CANARY-APP-",
                                     "CANARY-HH-",
                                     "CANARY NAMN ",
                                     "CANARY BREV ",
                                     "CANARY-REF-",
                                     "CANARY-REQUEST-CANARY-APP-"})
        Canary(what + name);
      Frame frame = testing::PlainFrame();
      frame.household = HouseholdId::FromTrusted("CANARY-HH-" + name);
      frame.id = FrameId();
      frame.version = 0;
      frame.signed_at = old_;
      ASSERT_TRUE(store->SignFrame(frame, "CANARY-FRAME-" + name, By("frame_signed"), old_).ok());
    }
    for (int i = 0; i < kHeld; ++i)
      held_.push_back(File(*store, "held-" + std::to_string(i) + ".", old_, Born::kAnyDay));
    for (int i = 0; i < kResearch; ++i)
      kept_.push_back(File(*store, "research-" + std::to_string(i) + ".", old_, Born::kTheFifth));
    for (int i = 0; i < kYoung; ++i)
      kept_.push_back(File(*store, "young-" + std::to_string(i) + ".", young_, Born::kAnyDay));
    for (int i = 0; i < kOpen; ++i)
      kept_.push_back(File(*store, "open-" + std::to_string(i) + ".", old_, Born::kAnyDay, false));
  }

  // How many of the canaries stand in the files of the folder, in clear or as UTF-16.
  int Traces() const {
    int found = 0;
    for (const auto& entry : std::filesystem::directory_iterator(municipality_->folder())) {
      const std::string name = entry.path().filename().string();
      if (!entry.is_regular_file() || !name.starts_with("medarbetare")) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(file)), {});
      // What is left of a household has its name, and of its adults their day of birth.
      using namespace std::string_view_literals;
      for (const std::string_view wanted :
           {"gone-"sv, "g\0o\0n\0e\0-"sv, "19900102"sv, "19910203"sv}) {
        for (std::size_t at = bytes.find(wanted); at != std::string::npos;
             at = bytes.find(wanted, at + 1))
          ++found;
      }
    }
    return found;
  }

  nlohmann::json Counts(const Finished& finished) const {
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    return nlohmann::json::parse(finished.out)["counts"];
  }

  std::unique_ptr<Municipality> municipality_;
  // The worker's day is 2026-11-24.
  const Instant old_ = *Instant::Parse("2021-11-23T09:00:00+01:00");
  const Instant young_ = *Instant::Parse("2021-11-24T09:00:00+01:00");
  std::vector<std::string> canaries_;
  std::vector<CaseId> held_;
  std::vector<CaseId> kept_;
  CaseId gone_;
  int number_ = 0;
};

TEST_P(RetentionTest, AThousandPersonsLeaveNoTraceAndNothingElseGoes) {
  Fill();
  if (!Encrypted()) {
    ASSERT_GT(Traces(), 6 * kErased) << "the canaries are found where they are";
  }
  municipality_->StartWorker();
  for (const CaseId& id : held_) {
    const Finished hold = municipality_->Medarbetare(
        {"retention", "hold", id.value(), "--actor", "bo.exempel", "--reason", "Överklagat."});
    ASSERT_EQ(hold.exit_code, 0) << hold.err;
  }
  EXPECT_THAT(municipality_->Medarbetare({"retention", "holds"}).out, HasSubstr("Överklagat."));

  const nlohmann::json due = Counts(municipality_->Medarbetare({"retention", "due", "--json"}));
  EXPECT_EQ(due.value("due", 0), kErased);
  EXPECT_EQ(due.value("held", 0), kHeld);
  EXPECT_EQ(due.value("research", 0), kResearch);
  EXPECT_EQ(due.value("open", 0), kOpen);
  EXPECT_EQ(due.value("finish_by", ""), "2027-12-31");

  // Killed in the midst of it, and run again: what was erased stays erased, the rest is whole.
  const std::vector<std::string> run = {"retention", "run", "--actor", "bo.exempel", "--json"};
  for (int kills = 0; kills < 2; ++kills) {
    std::thread running([&] { static_cast<void>(municipality_->Medarbetare(run)); });
    std::this_thread::sleep_for(std::chrono::milliseconds(150 + 250 * kills));
    municipality_->worker().Kill();
    running.join();
    municipality_->StartWorker();
  }
  const Finished last = municipality_->Medarbetare(run);
  ASSERT_EQ(last.exit_code, 0) << last.err;
  EXPECT_EQ(Counts(municipality_->Medarbetare({"retention", "due", "--json"})).value("due", 0), 0);
  EXPECT_EQ(Traces(), 0) << "while the worker runs";

  const Finished report =
      municipality_->Medarbetare({"retention", "report", "--csv", Path("proof.csv")});
  EXPECT_THAT(report.out, HasSubstr("erased files: " + std::to_string(kErased)));
  EXPECT_THAT(ReadFile(Path("proof.csv")), Not(HasSubstr("CANARY")));
  const Finished shown = municipality_->Medarbetare({"case", "show", gone_.value()});
  EXPECT_EQ(shown.exit_code, 1);
  EXPECT_THAT(shown.err, HasSubstr("CASE_ERASED"));
  for (const CaseId& id : held_)
    EXPECT_EQ(municipality_->Medarbetare({"case", "show", id.value()}).exit_code, 0);
  for (const CaseId& id : kept_)
    EXPECT_EQ(municipality_->Medarbetare({"case", "show", id.value()}).exit_code, 0);

  const Finished exported = municipality_->Medarbetare({"audit", "export", Path("audit.jsonl")});
  ASSERT_EQ(exported.exit_code, 0) << exported.err;
  EXPECT_EQ(municipality_->Medarbetare({"audit", "verify", Path("audit.jsonl")}).exit_code, 0);
  const Finished other =
      RunCommand({std::string(DM_SOURCE_DIR) + "/deploy/audit-verify", Path("audit.jsonl")});
  EXPECT_EQ(other.exit_code, 0) << other.out << other.err;
  const std::string chain = ReadFile(Path("audit.jsonl"));
  for (const std::string& canary : canaries_)
    ASSERT_EQ(chain.find(canary), std::string::npos) << canary;

  // Held files go when the hold is released.
  const std::string held = nlohmann::json::parse(
      municipality_->Medarbetare({"retention", "holds", "--json"}).out)["holds"][0]["hold_id"];
  ASSERT_EQ(
      municipality_->Medarbetare({"retention", "release", held, "--actor", "bo.exempel"}).exit_code,
      0);
  EXPECT_EQ(Counts(municipality_->Medarbetare(run)).value("due", 0), 1);
  EXPECT_EQ(municipality_->worker().Stop(), 0);
  EXPECT_EQ(Traces(), 0) << "when the worker has ended";
}

INSTANTIATE_TEST_SUITE_P(Stores, RetentionTest, ::testing::Bool(), [](const auto& test) {
  return std::string(test.param ? "encrypted" : "plain");
});

}  // namespace
}  // namespace dm::e2e
