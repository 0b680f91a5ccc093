#include "worker/case/staff_checks.h"

#include <algorithm>
#include <cstddef>

#include "worker/case/not_found.h"

namespace dm {
namespace {

// Names in a message; more would hide the remedy.
constexpr std::size_t kNamedMax = 5;

std::string Names(const std::vector<const StaffMember*>& members) {
  std::string names;
  for (std::size_t i = 0; i < members.size() && i < kNamedMax; ++i)
    names += (i == 0 ? "" : ", ") + members[i]->user_id;
  if (members.size() > kNamedMax)
    names += " and " + std::to_string(members.size() - kNamedMax) + " more";
  return names;
}

bool Allows(const Mandate& mandate, Outcome outcome) {
  return std::find(mandate.outcomes.begin(), mandate.outcomes.end(), outcome) !=
         mandate.outcomes.end();
}

bool Covers(const Mandate& mandate, Money granted) {
  return !mandate.amount_max || granted <= *mandate.amount_max;
}

Status Refused(const std::string& field,
               const std::string& message,
               const std::string& reason,
               const std::string& remedy) {
  return FailedPrecondition(field + ": " + message, {reason, field, remedy});
}

}  // namespace

Status CheckInService(const StaffDirectory& staff,
                      const std::string& user_id,
                      Date on,
                      const std::string& field) {
  if (!staff.configured()) return OkStatus();
  const StaffMember* member = staff.Find(user_id);
  if (member != nullptr && member->in_service.Contains(on)) return OkStatus();
  return MakeStatus(StatusCode::kPermissionDenied,
                    field + (member == nullptr ? ": is not in the staff list"
                                               : ": is not in service on this day"),
                    {member == nullptr ? "STAFF_UNKNOWN" : "STAFF_NOT_IN_SERVICE",
                     field,
                     "let the person who keeps the staff list enter them, or act as yourself"});
}

Status CheckStaffRole(const StaffDirectory& staff,
                      const std::string& user_id,
                      const std::vector<StaffRole>& any_of,
                      Date on,
                      const std::string& field) {
  if (!staff.configured()) return OkStatus();
  DM_RETURN_IF_ERROR(CheckInService(staff, user_id, on, field));
  const StaffMember* member = staff.Find(user_id);
  std::string wanted;
  for (const StaffRole role : any_of) {
    if (member->Has(role)) return OkStatus();
    wanted += (wanted.empty() ? "" : " or ") + std::string(StaffRoleCode(role));
  }
  return MakeStatus(StatusCode::kPermissionDenied,
                    field + ": lacks the role " + wanted,
                    {"STAFF_ROLE_MISSING", field, "let someone with the role do it"});
}

Status CheckMayTake(const StaffDirectory& staff,
                    const std::string& user_id,
                    const std::string& queue,
                    AccessClass access,
                    Date on,
                    const std::string& field) {
  if (!staff.configured()) return OkStatus();
  DM_RETURN_IF_ERROR(CheckInService(staff, user_id, on, field));
  const StaffMember* member = staff.Find(user_id);
  if (!member->MaySee(access)) return NoSuchEscalation();
  if (member->HasSkill(queue)) return OkStatus();
  const std::string able = Names(staff.WithSkill(queue, access, on));
  return Refused(field,
                 "lacks the skill for " + queue,
                 "SKILL_MISSING",
                 able.empty() ? "nobody in service has it: let the staff list name someone, or "
                                "route the item to another queue"
                              : "leave it to one of " + able + ", or consult one of them");
}

bool StaffMaySee(const StaffDirectory& staff, const std::string& user_id, AccessClass access) {
  if (!staff.configured() || access == AccessClass::kOpen) return true;
  const StaffMember* member = staff.Find(user_id);
  return member != nullptr && member->MaySee(access);
}

Status CheckMandate(const StaffDirectory& staff,
                    const std::string& user_id,
                    const MandateUse& use,
                    Date on,
                    const std::string& field) {
  if (!staff.configured()) return OkStatus();
  DM_RETURN_IF_ERROR(CheckInService(staff, user_id, on));
  const std::vector<Mandate>& mandates = staff.Find(user_id)->mandates;
  bool known = false;
  bool valid = false;
  bool allowed = false;
  std::optional<Money> amount_max;
  for (const Mandate& mandate : mandates) {
    if (mandate.reference != use.reference) continue;
    known = true;
    if (!mandate.valid.Contains(on)) continue;
    valid = true;
    if (use.outcome == Outcome::kNone) return OkStatus();
    if (!Allows(mandate, use.outcome)) continue;
    allowed = true;
    if (Covers(mandate, use.granted)) return OkStatus();
    if (!amount_max || *mandate.amount_max > *amount_max) amount_max = mandate.amount_max;
  }
  if (!known)
    return Refused(field,
                   "is no mandate of this person in the staff list",
                   "MANDATE_UNKNOWN",
                   "send the reference as the staff list has it");
  if (!valid)
    return Refused(field,
                   "is not valid on this day",
                   "MANDATE_NOT_VALID",
                   "leave the decision to someone with a valid mandate");
  if (!allowed)
    return Refused(field,
                   std::string("does not cover the outcome ") + OutcomeCode(use.outcome),
                   "MANDATE_OUTCOME",
                   "leave the decision to someone whose mandate covers it");
  return Refused(field,
                 "covers at most " + amount_max->ToString(),
                 "MANDATE_AMOUNT",
                 "leave the decision to someone whose mandate covers the amount");
}

const Mandate* FindMandate(const StaffDirectory& staff,
                           const std::string& user_id,
                           Outcome outcome,
                           Money granted,
                           Date on) {
  const StaffMember* member = staff.Find(user_id);
  if (member == nullptr || !member->in_service.Contains(on)) return nullptr;
  for (const Mandate& mandate : member->mandates)
    if (mandate.valid.Contains(on) && Allows(mandate, outcome) && Covers(mandate, granted))
      return &mandate;
  return nullptr;
}

}  // namespace dm
