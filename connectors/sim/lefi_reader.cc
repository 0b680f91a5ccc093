// What the scenario's keys fk and pm have in common.
#include <utility>

#include "connectors/sim/agency_readers.h"
#include "connectors/sim/shorthands.h"

namespace dm::sim {
namespace {

constexpr std::string_view kParts =
    "formansinformation ansprak beslut preliminaraUtbetalningar utbetalningar ovrigInformation";

}  // namespace

Code MakeCode(std::string_view id, std::string_view text) {
  return {.id = std::string(id), .text = std::string(text)};
}

SupplierState ReadSupplierState(Fields& fields) {
  const std::string state = fields.Word("state", "OK FELANDE OTILLGANGLIG MISSING", "OK");
  if (state == "FELANDE") return SupplierState::kFailing;
  if (state == "OTILLGANGLIG") return SupplierState::kUnavailable;
  return state == "MISSING" ? SupplierState::kMissing : SupplierState::kOk;
}

std::vector<Deviation> ReadDeviations(Fields& fields) {
  std::vector<Deviation> deviations;
  fields.Each("deviations", [&deviations](Fields& one) {
    Deviation deviation{.part = one.Word("part", kParts, ""),
                        .group = one.RequiredText("group"),
                        .code = one.Word("code", "INTERNT_FEL OBEHORIG", "INTERNT_FEL"),
                        .text = one.Text("text", "Delsystemet svarade inte")};
    if (deviation.part.empty()) one.Problem("part", "is missing: " + std::string(kParts));
    const bool known = IsFkGroup(deviation.group) || IsPmGroup(deviation.group) ||
                       IsOtherInformation(deviation.group);
    if (!known) one.Problem("group", "is no LEFI group");
    deviations.push_back(std::move(deviation));
  });
  return deviations;
}

}  // namespace dm::sim
