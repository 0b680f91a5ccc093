// Readers of the agencies' parts of a scenario file. Private to the loader.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/sim/scenario.h"
#include "connectors/sim/yaml_fields.h"

namespace dm::sim {

DateSpan ReadSpan(Fields& fields);                      // from, to
Code ReadCode(Fields& fields, const std::string& key);  // {id, text}; text may be left out

// For fk and pm.
Code MakeCode(std::string_view id, std::string_view text);
SupplierState ReadSupplierState(Fields& fields);        // state
std::vector<Deviation> ReadDeviations(Fields& fields);  // deviations

AfState ReadAf(Fields& fields);
CsnState ReadCsn(Fields& fields);
FkState ReadFk(Fields& fields);
PmState ReadPm(Fields& fields);
SkvState ReadSkv(Fields& fields);
SoState ReadSo(Fields& fields);
SoFund ReadSoFund(Fields& fields);
TnsState ReadTns(Fields& fields);
MivState ReadMiv(Fields& fields);

}  // namespace dm::sim
