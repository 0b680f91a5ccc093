// The gateway's lists against the whole contract: every method has an audience, every field that
// names a member of staff is known to be who acts or not.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "connectors/desk/message.h"
#include "connectors/desk/methods.h"
#include "connectors/desk/who_acts.h"

namespace dm::desk {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;

const std::filesystem::path& Protos() {
  static const std::filesystem::path kFolder =
      std::filesystem::path(DM_SOURCE_DIR) / "proto/medarbetare/v1";
  return kFolder;
}

std::vector<const FileDescriptor*> Files() {
  std::vector<const FileDescriptor*> files;
  for (const auto& entry : std::filesystem::directory_iterator(Protos())) {
    if (entry.path().extension() != ".proto") continue;
    const std::string name = "medarbetare/v1/" + entry.path().filename().string();
    const FileDescriptor* file = DescriptorPool::generated_pool()->FindFileByName(name);
    EXPECT_NE(file, nullptr) << name << " is not linked into the gateway";
    if (file != nullptr) files.push_back(file);
  }
  return files;
}

std::vector<const MethodDescriptor*> Methods() {
  std::vector<const MethodDescriptor*> methods;
  for (const FileDescriptor* file : Files()) {
    for (int i = 0; i < file->service_count(); ++i) {
      for (int j = 0; j < file->service(i)->method_count(); ++j) {
        methods.push_back(file->service(i)->method(j));
      }
    }
  }
  return methods;
}

std::string NameOf(const MethodDescriptor& method) {
  return method.service()->name() + "/" + method.name();
}

bool IsOpen(const MethodDescriptor& method) {
  const auto found = MethodAudiences().find(NameOf(method));
  return found != MethodAudiences().end() && found->second != Audience::kClosed;
}

// "message.field" of the fields whose comment in the proto file says that they hold a user id.
std::set<std::string> FieldsSaidToBeUserIds() {
  std::set<std::string> fields;
  const std::regex message(R"(^\s*message (\w+) \{)");
  const std::regex field(R"(^\s*(?:repeated |optional )?string (\w+) = \d+)");
  const std::regex user_id("[Uu]ser id", std::regex::icase);
  for (const auto& entry : std::filesystem::directory_iterator(Protos())) {
    std::ifstream file(entry.path());
    std::string comment;
    std::vector<std::string> open;
    std::smatch match;
    for (std::string line; std::getline(file, line);) {
      if (line.find("//") != std::string::npos) {
        comment += line;
        continue;
      }
      if (std::regex_search(line, match, message) && line.find('}') == std::string::npos) {
        open.push_back(match[1]);
      } else if (std::regex_search(line, match, field) && !open.empty()) {
        if (std::regex_search(comment, user_id)) fields.insert(open.back() + "." + match[1].str());
      } else if (line.find('}') != std::string::npos && !open.empty()) {
        open.pop_back();
      }
      comment.clear();
    }
  }
  return fields;
}

bool LooksLikeAPerson(const Descriptor& type, const FieldDescriptor& field) {
  static const std::set<std::string> kSaid = FieldsSaidToBeUserIds();
  static const std::regex kNames(
      R"(^(.*_)?(handler|actor|reviewer|approver|attester|author|sender)(_.*)?$|.*_by|^user_id$)");
  return field.cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
         (std::regex_match(field.name(), kNames) ||
          kSaid.contains(type.name() + "." + field.name()));
}

// Paths of such fields anywhere below a request.
void FindPersons(const Descriptor& type,
                 const std::string& path,
                 std::vector<const Descriptor*> above,
                 std::vector<std::string>& found) {
  if (std::find(above.begin(), above.end(), &type) != above.end()) return;
  above.push_back(&type);
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const std::string here = path + "." + field.name();
    if (LooksLikeAPerson(type, field)) found.push_back(here);
    if (field.message_type() != nullptr) FindPersons(*field.message_type(), here, above, found);
  }
}

TEST(Contract, TheCommentsAreReadAsTheyStand) {
  const auto said = FieldsSaidToBeUserIds();
  EXPECT_TRUE(said.contains("ClaimEscalationRequest.handler"));
  EXPECT_TRUE(said.contains("PauseRequest.actor"));
  EXPECT_FALSE(said.contains("ClaimEscalationRequest.escalation_id"));
}

TEST(Contract, EveryMethodHasAnAudience) {
  for (const MethodDescriptor* method : Methods()) {
    EXPECT_TRUE(MethodAudiences().contains(NameOf(*method)))
        << NameOf(*method) << ": say in connectors/desk/methods.cc who may call it from the page";
  }
}

// The other way round: a row that names nothing is a call that somebody meant and does not have.
TEST(Contract, EveryRowNamesAMethodOfTheContract) {
  std::set<std::string> named;
  for (const MethodDescriptor* method : Methods()) named.insert(NameOf(*method));
  for (const auto& [name, audience] : MethodAudiences()) {
    EXPECT_TRUE(named.contains(name)) << name << ": is no method; take the row away";
  }
}

// A method is open to some role, or refused to everybody.
TEST(Contract, EveryMethodIsOpenToARoleOrRefusedToAll) {
  const std::vector<std::string> roles = {"ekonomihandlaggare",
                                          "socialsekreterare",
                                          "specialist",
                                          "arbetsledare",
                                          "kvalitetsgranskare",
                                          "regelansvarig",
                                          "drift",
                                          "revisor"};
  for (const MethodDescriptor* method : Methods()) {
    bool may = false;
    for (const std::string& role : roles) {
      const Person person{
          .user_id = "HL000001", .name = "", .roles = {role}, .queues = {}, .cleared = true};
      may = may || CheckMayCall(person, *method).ok();
    }
    EXPECT_EQ(may, IsOpen(*method)) << NameOf(*method);
  }
}

