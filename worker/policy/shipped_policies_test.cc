// The policies that ship: they load, and their numbers are those of the law's tables.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worker/policy/letter_names.h"
#include "worker/policy/test_policy_tree.h"

namespace dm::policy {
namespace {

constexpr char kMunicipality[] = "0000-exempelkommun";

std::shared_ptr<const PolicySet> Shipped() {
  static const PolicyLoad load = LoadPolicies(DM_SOURCE_DIR "/policies", kMunicipality);
  EXPECT_EQ(TextOf(load.errors), "");
  return load.set;
}

std::int64_t Norm(const char* role, std::int64_t age, bool lunch, const char* on) {
  Keys keys{{"role", std::string(role)}};
  if (age >= 0) keys.insert({{"age", FactValue(age)}, {"lunch", FactValue(lunch)}});
  const StatusOr<ParameterValue> value = Shipped()->Lookup("riksnorm.personal", keys, Day(on));
  EXPECT_TRUE(value.ok()) << value.status();
  return value.ok() ? value->number() / 100 : -1;
}

std::int64_t Common(std::int64_t size, const char* on) {
  const StatusOr<ParameterValue> value =
      Shipped()->Lookup("riksnorm.common", {{"size", size}}, Day(on));
  EXPECT_TRUE(value.ok()) << value.status();
  return value.ok() ? value->number() / 100 : -1;
}

class ShippedTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(Shipped(), nullptr); }
};

// What was asked of a table is kept by the facts' hashes.
TEST_F(ShippedTest, NoTwoFactsHaveOneHash) {
  std::set<std::uint32_t> hashes;
  const std::vector<std::string> ids = Shipped()->FactIds();
  for (const std::string& id : ids) hashes.insert(FactId::HashOf(id));
  EXPECT_GT(ids.size(), 50U);
  EXPECT_EQ(hashes.size(), ids.size());
}

TEST_F(ShippedTest, NormOfTheWorkedExamples) {
  EXPECT_EQ(Norm("adult_single", -1, false, "2025-03-01"), 3910);
  EXPECT_EQ(Norm("child", 5, false, "2025-03-01"), 2700);
  EXPECT_EQ(Norm("child", 5, true, "2025-03-01"), 3030);
  EXPECT_EQ(Common(2, "2025-03-01"), 1400);
  EXPECT_EQ(Common(3, "2025-10-01"), 1770);
  EXPECT_EQ(Common(7, "2025-10-01"), 2810);
  EXPECT_EQ(Norm("adult_couple_total", -1, false, "2025-05-01"), 7050);
  EXPECT_EQ(Norm("child", 2, true, "2025-05-01") + Norm("child", 4, true, "2025-05-01") +
                Norm("child", 6, true, "2025-05-01") + Norm("child", 9, true, "2025-05-01") +
                Norm("child", 12, true, "2025-05-01") + Norm("child", 16, true, "2025-05-01"),
            29200 - 7050);
  EXPECT_EQ(Common(8, "2025-05-01"), 3000);
  EXPECT_EQ(Norm("adult_single", -1, false, "2026-02-01") + Norm("child", 8, true, "2026-02-01"),
            3940 + 3820);
  EXPECT_EQ(Common(5, "2026-02-01"), 2330);
}

TEST_F(ShippedTest, LunchMattersOnlyBeforeSeven) {
  for (std::int64_t age = 0; age <= 20; ++age) {
    const bool differs =
        Norm("child", age, true, "2026-06-01") != Norm("child", age, false, "2026-06-01");
    EXPECT_EQ(differs, age <= 6) << age;
  }
}

TEST_F(ShippedTest, NoNormOutsideTheYearsThatAreLoaded) {
  for (const char* on : {"2018-12-31", "2027-01-01"}) {
    EXPECT_EQ(
        Shipped()->Lookup("riksnorm.common", {{"size", std::int64_t{1}}}, Day(on)).status().code(),
        StatusCode::kNotFound);
  }
  EXPECT_EQ(Shipped()
                ->Lookup("riksnorm.personal",
                         {{"role", "child"}, {"age", std::int64_t{21}}, {"lunch", true}},
                         Day("2026-01-01"))
                .status()
                .code(),
            StatusCode::kNotFound);
}

