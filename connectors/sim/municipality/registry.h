// Registry: hands out invented persons, each number once.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "connectors/sim/municipality/household.h"
#include "worker/core/random.h"

namespace dm::municipality {

// Draws with what the municipality has handed out so far. Bounded by the number of birth days, not
// by the number of persons.
class Registry {
 public:
  explicit Registry(const Plan& plan);

  SplitMix64& random() { return random_; }

  Month month() const { return month_; }

  Month income_month() const { return month_.PlusMonths(-1); }

  Date PaidOn(int day) const;

  // Someone who is `age` throughout the months around the one applied for. Where the numbers of a
  // birth day have run out, another day is drawn, and at last another age: a nation has more
  // persons of an age than test numbers.
  Member NewMember(const std::string& key, const std::string& role, int age);

  std::string NextId();

 private:
  Date BirthDay(int age, int first_month, int last_month);
  // Nothing when the day's numbers have run out.
  std::optional<std::string> NewNumber(Date born);
  int AgeLike(const std::string& role, int age);

  SplitMix64 random_;
  Month month_;
  Numbers numbers_;
  int coordination_permille_;
  SplitMix64 coordination_random_;
  int households_;
  std::map<Date, int> used_;
};

}  // namespace dm::municipality
