// Notes: what the parts of an assessment find out: reasons behind gates, triggers that fired, items
// the household must still give, and what could not be determined. Kept apart from the numbers.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "worker/case/assessment.h"
#include "worker/case/household.h"
#include "worker/policy/policy_set.h"

namespace dm::assessment {

// A fact behind a gate or trigger. `text` is Swedish and states fact, source and date, never a
// suspicion.
struct Note {
  std::string text;
  std::optional<PersonKey> person = std::nullopt;
  std::vector<std::string> inputs = {};
};

class Notes {
 public:
  // Says that the gate ("G-07") has been looked at. A gate that no part looked at is UNKNOWN, so
  // that forgetting one can never let a case through.
  void Evaluated(std::string_view gate) { evaluated_.insert(std::string(gate)); }

  // "GATE.G07.FAIL.<detail>" and "GATE.G07.UNKNOWN.<detail>".
  void Fail(std::string_view gate, std::string_view detail, Note note);
  void Unknown(std::string_view gate, std::string_view detail, Note note);
  // "TRIG.X23".
  void Fire(std::string_view trigger, Note note);

  // A fact for the person who looks; nothing hangs on it. "INFO.PROGRAMME_DAYS".
  void Inform(std::string code, Note note);

  // An answer on the application that must be "no": yes fails the gate, not stated leaves it
  // unknown.
  void MustBeNo(Answer answer, std::string_view gate, std::string_view detail, Note note);

  void Undetermined(std::string what) { undetermined_.insert(std::move(what)); }

  void Missing(std::string code, std::string text, std::optional<PersonKey> person);

  bool Fired(std::string_view trigger) const;
  bool HasFinding(std::string_view gate) const;

  const std::set<std::string>& undetermined() const { return undetermined_; }

  const std::vector<MissingItem>& missing() const { return missing_; }

  // In the order of their codes.
  std::vector<Finding> Information() const;

  // Every gate of the policy set, in its order; `gates` empty gives none.
  std::vector<GateResult> Gates(const std::vector<GatePolicy>& gates) const;
  // Those that fired, in code order, with the queue that the policy set names.
  std::vector<TriggerResult> Triggers(const std::vector<TriggerPolicy>& triggers,
                                      bool has_children) const;

 private:
  struct GateNotes {
    std::vector<Finding> failed;
    std::vector<Finding> unknown;
  };

  std::set<std::string> evaluated_;
  std::map<std::string, GateNotes, std::less<>> gates_;
  std::map<std::string, std::vector<Finding>, std::less<>> triggers_;
  std::set<std::string> undetermined_;
  std::vector<MissingItem> missing_;
  std::vector<Finding> information_;
};

// "G-07" → "G07".
std::string Compact(std::string_view code);

}  // namespace dm::assessment
