// Typfall are data: a new one needs a folder and nothing else, and what couples ask of an adult is
// what the typfall of one adult ask.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/case_builder.h"
#include "tests/golden/golden_case.h"
#include "tests/golden/overridden_policy.h"
#include "tests/golden/run_case.h"
#include "worker/assessment/assess.h"
#include "worker/assessment/evidence_needs.h"
#include "worker/core/digest.h"
#include "worker/policy/policy_loader.h"

namespace dm::golden {
namespace {

namespace fs = std::filesystem;

constexpr char kInvented[] = R"yaml(code: TF-90
title: Ensamstående som delar hem och bara har livränta
max_mode: propose
valid_from: 2026-01-01
source: [sol-12-1, sol-12-7]
criteria:
  - {id: TF-90.c1, fact: household.adults, cell: 1, text: "En vuxen"}
  - {id: TF-90.c2, fact: household.shared, cell: true, text: "Delar hemmet"}
  - {id: TF-90.c3, fact: income.group, cell: sickness, text: "Bara ersättning vid sjukdom"}
  - {id: TF-90.c4, fact: income.register_net, cell: 9000..9200, text: "9 000–9 200 kr"}
  - {id: TF-90.c5, fact: result.outcome, cell: bifall, text: "Fullt bifall"}
evidence:
  - {source: TNS, from_months_before: 2, why: "Fordon (G-09)"}
)yaml";

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("dm-typfall-" + RandomHex(8))) {
    fs::copy(ShippedFolder(), path_, fs::copy_options::recursive);
  }

  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }

  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  Folder(Folder&&) = delete;
  Folder& operator=(Folder&&) = delete;

  void Write(const std::string& file, const std::string& text) {
    fs::create_directories((path_ / file).parent_path());
    std::ofstream(path_ / file) << text;
  }

  PolicyLoad Load() const { return LoadPolicies(path_.string(), kExampleMunicipality); }

 private:
  fs::path path_;
};

CaseInput SharedHome() {
  CaseInput input = StableBenefitCase();
  input.application.home.persons_in_home = 2;
  AlignFrameAndHistory(&input, Kr(3040));
  return input;
}

const TypfallMatch* MatchOf(const Assessment& assessment, const std::string& code) {
  for (const TypfallMatch& match : assessment.typfall) {
    if (match.typfall == code) return &match;
  }
  return nullptr;
}

TEST(TypfallData, ANewTypfallIsAFolderAndNothingElse) {
  Folder folder;
  folder.Write("typfall/TF-90/typfall.yaml", kInvented);
  const PolicyLoad load = folder.Load();
  for (const PolicyError& error : load.errors) ADD_FAILURE() << error.ToString();
  ASSERT_NE(load.set, nullptr);

  const CaseInput input = SharedHome();
  const Assessment result = Assess(input, *load.set);
  ASSERT_NE(MatchOf(result, "TF-90"), nullptr);
  EXPECT_TRUE(MatchOf(result, "TF-90")->matched);
  // Nobody has raised it: it runs in shadow, and the vehicles are asked about for its sake.
  const DecisionOutcome outcome = DecideOn(input, result, *load.set);
  ASSERT_NE(AsEscalate(outcome), nullptr);
  EXPECT_EQ(AsEscalate(outcome)->typfall, "TF-90");
  EXPECT_EQ(AsEscalate(outcome)->mode, Mode::kShadow);
  const auto asks_about_vehicles = [&](const PolicySet& set) {
    for (const EvidenceNeed& need : EvidenceNeededFor(input.application, input.frame, set)) {
      if (need.source == Source::kTns) return true;
    }
    return false;
  };
  EXPECT_TRUE(asks_about_vehicles(*load.set));
  EXPECT_FALSE(asks_about_vehicles(*ShippedPolicies()));

  CaseInput other = input;
  other.application.home.persons_in_home = 1;
  AlignFrameAndHistory(&other, Kr(3040));
  EXPECT_EQ(MatchOf(Assess(other, *load.set), "TF-90")->unmet,
            std::vector<std::string>{"TF-90.c2"});
  EXPECT_EQ(MatchOf(Assess(input, *ShippedPolicies()), "TF-90"), nullptr);
}

