#include "worker/assessment/earnings_rule.h"

#include <algorithm>

#include <fmt/format.h>

#include "worker/assessment/earnings.h"
#include "worker/assessment/parameter_ids.h"

namespace dm::assessment {

namespace {

// The share is stated in percent or permille: 25 or 250 of a wage is disregarded.
std::optional<std::int64_t> ShareBase(std::optional<std::int64_t> share) {
  if (!share || *share < 0 || *share > 1000) return std::nullopt;
  return *share > 100 ? 1000 : 100;
}

bool AnyMonthElsewhere(const History& history) {
  return std::any_of(history.begin(), history.end(), [](const HistoryMonth& entry) {
    return entry.other_municipality;
  });
}

// Months with aid in another municipality are not in the own history: ask before taking it that
// there is no window.
void AskAboutElsewhere(const PersonKey& person, const EarningsRule& rule, Context* context) {
  const Answer answer = context->application().circumstances.aid_elsewhere;
  if (answer == Answer::kNo) return;
  const History& history = context->input.history;
  if (!AidElsewhereCouldMatter(context->month(), person, history, rule)) return;
  if (answer == Answer::kYes && AnyMonthElsewhere(history)) return;
  context->notes.Observe(answer == Answer::kYes
                             ? ObservationCode("INCOME.AID_ELSEWHERE")
                             : ObservationCode("INCOME.AID_ELSEWHERE.UNANSWERED"),
                         {},
                         person,
                         {"application.circumstances.aid_elsewhere"});
}

void NoteState(const EarningsState& state,
               const PersonKey& person,
               const std::vector<std::string>& refs,
               Context* context) {
  if (state.begins_before_history) {
    context->notes.Observe("INCOME.JOBBSTIMULANS_HISTORY", {}, person, {"history"});
  }
  if (state.rests_on_other_municipality) {
    context->notes.Observe("INCOME.JOBBSTIMULANS_ELSEWHERE", {}, person, {"history"});
  }
  const auto auto_start = context->policy.Need(parameter::kEarningsAutoStart);
  const bool* allowed = auto_start ? std::get_if<bool>(&auto_start->value) : nullptr;
  const bool start = state.starts && !(allowed != nullptr && *allowed);
  if (start || state.ends || state.ended) {
    context->notes.Observe("INCOME.JOBBSTIMULANS_EDGE", {}, person, refs);
  }
}

}  // namespace

void ApplyEarningsRule(const PersonKey& person,
                       const std::vector<std::string>& refs,
                       CalculationRow* row,
                       Context* context) {
  const auto rule = ReadEarningsRule(&context->policy);
  if (!rule) return;
  const EarningsState state =
      EarningsStateAt(context->month(), person, context->input.history, *rule);
  NoteState(state, person, refs, context);
  if (!state.window) return AskAboutElsewhere(person, *rule, context);
  const auto share = context->policy.NeedNumber(parameter::kEarningsShare);
  const auto base = ShareBase(share);
  if (!base) return;
  row->exact = row->exact.Times(*base - *share, *base);
  row->reason = "INCOME.JOBBSTIMULANS";
  row->sources = context->policy.Cite({"sol-12-8"});
  row->rule = std::string(parameter::kEarningsShare);
  row->inputs.emplace_back("history");
  row->why += fmt::format(
      " Jobbstimulans gäller från och med {} till och med {}: {}/{} av lönen räknas inte.",
      state.window->first.ToSwedish(),
      state.window->last.ToSwedish(),
      *share,
      *base);
}

}  // namespace dm::assessment