// The reference table is not part of the repository; where it lies beside it, every row of it is
// compared.
TEST_F(ShippedTest, NormEqualsTheReferenceTable) {
  std::ifstream file(DM_SOURCE_DIR "/../shared/domain/riksnorm.csv");
  if (!file) GTEST_SKIP() << "the reference table ../shared/domain/riksnorm.csv is not here";
  std::string line;
  std::getline(file, line);
  int compared = 0;
  while (std::getline(file, line)) {
    std::vector<std::string> field;
    std::istringstream fields(line);
    for (std::string part; std::getline(fields, part, ',');) field.push_back(part);
    if (std::stoi(field[0]) < 2019) continue;
    const std::string& kind = field[3];
    const std::int64_t amount = std::stoll(field[5]);
    const std::size_t dash = field[4].find('-');
    for (const std::string& on : {field[1], field[2]}) {
      const auto expect = [&](std::int64_t got) { EXPECT_EQ(got, amount) << line; };
      if (kind == "adult") {
        expect(Norm(
            field[4] == "single" ? "adult_single" : "adult_couple_total", -1, false, on.c_str()));
      } else if (kind == "common") {
        expect(Common(std::stoll(field[4]), on.c_str()));
      } else if (kind == "common_increment") {
        expect(Common(8, on.c_str()) - Common(7, on.c_str()));
        expect((Common(20, on.c_str()) - Common(7, on.c_str())) / 13);
      } else {
        const std::int64_t first = std::stoll(field[4].substr(0, dash));
        const std::int64_t last =
            dash == std::string::npos ? first : std::stoll(field[4].substr(dash + 1));
        for (std::int64_t age = first; age <= last; ++age)
          expect(Norm("child", age, kind == "child_with_lunch", on.c_str()));
      }
    }
    if (kind.rfind("common", 0) != 0) {
      const Keys keys =
          kind == "adult"
              ? Keys{{"role", field[4] == "single" ? "adult_single" : "adult_couple_total"}}
              : Keys{{"role", "child"},
                     {"age", std::int64_t{std::stoi(field[4])}},
                     {"lunch", kind == "child_with_lunch"}};
      EXPECT_EQ(Shipped()->Lookup("riksnorm.personal", keys, Day(field[1].c_str()))->grade,
                field[6])
          << line;
    } else {
      const std::int64_t size = kind == "common" ? std::stoll(field[4]) : 8;
      EXPECT_EQ(
          Shipped()->Lookup("riksnorm.common", {{"size", size}}, Day(field[1].c_str()))->grade,
          field[6])
          << line;
    }
    ++compared;
  }
  EXPECT_EQ(compared, 8 * 22);
}

TEST_F(ShippedTest, TheMunicipalityApprovesTheTablesOf2025And2026Only) {
  const auto approved = [](const char* on) {
    return Shipped()->Lookup("riksnorm.common", {{"size", std::int64_t{1}}}, Day(on))->approved;
  };
  EXPECT_TRUE(approved("2026-12-01"));
  EXPECT_TRUE(approved("2025-01-01"));
  EXPECT_FALSE(approved("2024-12-01"));
}

TEST_F(ShippedTest, ModesAreThoseOfTheExample) {
  std::map<std::string, Mode> modes;
  for (const TypfallPolicy& typfall : Shipped()->typfall()) modes[typfall.code] = typfall.mode;
  EXPECT_EQ(modes,
            (std::map<std::string, Mode>{{"TF-01", Mode::kPropose},
                                         {"TF-02", Mode::kDecide},
                                         {"TF-03", Mode::kPropose},
                                         {"TF-04", Mode::kShadow},
                                         {"TF-05", Mode::kShadow},
                                         {"TF-06", Mode::kShadow},
                                         {"TF-07", Mode::kShadow},
                                         {"TF-08", Mode::kShadow},
                                         {"TF-09", Mode::kShadow},
                                         {"TF-10", Mode::kShadow},
                                         {"TF-11", Mode::kShadow},
                                         {"TF-12", Mode::kShadow},
                                         {"TF-13", Mode::kShadow},
                                         {"TF-14", Mode::kShadow},
                                         {"TF-15", Mode::kOff}}));
  ASSERT_EQ(Shipped()->delegations().size(), 1U);
  EXPECT_EQ(Shipped()->delegations()[0].typfall, "TF-02");
}

// casework.md 9. A typfall of which the catalogue says less may not be raised by a file.
TEST_F(ShippedTest, NoTypfallMayGoFurtherThanTheCatalogueSays) {
  std::map<std::string, Mode> most;
  for (const TypfallPolicy& typfall : Shipped()->typfall()) most[typfall.code] = typfall.max_mode;
  EXPECT_EQ(most.size(), 15U);
  for (const char* code : {"TF-08", "TF-10", "TF-15"})
    EXPECT_EQ(most[code], Mode::kPropose) << code;
  for (const char* code : {"TF-12", "TF-13"}) EXPECT_EQ(most[code], Mode::kPrepare) << code;
}

