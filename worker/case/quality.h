// What the quality work keeps: the month's sample, blind reviews, and decisions side by side. The
// decisions themselves stay where they are: these are looks at them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/case/control.h"
#include "worker/case/decision.h"
#include "worker/core/date.h"
#include "worker/core/id.h"
#include "worker/core/instant.h"
#include "worker/core/money.h"

namespace dm {

// ---- The sample

enum class DrawnHow { kNot, kArrival, kTopUp, kStated };
enum class SamplePart { kPrePayment, kPostPayment };

// Cases that are alike, as far as the draw is concerned. Nothing about a person.
struct Stratum {
  std::string typfall;    // "-" for none
  std::string household;  // "SINGLE", "SINGLE_CHILDREN", "COUPLE", "COUPLE_CHILDREN"
  std::string amount;     // "-" where nothing was computed, else "0" to "4"

  friend auto operator<=>(const Stratum&, const Stratum&) = default;
};

// A case in a month's list: everything that the draw looks at, as it was when the case came in.
struct SampleCase {
  CaseId case_id;
  Month month;
  Stratum stratum;
  std::string channel;  // "E_APPLICATION", "PAPER", "ORAL"
  DrawnHow drawn = DrawnHow::kNot;
  std::optional<SamplePart> part;  // of a drawn one
  Instant entered_at;
};

// A month's seed, and by what it was drawn: "pct=6 min=30 …" (quality::SamplePlan).
struct SampleMonth {
  Month month;
  std::string seed;  // 32 characters 0-9 a-f
  std::string opening_plan;
  std::string closing_plan;  // empty until the month was filled up
  Instant opened_at;
  std::optional<Instant> closed_at;
};

// ---- Reviews

enum class ReviewKind { kSample, kDouble };
enum class ReviewState { kOpen, kStarted, kSubmitted, kCompleted };
enum class ReviewOutcome { kCorrect, kWrongAmount, kWrongOutcome, kNotProvable };
enum class ReviewCause { kSlip, kMisunderstanding, kHandler, kRule, kSource, kIntent };

const char* ReviewStateCode(ReviewState state);  // "OPEN", …

struct BlindRow {
  std::string code;
  std::optional<PersonKey> person;
  Money amount;
};

// What a reviewer decides before seeing the result.
struct BlindReview {
  Outcome outcome = Outcome::kNone;
  Money granted;
  std::vector<BlindRow> rows;
  std::string note;
};

// A case that a second person decides blind.
struct Review {
  std::string id;  // "<case id>.sample", "<case id>.double"
  CaseId case_id;
  Month month;
  ReviewKind kind = ReviewKind::kSample;
  SamplePart part = SamplePart::kPostPayment;
  DrawnHow drawn = DrawnHow::kArrival;
  std::string typfall;  // "-" for none
  std::string channel;
  ReviewState state = ReviewState::kOpen;
  std::string reviewer;
  Date due_on;
  Instant created_at;
  std::optional<Instant> started_at;
  std::optional<Instant> submitted_at;
  std::optional<Instant> completed_at;
  std::optional<BlindReview> blind;
  std::optional<ReviewOutcome> outcome;
  std::optional<ReviewCause> cause;
  Money error;  // above 0 where too much was granted
  // The decision that was reviewed, known from the blind decision on: 0 and nothing for a
  // suggestion held before payment.
  int decision_version = 0;
  std::optional<DecisionKind> decided;
  Mode mode = Mode::kOff;  // of the typfall when the case was decided
  std::string policy_sha256;
  std::int64_t version = 0;  // rises with every change
  bool ready = false;        // shown, not stored: a reviewer may start
};

// ---- Comparisons

enum class ComparisonKind { kMachineHuman, kHumanHuman };

struct RowDifference {
  std::string code;
  std::optional<PersonKey> person;
  Money first;
  Money second;
};

// Two decisions about one case, side by side.
struct Comparison {
  std::string id;  // "<case id>.v<decision version>", "<review id>"
  CaseId case_id;
  ComparisonKind kind = ComparisonKind::kMachineHuman;
  std::string typfall;
  Mode mode = Mode::kShadow;  // when the case came to the person
  Month month;
  Instant at;                 // of the second decision
  std::string policy_sha256;  // of the first
  bool clean = false;         // nothing but the mode kept the worker from deciding
  bool blind = false;         // the second did not see the first
  Outcome first_outcome = Outcome::kNone;
  Outcome second_outcome = Outcome::kNone;
  Money first_granted;
  Money second_granted;
  bool serious = false;  // another outcome, or off by more than serious_error_kr
  std::vector<RowDifference> rows;
  std::string first_by;
  std::string second_by;

  bool same_outcome() const { return first_outcome == second_outcome; }

  bool agrees() const { return same_outcome() && first_granted == second_granted && rows.empty(); }
};

// How many grants of a kind of household lay in a step of amounts in a month. No case is in it.
struct AmountCount {
  Month month;
  std::string household;
  std::int64_t step = 0;  // whole steps of kAmountStepOre below the amount
  std::int64_t count = 0;
};

inline constexpr std::int64_t kAmountStepOre = 100'00;

// What a change of a case leaves behind for the quality work, in the same transaction.
struct QualityNote {
  std::optional<SampleCase> sample_case;  // left as it is where the case is in the list already
  std::vector<Review> reviews;            // left as they are where the ids exist
  std::optional<Comparison> comparison;   // in place of one with its id
  std::optional<Demotion> demotion;       // none where the typfall is demoted already
  std::optional<AmountCount> amount;      // `count` is added
};

}  // namespace dm
