#include <algorithm>
#include <charconv>
#include <tuple>
#include <utility>

#include "tests/support/fake_store.h"

namespace dm::testing {
namespace {

template <typename T>
StatusOr<Page<T>> Slice(const std::vector<T>& all, const PageRequest& request) {
  std::size_t from = 0;
  const std::string& after = request.after;
  const auto read = std::from_chars(after.data(), after.data() + after.size(), from);
  if (!after.empty() && (read.ec != std::errc() || read.ptr != after.data() + after.size())) {
    return InvalidArgument("page_token: is none of ours",
                           {"FIELD_INVALID", "page_token", "begin with the first page"});
  }
  const auto limit = static_cast<std::size_t>(request.limit);
  Page<T> page;
  for (std::size_t i = from; i < all.size() && i < from + limit; ++i) page.items.push_back(all[i]);
  if (from + limit < all.size()) page.next = std::to_string(from + limit);
  return page;
}

bool Fits(const ReviewFilter& filter, const Review& review) {
  const bool state_fits = filter.state
                              ? *filter.state == review.state
                              : filter.every_state || review.state != ReviewState::kCompleted;
  return state_fits && (filter.reviewer.empty() || filter.reviewer == review.reviewer) &&
         (!filter.month || *filter.month == review.month);
}

}  // namespace

void FakeStore::Compare(const Comparison& comparison) {
  std::erase_if(comparisons_, [&](const Comparison& one) { return one.id == comparison.id; });
  comparisons_.push_back(comparison);
}

void FakeStore::Demote(const Demotion& demotion) {
  if (control_.demoted.contains(demotion.typfall)) return;
  control_.demoted[demotion.typfall] = demotion;
  demotions_.push_back(demotion);
  ++control_.version;
}

void FakeStore::Note(const QualityNote& note) {
  if (note.sample_case) sample_cases_.emplace(note.sample_case->case_id, *note.sample_case);
  for (Review review : note.reviews) {
    review.version = 1;
    reviews_.emplace(review.id, review);
  }
  if (note.comparison) Compare(*note.comparison);
  if (note.demotion) Demote(*note.demotion);
  if (note.amount) amounts_.push_back(*note.amount);
}

StatusOr<SampleMonth> FakeStore::OpenSample(const SampleMonth& proposed,
                                            const AuditEvent& audit,
                                            Instant now) {
  const MutexLock lock(mutex_);
  const auto [found, added] = samples_.emplace(proposed.month, proposed);
  if (added) {
    found->second.opened_at = now;
    Append(audit, now);
  }
  return found->second;
}

StatusOr<std::vector<SampleMonth>> FakeStore::SampleMonths(int limit) {
  const MutexLock lock(mutex_);
  std::vector<SampleMonth> months;
  for (auto month = samples_.rbegin(); month != samples_.rend(); ++month) {
    if (static_cast<int>(months.size()) < limit) months.push_back(month->second);
  }
  return months;
}

StatusOr<std::optional<SampleMonth>> FakeStore::FindSample(Month month) {
  const MutexLock lock(mutex_);
  const auto found = samples_.find(month);
  return found == samples_.end() ? std::nullopt : std::optional<SampleMonth>(found->second);
}

StatusOr<std::optional<SampleCase>> FakeStore::FindSampleCase(const CaseId& id) {
  const MutexLock lock(mutex_);
  const auto found = sample_cases_.find(id);
  return found == sample_cases_.end() ? std::nullopt : std::optional<SampleCase>(found->second);
}

StatusOr<std::vector<SampleCase>> FakeStore::SampleCases(Month month) {
  const MutexLock lock(mutex_);
  std::vector<SampleCase> cases;
  for (const auto& [id, one] : sample_cases_) {
    if (one.month == month) cases.push_back(one);
  }
  return cases;
}

Status FakeStore::CloseSample(const SampleClosing& closing, Instant now) {
  const MutexLock lock(mutex_);
  const auto found = samples_.find(closing.month);
  if (found == samples_.end() || found->second.closed_at) {
    return FailedPrecondition("the month's sample was filled up before",
                              {"SAMPLE_CLOSED", "month", "read the sample"});
  }
  found->second.closing_plan = closing.plan;
  found->second.closed_at = now;
  for (const CaseId& id : closing.removed) {
    sample_cases_.erase(id);
    std::erase_if(reviews_, [&](const auto& one) {
      return one.second.case_id == id && one.second.state != ReviewState::kCompleted;
    });
  }
  for (const SampleCase& one : closing.cases) sample_cases_[one.case_id] = one;
  QualityNote note;
  note.reviews = closing.reviews;
  Note(note);
  Append(closing.audit, now);
  return OkStatus();
}

StatusOr<Review> FakeStore::GetReview(const std::string& id) {
  const MutexLock lock(mutex_);
  const auto found = reviews_.find(id);
  if (found != reviews_.end()) return found->second;
  return MakeStatus(StatusCode::kNotFound,
                    "there is no such review",
                    {"REVIEW_NOT_FOUND", "review_id", "use an id that the list gives"});
}

StatusOr<Page<Review>> FakeStore::ListReviews(const ReviewFilter& filter, const PageRequest& page) {
  const MutexLock lock(mutex_);
  std::vector<Review> all;
  for (const auto& [id, review] : reviews_) {
    if (Fits(filter, review)) all.push_back(review);
  }
  std::sort(all.begin(), all.end(), [](const Review& a, const Review& b) {
    return std::tie(a.due_on, a.id) < std::tie(b.due_on, b.id);
  });
  return Slice(all, page);
}

StatusOr<Review> FakeStore::ChangeReview(const ReviewChange& change, Instant now) {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(CheckRequest(change.request_id));
  const auto found = reviews_.find(change.review.id);
  if (found == reviews_.end() || found->second.version != change.review.version) {
    return MakeStatus(StatusCode::kAborted,
                      "the review has changed since it was read",
                      {"STALE_VERSION", "expected_version", "read it again"});
  }
  found->second = change.review;
  ++found->second.version;
  if (change.comparison) Compare(*change.comparison);
  if (change.demotion) Demote(*change.demotion);
  Remember(change.request_id, change.audit, change.review.id);
  Append(change.audit, now);
  return found->second;
}

StatusOr<Page<Comparison>> FakeStore::ListComparisons(const ComparisonFilter& filter,
                                                      const PageRequest& page) {
  const MutexLock lock(mutex_);
  std::vector<Comparison> all;
  for (auto one = comparisons_.rbegin(); one != comparisons_.rend(); ++one) {
    const bool fits = (filter.typfall.empty() || filter.typfall == one->typfall) &&
                      (!filter.kind || *filter.kind == one->kind);
    if (fits) all.push_back(*one);
  }
  return Slice(all, page);
}

StatusOr<std::vector<AmountCount>> FakeStore::AmountCounts(const std::string& household,
                                                           Month from,
                                                           Month to) {
  const MutexLock lock(mutex_);
  std::map<std::int64_t, std::int64_t> by_step;
  for (const AmountCount& one : amounts_) {
    if (one.household == household && from <= one.month && one.month <= to) {
      by_step[one.step] += one.count;
    }
  }
  std::vector<AmountCount> counts;
  for (const auto& [step, count] : by_step) {
    counts.push_back({.month = to, .household = household, .step = step, .count = count});
  }
  return counts;
}

StatusOr<Control> FakeStore::SetSwitch(const Switch& changed,
                                       bool on,
                                       const std::string& request_id,
                                       const AuditEvent& audit,
                                       Instant now) {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(CheckRequest(request_id));
  std::erase_if(control_.switched_off, [&](const Switch& one) {
    return one.kind == changed.kind && one.name == changed.name;
  });
  if (!on) {
    control_.switched_off.push_back(changed);
    control_.switched_off.back().set_at = now;
  }
  ++control_.version;
  Remember(request_id, audit, changed.name);
  Append(audit, now);
  return control_;
}

StatusOr<Control> FakeStore::ReleaseDemotion(const std::string& typfall,
                                             const std::string& reason,
                                             const std::string& request_id,
                                             const AuditEvent& audit,
                                             Instant now) {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(CheckRequest(request_id));
  if (control_.demoted.erase(typfall) == 0) {
    return FailedPrecondition("no error holds the typfall",
                              {"NOT_DEMOTED", "typfall", "see mode show"});
  }
  for (Demotion& one : demotions_) {
    if (one.typfall != typfall || one.released_at) continue;
    one.released_by = audit.actor;
    one.release_reason = reason;
    one.released_at = now;
  }
  ++control_.version;
  Remember(request_id, audit, typfall);
  Append(audit, now);
  return control_;
}

StatusOr<std::vector<Demotion>> FakeStore::Demotions(const std::string& typfall) {
  const MutexLock lock(mutex_);
  std::vector<Demotion> found;
  for (auto one = demotions_.rbegin(); one != demotions_.rend(); ++one) {
    if (one->typfall == typfall) found.push_back(*one);
  }
  return found;
}

}  // namespace dm::testing