TEST_F(ShippedTest, HoldsAllGatesTriggersAndQueuesInOrder) {
  EXPECT_EQ(Shipped()->gates().size(), 17U);
  EXPECT_EQ(Shipped()->triggers().size(), 44U);
  ASSERT_EQ(Shipped()->queues().size(), 20U);
  EXPECT_EQ(Shipped()->queues().front().code, "Q-05");
  EXPECT_EQ(Shipped()->queues().front().access, AccessClass::kRestricted);
  EXPECT_EQ(Shipped()->queues().back().code, "Q-19");
}

TEST_F(ShippedTest, ClassifiesTheRegistersPayments) {
  const auto kind =
      [](const char* source, const char* family, const char* benefit, const char* amount_type) {
        Facts facts;
        facts.Set("income.source", source);
        facts.Set("income.family", family);
        facts.Set("income.benefit", benefit);
        facts.Set("income.amount_type", amount_type);
        const StatusOr<TableResult> result =
            Shipped()->Evaluate("income.classification", facts, Day("2026-12-01"));
        if (!result.ok() || result->hits.empty()) return std::string("unknown");
        return std::get<std::string>(result->hits[0].outputs.at("kind")) + "/" +
               std::get<std::string>(result->hits[0].outputs.at("treatment"));
      };
  EXPECT_EQ(kind("FK", "BOB", "BOB", "BB"), "bostadsbidrag/count");
  EXPECT_EQ(kind("FK", "DAG", "AMP", "AKT"), "aktivitetsstod/count");
  EXPECT_EQ(kind("FK", "DAG", "AMP", "???"), "unknown");
  EXPECT_EQ(kind("FK", "MEK", "MEK", "MEK"), "merkostnadsersattning/zero");
  EXPECT_EQ(kind("PM", "PM:AP", "PM:AP38", "PM:GARP"), "garantipension/count");
  EXPECT_EQ(kind("PM", "PM:AP", "PM:AP38", "PM:ELSTOD"), "unknown");
  EXPECT_EQ(kind("SO", "En a-kassa", "", "NettoEfterSkatt"), "arbetsloshetsersattning/count");
  EXPECT_EQ(kind("CSN", "Studiemedel", "GRUND", "GRUNDL"), "studiemedel/route");
  EXPECT_EQ(kind("CSN", "Studiehjalp", "SB", "STUDB"), "studiebidrag/count");
  EXPECT_EQ(kind("SKV", "", "", ""), "unknown");
}

TEST_F(ShippedTest, SendsEveryDeductionButTaxToAHuman) {
  const auto treatment = [](const char* source, const char* code) {
    Facts facts;
    facts.Set("deduction.source", source);
    facts.Set("deduction.code", code);
    return std::get<std::string>(Shipped()
                                     ->Evaluate("deductions", facts, Day("2026-12-01"))
                                     ->hits.at(0)
                                     .outputs.at("treatment"));
  };
  EXPECT_EQ(treatment("FK", "PS"), "tax");
  EXPECT_EQ(treatment("PM", "PM:SS"), "tax");
  for (const char* code : {"INF", "KVI", "SOC", "SKV", "INC", "PST", "OAV", "XYZ"})
    EXPECT_EQ(treatment("FK", code), "route") << code;
  for (const char* code : {"PM:UTMATNING", "PM:UTMHELA", "PM:UTMTV", "PM:KVIKAN", "PM:SOCAVDRAG"})
    EXPECT_EQ(treatment("PM", code), "route") << code;
}

TEST_F(ShippedTest, KnowsOnlyTheStatusesThatTheMunicipalityApproved) {
  const auto status = [](const char* word) {
    return Shipped()->Lookup("so.status", {{"status", std::string(word)}}, Day("2026-12-01"));
  };
  EXPECT_EQ(status("1")->code(), "answered");
  EXPECT_TRUE(status("all clear")->approved);
  EXPECT_EQ(status("2").status().code(), StatusCode::kNotFound);
  const std::vector<ParameterRowView> rows = Shipped()->Rows("so.status", Day("2026-12-01"));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[1].cells.at("status"), "all clear");
  EXPECT_EQ(rows[1].value.code(), "answered");
}

TEST_F(ShippedTest, SaysWhatTheCodesInAnswersMean) {
  std::map<std::string, std::string> meanings;
  for (const ParameterRowView& row : Shipped()->Rows("answer.codes", Day("2026-12-01"))) {
    const auto key =
        row.cells.at("register") + " " + row.cells.at("field") + " " + row.cells.at("code");
    EXPECT_TRUE(meanings.emplace(key, row.value.code()).second) << key << " stands twice";
    EXPECT_FALSE(row.value.sources.empty()) << key;
  }
  EXPECT_EQ(meanings.at("AF AktivitetsRapportMeddelande 502"), "technical_error");
  EXPECT_EQ(meanings.at("CSN beloppstyp GRUNDL"), "loan");
  EXPECT_EQ(meanings.at("CSN beloppstyp OSSLÅN"), "loan");
  EXPECT_EQ(meanings.at("FK beloppstyp INF"), "deduction");
  EXPECT_EQ(meanings.at("FK beloppstyp *"), "benefit");
  EXPECT_EQ(meanings.at("PM avdragstyp PM:SS"), "tax");
  EXPECT_EQ(meanings.at("SSBTEK felkod -1005"), "refused_question");
  EXPECT_EQ(meanings.count("AF StatusSokandeinformationKod 1"), 0U);
}

