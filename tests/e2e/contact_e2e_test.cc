// The conversation with a household over the whole daemon: from the terminal to the store, the
// registers and the case system.
#include <chrono>
#include <fstream>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/e2e/municipality.h"
#include "worker/core/instant.h"

namespace dm::e2e {
namespace {

using nlohmann::json;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSignedText[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

class ContactTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_TRUE(LoadSwedishTime().ok()); }

  static std::string Name() {
    return ::testing::UnitTest::GetInstance()->current_test_info()->name();
  }

  static json Case(const Municipality& municipality, const std::string& id) {
    const Finished shown = municipality.Medarbetare({"case", "show", id, "--json"});
    EXPECT_EQ(shown.exit_code, 0) << shown.err;
    return json::parse(shown.out);
  }

  // Waits until the case is in `state`; what it is then.
  static json WaitFor(const Municipality& municipality,
                      const std::string& id,
                      const std::string& state) {
    const auto until = std::chrono::steady_clock::now() + seconds(30);
    json found = Case(municipality, id);
    while (found.value("state", "") != state && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      found = Case(municipality, id);
    }
    EXPECT_EQ(found.value("state", ""), state);
    return found;
  }

  // Waits until a person has the case as `item`, with a proposal or without; what it is then.
  static json WaitForPerson(const Municipality& municipality,
                            const std::string& id,
                            const std::string& item = "") {
    const auto until = std::chrono::steady_clock::now() + seconds(30);
    json found = Case(municipality, id);
    while (!IsWithPerson(found, item) && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      found = Case(municipality, id);
    }
    EXPECT_TRUE(IsWithPerson(found, item)) << found.value("state", "");
    return found;
  }

  static bool IsWithPerson(const json& found, const std::string& item = "") {
    const std::string state = found.value("state", "");
    if (state != "CASE_STATE_ESCALATED" && state != "CASE_STATE_PROPOSED") return false;
    return item.empty() || found["escalation"].value("id", "") == item;
  }

  static std::string Reasons(const json& found) {
    return found["escalation"]["routing"].value("reasons", json::array()).dump();
  }

  // The case file with `change` made to its application.
  template <typename Change>
  static std::string Changed(const Municipality& municipality, Change change) {
    json file = json::parse(ReadFile(municipality.case_files().front()));
    change(file["application"]);
    std::string path = municipality.folder() + "/changed.json";
    std::ofstream(path) << file.dump();
    return path;
  }

