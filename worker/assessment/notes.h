// Notes: what the parts of an assessment find out: observations behind gates and triggers, items
// the household must still give, and what could not be determined. Kept apart from the numbers.
// What an observation leads to and how it reads is policy (policies/tables/observations.yaml); its
// text is made only when the result is written.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "worker/assessment/rulebook.h"
#include "worker/case/assessment.h"
#include "worker/case/evidence.h"
#include "worker/case/household.h"
#include "worker/core/date.h"
#include "worker/core/money.h"
#include "worker/policy/observation_codes.h"
#include "worker/policy/policy_set.h"

namespace dm::assessment {

// "2026-10-27–2026-11-25".
struct DayRange {
  Date from;
  Date to;
};

// A value for a place in an observation's text. "role" is not given: it follows from the person.
using ArgumentValue =
    std::variant<std::string_view, Money, Date, Month, DayRange, std::int64_t, Source>;

struct Argument {
  const char* name;
  ArgumentValue value;
};

// They stand where they are written down, for the length of the call: a copy is made of those that
// a text will ask for.
using Arguments = std::initializer_list<Argument>;

// What has been noted about a named check.
struct CheckMark {
  bool missing = false;
  bool failed = false;
  bool unknown = false;
};

// By place in PolicySet::checks(), of which there are at most kChecksMax.
inline constexpr std::size_t kChecksMax = 32;
using CheckMarks = std::array<CheckMark, kChecksMax>;

class Notes {
 public:
  // `book` and `persons` outlive this.
  Notes(Rulebook* book, Date on, const std::vector<Person>& persons)
      : book_(*book), policy_(book->set()), on_(on), persons_(persons) {}

  // Says that a part has looked. A gate one of whose parts has not is UNKNOWN, so that forgetting
  // one can never let a case through.
  void Looked(Part part) { looked_.set(static_cast<std::size_t>(part)); }

  // Notes what the code stands for; `inputs` are the places in the case that show it. A trigger of
  // its own, where a policy table gives one, takes the place of the observation's.
  void Observe(ObservationCode code,
               Arguments arguments = {},
               std::optional<PersonKey> person = std::nullopt,
               std::vector<std::string> inputs = {},
               std::string trigger = "");

  // An answer on the application that must be "no": noted as `yes`, or as `unanswered` where it is
  // not stated.
  void MustBeNo(Answer answer,
                ObservationCode yes,
                ObservationCode unanswered,
                std::optional<PersonKey> person,
                std::string_view input);

  void Undetermined(std::string what) { undetermined_.insert(std::move(what)); }

  void Missing(std::string code, std::string text, std::optional<PersonKey> person);

  // Whether a trigger has fired that the policy says concerns a child.
  bool ConcernsAChild() const;
  // Whether anything holds up a gate that the part looks at.
  bool HasFindingIn(Part part) const;

  const std::set<std::string>& undetermined() const { return undetermined_; }

  const std::vector<MissingItem>& missing() const { return missing_; }

  CheckMarks Marks() const;
  // In the order of their codes.
  std::vector<Finding> Information() const;
  // Every gate of the policy set, in its order. `results` comes empty here and below, and may lend
  // room.
  std::vector<GateResult> Gates(std::vector<GateResult> results = {}) const;
  // Those that fired, in code order, with the queue that the policy set names.
  std::vector<TriggerResult> Triggers(bool has_children,
                                      std::vector<TriggerResult> results = {}) const;

 private:
  struct NotedArgument {
    const char* name;
    std::string text;
  };

  struct Noted {
    const Observed* known = nullptr;
    std::string trigger;
    std::vector<NotedArgument> arguments;  // where a text or a code asks for them
    std::optional<PersonKey> person;
    std::vector<std::string> inputs;
  };

  std::string ValueOf(const Noted& noted, std::string_view name) const;
  Finding Write(const Noted& noted, std::string code, const policy::TextTemplate& text) const;
  bool HasLooked(const GatePolicy& gate) const;

  bool HasLooked(Part part) const { return looked_.test(static_cast<std::size_t>(part)); }

  std::string CodeAtGate(const Noted& noted) const;
  bool Fired(std::string_view trigger) const;
  bool HasFinding(std::size_t gate) const;
  TriggerResult Fire(const std::vector<const Noted*>& fired, bool has_children) const;
  std::string QueueOf(const std::vector<const Noted*>& fired, bool has_children) const;

  Rulebook& book_;
  const PolicySet& policy_;
  Date on_;
  const std::vector<Person>& persons_;
  std::bitset<32> looked_;  // by Part
  std::vector<Noted> noted_;
  bool unlisted_ = false;  // something was noticed that the set says nothing about on the day
  std::set<std::string> undetermined_;
  std::vector<MissingItem> missing_;
};

// The codes of findings at a gate and of a trigger: the same without hyphens, and how it came out.
std::string GateCode(std::string_view gate, Verdict verdict, std::string_view detail);
std::string TriggerCode(std::string_view trigger);

}  // namespace dm::assessment
