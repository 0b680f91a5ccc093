#include "worker/config/read_staff.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include <yaml-cpp/yaml.h>

#include "worker/config/config_reader.h"
#include "worker/config/yaml_file.h"
#include "worker/core/id.h"

namespace dm {
namespace {

constexpr int kStaffKibMax = 1024;
constexpr std::size_t kStaffMax = 5'000;
constexpr std::size_t kTextMax = 400;
constexpr char kAllQueues[] = "all";

using Errors = std::vector<ConfigError>;

// Ten or twelve digits: a personal number, which has no place here.
bool LooksPersonal(const std::string& text) {
  const auto digits =
      std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits == std::ssize(text) && (digits == 10 || digits == 12);
}

bool IsQueueCode(const std::string& text) {
  return text.size() >= 4 && text.starts_with("Q-") && IsIdText(text);
}

void ReadDay(ConfigReader& reader, const std::string& key, std::optional<Date>& day) {
  std::string text;
  reader.Optional(key, text);
  if (text.empty()) return;
  const StatusOr<Date> parsed = Date::Parse(text);
  if (!parsed.ok()) return reader.Fail(key, "is no day", "write it as YYYY-MM-DD");
  day = *parsed;
}

void CheckPeriod(ConfigReader& reader, const Period& period) {
  if (period.from && period.to && *period.to < *period.from)
    reader.Fail("to", "is before from", "correct one of the two");
}

// Each item of a list of mappings, with a reader of its own.
template <typename Read>
void ReadEach(const YAML::Node& node, const std::string& path, Errors& errors, const Read& read) {
  if (!node.IsDefined() || node.IsNull()) return;
  if (!node.IsSequence()) {
    errors.push_back({node.Mark().line + 1, path, "is not a list", "write one item a line"});
    return;
  }
  for (std::size_t i = 0; i < node.size(); ++i) {
    ConfigReader reader(node[i], path + "[" + std::to_string(i) + "].", errors);
    read(reader, node[i]);
  }
}

void ReadRoles(ConfigReader& reader, StaffMember& member) {
  std::vector<std::string> words;
  reader.Words("roles", words);
  for (const std::string& word : words) {
    const std::optional<StaffRole> role = StaffRoleFromCode(word);
    if (!role)
      return reader.Fail("roles", "has a word that is no role", "use some of " + StaffRoleCodes());
    if (!member.Has(*role)) member.roles.push_back(*role);
  }
  if (member.roles.empty())
    reader.Fail("roles", "is missing", "list at least one of " + StaffRoleCodes());
}

void ReadQueues(ConfigReader& reader, StaffMember& member) {
  std::vector<std::string> words;
  reader.Words("queues", words);
  for (const std::string& word : words) {
    if (word == kAllQueues && words.size() == 1) {
      member.all_queues = true;
      return;
    }
    if (!IsQueueCode(word))
      return reader.Fail("queues",
                         "has a word that is no queue",
                         "list queues such as Q-20, or [all] alone for every one");
    member.queues.push_back(word);
  }
}

void ReadAccess(ConfigReader& reader, StaffMember& member) {
  std::vector<std::string> words;
  reader.Words("access", words);
  for (const std::string& word : words) {
    if (word == AccessCode(AccessClass::kRestricted)) {
      member.restricted = true;
    } else if (word == AccessCode(AccessClass::kNamedPersons)) {
      member.named_persons = true;
    } else {
      return reader.Fail("access",
                         "has a word that is no class above open",
                         "list restricted, named_persons, both or none");
    }
  }
}

std::optional<Outcome> OutcomeFromWord(const std::string& word) {
  static const std::map<std::string, Outcome> kWords = {{"bifall", Outcome::kBifall},
                                                        {"delavslag", Outcome::kDelavslag},
                                                        {"avslag", Outcome::kAvslag},
                                                        {"avvisning", Outcome::kAvvisning},
                                                        {"avskrivning", Outcome::kAvskrivning}};
  const auto found = kWords.find(word);
  if (found == kWords.end()) return std::nullopt;
  return found->second;
}

Mandate ReadMandate(ConfigReader& reader) {
  constexpr std::int64_t kAmountMax = 100'000'000;
  Mandate mandate;
  reader.Required("reference", mandate.reference);
  if (mandate.reference.size() > kTextMax)
    reader.Fail("reference", "is longer than 400 bytes", "cite the decision shorter");
  std::vector<std::string> words;
  reader.Words("outcomes", words);
  for (const std::string& word : words) {
    const std::optional<Outcome> outcome = OutcomeFromWord(word);
    if (!outcome) {
      reader.Fail("outcomes",
                  "has a word that is no outcome",
                  "use some of bifall, delavslag, avslag, avvisning, avskrivning");
      break;
    }
    mandate.outcomes.push_back(*outcome);
  }
  if (mandate.outcomes.empty() && words.empty())
    reader.Fail("outcomes", "is missing", "list what the mandate covers");
  std::int64_t kronor = -1;
  reader.Number("max_kr", 0, kAmountMax, kronor);
  if (kronor >= 0) mandate.amount_max = Money::FromKronor(kronor);
  ReadDay(reader, "from", mandate.valid.from);
  ReadDay(reader, "to", mandate.valid.to);
  if (!mandate.valid.from)
    reader.Fail("from", "is missing", "write the first day on which the mandate holds");
  CheckPeriod(reader, mandate.valid);
  return mandate;
}

SignInIdentity ReadIdentity(ConfigReader& reader) {
  SignInIdentity identity;
  reader.Optional("certificate", identity.certificate_uri);
  reader.Optional("issuer", identity.issuer);
  reader.Optional("subject", identity.subject);
  const bool certificate = !identity.certificate_uri.empty();
  const bool whole_token = !identity.issuer.empty() && !identity.subject.empty();
  const bool any_token = !identity.issuer.empty() || !identity.subject.empty();
  if (certificate == any_token || (any_token && !whole_token))
    reader.Fail("certificate",
                "and issuer with subject: exactly one of the two is set",
                "write the certificate's URI, or both issuer and subject of the provider");
  if (identity.certificate_uri.starts_with("oidc:"))
    reader.Fail("certificate", "begins with oidc:", "write issuer and subject instead");
  return identity;
}

struct Seen {
  std::set<std::string, std::less<>> users;
  std::set<SignInIdentity> identities;
};

StaffMember ReadMember(ConfigReader& reader, const std::string& path, Seen& seen, Errors& errors) {
  StaffMember member;
  reader.Required("user_id", member.user_id);
  if (!member.user_id.empty()) {
    if (!IsIdText(member.user_id))
      reader.Fail("user_id", "is not 1 to 64 characters from A-Z a-z 0-9 . _ : -", "change it");
    if (LooksPersonal(member.user_id))
      reader.Fail("user_id", "looks like a personal number", "use the user id of the network");
    if (!seen.users.insert(member.user_id).second)
      reader.Fail("user_id", "is another person's too", "give each person an own one");
  }
  reader.Required("name", member.name);
  if (member.name.size() > kTextMax) reader.Fail("name", "is longer than 400 bytes", "shorten it");
  ReadRoles(reader, member);
  ReadQueues(reader, member);
  ReadAccess(reader, member);
  ReadEach(reader.Child("mandates"),
           path + "mandates",
           errors,
           [&member](ConfigReader& each, const YAML::Node&) {
             member.mandates.push_back(ReadMandate(each));
           });
  {
    ConfigReader service(reader.Child("in_service"), path + "in_service.", errors);
    ReadDay(service, "from", member.in_service.from);
    ReadDay(service, "to", member.in_service.to);
    CheckPeriod(service, member.in_service);
  }
  ReadEach(reader.Child("absent"),
           path + "absent",
           errors,
           [&member](ConfigReader& each, const YAML::Node&) {
             Period absence;
             ReadDay(each, "from", absence.from);
             ReadDay(each, "to", absence.to);
             if (!absence.from) each.Fail("from", "is missing", "write the first day of leave");
             CheckPeriod(each, absence);
             member.absences.push_back(absence);
           });
  ReadEach(reader.Child("identities"),
           path + "identities",
           errors,
           [&member, &seen](ConfigReader& each, const YAML::Node&) {
             SignInIdentity identity = ReadIdentity(each);
             if (!seen.identities.insert(identity).second)
               each.Fail(identity.certificate_uri.empty() ? "subject" : "certificate",
                         "stands twice: one identity is one person",
                         "remove it where it does not belong");
             member.identities.push_back(std::move(identity));
           });
  return member;
}

std::vector<StaffMember> ReadStaff(const YAML::Node& root, Errors& errors) {
  std::vector<StaffMember> members;
  ConfigReader reader(root, "", errors);
  const YAML::Node list = reader.Child("staff");
  if (!list.IsDefined() || !list.IsSequence() || list.size() == 0) {
    reader.Fail("staff", "is no list of persons", "write one item a person below staff:");
    return members;
  }
  if (list.size() > kStaffMax) {
    reader.Fail("staff", "has more than 5 000 persons", "check that it is the right file");
    return members;
  }
  Seen seen;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string path = "staff[" + std::to_string(i) + "].";
    ConfigReader each(list[i], path, errors);
    members.push_back(ReadMember(each, path, seen, errors));
  }
  return members;
}

}  // namespace

StaffLoad LoadStaff(const std::string& path) {
  StaffLoad load;
  if (path.empty()) {
    load.staff = std::make_shared<const StaffDirectory>();
    return load;
  }
  std::vector<StaffMember> members;
  ReadYamlFile(
      {.path = path, .name = "the staff list", .kib_max = kStaffKibMax},
      [&](const YAML::Node& root) { members = ReadStaff(root, load.errors); },
      load.errors);
  if (load.errors.empty()) load.staff = std::make_shared<const StaffDirectory>(std::move(members));
  return load;
}

std::vector<ConfigError> CheckStaffQueues(const StaffDirectory& staff,
                                          const std::vector<std::string>& known) {
  std::vector<ConfigError> errors;
  for (const StaffMember& member : staff.members())
    for (const std::string& queue : member.queues)
      if (std::find(known.begin(), known.end(), queue) == known.end())
        errors.push_back({0,
                          "staff " + member.user_id + ", queues",
                          "names " + queue + ", which the policies do not know",
                          "use a queue of policies/, or remove it"});
  return errors;
}

}  // namespace dm
