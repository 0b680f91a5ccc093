// The parts of the comparison, each in a file of its own.
#pragma once

#include <string>
#include <vector>

#include "worker/changes/change.h"
#include "worker/policy/policy_data.h"
#include "worker/policy/policy_files.h"

namespace dm::changes {

// The two sets as data and as files.
struct Pair {
  const policy::PolicyData& before;
  const policy::PolicyData& after;
  const policy::PolicyFiles& files_before;
  const policy::PolicyFiles& files_after;
};

void CompareSets(const Pair& pair, std::vector<Change>* changes);        // control_changes.cc
void CompareParameters(const Pair& pair, std::vector<Change>* changes);  // parameter_changes.cc
void CompareTables(const Pair& pair, std::vector<Change>* changes);      // table_changes.cc
void CompareTypfall(const Pair& pair, std::vector<Change>* changes);     // typfall_changes.cc
void CompareControls(const Pair& pair, std::vector<Change>* changes);    // control_changes.cc
void CompareMandate(const Pair& pair, std::vector<Change>* changes);     // control_changes.cc
void CompareTexts(const Pair& pair, std::vector<Change>* changes);       // file_changes.cc
void CompareLetters(const Pair& pair, std::vector<Change>* changes);     // file_changes.cc
void CompareSources(const Pair& pair, std::vector<Change>* changes);     // control_changes.cc
// What differs in the files and in no change so far. Comes last.
void CompareFiles(const Pair& pair, std::vector<Change>* changes);  // file_changes.cc

}  // namespace dm::changes
