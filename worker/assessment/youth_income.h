// Income from own work of children and school youths (SoL 12:9): not counted, but for the part of
// the calendar year's sum that exceeds one prisbasbelopp (rules.md 12). Sums are before tax: the
// law does not say, and the gross sum is the one that an employer's papers show.
#pragma once

#include <optional>
#include <vector>

#include "worker/assessment/policy_reader.h"
#include "worker/case/application.h"
#include "worker/core/date.h"
#include "worker/core/money.h"

namespace dm::assessment {

// What a person earned in the calendar year of the income month, January up to that month.
struct YouthYear {
  Month first;   // January
  Month last;    // the income month
  Money before;  // up to the month before
  Money through;
  std::vector<Month> missing;  // months that nobody has stated: unknown, not 0

  bool known() const { return missing.empty(); }

  Money last_month() const { return through - before; }
};

YouthYear YouthYearOf(const PersonKey& person,
                      Month income_month,
                      const std::vector<YouthWork>& work);

struct YouthRule {
  Money limit;             // youth.income_free times the year's prisbasbelopp
  int margin_percent = 0;  // so near the limit, either side, a human looks: gross or net is open
};

// Nothing when a parameter is missing for the year.
std::optional<YouthRule> ReadYouthRule(Month income_month, PolicyReader* policy);

struct YouthExcess {
  Money before;   // above the limit up to the month before
  Money through;  // above it up to the income month
  Money counted;  // what the income month added
  bool near = false;
};

YouthExcess ExcessOf(const YouthYear& year, const YouthRule& rule);

}  // namespace dm::assessment