  static std::string Submitted(const Municipality& municipality, const std::string& file) {
    const Finished done = municipality.Medarbetare({"submit", file});
    EXPECT_EQ(done.exit_code, 0) << done.err;
    const std::size_t at = done.out.find("EKB-");
    EXPECT_NE(at, std::string::npos) << done.out;
    return done.out.substr(at, 17);
  }
};

// casework.md 24.6: the wish alone sends the case to a person, whatever a register does.
TEST_F(ContactTest, AWishForAPersonIsHeardThoughTheRegistersAreSilent) {
  Municipality municipality(Name(), 1, "stable-benefit");
  municipality.StartWorker();
  for (const char* agency : {"FK", "AF"})
    EXPECT_EQ(municipality.Registers({"down", agency}).exit_code, 0);
  const std::string id = Submitted(municipality, municipality.case_files().front());
  WaitFor(municipality, id, "CASE_STATE_WAITING_SOURCE");
  const Finished wish = municipality.Medarbetare({"case", "person", id, "--channel", "oral"});
  EXPECT_EQ(wish.exit_code, 0) << wish.err;
  const json found = WaitFor(municipality, id, "CASE_STATE_ESCALATED");
  EXPECT_THAT(Reasons(found), HasSubstr("G12.FAIL.WANTS_PERSON"));
  EXPECT_FALSE(found.contains("decisions"));
  const Finished status = municipality.Medarbetare({"case", "status", id, "--person", "p1"});
  EXPECT_THAT(status.out, HasSubstr("Hos en handläggare"));
}

// casework.md 24.7: an eviction is a person's the same day, whatever else is missing.
TEST_F(ContactTest, AnEvictionIsNotHeldByAMissingPaper) {
  Municipality municipality(Name(), 1, "stable-benefit");
  municipality.StartWorker();
  const std::string id = Submitted(municipality, Changed(municipality, [](json& application) {
                                     application["circumstances"]["eviction_or_rent_debt"] =
                                         "ANSWER_YES";
                                     application["circumstances"]["critical_date"] = "2026-11-28";
                                     application["costs"][0].erase("proven");
                                   }));
  const json found = WaitFor(municipality, id, "CASE_STATE_ESCALATED");
  EXPECT_EQ(found["escalation"]["routing"].value("queue", ""), "Q-02");
}

TEST_F(ContactTest, ACaseworkerAsksTheHouseholdAnswersAndTheCaseComesBackToTheSame) {
  Municipality municipality(Name(), 1, "stable-benefit");
  municipality.StartWorker();
  const std::string id = Submitted(municipality, Changed(municipality, [](json& application) {
                                     application["free_text"] = "Jag har en fråga.";
                                   }));
  WaitForPerson(municipality, id);
  const std::string item = id + ".1";
  const auto ask = [&](const std::vector<std::string>& more) {
    std::vector<std::string> all = {"case", "request-completion", item, "--handler", "HL000001"};
    all.insert(all.end(), more.begin(), more.end());
    return municipality.Medarbetare(all);
  };
  const std::string why = "proof.boende=Hyran har ändrats.";
  EXPECT_THAT(ask({"--item", why}).err, HasSubstr("NOT_CLAIMED"));
  ASSERT_EQ(municipality.Medarbetare({"queue", "claim", item, "--handler", "HL000001"}).exit_code,
            0);
  // Nothing of what is refused is stored.
  EXPECT_THAT(ask({"--item", why, "--due", "2027-01-20"}).err, HasSubstr("due"));
  EXPECT_THAT(ask({"--item", "proof.boende=<b>nu</b>"}).err, HasSubstr("TEXT_HAS_MARKUP"));
  EXPECT_THAT(ask({"--item", "unheard.of=x"}).err, HasSubstr("ITEM_UNKNOWN"));
  EXPECT_TRUE(IsWithPerson(Case(municipality, id)));
  const Finished asked = ask({"--item", why});
  ASSERT_EQ(asked.exit_code, 0) << asked.err;
  WaitFor(municipality, id, "CASE_STATE_AWAITING_COMPLETION");
  EXPECT_THAT(municipality.Medarbetare({"case", "status", id, "--person", "p1"}).out,
              HasSubstr("Hyran har ändrats."));
  // A file that is not what it says leaves nothing either.
  EXPECT_THAT(municipality
                  .Medarbetare({"case",
                                "add-document",
                                id,
                                "--id",
                                "D-1",
                                "--kind",
                                "hyresavi",
                                "--media-type",
                                "text/html"})
                  .err,
              HasSubstr("DOCUMENT_TYPE_UNKNOWN"));
  // Nor does one that came at no time that there is.
  for (const char* const at : {"2026-11-24", "2026-11-24T08:00:00", "2026-13-24T08:00:00Z"}) {
    const Finished refused = municipality.Medarbetare(
        {"case", "add-document", id, "--id", "D-1", "--kind", "hyresavi", "--received-at", at});
    EXPECT_EQ(refused.exit_code, 2) << at;
    EXPECT_THAT(refused.err, HasSubstr("--received-at: a point in time is RFC 3339")) << at;
  }
  const Finished added = municipality.Medarbetare({"case",
                                                   "add-document",
                                                   id,
                                                   "--id",
                                                   "D-1",
                                                   "--kind",
                                                   "hyresavi",
                                                   "--media-type",
                                                   "application/pdf",
                                                   "--received-at",
                                                   Municipality::Morning(),
                                                   "--answers",
                                                   "proof.boende"});
  ASSERT_EQ(added.exit_code, 0) << added.err;
  const json back = WaitForPerson(municipality, id, id + ".2");
  EXPECT_THAT(Reasons(back), HasSubstr("COMPLETION.ANSWERED"));
  EXPECT_EQ(back["escalation"].value("handler", ""), "HL000001");
}

TEST_F(ContactTest, MessagesAreKeptWhateverBecomesOfTheCase) {
  Municipality municipality(Name(), 1, "stable-benefit");
  municipality.StartWorker();
  const std::string id = Submitted(municipality, municipality.case_files().front());
  ASSERT_TRUE(municipality.WaitUntilWorked(seconds(60)));
  const Finished said = municipality.Medarbetare({"case",
                                                  "message",
                                                  id,
                                                  "--from",
                                                  "p1",
                                                  "--handler",
                                                  "HL000001",
                                                  "--channel",
                                                  "oral",
                                                  "--text",
                                                  "Ring mig gärna."});
  ASSERT_EQ(said.exit_code, 0) << said.err;
  municipality.worker().Kill();
  municipality.StartWorker();
  const Finished inbox = municipality.Medarbetare({"case", "messages", "--unread"});
  EXPECT_THAT(inbox.out, HasSubstr("Ring mig gärna."));
  const std::string message = inbox.out.substr(0, inbox.out.find(' '));
  EXPECT_EQ(municipality.Medarbetare({"case", "read", message, "--handler", "HL000001"}).exit_code,
            0);
  EXPECT_THAT(municipality.Medarbetare({"case", "messages", "--unread"}).out,
              Not(HasSubstr("Ring")));
  // What people write stands in no log.
  EXPECT_THAT(ReadFile(municipality.folder() + "/medarbetare.log"), Not(HasSubstr("Ring mig")));
}

TEST_F(ContactTest, AWithdrawalIsPreparedForAPerson) {
  Municipality municipality(Name(), 1, "stable-benefit");
  municipality.StartWorker();
  const std::string id =
      Submitted(municipality,
                Changed(municipality, [](json& application) { application["free_text"] = "?"; }));
  WaitForPerson(municipality, id);
  const auto withdraw = [&](const std::string& person) {
    return municipality.Medarbetare({"case",
                                     "withdraw",
                                     id,
                                     "--person",
                                     person,
                                     "--text-sha256",
                                     kSignedText,
                                     "--signed-at",
                                     Municipality::Morning(),
                                     "--pressure",
                                     "no"});
  };
  EXPECT_THAT(withdraw("p9").err, HasSubstr("PERSON_UNKNOWN"));
  const Finished done = withdraw("p1");
  ASSERT_EQ(done.exit_code, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("every adult has signed"));
  const json back = WaitForPerson(municipality, id, id + ".2");
  EXPECT_THAT(Reasons(back), HasSubstr("WITHDRAWAL"));
  EXPECT_FALSE(back.contains("decisions"));
}

}  // namespace
}  // namespace dm::e2e
