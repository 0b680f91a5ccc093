// What goes with decisions by people: the decision that waits for a second person, what the
// household was told before an adverse one (FL 25), and the analysis of a child that a refusal
// rests on (casework.md 15, 17).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/case/decision.h"
#include "worker/core/date.h"
#include "worker/core/id.h"
#include "worker/core/instant.h"

namespace dm {

// What a decision rests on, part by part, so that a difference can be named.
struct DecisionBasis {
  std::string application_sha256;  // the application as sent and the documents added since
  std::string facts_sha256;        // what was assessed; empty where nothing was
  std::string policy_sha256;       // of the assessment; of the set in force where there is none
  int frame_version = 0;           // the household's latest frame; 0 where there is none
  bool frame_ended = false;
  int communications = 0;
  int answers = 0;  // to the communications
  int child_analyses = 0;
  int messages = 0;  // from the household, about the case

  friend bool operator==(const DecisionBasis&, const DecisionBasis&) = default;
};

// Sent back by the second person.
struct AttestReturn {
  std::string by;
  std::string mandate;
  Instant at;
  std::string reason;  // in words
};

// A decision that one caseworker has made and another must approve. It stands whole, with the hash
// of its content and what it rests on.
struct WaitingDecision {
  Decision decision;
  DecisionBasis basis;
  Instant since;
  std::vector<std::string> reasons;      // "ATTEST.AMOUNT", "ATTEST.CHANGE"
  std::string queue;                     // where the case lay before
  std::optional<AttestReturn> returned;  // it waits no longer, and is kept for who made it
};

// A fact that an adverse decision rests on and that the household has not stated itself.
struct CommunicatedFact {
  std::string key;   // tells the same fact again: "income.AF.AS|p1|120000"
  std::string text;  // Swedish
  std::string source;
  std::optional<Date> date;
};

struct CommunicationAnswer {
  Instant at;
  std::string noted_by;
  std::string channel;    // "letter", "e_service", "oral", "phone", "visit"
  std::string reference;  // of the message or document that it came in
  std::string text;
};

// What the household was told before a decision against it, and what it answered.
struct Communication {
  int number = 0;  // 1, 2, … in the case
  Instant at;
  std::string by;
  std::string mandate;
  Date answer_by;  // last day
  std::vector<CommunicatedFact> facts;
  Decision intended;  // version 0: nothing is decided
  std::vector<CommunicationAnswer> answers;
};

// A new analysis of how a decision affects one child.
struct ChildAnalysis {
  int number = 0;  // 1, 2, … in the case
  PersonKey child;
  std::string reviewer;
  Date reviewed_on;
  Instant at;
  std::vector<std::string> situation_codes;  // housing, health, school, leisure, special_need
  std::string situation;
  std::string effect;          // of the decision on the child
  std::string view;            // the child's own
  std::string view_not_asked;  // why, where `view` is empty
  std::string conclusion;      // how the child's best interests were weighed
  bool decisive = false;
  std::string reference;  // where more of it stands in the file
};

}  // namespace dm
