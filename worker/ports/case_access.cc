#include "worker/ports/case_access.h"

#include <algorithm>
#include <utility>

namespace dm {
namespace {

bool SeesAll(const CallContext& context) {
  return context.MaySee(AccessClass::kRestricted) && context.MaySee(AccessClass::kNamedPersons);
}

// Reads on until the page is full: it ends with a case that is shown. Whether one may be seen
// stands in the case alone: no queue tells of what is on its way, has ended, or was routed
// elsewhere.
StatusOr<Page<CaseSummary>> Visible(Store& store,
                                    const CallContext& context,
                                    const CaseFilter& filter,
                                    const PageRequest& page) {
  Page<CaseSummary> shown;
  PageRequest rest = page;
  do {
    DM_ASSIGN_OR_RETURN(Page<CaseSummary> found, store.ListCases(filter, rest));
    for (CaseSummary& one : found.items) {
      const Status visible = FindVisibleCase(store, context, one.id).status();
      if (visible.code() == StatusCode::kNotFound) continue;
      DM_RETURN_IF_ERROR(visible);
      shown.items.push_back(std::move(one));
    }
    shown.next = rest.after = std::move(found.next);
    rest.limit = page.limit - static_cast<int>(shown.items.size());
  } while (!shown.next.empty() && rest.limit > 0);
  return shown;
}

}  // namespace

StatusOr<AccessClass> AccessNow(Store& store, const CaseRecord& record) {
  constexpr int kPageMax = 200;
  AccessClass access = AccessOf(record);
  if (record.assessment) return access;
  CaseFilter filter;
  filter.household = record.application.household;
  PageRequest page{.limit = kPageMax, .after = ""};
  do {
    DM_ASSIGN_OR_RETURN(const Page<CaseSummary> cases, store.ListCases(filter, page));
    for (const CaseSummary& summary : cases.items) {
      if (summary.id == record.id) continue;
      const StatusOr<CaseRecord> other = store.GetCase(summary.id);
      if (other.status().code() == StatusCode::kNotFound) continue;  // erased meanwhile
      DM_RETURN_IF_ERROR(other.status());
      access = std::max(access, AccessOf(*other));
    }
    page.after = cases.next;
  } while (!page.after.empty());
  return access;
}

StatusOr<CaseRecord> AsSeenBy(const CallContext& context, Store& store, CaseRecord record) {
  DM_ASSIGN_OR_RETURN(const AccessClass access, AccessNow(store, record));
  return context.MaySee(access) ? std::move(record) : CaseRecord();
}

StatusOr<Page<CaseSummary>> ListVisibleCases(Store& store,
                                             const CallContext& context,
                                             const CaseFilter& filter,
                                             const PageRequest& page) {
  if (SeesAll(context)) return store.ListCases(filter, page);
  DM_ASSIGN_OR_RETURN(Page<CaseSummary> shown, Visible(store, context, filter, page));
  if (shown.next.empty()) return shown;
  const PageRequest rest{.limit = 1, .after = shown.next};
  DM_ASSIGN_OR_RETURN(const Page<CaseSummary> more, Visible(store, context, filter, rest));
  if (more.items.empty()) shown.next.clear();
  return shown;
}

}  // namespace dm
