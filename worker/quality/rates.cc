// The part of QualityService that shows the sample and how often decisions were wrong.
#include <map>
#include <utility>

#include "worker/quality/parameters.h"
#include "worker/quality/quality_service.h"
#include "worker/quality/statistics.h"

namespace dm::quality {
namespace {

constexpr int kMonthsShown = 24;
constexpr int kMonthsMax = 36;
constexpr int kPageMax = 200;
constexpr std::size_t kCasesShown = 5000;
constexpr std::size_t kHashShown = 16;
constexpr int kBaseErrorPermille = 13;  // casework.md 14, where the policies say nothing

const char* DecidedBy(const Review& review) {
  if (!review.decided) return "HELD";
  return *review.decided == DecisionKind::kAutomatic ? "AUTOMATIC" : "HUMAN";
}

void Take(const Review& review, ErrorRate& rate) {
  if (*review.outcome == ReviewOutcome::kNotProvable) {
    ++rate.not_provable;
    return;
  }
  ++rate.n;
  if (*review.outcome == ReviewOutcome::kCorrect) return;
  ++rate.errors;
  if (review.error.is_negative()) {
    rate.too_little -= review.error;
  } else {
    rate.too_much += review.error;
  }
}

}  // namespace

StatusOr<std::vector<Review>> QualityService::ReviewsOf(Month month) {
  std::vector<Review> all;
  ReviewFilter filter;
  filter.every_state = true;
  filter.month = month;
  PageRequest page{.limit = kPageMax, .after = ""};
  do {
    DM_ASSIGN_OR_RETURN(Page<Review> found, store_.ListReviews(filter, page));
    for (Review& one : found.items) all.push_back(std::move(one));
    page.after = found.next;
  } while (!page.after.empty());
  return all;
}

StatusOr<SampleCounts> QualityService::CountsOf(const SampleMonth& month) {
  SampleCounts counts;
  counts.month = month;
  DM_ASSIGN_OR_RETURN(const std::vector<SampleCase> cases, store_.SampleCases(month.month));
  counts.cases = static_cast<int>(cases.size());
  for (const SampleCase& one : cases) counts.drawn += one.drawn == DrawnHow::kNot ? 0 : 1;
  DM_ASSIGN_OR_RETURN(const std::vector<Review> reviews, ReviewsOf(month.month));
  for (const Review& one : reviews) {
    const bool done = one.kind == ReviewKind::kSample && one.state == ReviewState::kCompleted;
    counts.reviewed += done ? 1 : 0;
  }
  return counts;
}

StatusOr<std::vector<SampleCounts>> QualityService::ListSampleMonths(
    const CallContext& /*context*/) {
  DM_ASSIGN_OR_RETURN(const std::vector<SampleMonth> months, store_.SampleMonths(kMonthsShown));
  std::vector<SampleCounts> counted;
  for (const SampleMonth& month : months) {
    DM_ASSIGN_OR_RETURN(SampleCounts counts, CountsOf(month));
    counted.push_back(std::move(counts));
  }
  return counted;
}

// Some cases became restricted after they were listed: to who may not see them they are not there.
Status QualityService::LeaveOutHidden(const CallContext& context, std::vector<SampleCase>* cases) {
  if (context.MaySee(AccessClass::kRestricted) && context.MaySee(AccessClass::kNamedPersons))
    return OkStatus();
  std::vector<SampleCase> shown;
  for (SampleCase& one : *cases) {
    const StatusOr<CaseRecord> record = store_.GetCase(one.case_id);
    if (record.status().code() == StatusCode::kNotFound) continue;
    DM_RETURN_IF_ERROR(record.status());
    if (context.MaySee(AccessOf(*record))) shown.push_back(std::move(one));
  }
  *cases = std::move(shown);
  return OkStatus();
}

StatusOr<SampleList> QualityService::GetSample(const CallContext& context, Month month) {
  DM_ASSIGN_OR_RETURN(const std::optional<SampleMonth> found, store_.FindSample(month));
  if (!found) {
    return MakeStatus(StatusCode::kNotFound,
                      "the month has no sample",
                      {.reason = "SAMPLE_NOT_FOUND",
                       .field = "month",
                       .remedy = "give a month that sample list shows"});
  }
  SampleList list;
  DM_ASSIGN_OR_RETURN(list.counts, CountsOf(*found));
  DM_ASSIGN_OR_RETURN(list.cases, store_.SampleCases(month));
  list.truncated = list.cases.size() > kCasesShown;
  if (list.truncated) list.cases.resize(kCasesShown);
  DM_RETURN_IF_ERROR(LeaveOutHidden(context, &list.cases));
  return list;
}

StatusOr<std::vector<ErrorRate>> QualityService::GetErrorRates(const CallContext& /*context*/,
                                                               Month from,
                                                               Month to) {
  if (to < from || to - from >= kMonthsMax) {
    return InvalidArgument("to_month: at most 36 months, the first not after the last",
                           {.reason = "PERIOD_TOO_LONG",
                            .field = "to_month",
                            .remedy = "ask for fewer months at a time"});
  }
  // TOTAL sorts first: the rows come in the order of these numbers.
  std::map<std::pair<std::pair<int, std::string>, std::string>, ErrorRate> rates;
  rates[{{0, "TOTAL"}, ""}] = {};
  for (Month month = from; month <= to; month = month.PlusMonths(1)) {
    DM_ASSIGN_OR_RETURN(const std::vector<Review> reviews, ReviewsOf(month));
    for (const Review& one : reviews) {
      if (one.kind != ReviewKind::kSample || !one.outcome) continue;
      const std::string drawn = one.drawn == DrawnHow::kStated ? "STATED" : "SEEDED";
      Take(one, rates[{{6, "DRAWN"}, drawn}]);
      // What somebody chose says nothing about all.
      if (one.drawn == DrawnHow::kStated) continue;
      Take(one, rates[{{0, "TOTAL"}, ""}]);
      Take(one, rates[{{1, "TYPFALL"}, one.typfall}]);
      Take(one, rates[{{2, "MODE"}, ModeCode(one.mode)}]);
      Take(one, rates[{{3, "CHANNEL"}, one.channel}]);
      Take(one, rates[{{4, "DECIDED_BY"}, DecidedBy(one)}]);
      Take(one, rates[{{5, "RULES"}, one.policy_sha256.substr(0, kHashShown)}]);
    }
  }
  const auto base =
      static_cast<int>(NumberOn(*parts_.policy(), parameter::kBaseErrorPermille, to.first_day())
                           .value_or(kBaseErrorPermille));
  std::vector<ErrorRate> rows;
  for (auto& [key, rate] : rates) {
    rate.dimension = key.first.second;
    rate.value = key.second;
    rate.upper_limit_permyriad = UpperLimitPermyriad(rate.errors, rate.n);
    rate.text = RateText(rate.errors, rate.n, "fel");
    rate.alarm_at = AlarmAt(rate.n, base);
    rate.alarm = rate.n > 0 && rate.errors >= rate.alarm_at;
    rows.push_back(rate);
  }
  return rows;
}

}  // namespace dm::quality
