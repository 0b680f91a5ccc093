// Two decisions about one case, side by side; and the stratum of a case. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/case/application.h"
#include "worker/case/assessment.h"
#include "worker/case/case_record.h"
#include "worker/case/quality.h"
#include "worker/core/money.h"

namespace dm::quality {

// The kind of household: "SINGLE", "SINGLE_CHILDREN", "COUPLE", "COUPLE_CHILDREN".
std::string HouseholdOf(const Application& application);
// "E_APPLICATION", "PAPER", "ORAL"; "-" where it is not stated.
std::string ChannelOf(const Application& application);
// "-" where nothing was computed, else the whole `step`s below the grant, "4" for four and more.
std::string AmountClassOf(const std::optional<Assessment>& assessment, Money step);

// A decision as far as it is compared.
struct Decided {
  Outcome outcome = Outcome::kNone;
  Money granted;
  std::vector<BlindRow> rows;  // empty: the rows were not stated, only the sum is compared
};

Decided DecidedOf(const Decision& decision);  // effective values
// What the worker computed, whatever a person made of it.
Decided ComputedOf(const Assessment& assessment);
Decided DecidedOf(const BlindReview& blind);

// Rows of both, by code and person; a row that only one has counts as 0 in the other.
std::vector<RowDifference> Differences(const Decided& first, const Decided& second);

// True for another outcome, or grants that are more than `limit` apart.
bool IsSerious(const Decided& first, const Decided& second, Money limit);

// True when nothing but the introduction kept the worker from deciding: the mode, the pause, the
// sample, a missing delegation, the days after a release. Only such cases say what the worker would
// do when it decides by itself.
bool IsClean(const std::vector<Reason>& reasons);

// Empty when the rows add up to what is granted, to less than a krona: rows that begin with
// "income." or "asset." are subtracted. Else what does not fit.
std::string CheckRows(const BlindReview& blind);

}  // namespace dm::quality
