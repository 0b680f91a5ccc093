// Household: who counts in the norm, how old and how much of the month, worked out from the persons
// as declared (SoL 12:1, SoF 12:3, FB 7:1).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/assessment/policy_reader.h"
#include "worker/case/assessment.h"
#include "worker/case/frame.h"
#include "worker/case/household.h"
#include "worker/core/date.h"

namespace dm::assessment {

// A higher or lower norm that a person has decided, as it is counted for a member.
struct Adjustment {
  NormAdjustment decided;
  std::string ground;  // Swedish
  std::vector<SourceRef> sources;
  std::vector<std::string> inputs;
};

// A member of the case who is in the home some part of the month.
struct Member {
  const Person* person = nullptr;  // in the application, or in the history
  int index = 0;                   // among the persons there
  int age = 0;                     // completed years on the reference day
  int days = 0;       // days in the home; = day_base when there the whole month, 0 when not stated
  int day_base = 30;  // 28–31
  // What `adjustments` come to: the norm times the factor, and this added (norm_adjustments.h).
  int norm_factor_permille = 1000;
  Money norm_added{};
  std::vector<Adjustment> adjustments{};

  std::string ref() const;  // "application.persons[0]", for inputs

  bool adult() const { return IsAdultInCase(person->role); }

  bool part_time() const { return days < day_base; }
};

struct Household {
  std::vector<Member> members;  // applicant, co-applicant, then children, oldest first
  int adults = 0;
  int children = 0;  // children and school youths
  int n_case = 0;
  int n_total = 0;  // everyone in the shared household, the case's members included

  bool couple() const { return adults == 2; }

  bool shared() const { return n_total > n_case; }

  bool has_part_time() const;
};

struct HouseholdFacts {
  const std::vector<Person>& persons;
  int persons_in_home = 0;  // 0 = not stated: the persons named are taken as all
  Month month;              // whose first day ages are reckoned on
};

// Nothing when an age cannot be known or a rule is missing; `unknown` then names the inputs.
std::optional<Household> MakeHousehold(const HouseholdFacts& facts,
                                       PolicyReader* policy,
                                       std::vector<std::string>* unknown);

// The birth date: stated, or from the number.
std::optional<Date> BirthDate(const Person& person);

}  // namespace dm::assessment
