// Every parameter of the rules is in the shipped set with a date and a source, and something in the
// program reads it; what nothing computes by is named here with its reason.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/case_builder.h"
#include "tests/golden/overridden_policy.h"

namespace dm::golden {
namespace {

struct RuleParameter {
  const char* id;
  const char* on;      // a day on which it is in force
  const char* unread;  // why nothing computes by it; null where something does
};

constexpr RuleParameter kParameters[] = {
    // National.
    {"riksnorm.personal", "2026-12-01", nullptr},
    {"riksnorm.common", "2026-12-01", nullptr},
    {"jobbstimulans.share", "2026-12-01", nullptr},
    {"jobbstimulans.months", "2026-12-01", nullptr},
    {"jobbstimulans.window", "2026-12-01", nullptr},
    {"youth.income_free", "2026-12-01", nullptr},
    {"pbb", "2026-12-01", nullptr},
    {"appeal.weeks", "2026-12-01", "the letters say the three weeks in words"},
    {"recovery.years", "2026-12-01", "recovery is outside the automatic path"},
    {"retention.years", "2026-12-01", nullptr},
    {"activity.run_months", "2026-12-01", nullptr},
    {"activity.max_hours", "2026-12-01", nullptr},
    {"activity.child_under_8_less", "2026-12-01", nullptr},
    {"medical_certificate.required", "2026-12-01", nullptr},
    {"second_hand.permission_required", "2026-12-01", nullptr},
    {"lawful_stay.required", "2026-12-01", nullptr},
    // The municipality's.
    {"income_month.mode", "2026-12-01", nullptr},
    {"rounding.row", "2026-12-01", nullptr},
    {"rounding.grant", "2026-12-01", nullptr},
    {"age.reference_day", "2026-12-01", nullptr},
    {"norm.lunch_by_days", "2026-12-01", nullptr},
    {"proration.day_base", "2026-12-01", nullptr},
    {"common.part_time_child", "2026-12-01", nullptr},
    {"cap.housing", "2026-12-01", nullptr},
    {"cap.electricity", "2026-12-01", nullptr},
    {"cap.insurance", "2026-12-01", nullptr},
    {"cap.travel", "2026-12-01", nullptr},
    {"cap.extra", "2026-12-01", nullptr},
    {"extra.auto_types", "2026-12-01", nullptr},
    {"income.tolerance", "2026-12-01", nullptr},
    {"income.change_warn", "2026-12-01", nullptr},
    {"income.declared_only_auto", "2026-12-01", nullptr},
    {"income.small_grant", "2026-12-01", nullptr},
    {"income.habilitation", "2026-12-01", nullptr},
    {"jobbstimulans.auto_start", "2026-12-01", nullptr},
    {"child.cap_to_own_need", "2026-12-01", nullptr},
    {"asset.child_free", "2026-12-01", nullptr},
    {"asset.bank_free", "2026-12-01", nullptr},
    {"surplus.carry_months", "2026-12-01", nullptr},
    {"grant.minimum", "2026-12-01", nullptr},
    {"gate.break_months", "2026-12-01", nullptr},
    {"gate.human_review_months", "2026-12-01", nullptr},
    {"gate.register_max_age_days", "2026-12-01", nullptr},
    {"gate.grant_change", "2026-12-01", nullptr},
    {"gate.max_grant", "2026-12-01", nullptr},
    {"gate.latency_days", "2026-12-01", nullptr},
    {"completion.reminder_days", "2026-12-01", nullptr},
    {"completion.handling_days", "2026-12-01", nullptr},
    {"sample.before_decision",
     "2026-12-01",
     "the sample is drawn by sample.pct and sample.pre_share"},
    {"sample.after_decision",
     "2026-12-01",
     "the sample is drawn by sample.pct and sample.pre_share"},
};

bool IsProgram(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  if (name.ends_with("_test.cc")) return false;
  return name.ends_with(".cc") || name.ends_with(".h") || name.ends_with(".yaml");
}

// Everything that may read a parameter: the program, and the calculation steps, which are data.
std::string Readers() {
  std::ostringstream text;
  for (const char* folder : {"worker", "policies/calc"}) {
    const std::filesystem::path root = std::filesystem::path(DM_SOURCE_DIR) / folder;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      if (!entry.is_regular_file() || !IsProgram(entry.path())) continue;
      text << std::ifstream(entry.path()).rdbuf() << '\n';
    }
  }
  return text.str();
}

bool IsRead(const std::string& readers, const std::string& id) {
  if (readers.find('"' + id + '"') != std::string::npos) return true;
  // policies/calc names a parameter without quotes.
  return readers.find("param(" + id + ")") != std::string::npos ||
         readers.find("lookup: " + id) != std::string::npos ||
         readers.find("param: " + id) != std::string::npos ||
         readers.find("parameter: " + id) != std::string::npos;
}

TEST(RuleParametersTest, EachIsInTheSetWithItsSource) {
  for (const RuleParameter& parameter : kParameters) {
    const Date on = Day(parameter.on);
    const auto scalar = ShippedPolicies()->Get(parameter.id, on);
    if (scalar.ok()) {
      EXPECT_FALSE(scalar->sources.empty()) << parameter.id;
      continue;
    }
    const auto rows = ShippedPolicies()->Rows(parameter.id, on);
    ASSERT_FALSE(rows.empty()) << parameter.id << " is missing";
    for (const ParameterRowView& row : rows) {
      EXPECT_FALSE(row.value.sources.empty()) << parameter.id << '/' << row.value.row;
    }
  }
}

TEST(RuleParametersTest, EachIsReadOrSaysWhyNot) {
  const std::string readers = Readers();
  for (const RuleParameter& parameter : kParameters) {
    EXPECT_EQ(IsRead(readers, parameter.id), parameter.unread == nullptr)
        << parameter.id << (parameter.unread == nullptr ? " is read by nothing" : " is read now");
  }
}

}  // namespace
}  // namespace dm::golden
