#include "worker/case/staff.h"

#include <algorithm>
#include <array>
#include <utility>

namespace dm {
namespace {

struct RoleName {
  StaffRole role;
  const char* code;
};

constexpr std::array kRoles = {
    RoleName{StaffRole::kEkonomihandlaggare, "ekonomihandlaggare"},
    RoleName{StaffRole::kSocialsekreterare, "socialsekreterare"},
    RoleName{StaffRole::kSpecialist, "specialist"},
    RoleName{StaffRole::kArbetsledare, "arbetsledare"},
    RoleName{StaffRole::kKvalitetsgranskare, "kvalitetsgranskare"},
    RoleName{StaffRole::kRegelansvarig, "regelansvarig"},
    RoleName{StaffRole::kDrift, "drift"},
    RoleName{StaffRole::kRevisor, "revisor"},
};

}  // namespace

const char* StaffRoleCode(StaffRole role) {
  const auto* found = std::find_if(
      kRoles.begin(), kRoles.end(), [role](const RoleName& one) { return one.role == role; });
  return found == kRoles.end() ? "?" : found->code;
}

std::optional<StaffRole> StaffRoleFromCode(std::string_view code) {
  const auto* found = std::find_if(
      kRoles.begin(), kRoles.end(), [code](const RoleName& one) { return one.code == code; });
  if (found == kRoles.end()) return std::nullopt;
  return found->role;
}

std::string StaffRoleCodes() {
  std::string codes;
  for (const RoleName& one : kRoles) codes += (codes.empty() ? "" : ", ") + std::string(one.code);
  return codes;
}

bool StaffMember::Has(StaffRole role) const {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

bool StaffMember::HasSkill(std::string_view queue) const {
  return all_queues || std::find(queues.begin(), queues.end(), queue) != queues.end();
}

bool StaffMember::MaySee(AccessClass access) const {
  switch (access) {
    case AccessClass::kOpen:
      return true;
    case AccessClass::kRestricted:
      return restricted;
    case AccessClass::kNamedPersons:
      return named_persons;
  }
  return false;
}

bool StaffMember::IsAbsent(Date on) const {
  return std::any_of(absences.begin(), absences.end(), [on](const Period& absence) {
    return absence.Contains(on);
  });
}

bool StaffMember::IsAtWork(Date on) const {
  return in_service.Contains(on) && !IsAbsent(on);
}

StaffDirectory::StaffDirectory(std::vector<StaffMember> members)
    : configured_(true), members_(std::move(members)) {
  std::sort(members_.begin(), members_.end(), [](const StaffMember& a, const StaffMember& b) {
    return a.user_id < b.user_id;
  });
}

std::optional<std::vector<std::string>> StaffDirectory::AtWork(Date on) const {
  if (!configured_) return std::nullopt;
  std::vector<std::string> users;
  for (const StaffMember& member : members_)
    if (member.IsAtWork(on)) users.push_back(member.user_id);
  return users;
}

const StaffMember* StaffDirectory::Find(std::string_view user_id) const {
  const auto found = std::lower_bound(
      members_.begin(), members_.end(), user_id, [](const StaffMember& one, std::string_view id) {
        return one.user_id < id;
      });
  return found == members_.end() || found->user_id != user_id ? nullptr : &*found;
}

const StaffMember* StaffDirectory::Identify(const SignInIdentity& identity) const {
  const auto found = std::find_if(members_.begin(), members_.end(), [&](const StaffMember& one) {
    return std::find(one.identities.begin(), one.identities.end(), identity) !=
           one.identities.end();
  });
  return found == members_.end() ? nullptr : &*found;
}

std::vector<const StaffMember*> StaffDirectory::WithSkill(std::string_view queue,
                                                          AccessClass access,
                                                          Date on) const {
  std::vector<const StaffMember*> able;
  for (const StaffMember& one : members_)
    if (one.in_service.Contains(on) && one.HasSkill(queue) && one.MaySee(access))
      able.push_back(&one);
  return able;
}

}  // namespace dm
