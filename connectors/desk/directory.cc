#include "connectors/desk/directory.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <google/protobuf/descriptor.h>
#include <nlohmann/json.hpp>

#include "connectors/desk/message.h"
#include "connectors/desk/methods.h"

namespace dm::desk {
namespace {

constexpr char kIdentify[] = "/medarbetare.v1.StaffService/IdentifyStaff";
constexpr char kIdentityUnknown[] = "IDENTITY_UNKNOWN";  // how the worker says it
constexpr std::chrono::seconds kPatience{10};
constexpr std::size_t kIdentityBytesMax = 400;
constexpr std::string_view kRolePrefix = "STAFF_ROLE_";

Status Nobody() {
  return MakeStatus(StatusCode::kNotFound,
                    "nobody in the staff directory has the identity",
                    {.reason = "STAFF_UNKNOWN",
                     .field = "",
                     .remedy = "Enter the identity in the worker's staff list."});
}

std::string WireForm(const Identity& identity) {
  if (!identity.certificate_uri.empty()) return identity.certificate_uri;
  return "oidc:" + identity.issuer + "#" + identity.subject;
}

// "STAFF_ROLE_DRIFT" → "drift".
std::string RoleOf(const std::string& name) {
  std::string role = name.rfind(kRolePrefix, 0) == 0 ? name.substr(kRolePrefix.size()) : "";
  std::transform(role.begin(), role.end(), role.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return role;
}

Person ReadPerson(const nlohmann::json& staff) {
  Person person;
  person.user_id = staff.value("userId", "");
  person.name = staff.value("name", "");
  for (const auto& role : staff.value("roles", nlohmann::json::array())) {
    person.roles.push_back(RoleOf(role.get<std::string>()));
  }
  if (staff.value("allQueues", false)) person.queues.emplace_back("*");
  for (const auto& queue : staff.value("queues", nlohmann::json::array())) {
    person.queues.push_back(queue.get<std::string>());
  }
  for (const auto& access : staff.value("access", nlohmann::json::array())) {
    person.cleared = person.cleared || access.get<std::string>() != "ACCESS_CLASS_OPEN";
  }
  return person;
}

class WorkersDirectory final : public Directory {
 public:
  WorkersDirectory(WorkerLink& link, std::vector<Person> picked)
      : link_(link), picked_(std::move(picked)) {}

  StatusOr<Person> Identify(const Identity& identity) override {
    if (!identity.picked_user.empty()) return Picked(identity.picked_user);
    const std::string text = WireForm(identity);
    const auto* method = FindMethod(kIdentify);
    if (method == nullptr || text.size() > kIdentityBytesMax) return Nobody();
    const auto request = NewMessage(*method->input_type());
    request->GetReflection()->SetString(
        request.get(), method->input_type()->FindFieldByName("identity"), text);
    const StatusOr<std::string> answer = link_.Call(Way::kOpen,
                                                    kIdentify,
                                                    "",
                                                    request->SerializeAsString(),
                                                    std::chrono::system_clock::now() + kPatience);
    if (DetailOf(answer.status()).reason == kIdentityUnknown) return Nobody();
    DM_RETURN_IF_ERROR(answer.status());
    const auto message = NewMessage(*method->output_type());
    if (!message->ParseFromString(*answer)) return Unavailable("");
    DM_ASSIGN_OR_RETURN(const std::string json, WriteMessage(*message, Encoding::kJson));
    Person person =
        ReadPerson(nlohmann::json::parse(json).value("staff", nlohmann::json::object()));
    if (person.user_id.empty()) return Nobody();
    return person;
  }

 private:
  StatusOr<Person> Picked(const std::string& user_id) const {
    const auto found = std::find_if(picked_.begin(), picked_.end(), [&user_id](const Person& one) {
      return one.user_id == user_id;
    });
    if (found == picked_.end()) return Nobody();
    return *found;
  }

  WorkerLink& link_;
  const std::vector<Person> picked_;
};

}  // namespace

std::unique_ptr<Directory> MakeDirectory(WorkerLink& link, std::vector<Person> picked) {
  return std::make_unique<WorkersDirectory>(link, std::move(picked));
}

}  // namespace dm::desk
