#include "connectors/folkbokforing/sim/responder.h"

#include <array>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "worker/core/personnummer.h"

namespace dm::folk::sim {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kOldMs = 30LL * 24 * 3'600'000;
constexpr int kDeepLevels = 100'000;

struct Question {
  std::string correlation_id;
  std::string case_id;
  std::string person;
};

constexpr auto kMembers = std::to_array<const char*>({"correlation_id",
                                                      "case_id",
                                                      "person",
                                                      "purpose",
                                                      "legal_text",
                                                      "organisation_number",
                                                      "identity",
                                                      "asked_at"});

// The first member that breaks the contract; empty when none does.
std::string FaultIn(const nlohmann::json& json) {
  if (!json.is_object()) return "body";
  for (const char* name : kMembers) {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_string() || found->get_ref<const std::string&>().empty())
      return name;
  }
  if (json.size() != kMembers.size()) return "(unknown member)";
  const auto& person = json["person"].get_ref<const std::string&>();
  if (person.size() != 12 || !Personnummer::Parse(person).ok()) return "person";
  if (json["case_id"].get_ref<const std::string&>().size() > 31) return "case_id";
  if (!Instant::Parse(json["asked_at"].get_ref<const std::string&>()).ok()) return "asked_at";
  return {};
}

Answer Refused(const std::string& field) {
  Answer answer;
  answer.status = 400;
  answer.body = Json{{"error", "the question breaks the contract"}, {"field", field}}.dump();
  return answer;
}

Json Nullable(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

void PutIfAny(Json& json, const char* key, const std::string& text) {
  if (!text.empty()) json[key] = text;
}

Json HomeOf(const Person& person) {
  Json home = {{"municipality", person.municipality}, {"county", person.county}};
  PutIfAny(home, "street", person.street);
  PutIfAny(home, "postal_code", person.postal_code);
  PutIfAny(home, "city", person.city);
  PutIfAny(home, "since", person.since);
  return home;
}

void PutPerson(const Person& person, Json& json) {
  if (person.deregistered.empty()) {
    json["registered"] = HomeOf(person);
  } else {
    json["deregistered"] = {{"code", person.deregistered}, {"date", person.deregistered_on}};
  }
  json["civil_status"] = person.civil_status;
  json["same_address"] = Json::array();
  for (const std::string& adult : person.same_address) {
    json["same_address"].push_back(Nullable(adult));
  }
  json["children"] = Json::array();
  for (const Child& child : person.children) {
    Json one = {{"person", Nullable(child.person)},
                {"custody", child.custody},
                {"same_address", child.same_address}};
    PutIfAny(one, "born", child.born);
    json["children"].push_back(std::move(one));
  }
}

Json AnswerTo(const Question& question, const Person* person, Instant now) {
  Json json = {{"correlation_id", question.correlation_id},
               {"case_id", question.case_id},
               {"person", question.person},
               {"as_of", now.ToString()},
               {"status", person == nullptr ? "not_found" : "found"},
               {"protection", person == nullptr ? "none" : person->protection}};
  const bool open = person != nullptr && person->protection == "none";
  if (open) PutPerson(*person, json);
  return json;
}

// The same day of birth with another serial of the test range.
std::string OtherPerson(const std::string& person) {
  for (int serial = 980; serial <= 999; ++serial) {
    const std::string nine = person.substr(2, 6) + std::to_string(serial);
    std::string other = person.substr(0, 2) + nine + std::to_string(LuhnCheckDigit(nine));
    if (other != person) return other;
  }
  return person;
}

void SpoilContent(const std::vector<const Fault*>& faults, Instant now, Json& json) {
  for (const Fault* fault : faults) {
    if (fault->kind == FaultKind::kWrongPerson) json["person"] = OtherPerson(json["person"]);
    if (fault->kind == FaultKind::kWrongCorrelation) json["correlation_id"] = "another-question";
    if (fault->kind == FaultKind::kWrongCase) json["case_id"] = "another-case";
    if (fault->kind == FaultKind::kUnknownCode) json["civil_status"] = "oklart";
    if (fault->kind == FaultKind::kOldCopy) json["as_of"] = now.PlusMs(-kOldMs).ToString();
  }
}

void SpoilDelivery(const Fault& fault, Answer& answer) {
  switch (fault.kind) {
    case FaultKind::kStatus:
      answer.status = fault.status;
      answer.content_type = "text/html";
      answer.body = "<html><body>simulated</body></html>";
      break;
    case FaultKind::kNotJson:
      answer.content_type = "text/html";
      answer.body = "<html><body>simulated</body></html>";
      break;
    case FaultKind::kDelay:
      answer.delay_ms += fault.delay_ms;
      break;
    case FaultKind::kReset:
      answer.delivery = Delivery::kReset;
      break;
    case FaultKind::kTruncated:
      answer.delivery = Delivery::kTruncated;
      break;
    case FaultKind::kOversize:
      answer.delivery = Delivery::kOversize;
      answer.bytes = fault.bytes;
      break;
    case FaultKind::kDeep:
      answer.body.insert(
          1, "\"deep\":" + std::string(kDeepLevels, '[') + std::string(kDeepLevels, ']') + ",");
      break;
    case FaultKind::kDuplicateKey:
      answer.body.insert(1, R"("person":"198502022398",)");
      break;
    case FaultKind::kWrongPerson:
    case FaultKind::kWrongCorrelation:
    case FaultKind::kWrongCase:
    case FaultKind::kUnknownCode:
    case FaultKind::kOldCopy:
      break;  // in the content
  }
}

}  // namespace

Responder::Responder(Scenario scenario) : scenario_(std::move(scenario)) {}

std::int64_t Responder::Count(const std::string& person) {
  const MutexLock lock(mutex_);
  return ++calls_[person];
}

Answer Responder::Respond(std::string_view body, Instant now) {
  const auto request = nlohmann::json::parse(body, nullptr, false);
  if (const std::string field = FaultIn(request); !field.empty()) return Refused(field);
  const Question question{.correlation_id = request["correlation_id"],
                          .case_id = request["case_id"],
                          .person = request["person"]};
  const auto found = scenario_.persons.find(question.person);
  const Person* person = found == scenario_.persons.end() ? nullptr : &found->second;
  const std::int64_t call = Count(question.person);
  std::vector<const Fault*> faults;
  const auto collect = [&](const std::vector<Fault>& from) {
    for (const Fault& fault : from) {
      if (fault.AppliesTo(call)) faults.push_back(&fault);
    }
  };
  collect(scenario_.faults);
  if (person != nullptr) collect(person->faults);
  Json json = AnswerTo(question, person, now);
  SpoilContent(faults, now, json);
  Answer answer;
  answer.body = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  for (const Fault* fault : faults) SpoilDelivery(*fault, answer);
  return answer;
}

}  // namespace dm::folk::sim
