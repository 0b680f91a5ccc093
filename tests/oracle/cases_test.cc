// Every golden case of a household, computed a second time: the amounts and outcomes that the case
// files state must be those of the rules, not only those of the program.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "tests/oracle/money_of_month.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/published.h"
#include "worker/core/instant.h"
#include "worker/golden/suite.h"

namespace dm::oracle {
namespace {

// "926.50" kronor as öre.
std::int64_t Ore(const std::string& kronor) {
  const std::size_t point = kronor.find('.');
  const std::int64_t whole = std::stoll(kronor.substr(0, point));
  if (point == std::string::npos) return whole * 100;
  const std::int64_t rest = std::stoll((kronor.substr(point + 1) + "0").substr(0, 2));
  return whole * 100 + (kronor[0] == '-' ? -rest : rest);
}

// What a case chooses instead of its municipality. False where it is something that the second
// computation does not know.
bool Choose(const std::string& id, const FactValue& value, Choices* choices) {
  const auto number = [&] { return std::get<std::int64_t>(value); };
  const auto word = [&] { return std::get<std::string>(value); };
  if (id == "common.part_time_child") {
    choices->part_time_child = word() == "full_member" ? PartTimeChild::kFullMember
                               : word() == "none"      ? PartTimeChild::kNone
                                                       : PartTimeChild::kWeighted;
  } else if (id == "proration.day_base") {
    choices->day_base = word() == "30" ? std::optional<int>(30) : std::nullopt;
  } else if (id == "rounding.row") {
    choices->norm_unit = word() == "krona" ? 100 : 1;
  } else if (id == "rounding.grant") {
    choices->grant_unit = word() == "krona" ? 100 : 1;
  } else if (id == "age.reference_day") {
    choices->age_on_last_day = word() == "last_day_of_month";
  } else if (id == "norm.lunch_by_days") {
    choices->lunch_by_days = std::get<bool>(value);
  } else if (id == "income_month.mode") {
    choices->money_of =
        word() == "calendar_month_before" ? MoneyOf::kMonthBefore : MoneyOf::kThirtyDays;
  } else if (id == "child.cap_to_own_need") {
    choices->child_cap = std::get<bool>(value);
  } else if (id == "income.small_grant") {
    choices->small_grant = number();
  } else if (id == "income.habilitation") {
    choices->habilitation_counts = word() != "zero";
  } else if (id == "surplus.carry_months") {
    choices->surplus_months = static_cast<int>(number());
  } else if (id == "asset.bank_free") {
    choices->bank_free = number();
  } else if (id == "asset.child_free") {
    choices->child_savings_free = number();
  } else {
    // What gates, triggers and routes look at moves no amount.
    static const std::set<std::string> kElsewhere = {"completion.handling_days",
                                                     "lawful_stay.required",
                                                     "second_hand.permission_required",
                                                     "attest.change_kr",
                                                     "income.declared_only_auto",
                                                     "income.tolerance",
                                                     "income.tolerance_kr",
                                                     "income.change_warn",
                                                     "change.max_kr",
                                                     "change.max_pct",
                                                     "gate.max_grant",
                                                     "attest.amount_kr",
                                                     "attest.change_kr",
                                                     "jobbstimulans.auto_start",
                                                     "gate.grant_change",
                                                     "youth.margin",
                                                     "rc01.mode"};
    return kElsewhere.contains(id);
  }
  return true;
}

class Check {
 public:
  Check(const golden::GoldenCase& golden, const Result& result)
      : golden_(golden), result_(result) {}

  void All() {
    const golden::Expectation& expect = golden_.expect;
    if (!expect.outcome.empty()) {
      EXPECT_EQ(expect.outcome, OutcomeFact(result_.outcome)) << Why();
    }
    if (!result_.determined()) return;
    if (!expect.grant.empty()) Same("grant", expect.grant, result_.grant);
    const std::map<std::string, std::int64_t> sums = {{"norm", result_.norm},
                                                      {"costs", result_.costs},
                                                      {"extra_costs", result_.extra},
                                                      {"incomes", HalfUp(result_.incomes, 1)}};
    for (const auto& [name, amount] : expect.sums) Same(name, amount, sums.at(name));
    for (const auto& [code, amounts] : expect.rows) CheckRows(code, amounts);
  }

 private:
  std::string Why() const {
    std::string why = golden_.path + " “" + golden_.title + "”";
    for (const std::string& open : result_.open) why += ", open: " + open;
    return why;
  }

  void Same(const std::string& what, const std::string& stated, std::int64_t computed) {
    EXPECT_EQ(Ore(stated), computed) << what << " of " << Why();
  }

