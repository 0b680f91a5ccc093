// Context: what the parts of one assessment share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/assessment/household.h"
#include "worker/assessment/notes.h"
#include "worker/assessment/policy_reader.h"
#include "worker/assessment/words.h"
#include "worker/case/case_record.h"

namespace dm::assessment {

struct Context {
  // `book` outlives this.
  Context(const CaseInput& case_input, Rulebook* book)
      : input(case_input),
        policy(book, case_input.application.month.first_day()),
        notes(book, case_input.application.month.first_day(), case_input.application.persons) {}

  const CaseInput& input;
  PolicyReader policy;
  Notes notes;
  const std::vector<EvidenceNeed>* needs = nullptr;
  const std::vector<EvidenceNeed>* connected = nullptr;  // asked only where a connector gives them
  std::optional<Household> household;                    // nothing when it could not be worked out

  Month month() const { return input.application.month; }

  Month income_month() const { return month().PlusMonths(-1); }

  Month comparison_month() const { return month().PlusMonths(-2); }

  const Application& application() const { return input.application; }

  const std::optional<Frame>& frame() const { return input.frame; }

  bool has_children() const { return HasChildren(input.application.persons); }
};

// "application.costs[2]".
std::string Ref(std::string_view list, std::size_t index);
// "evidence.p1.FK.payments[0]".
std::string Ref(std::string_view list, std::size_t index, const PersonKey& person, Source source);

}  // namespace dm::assessment
