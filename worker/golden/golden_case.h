// A golden case: a file that says what goes in and what must come out, under the policies that it
// lies in. Its format is in tests/golden/README.md; a key that the format does not have is an
// error, so that no expectation is silently left out.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/case/assessment.h"
#include "worker/case/case_record.h"
#include "worker/core/status.h"
#include "worker/policy/policy_set.h"

namespace dm::golden {

// What the case must give. Lists are exact and sorted.
struct Expectation {
  std::string outcome;                                    // "bifall", "none", …
  std::string grant;                                      // "3040"
  std::map<std::string, std::string> sums;                // norm, costs, extra_costs, incomes
  std::map<std::string, std::vector<std::string>> rows;   // row code → amounts
  std::vector<std::string> findings;                      // codes of gates and triggers
  std::vector<std::string> finds;                         // some of them, where not all are named
  std::vector<std::string> matched;                       // typfall
  std::map<std::string, std::vector<std::string>> unmet;  // typfall → criteria that do not hold
  std::vector<std::string> missing;
  std::vector<std::string> undetermined;
  std::string decision;  // "automatic", "human", "completion"
  std::string queue;
  std::string mode;
  std::string access;                // "open", "restricted", "named_persons"; checked where given
  std::vector<std::string> reasons;  // those that are not findings
  std::string pay_date;
  std::string due;
};

// What happens between the assessment and the decision.
struct Deciding {
  bool earlier_decision = false;  // the case has a decision already
  bool drawn = false;             // for review before payment, and not reviewed yet
  std::optional<Date> today;      // the day of the decision; that of the assessment when absent
};

// The municipality whose policies a case was written for when it names none.
inline constexpr char kExampleMunicipality[] = "0000-exempelkommun";

struct GoldenCase {
  std::string path;                      // below the policies folder
  std::string title;                     // one sentence
  std::vector<std::string> explanation;  // Swedish: how the result comes about, a step a line
  std::string kind;                      // "match", "near", "human"; "example" for a worked example
  std::string municipality = kExampleMunicipality;
  CaseInput input;
  std::map<std::string, std::string> modes;     // typfall → mode, instead of the municipality's
  std::map<std::string, FactValue> parameters;  // scalar → value, instead of the municipality's
  std::vector<std::string> unapproved;          // parameters that the municipality has not approved
  Deciding deciding;
  Expectation expect;
  bool whole = true;  // false: a variant or an example, of which only what it names is compared
  bool states_findings = true;  // an example need not
};

// Files of the folders in which cases lie, relative to the policies folder, sorted.
std::vector<std::string> FilesEndingWith(std::string_view ending, const std::string& policies);

// Every *.case.json below typfall/*/cases, cases and municipality/*/cases of the folder `policies`,
// sorted by path.
std::vector<std::string> FindGoldenCases(const std::string& policies);
StatusOr<GoldenCase> ReadGoldenCase(const std::string& policies, const std::string& path);

// What reading many cases keeps between them: each base file is read once.
class CaseReading {
 public:
  struct Kept;

  CaseReading();
  ~CaseReading();
  CaseReading(const CaseReading&) = delete;
  CaseReading& operator=(const CaseReading&) = delete;
  CaseReading(CaseReading&&) = delete;
  CaseReading& operator=(CaseReading&&) = delete;

  Kept& kept() { return *kept_; }

 private:
  std::unique_ptr<Kept> kept_;
};

StatusOr<GoldenCase> ReadGoldenCase(const std::string& policies,
                                    const std::string& path,
                                    CaseReading& reading);

// The cases of a *.variants.json file: one base, and for each variant what is changed in it and
// what the checks then find.
std::vector<std::string> FindVariantFiles(const std::string& policies);
StatusOr<std::vector<GoldenCase>> ReadVariants(const std::string& policies,
                                               const std::string& path);
StatusOr<std::vector<GoldenCase>> ReadVariants(const std::string& policies,
                                               const std::string& path,
                                               CaseReading& reading);

// What the case does give under `set`, in the same form.
struct GoldenRun {
  Expectation told;
  Assessment assessment;
};

GoldenRun RunWhole(const GoldenCase& golden, const std::shared_ptr<const PolicySet>& set);
Expectation RunGoldenCase(const GoldenCase& golden, const std::shared_ptr<const PolicySet>& set);

// What a code is called beside itself; the code alone where nothing is known of it.
using CodeWords = std::function<std::string(const std::string& code)>;

// One line for each difference; empty when all is as expected. Sums, rows, unmet and access are
// compared where the case names them.
std::vector<std::string> Differences(const Expectation& expected,
                                     const Expectation& actual,
                                     const CodeWords& words = nullptr);
// The same for a case, a variant included.
std::vector<std::string> DifferencesOf(const GoldenCase& golden,
                                       const Expectation& actual,
                                       const CodeWords& words = nullptr);

}  // namespace dm::golden
