// An invented household as the generator sees it: one story, from which both the application (with
// frame and history) and the registers' holdings are written, so that they fit each other except
// where the story says otherwise.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "worker/core/date.h"
#include "worker/core/money.h"

namespace dm::municipality {

struct Member {
  std::string key;           // "p1"
  std::string personnummer;  // 12 digits of a test number (README.md says which)
  Date born;
  std::string role;  // proto name without prefix: "APPLICANT", "CHILD", …
  std::string name;
};

// A payment that a register holds and, unless the story says otherwise, the household declares.
struct Benefit {
  std::string person = "p1";
  std::string source;   // "fk", "pm", "so"
  std::string benefit;  // the simulator's short name; SO: name of the fund
  std::string kind;     // income kind of the policies
  Money gross;
  Money tax;
  Date paid;
  Money declared;  // what the application says
  bool in_frame = true;
  bool is_declared = true;
  bool in_history = true;
  int half_days = 0;  // SO

  Money net() const { return gross - tax; }
};

struct ExpenseLine {
  std::string type;  // proto name without prefix: "BOENDE"
  Money applied;
  std::optional<Money> proven;
};

struct Household {
  std::string id;     // "H-0001"
  std::string story;  // what makes it what it is, for file names and the demo's table
  std::vector<Member> members;
  std::string barrier = "arbetslos";
  std::string tenure = "HYRESRATT";
  std::vector<ExpenseLine> expenses;
  Money frame_rent;
  std::vector<Benefit> benefits;

  // AF
  bool job_seeker = true;
  bool activity_reported = true;
  std::string af_decision;  // "Aktivitetsstöd" and the like; empty = none

  // Departures
  bool has_frame = true;
  bool has_history = true;
  bool missed_activity = false;
  bool sick = false;
  bool eviction = false;
  bool violence = false;
  bool self_employed = false;
  bool protected_in_csn = false;
  bool protected_declared = false;
  bool vehicle = false;
  bool benefit_pending = false;
  bool new_child = false;      // lives in the application, not in the frame
  std::string received_at;     // "2026-11-27T18:05:00Z"; empty: the 21st of the month before
  int document_late_days = 0;  // the proof of the rent comes so long after the application
  std::string free_text;
  std::string fault;  // one line of the scenario format's faults: "agency: SO, do: error, source:
                      // SSBT, code: TIMEOUT"
  bool fk_down = false;
  bool pension_twice = false;
};

// How the households differ beside their stories.
enum class Profile {
  kPlain,     // now and then something odd; all applications on one day
  kCasework,  // the shares of profile.h, spread over the month
};

enum class Numbers { kInvented, kPublishedFirst };

struct Plan {
  int size = 200;
  std::uint64_t seed = 1;
  Month month;            // applied for
  int first = 1;          // number of the first household
  std::string only;       // only this story; empty: the profile's mix
  bool scenarios = true;  // also the named ones
  Profile profile = Profile::kPlain;
};

// The stories that `only` may name.
std::vector<std::string> Stories();

// The JSON form of medarbetare.v1.CaseInput: application, frame, history. One line, or indented.
enum class Layout { kLine, kIndented };
std::string CaseJson(const Household& household, Month month, Layout layout = Layout::kIndented);

// The scenario format of ssbtek-sim: what comes before the persons, and one household's persons.
void WriteScenarioHead(const Plan& plan, std::ostream& out);
void WriteScenarioPersons(const Household& household, Month month, std::ostream& out);

}  // namespace dm::municipality
