// The site of the rules in force: static pages in Swedish for a resident, a journalist and a new
// caseworker. No script, nothing from elsewhere; the same set and date give the same bytes.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "worker/changes/change.h"
#include "worker/core/date.h"
#include "worker/policy/policy_set.h"
#include "worker/publish/policy_book.h"

namespace dm::publish {

// A golden case as a worked example.
// A line of an example's calculation, in words.
struct ExampleStep {
  std::string label;
  std::string applied;  // of a cost: what was asked for
  std::string amount;   // with sign: what is subtracted is negative
  std::string why;
  std::string rule;  // "cap.housing/BO26-1"; empty for sums
};

struct Example {
  std::string typfall;  // "TF-02"; empty: an example of the calculation
  std::string file;     // below policies/
  std::string title;
  std::string kind;  // "match", "near", "human"; empty: an example of the calculation
  std::vector<std::pair<std::string, std::string>> given;   // who and what, in words
  std::vector<std::pair<std::string, std::string>> expect;  // what comes out, in words
  std::vector<ExampleStep> steps;                           // empty where nothing can be computed
  std::vector<std::string> findings;                        // codes of what was noticed
};

struct SiteInput {
  const PolicySet* set = nullptr;
  PolicyBook book;
  Date date;
  // README.md files by their path below policies/.
  std::map<std::string, std::string> documents;
  std::vector<Example> examples;
  std::string compared_with;  // version of the older set; empty: no comparison was asked for
  std::vector<changes::Change> changes;
};

// Path below the site's folder → bytes.
std::map<std::string, std::string> MakeSite(const SiteInput& input);

}  // namespace dm::publish
