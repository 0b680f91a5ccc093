#include "worker/escalation/household_case.h"

#include <algorithm>
#include <utility>

#include "worker/case/staff_checks.h"
#include "worker/ports/case_access.h"

namespace dm::escalation {
namespace {

constexpr int kPageMax = 200;

}  // namespace

StatusOr<std::optional<CaseRecord>> LastCaseOf(Store& store, const HouseholdId& household) {
  CaseFilter filter;
  filter.household = household;
  PageRequest page{kPageMax, ""};
  std::optional<CaseSummary> last;
  do {
    DM_ASSIGN_OR_RETURN(const Page<CaseSummary> cases, store.ListCases(filter, page));
    for (const CaseSummary& summary : cases.items)
      if (!last || last->received_at < summary.received_at) last = summary;
    page.after = cases.next;
  } while (!page.after.empty());
  if (!last) return std::optional<CaseRecord>();
  DM_ASSIGN_OR_RETURN(CaseRecord record, store.GetCase(last->id));
  return std::optional<CaseRecord>(std::move(record));
}

StatusOr<AccessClass> AccessOfHousehold(Store& store, const HouseholdId& household) {
  CaseFilter filter;
  filter.household = household;
  PageRequest page{kPageMax, ""};
  AccessClass access = AccessClass::kOpen;
  DM_ASSIGN_OR_RETURN(const std::optional<CaseRecord> last, LastCaseOf(store, household));
  if (last) {
    DM_ASSIGN_OR_RETURN(access, AccessNow(store, *last));
  }
  do {
    DM_ASSIGN_OR_RETURN(const Page<CaseSummary> cases, store.ListCases(filter, page));
    for (const CaseSummary& summary : cases.items) {
      if (IsTerminal(summary.state)) continue;
      DM_ASSIGN_OR_RETURN(const CaseRecord record, store.GetCase(summary.id));
      access = std::max(access, AccessOf(record));
    }
    page.after = cases.next;
  } while (!page.after.empty());
  return access;
}

Status CheckHousehold(Store& store,
                      const CallContext& context,
                      const HouseholdId& household,
                      const StaffDirectory& staff,
                      const std::string& actor) {
  DM_ASSIGN_OR_RETURN(const AccessClass access, AccessOfHousehold(store, household));
  const bool visible =
      context.MaySee(access) && (actor.empty() || StaffMaySee(staff, actor, access));
  return visible ? OkStatus() : NoSuchFrame("household");
}

Status NoSuchFrame(const std::string& field) {
  return MakeStatus(StatusCode::kNotFound,
                    "the household has no such frame",
                    {"FRAME_NOT_FOUND", field, "list the household's frames, or sign one first"});
}

}  // namespace dm::escalation