TEST_F(ShippedTest, CapsFollowTheHousehold) {
  const auto cap = [](std::int64_t adults, std::int64_t children, std::int64_t age) {
    return Shipped()->Lookup("cap.housing",
                             {{"adults", adults},
                              {"children", children},
                              {"oldest_adult_age", age},
                              {"rooms", std::int64_t{0}}},
                             Day("2026-12-01"));
  };
  EXPECT_EQ(cap(1, 0, 24)->row, "BO26-UNG");
  EXPECT_EQ(cap(1, 0, 25)->row, "BO26-1");
  EXPECT_EQ(cap(2, 3, 40)->money(), Money::FromKronor(12000));
  EXPECT_EQ(cap(2, 5, 40)->money(), Money::FromKronor(14200));
  EXPECT_EQ(cap(3, 0, 40).status().code(), StatusCode::kNotFound);
}

TEST_F(ShippedTest, BanksRestOnWeekendsHolidaysAndThreeEves) {
  for (const char* day : {"2026-11-28",
                          "2026-11-29",
                          "2026-01-01",
                          "2026-04-03",
                          "2026-04-06",
                          "2026-05-14",
                          "2026-06-19",
                          "2026-12-24",
                          "2026-12-31",
                          "2027-01-06",
                          "2027-03-26",
                          "2027-06-25"}) {
    EXPECT_EQ(*Shipped()->IsBankDay(Day(day)), false) << day;
  }
  for (const char* day : {"2026-11-27", "2026-04-02", "2026-10-30", "2027-01-04"})
    EXPECT_EQ(*Shipped()->IsBankDay(Day(day)), true) << day;
  EXPECT_EQ(Shipped()->IsBankDay(Day("2028-01-03")).status().code(), StatusCode::kNotFound);
}

TEST_F(ShippedTest, EveryLetterOfADecisionIsThere) {
  for (const char* id : {"beslut_bifall",
                         "beslut_delavslag",
                         "beslut_avslag",
                         "avvisning",
                         "avskrivning",
                         "komplettering"}) {
    const std::optional<LetterTemplate> letter = Shipped()->Letter(id, "sv");
    ASSERT_TRUE(letter.has_value()) << id;
    EXPECT_THAT(letter->body, testing::HasSubstr("{{kontakt}}")) << id;
  }
  for (const char* id : {"beslut_bifall", "beslut_delavslag", "beslut_avslag"}) {
    const std::string body = Shipped()->Letter(id, "sv")->body;
    EXPECT_THAT(body, testing::HasSubstr("inom tre veckor från den dag då du fick beslutet")) << id;
    EXPECT_THAT(body, testing::HasSubstr("{{#automatiskt}}")) << id;
    EXPECT_LT(body.find("{{beviljat}}"), body.find("{{#norm_rader}}")) << id;
  }
}

// docs/policies.md lists what there is; the lists stand between marks so that they cannot fall
// behind.
std::set<std::string> Documented(const std::string& mark) {
  std::ifstream file(DM_SOURCE_DIR "/docs/policies.md");
  std::set<std::string> ids;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line == "<!-- " + mark + " -->") inside = true;
    if (line == "<!-- /" + mark + " -->") inside = false;
    if (!inside || line.rfind("| `", 0) != 0) continue;
    ids.insert(line.substr(3, line.find('`', 3) - 3));
  }
  return ids;
}

std::vector<std::string> NotInBoth(const std::set<std::string>& documented,
                                   const std::vector<std::string>& ids) {
  const std::set<std::string> known(ids.begin(), ids.end());
  std::vector<std::string> apart;
  std::set_symmetric_difference(
      documented.begin(), documented.end(), known.begin(), known.end(), std::back_inserter(apart));
  return apart;
}

TEST_F(ShippedTest, TheDocumentListsEveryParameterFactAndPlaceholder) {
  EXPECT_THAT(NotInBoth(Documented("parameters"), Shipped()->ParameterIds()), testing::IsEmpty());
  EXPECT_THAT(NotInBoth(Documented("facts"), Shipped()->FactIds()), testing::IsEmpty());
  std::set<std::string> names;
  for (const LetterName& name : LetterNames()) names.insert(std::string(name.name));
  EXPECT_EQ(Documented("placeholders"), names);
}

}  // namespace
}  // namespace dm::policy
