// ApplicantView: what of an explanation the applicant is told, already in words. Codes, rule ids,
// checks, signals, typfall and what registers said of others in the home stay out.
#pragma once

#include <string>
#include <vector>

#include "worker/case/explanation.h"

namespace dm::explain {

struct ApplicantRow {
  std::string label;
  std::string amount;
  std::vector<std::string> why;
};

struct ApplicantGroup {
  std::string heading;
  std::vector<ApplicantRow> rows;
  std::string sum;
};

struct ApplicantView {
  std::string title;
  std::vector<std::string> summary;
  std::vector<ApplicantGroup> groups;
  std::string total;
  std::vector<std::string> changes;  // what would have counted
  std::vector<std::string> items;    // what we ask for
  std::vector<std::string> fetched;  // each register once, with the day
  std::vector<std::string> law;      // statutes behind the rows, each once
  std::string person;                // how to reach one
};

ApplicantView ViewForApplicant(const Explanation& explanation);

}  // namespace dm::explain