TEST(Contract, EveryFieldThatNamesStaffIsKnownToBeWhoActsOrNot) {
  for (const MethodDescriptor* method : Methods()) {
    if (!IsOpen(*method)) continue;
    const Descriptor& request = *method->input_type();
    std::vector<std::string> found;
    FindPersons(request, request.name(), {}, found);
    for (const std::string& path : found) {
      const std::string field = path.substr(request.name().size() + 1);
      const bool direct = field.find('.') == std::string::npos;
      EXPECT_TRUE((direct && IsActorName(field)) || PersonFields().contains(path))
          << path << ": say in connectors/desk/who_acts.cc whether it is who acts";
    }
  }
}

TEST(Contract, EveryListedFieldThatActsExistsAndCanBeSet) {
  for (const auto& [path, kind] : PersonFields()) {
    const std::string type = path.substr(0, path.find('.'));
    const Descriptor* request =
        DescriptorPool::generated_pool()->FindMessageTypeByName("medarbetare.v1." + type);
    ASSERT_NE(request, nullptr) << path << ": is no message of the contract; take the row away";
    const Descriptor* at = request;
    const FieldDescriptor* field = nullptr;
    for (std::size_t begin = type.size() + 1; begin <= path.size();) {
      const std::size_t end = std::min(path.find('.', begin), path.size());
      ASSERT_NE(at, nullptr) << path;
      field = at->FindFieldByName(path.substr(begin, end - begin));
      ASSERT_NE(field, nullptr) << path;
      at = field->message_type();
      begin = end + 1;
    }
    EXPECT_EQ(field->cpp_type(), FieldDescriptor::CPPTYPE_STRING) << path;
  }
}

// Every call that says in whose name it is made says the signed-in person's.
TEST(Contract, WhoActsIsSetInEveryChange) {
  int set = 0;
  for (const MethodDescriptor* method : Methods()) {
    if (!IsOpen(*method)) continue;
    for (const char* name : {"handler", "actor"}) {
      const FieldDescriptor* field = method->input_type()->FindFieldByName(name);
      const std::string path = method->input_type()->name() + "." + name;
      if (field == nullptr || PersonFields().contains(path)) continue;
      const auto request = NewMessage(*method->input_type());
      ASSERT_TRUE(SetWhoActs(*request, "HL000001").ok());
      EXPECT_EQ(request->GetReflection()->GetString(*request, field), "HL000001") << path;
      request->GetReflection()->SetString(request.get(), field, "HL000002");
      EXPECT_EQ(SetWhoActs(*request, "HL000001").code(), StatusCode::kPermissionDenied) << path;
      ++set;
    }
  }
  EXPECT_GE(set, 5);
}

TEST(Contract, APathFindsItsMethodInOneSpellingOnly) {
  EXPECT_NE(FindMethod("/medarbetare.v1.EscalationService/ListQueues"), nullptr);
  for (const char* other : {"/medarbetare.v1.EscalationService.ListQueues",
                            "/medarbetare.v1.EscalationService/ListQueues/",
                            "//medarbetare.v1.EscalationService/ListQueues",
                            "/medarbetare.v1.EscalationService/listQueues",
                            "/google.protobuf.Any/x",
                            "/medarbetare.v1.EscalationService/",
                            "/",
                            ""}) {
    EXPECT_EQ(FindMethod(other), nullptr) << other;
  }
}

Person With(const std::string& role) {
  return {.user_id = "HL000001", .name = "", .roles = {role}, .queues = {}, .cleared = false};
}

TEST(Contract, ARoleMayCallWhatIsItsOwn) {
  const auto may = [](const char* role, const char* method) {
    return CheckMayCall(With(role), *FindMethod(std::string("/medarbetare.v1.") + method)).ok();
  };
  EXPECT_TRUE(may("ekonomihandlaggare", "EscalationService/DecideCase"));
  EXPECT_TRUE(may("revisor", "CaseService/GetCase"));
  EXPECT_FALSE(may("revisor", "EscalationService/DecideCase"));
  // Who runs the machines sees no case.
  EXPECT_FALSE(may("drift", "CaseService/GetCase"));
  EXPECT_FALSE(may("drift", "EscalationService/ListEscalations"));
  EXPECT_TRUE(may("drift", "OperationsService/GetStatus"));
  EXPECT_TRUE(may("drift", "OperationsService/Resume"));
  EXPECT_FALSE(may("ekonomihandlaggare", "OperationsService/Resume"));
  EXPECT_TRUE(may("ekonomihandlaggare", "OperationsService/SetMode"));
  const auto way = [](const char* role, const char* method) {
    return WayFor(With(role),
                  *FindMethod(std::string("/medarbetare.v1.OperationsService/") + method));
  };
  // Anyone lowers, over the ordinary certificate; the one that can raise is for operators.
  EXPECT_EQ(way("ekonomihandlaggare", "SetMode"), OperationsWay::kNone);
  EXPECT_EQ(way("drift", "SetMode"), OperationsWay::kUseful);
  EXPECT_EQ(way("drift", "Resume"), OperationsWay::kNeeded);
  EXPECT_EQ(way("drift", "Pause"), OperationsWay::kNone);
  EXPECT_TRUE(may("ekonomihandlaggare", "OperationsService/Pause"));
  for (const char* role : {"arbetsledare", "drift", "ekonomihandlaggare", ""}) {
    EXPECT_FALSE(may(role, "ApplicationService/SubmitApplication"));
    EXPECT_FALSE(may(role, "EffectService/AcknowledgeEffect"));
    EXPECT_FALSE(may(role, "CaseSystemService/DeliverEffect"));
  }
}

}  // namespace
}  // namespace dm::desk
