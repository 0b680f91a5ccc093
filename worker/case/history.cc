#include "worker/case/history.h"

#include <algorithm>

#include "worker/core/check.h"

namespace dm {
namespace {

// A month counts when försörjningsstöd was granted, in full or in part; aid for other living costs
// alone does not count.
bool IsGranted(const HistoryMonth& entry) {
  const bool approved = entry.outcome == Outcome::kBifall || entry.outcome == Outcome::kDelavslag;
  return approved && entry.forsorjningsstod && entry.granted > Money();
}

// How many months in a row, backwards from `month` − 1, satisfy `counts`. A month without an entry
// ends the run.
template <typename Predicate>
int RunBefore(const History& history, Month month, Predicate counts) {
  int run = 0;
  const HistoryMonth* entry = FindMonth(history, month.PlusMonths(-1));
  while (entry != nullptr && counts(*entry)) {
    ++run;
    entry = FindMonth(history, month.PlusMonths(-1 - run));
  }
  return run;
}

}  // namespace

const char* OutcomeCode(Outcome outcome) {
  switch (outcome) {
    case Outcome::kNone:
      return "NONE";
    case Outcome::kBifall:
      return "BIFALL";
    case Outcome::kDelavslag:
      return "DELAVSLAG";
    case Outcome::kAvslag:
      return "AVSLAG";
    case Outcome::kAvvisning:
      return "AVVISNING";
    case Outcome::kAvskrivning:
      return "AVSKRIVNING";
  }
  DM_CHECK(false && "outcome outside its enum");
  return "";
}

const char* OutcomeFact(Outcome outcome) {
  switch (outcome) {
    case Outcome::kNone:
      return "none";
    case Outcome::kBifall:
      return "bifall";
    case Outcome::kDelavslag:
      return "delavslag";
    case Outcome::kAvslag:
      return "avslag";
    case Outcome::kAvvisning:
      return "avvisning";
    case Outcome::kAvskrivning:
      return "avskrivning";
  }
  DM_CHECK(false && "outcome outside its enum");
  return "";
}

const HistoryMonth* FindMonth(const History& history, Month month) {
  const HistoryMonth* entry = FindAnyMonth(history, month);
  return entry == nullptr || entry->other_municipality ? nullptr : entry;
}

const HistoryMonth* FindAnyMonth(const History& history, Month month) {
  const auto found =
      std::find_if(history.begin(), history.end(), [month](const HistoryMonth& entry) {
        return entry.month == month;
      });
  return found == history.end() ? nullptr : &*found;
}

int GrantedRunBefore(const History& history, Month month) {
  return RunBefore(history, month, IsGranted);
}

int MonthsWithoutPersonBefore(const History& history, Month month) {
  return RunBefore(history, month, [](const HistoryMonth& entry) {
    return IsGranted(entry) && entry.decided_by == ActorKind::kWorker;
  });
}

History MergeHistory(History decided, const History& supplied) {
  for (const HistoryMonth& month : supplied) {
    if (FindAnyMonth(decided, month.month) == nullptr) decided.push_back(month);
  }
  std::sort(decided.begin(), decided.end(), [](const HistoryMonth& a, const HistoryMonth& b) {
    return a.month > b.month;
  });
  return decided;
}

}  // namespace dm
