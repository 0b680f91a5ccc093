#include "worker/report/report_reader.h"

#include <algorithm>
#include <utility>

#include "worker/ports/deciding_item.h"

namespace dm::report {
namespace {

constexpr int kPage = 100;
constexpr int kMessagesMax = 200;
constexpr int kYearsBack = 2;  // the forecast's error rests on the two years before

// The first month that some measure looks at.
Month FirstMonth(const Span& span) {
  const StatusOr<Month> january = Month::Make(span.to.year() - kYearsBack, 1);
  return january.ok() ? std::min(*january, span.from.PlusMonths(-12)) : span.from.PlusMonths(-12);
}

}  // namespace

Status ReportReader::Go() const {
  return stop_.stop_requested() ? Status(StatusCode::kCancelled, "the worker stops") : OkStatus();
}

StatusOr<int> ReportReader::MessagesOf(const CaseId& id) {
  MessageFilter filter;
  filter.case_id = id;
  filter.direction = MessageDirection::kInbound;
  DM_ASSIGN_OR_RETURN(const Page<Message> page,
                      store_.ListMessages(filter, {.limit = kMessagesMax, .after = ""}));
  return static_cast<int>(page.items.size());
}

std::optional<Money> ReportReader::GrantedBefore(const HouseholdId& household) const {
  const auto found = granted_before_.find(household);
  if (found == granted_before_.end()) return std::nullopt;
  return found->second;
}

Status ReportReader::ReadMonth(Month month, Material& material) {
  granted_before_ = std::exchange(granted_now_, {});
  CaseFilter filter;
  filter.month = month;
  PageRequest page{.limit = kPage, .after = ""};
  do {
    DM_RETURN_IF_ERROR(Go());
    DM_ASSIGN_OR_RETURN(const Page<CaseSummary> found, store_.ListCases(filter, page));
    for (const CaseSummary& one : found.items) {
      DM_ASSIGN_OR_RETURN(const CaseRecord record, store_.GetCase(one.id));
      DM_ASSIGN_OR_RETURN(std::optional<Escalation> item, DecidingItem(store_, record));
      CaseFacts facts =
          FactsOf(record,
                  policy_,
                  {.item = std::move(item), .before = GrantedBefore(record.application.household)});
      if (facts.decided()) granted_now_[facts.household] += facts.granted;
      if (material.span.Holds(month) && !facts.restricted) {
        DM_ASSIGN_OR_RETURN(facts.messages, MessagesOf(one.id));
      }
      material.tally.Add(facts, material.span);
      ++cases_;
    }
    if (read_) read_(cases_);
    page.after = found.next;
  } while (!page.after.empty());
  return OkStatus();
}

Status ReportReader::ReadBarriers(Material& material) {
  for (const auto& [household, seen] : material.tally.households) {
    if (!seen.in_period) continue;
    DM_RETURN_IF_ERROR(Go());
    DM_ASSIGN_OR_RETURN(const std::optional<Frame> frame, store_.LatestFrame(household));
    if (!frame) continue;
    for (const Barrier& barrier : frame->barriers) material.barriers[barrier.code].Add(household);
  }
  return OkStatus();
}

StatusOr<Material> ReportReader::Read(const Span& span) {
  Material material;
  material.span = span;
  for (Month month = FirstMonth(span); month <= span.to; month = month.PlusMonths(1))
    DM_RETURN_IF_ERROR(ReadMonth(month, material));
  DM_RETURN_IF_ERROR(ReadBarriers(material));
  return material;
}

}  // namespace dm::report