TEST(TypfallData, ANewTypfallMayNotRefuseByItself) {
  Folder folder;
  std::string text = kInvented;
  text.replace(text.find("cell: bifall"), std::string("cell: bifall").size(), "cell: avslag");
  folder.Write("typfall/TF-90/typfall.yaml", text);
  const PolicyLoad load = folder.Load();
  EXPECT_EQ(load.set, nullptr);
  ASSERT_EQ(load.errors.size(), 1U);
  EXPECT_NE(load.errors[0].ToString().find("does not demand full approval"), std::string::npos);
}

// The adult's demands in adult.situation are those of TF-01, TF-02, TF-03 and TF-10, fact by fact:
// in every case beside them, who fits the typfall is in its situation, and who fails only in what
// is asked of the person is not.
TEST(TypfallData, AnAdultsSituationIsWhatTheTypfallOfOneAdultAskOfAPerson) {
  const std::set<std::string> personal = {"applicant.age",
                                          "case.unemployed_barrier",
                                          "case.plan_valid",
                                          "af.registered",
                                          "af.activity_report_ok",
                                          "af.decision_covers_month",
                                          "income.count",
                                          "income.kinds_single",
                                          "income.group",
                                          "income.matches_frame",
                                          "income.register_confirmed_empty",
                                          "income.pay_dates_in_period",
                                          "income.a_kassa_days_half",
                                          "income.sanction_seen",
                                          "benefit.new_decision",
                                          "benefit.pending",
                                          "housing_supplement.checked",
                                          "pension.decided",
                                          "pension.housing_supplement_decided"};
  std::map<std::string, std::string> fact_of;
  for (const TypfallPolicy& typfall : ShippedPolicies()->typfall()) {
    for (const Criterion& criterion : typfall.criteria) fact_of[criterion.id] = criterion.fact;
  }
  // TF-11 asks only that the adult's situation is clear: read from its criterion.
  std::string clear;
  for (const auto& [id, fact] : fact_of) {
    if (fact == "adults.every_one_clear" && id.starts_with("TF-11.")) clear = id;
  }
  ASSERT_FALSE(clear.empty());
  int fits = 0;
  int fails = 0;
  const auto compare = [&](const GoldenCase& golden) {
    if (golden.municipality != kExampleMunicipality) return;
    const Assessment result = Assess(golden.input, *ShippedPolicies());
    const std::vector<std::string>& eleven = MatchOf(result, "TF-11")->unmet;
    const auto has = [&](const std::string& id) {
      return std::find(eleven.begin(), eleven.end(), id) != eleven.end();
    };
    bool one_fits = false;
    bool each_lacks_something_personal = true;
    for (const char* code : {"TF-01", "TF-02", "TF-03"}) {
      const TypfallMatch* match = MatchOf(result, code);
      one_fits = one_fits || match->matched;
      bool lacks = false;
      for (const std::string& id : match->unmet)
        lacks = lacks || (!id.ends_with('?') && personal.contains(fact_of[id]));
      each_lacks_something_personal = each_lacks_something_personal && lacks;
    }
    if (golden.input.application.persons.size() != 1) return;
    if (one_fits) {
      ++fits;
      EXPECT_FALSE(has(clear) || has(clear + "?")) << golden.path << ": " << golden.title;
    } else if (each_lacks_something_personal) {
      ++fails;
      // Open where an unanswered register leaves it open whether the adult is a pensioner.
      EXPECT_TRUE(has(clear) || has(clear + "?")) << golden.path << ": " << golden.title;
    }
  };
  for (const std::string& path : FindGoldenCases()) {
    const StatusOr<GoldenCase> golden = ReadGoldenCase(path);
    ASSERT_TRUE(golden.ok()) << path;
    compare(*golden);
  }
  for (const std::string& path : FindVariantFiles(ShippedFolder())) {
    const auto variants = ReadVariants(ShippedFolder(), path);
    ASSERT_TRUE(variants.ok()) << path;
    for (const GoldenCase& golden : *variants) compare(golden);
  }
  EXPECT_GT(fits, 20);
  EXPECT_GT(fails, 40);
}

}  // namespace
}  // namespace dm::golden