  void CheckRows(const std::string& code, const std::vector<std::string>& amounts) {
    std::int64_t stated = 0;
    for (const std::string& amount : amounts) stated += Ore(amount);
    std::int64_t computed = 0;
    for (const auto* lines : {&result_.norm_lines, &result_.cost_lines, &result_.income_lines}) {
      for (const Line& line : *lines) {
        const auto of_code = [&](const RowName& name) { return name.first == code; };
        if (std::none_of(line.rows.begin(), line.rows.end(), of_code)) continue;
        // One limit over rows of several kinds says nothing of one of them.
        if (!std::all_of(line.rows.begin(), line.rows.end(), of_code)) return;
        computed += line.amount.value_or(0);
      }
    }
    EXPECT_EQ(stated, computed) << code << " of " << Why();
  }

  const golden::GoldenCase& golden_;
  const Result& result_;
};

TEST(OracleCasesTest, WhatTheCasesStateIsWhatTheRulesGive) {
  ASSERT_TRUE(LoadSwedishTime().ok());
  const golden::Suite suite = golden::LoadSuite(DM_SOURCE_DIR "/policies");
  int checked = 0;
  int determined = 0;
  for (const golden::SuiteCase& one : suite.cases) {
    const auto* golden = std::get_if<golden::GoldenCase>(&one.what);
    if (golden == nullptr) continue;
    Choices choices;
    choices.town = golden->municipality == "0001-provkommun" ? Town::kProv : Town::kExempel;
    bool known = true;
    for (const auto& [id, value] : golden->parameters) {
      known = Choose(id, value, &choices) && known;
      EXPECT_TRUE(known) << id << " of " << golden->path << " is not known here";
    }
    if (!known) continue;
    const Result result = Compute(golden->input, choices);
    Check(*golden, result).All();
    ++checked;
    determined += result.determined() ? 1 : 0;
  }
  EXPECT_GT(checked, 500);
  EXPECT_GT(determined, checked / 2);
}

std::string At(const golden::PartsCase& parts, const char* key) {
  const auto found = parts.with.find(key);
  return found == parts.with.end() ? "" : found->second;
}

// Whole kronor as published, for the parameters that are published amounts.
std::optional<std::int64_t> Published(const golden::PartsCase& parts) {
  const int year = parts.on.year();
  const NormYear* norm = NormOf(year);
  if (parts.id == "pbb") return PriceBaseAmount(year);
  if (parts.id == "ceiling.medicine")
    return YearCeiling(Month::Of(parts.on), "medicine_prescription");
  if (norm == nullptr) return std::nullopt;
  if (parts.id == "riksnorm.common") return CommonNorm(*norm, std::stoi(At(parts, "size")));
  if (parts.id != "riksnorm.personal") return std::nullopt;
  if (At(parts, "role") == "adult_single") return norm->alone;
  if (At(parts, "role") == "adult_couple_total") return norm->together;
  return ChildNorm(*norm, std::stoi(At(parts, "age")), At(parts, "lunch") == "false");
}

TEST(OracleCasesTest, WhatTheCasesOfParametersStateIsWhatIsPublished) {
  int checked = 0;
  for (const golden::SuiteCase& one : golden::LoadSuite(DM_SOURCE_DIR "/policies").cases) {
    const auto* parts = std::get_if<golden::PartsCase>(&one.what);
    if (parts == nullptr || !parts->value) continue;
    const auto published = Published(*parts);
    if (!published) continue;
    EXPECT_EQ(*parts->value, std::to_string(*published)) << parts->Name();
    ++checked;
  }
  EXPECT_GT(checked, 30);
}

TEST(OracleCasesTest, WhatTheCasesOfIncomesStateIsWhatTheRulesSay) {
  int checked = 0;
  for (const golden::SuiteCase& one : golden::LoadSuite(DM_SOURCE_DIR "/policies").cases) {
    const auto* parts = std::get_if<golden::PartsCase>(&one.what);
    if (parts == nullptr || parts->id != "income.kinds" || parts->gives.empty()) continue;
    const std::string kind = At(*parts, "kind");
    // Two kinds have a rule of the municipality beside their row.
    const bool own_rule = kind == "fondmedel" || kind == "habiliteringsersattning";
    const bool zero = !own_rule && IsZeroKind(kind, Choices(), 1);
    EXPECT_EQ(parts->gives.at("treatment") == "zero", zero) << parts->Name();
    EXPECT_EQ(parts->gives.at("employment") == "true", IsWork(kind)) << parts->Name();
    EXPECT_EQ(parts->gives.at("for_child") == "true", IsForAChild(kind)) << parts->Name();
    ++checked;
  }
  EXPECT_GT(checked, 40);
}

}  // namespace
}  // namespace dm::oracle
