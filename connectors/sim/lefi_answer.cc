#include <algorithm>
#include <utility>

#include "connectors/sim/answers.h"
#include "connectors/sim/lefi_gate.h"
#include "connectors/sim/shorthands.h"

namespace dm::sim {
namespace {

void WriteSupplier(std::string_view code,
                   std::string_view name,
                   SupplierState state,
                   JsonWriter& json) {
  if (state == SupplierState::kMissing) return;
  const std::string_view word = state == SupplierState::kOk        ? "OK"
                                : state == SupplierState::kFailing ? "FELANDE"
                                                                   : "OTILLGANGLIG";
  json.BeginObject().Key("utlamnare").BeginObject();
  json.Key("kod").Text(code).Key("namn").Text(name).EndObject();
  json.Key("tillstand").BeginObject().Key("kod").Text(word).Key("beskrivning").Text(word);
  json.EndObject().EndObject();
}

void WriteSuppliers(const LefiGate& gate, JsonWriter& json) {
  json.Key("utlamnare").BeginArray();
  WriteSupplier("FK", "Försäkringskassan", gate.fk_state(), json);
  WriteSupplier("PM", "Pensionsmyndigheten", gate.pm_state(), json);
  json.EndArray();
}

void WriteDeviation(const Deviation& one, JsonWriter& json) {
  json.BeginObject().Key("avvikelse").BeginObject();
  json.Key("kod").Text(one.code).Key("beskrivning").Text(one.text).EndObject();
  json.Key(one.part == "ovrigInformation" ? "ovrigInformationstyp" : "formansgrupp");
  WriteKod(one.group, LefiGroupText(one.group), json);
  json.EndObject();
}

void WriteDeviations(const LefiGate& gate, JsonWriter& json) {
  if (gate.deviations().empty()) return;
  json.Key("avvikelser").BeginObject();
  for (const std::string_view part : kLefiParts) {
    const auto in_part = [part](const Deviation& one) { return one.part == part; };
    if (std::ranges::none_of(gate.deviations(), in_part)) continue;
    json.Key(part).BeginArray();
    for (const Deviation& one : gate.deviations()) {
      if (in_part(one)) WriteDeviation(one, json);
    }
    json.EndArray();
  }
  json.EndObject();
}

bool IsSamePerson(const std::string& asked, const std::string& lefi) {
  return lefi == (lefi.size() == 12 ? asked : asked.substr(2));
}

}  // namespace

std::variant<std::string, AgencyError> LefiDocument(const AnswerContext& context) {
  const Question& question = context.question;
  if (!question.fk) return AgencyError{"BT", "400", "Frågan till LEFI saknas"};
  if (question.fk->version.value_or("v9") != "v9") {
    return AgencyError{"BT", "LEFI-VERSION", "Versionen av LEFI finns inte"};
  }
  const auto& actors = context.scenario.actors;
  const bool is_known_actor = actors.empty()
                                  ? !question.fk->actor.empty()
                                  : std::ranges::find(actors, question.fk->actor) != actors.end();
  if (!is_known_actor) return AgencyError{"BT", "403", "Okänd aktör"};
  const std::optional<LefiQuestion>& lefi = question.fk->lefi;
  if (!lefi) return AgencyError{"BT", "400", question.fk->lefi_problem};
  if (!IsSamePerson(question.person, lefi->person)) {
    return AgencyError{"BT", "400", "personnummer: differs from personidentitet"};
  }
  std::string out;
  JsonWriter json(out);
  const LefiGate gate(context, *lefi);
  json.BeginObject();
  WriteSuppliers(gate, json);
  WriteDeviations(gate, json);
  if (gate.fk_state() == SupplierState::kOk) WriteFkInformation(gate, json);
  if (gate.pm_state() == SupplierState::kOk) WritePmLists(gate, json);
  json.EndObject();
  return out;
}

}  // namespace dm::sim
