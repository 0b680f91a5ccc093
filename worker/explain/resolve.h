// Resolver: what an input reference of an assessment stood for, in words. "application.costs[0]"
// becomes "Sökt kostnad: boende" and "sökt 7 800 kr, styrkt 7 600 kr".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/case/explanation.h"
#include "worker/policy/policy_set.h"

namespace dm::explain {

// A payment that an input refers to, with the answer that it stands in.
struct FoundPayment {
  PersonKey person;
  const SourceAnswer* answer = nullptr;
  const Payment* payment = nullptr;
};

class Resolver {
 public:
  Resolver(const CaseInput& input, const PolicySet& policy)
      : input_(input), policy_(policy), on_(input.application.month.first_day()) {}

  // A reference that it cannot read is given back with its path as label: never left out.
  ResolvedInput Resolve(const std::string& path) const;
  std::vector<ResolvedInput> ResolveAll(const std::vector<std::string>& paths) const;

  // "evidence.p1.FK.payments[0]"; nothing when it is no such reference.
  std::optional<FoundPayment> FindPayment(std::string_view path) const;
  // "application.costs[2]" or something in it.
  const Cost* FindCost(std::string_view path) const;

  // "policy:riksnorm.common/RC26-1" as the value in force on the first day of the month.
  std::optional<ParameterValue> FindParameter(std::string_view path) const;
  // The keys of a table's row in words: "Roll i hushållet barn eller skolungdom, Ålder 7–10".
  std::string ParameterKeys(const ParameterValue& value) const;

  std::string Who(const PersonKey& key) const;

  const CaseInput& input() const { return input_; }

  const PolicySet& policy() const { return policy_; }

  Date on() const { return on_; }

 private:
  std::optional<ResolvedInput> FromApplication(const std::string& path) const;
  std::optional<ResolvedInput> FromHousehold(const std::string& path) const;
  std::optional<ResolvedInput> FromEvidence(const std::string& path) const;
  ResolvedInput NotAsked(const std::string& path) const;
  std::optional<ResolvedInput> FromFrame(const std::string& path) const;
  std::optional<ResolvedInput> FromPolicy(const std::string& path) const;

  const CaseInput& input_;
  const PolicySet& policy_;
  Date on_;
};

// "7 800 kr", "ja", "12", "krona": a parameter's or fact's value in words. Money-like only where
// the unit is.
std::string ParameterWords(const PolicySet& policy, const ParameterValue& value);

// The index in "costs[2]…" when `path` begins with `list` + "["; nothing else.
std::optional<std::size_t> IndexIn(std::string_view path, std::string_view list);

}  // namespace dm::explain
