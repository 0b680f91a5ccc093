// Staff: the people who may act, as the municipality lists them: what each may see, take and
// decide (casework.md 2, 11, 12). One sign-in identity is one person. Without a list the case
// system answers for its own users and nothing here refuses anybody.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/case/assessment.h"
#include "worker/case/decision.h"
#include "worker/core/date.h"
#include "worker/core/money.h"

namespace dm {

enum class StaffRole {
  kEkonomihandlaggare,  // monthly re-applications, calculation, payment
  kSocialsekreterare,   // plans, first visits, above the norm, frames, refusals
  kSpecialist,          // an own queue; is consulted without the case moving
  kArbetsledare,        // distributes, attests, moves many at once
  kKvalitetsgranskare,  // reviews sampled cases, blind
  kRegelansvarig,       // releases rule versions
  kDrift,               // starts, stops, switches off
  kRevisor,             // reads
};

const char* StaffRoleCode(StaffRole role);  // "ekonomihandlaggare", …
// The role with that code; nothing for any other text.
std::optional<StaffRole> StaffRoleFromCode(std::string_view code);
// All codes, for messages: "ekonomihandlaggare, socialsekreterare, …".
std::string StaffRoleCodes();

// How a person signs in: the URI of a personal certificate, or issuer and subject of an OpenID
// Connect token. Exactly one of the two.
struct SignInIdentity {
  std::string certificate_uri;
  std::string issuer;
  std::string subject;

  friend bool operator==(const SignInIdentity&, const SignInIdentity&) = default;
  friend auto operator<=>(const SignInIdentity&, const SignInIdentity&) = default;
};

// The board's decision on what this person may decide (delegation).
struct Mandate {
  std::string reference;            // of the board's decision; what decisions and the audit cite
  std::vector<Outcome> outcomes;    // never empty
  std::optional<Money> amount_max;  // granted in one decision; none: no limit in the mandate
  Period valid;
};

struct StaffMember {
  std::string user_id;  // IsIdText; what `handler` and `actor` say
  std::string name;     // as colleagues know them
  std::vector<StaffRole> roles;
  bool all_queues = false;
  std::vector<std::string> queues;  // skill: "Q-20"
  bool restricted = false;          // may see items of access class restricted
  bool named_persons = false;       // is among those named for items open to named persons only
  std::vector<Mandate> mandates;
  Period in_service;             // employed; open ends are open
  std::vector<Period> absences;  // leave: nothing is distributed to them
  std::vector<SignInIdentity> identities;

  bool Has(StaffRole role) const;
  bool HasSkill(std::string_view queue) const;
  bool MaySee(AccessClass access) const;
  bool IsAbsent(Date on) const;
  bool IsAtWork(Date on) const;  // in service and not absent
};

class StaffDirectory {
 public:
  StaffDirectory() = default;  // no list: configured() is false
  explicit StaffDirectory(std::vector<StaffMember> members);

  bool configured() const { return configured_; }

  // The user ids of who is in service and not absent; nothing without a list.
  std::optional<std::vector<std::string>> AtWork(Date on) const;

  // By user id; null when nobody has it.
  const StaffMember* Find(std::string_view user_id) const;
  const StaffMember* Identify(const SignInIdentity& identity) const;

  // By user id.
  const std::vector<StaffMember>& members() const { return members_; }

  // Who is in service with the skill for the queue and the access class, by user id.
  std::vector<const StaffMember*> WithSkill(std::string_view queue,
                                            AccessClass access,
                                            Date on) const;

 private:
  bool configured_ = false;
  std::vector<StaffMember> members_;
};

}  // namespace dm
