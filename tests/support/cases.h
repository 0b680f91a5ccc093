// Households and cases that tests build on: one person, one home, the month December 2026. Numbers
// are invented and stand in the series for tests.
#pragma once

#include <string>

#include "worker/case/application.h"
#include "worker/case/case_record.h"
#include "worker/case/decision.h"
#include "worker/case/frame.h"
#include "worker/core/instant.h"
#include "worker/ports/api.h"
#include "worker/ports/store.h"

namespace dm::testing {

inline constexpr char kAdult[] = "199001012385";
inline constexpr char kOtherAdult[] = "198805052381";
inline constexpr char kChild[] = "201803102381";
inline constexpr char kOtherChild[] = "201504202381";

// Thursday 12 November 2026, 09:00 in Stockholm; loads the zone.
Instant TestNow();
Personnummer Number(const std::string& digits);
Date Day(const std::string& text);
Month MonthOf(const std::string& text);

Person Adult(const std::string& key, const std::string& number, PersonRole role);
Person Child(const std::string& key, const std::string& number);

// One applicant, p1, rent 6 000 kr applied and proven, signed.
Application PlainApplication();
// As it stands in state `state`, version 5, with an assessment where it has been evaluated.
CaseRecord PlainCase(CaseState state);
// Norm 4 000 + 1 280, rent 6 000, income 3 000: a grant of 8 280 kr.
Assessment PlainAssessment();
// The automatic decision that follows from it.
Decision PlainDecision();
// To Q-20 with the reason MODE.PROPOSE.
Escalate PlainEscalate();
// In force until 2027-04-30, signed, without children.
Frame PlainFrame();
CallContext Call(const std::string& request_id);

// Puts `record` into `store` as it stands, by the store's own way in and one change.
class FakeStore;
CaseId PutCase(FakeStore& store, CaseRecord record);

}  // namespace dm::testing
