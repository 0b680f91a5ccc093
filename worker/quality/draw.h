// The draw (docs/adr: a sample that anyone can draw again). Every case of the month has a number
// that follows from the month's seed and its id alone. A stratum's sample is its cases with the
// smallest numbers: on arrival those below the rate, at the month's end as many more as its share
// of the target says. So the result depends on the seed, the list and the plan, and on no order of
// arrival. Pure: no clock, no randomness, no store.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "worker/case/quality.h"
#include "worker/core/status.h"

namespace dm::quality {

// By what a month is drawn.
struct SamplePlan {
  int pct = 0;                         // of the month's cases, per cent
  int minimum = 0;                     // cases a month, or all where there are fewer
  int pre_share_pct = 0;               // of those drawn on arrival: reviewed before payment
  int expected = 0;                    // cases that the month is expected to have; 0: not known
  int new_pct = 0;                     // of a new typfall
  std::map<std::string, int> factors;  // times pct, by typfall; 1 for others
  std::vector<std::string> fresh;      // typfall that are new, in order

  // "pct=6 min=30 pre=25 expected=1335 new=20 factor.TF-01=2 fresh.TF-02=1".
  std::string ToString() const;
  static StatusOr<SamplePlan> Parse(const std::string& text);

  friend bool operator==(const SamplePlan&, const SamplePlan&) = default;
};

// The first 48 bits of SHA-256 over "<seed>\n<case id>": as if thrown by dice, and the same for
// everyone who has the seed.
std::uint64_t DrawNumber(const std::string& seed, const CaseId& id);

// The share of a typfall's cases that are drawn, in hundredths of a per cent: pct times its factor,
// and new_pct at least where it is new; on arrival so much more as the minimum asks of the
// expected.
int RatePermyriad(const SamplePlan& plan, const std::string& typfall);
int ArrivalRatePermyriad(const SamplePlan& plan, const std::string& typfall);

bool IsDrawnOnArrival(const SamplePlan& plan,
                      const std::string& seed,
                      const CaseId& id,
                      const std::string& typfall);
// Of a case that is drawn on arrival: whether it is one of those to review before payment. From
// "<seed>\npre\n<case id>", so that it tells nothing of the draw.
bool IsPrePayment(const SamplePlan& plan, const std::string& seed, const CaseId& id);

// How many of each stratum are to be drawn: each typfall its rate, rounded up, and together the
// minimum, spread in proportion (largest remainder; of equal remainders the first in order).
std::map<Stratum, int> TargetsOf(const SamplePlan& plan, const std::map<Stratum, int>& counts);

// The cases to draw besides those that are drawn, in the order of the list; `cases` in any order,
// those that the case system drew by itself count in no number.
std::vector<CaseId> TopUp(const SamplePlan& plan,
                          const std::string& seed,
                          const std::vector<SampleCase>& cases);

}  // namespace dm::quality
