// Change: one thing that differs between two policy sets, told in Swedish for those who decide on
// rules.
#pragma once

#include <string>
#include <vector>

namespace dm::changes {

// In the order in which they are told.
enum class Section {
  kSet,         // version, status, days
  kParameters,  // amounts, levels, limits by date
  kTables,      // rows of decision tables
  kTypfall,     // criteria, questions, modes
  kControls,    // gates, triggers, queues
  kMandate,     // delegations and approvals
  kTexts,       // words of codes
  kLetters,     // line by line
  kSources,     // law, guidance, decisions
  kFiles,       // what none of the above tells: line by line
};

struct Change {
  Section section = Section::kSet;
  std::string what;                  // "Arbetsresor: 900 kr → 950 kr från 2027-01-01"
  std::vector<std::string> details;  // further lines; of a line diff, each begins with + or -
  // Not shown: the keys that it tells, "file|path" as NodeDiff writes paths. What differs and
  // stands in no change's list is told key by key.
  std::vector<std::string> keys = {};
};

// "Belopp och gränser", "Tabeller", …
std::string TitleOf(Section section);

}  // namespace dm::changes
