// QuestionList: the positive list of what a register may be asked (policies/tables/
// register_questions.yaml; casework.md 6.3, reliability I8). What it does not name is not asked,
// whatever a typfall wants.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/case/application.h"
#include "worker/case/evidence.h"
#include "worker/policy/policy_set.h"

namespace dm {

inline constexpr char kRegisterQuestions[] = "register.questions";

enum class QuestionScope {
  kAlways,       // in each case
  kOnDemand,     // when a typfall that the case may match demands it
  kIfConnected,  // when a connector answers for the register; nothing waits for one that is missing
};

class QuestionList {
 public:
  // As in force on `on`, for applications of `kind`; what is not said to be a re-application is
  // asked about as a first one. Empty when no version is in force: then nothing may be asked.
  QuestionList(const PolicySet& policy, ApplicationKind kind, Date on);

  // Nothing when it may not be asked. `group` is empty for a source without groups.
  std::optional<QuestionScope> Find(Source source, std::string_view group) const;

  // Sources with a row of the scope, once each, in the order of Source.
  std::vector<Source> Sources(QuestionScope scope) const;
  // The groups of `source` with a row of the scope, sorted; empty for a source without groups.
  std::vector<std::string> Groups(Source source, QuestionScope scope) const;

 private:
  struct Row {
    Source source = Source::kAf;
    std::string group;  // empty: any
    QuestionScope scope = QuestionScope::kOnDemand;
  };

  std::vector<Row> rows_;
};

}  // namespace dm
