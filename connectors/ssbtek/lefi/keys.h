// Keys that the contract does not have: nobody reads what stands under them, so that nobody may
// take the answer for whole.
#pragma once

#include <string_view>

#include "connectors/json/json.h"
#include "worker/case/evidence.h"

namespace dm::ssbtek::lefi {

// Notes a member that no reader knows (UNEXPECTED at `path`/`key`). One that holds a list or an
// object with anything in it may hold money: the answer is then a deviation (LEFI_UNREAD). A bare
// value, and what is empty, is only noted.
void NoteUnknown(std::string_view path,
                 std::string_view key,
                 const JsonValue& value,
                 SourceAnswer& answer);

// NoteUnknown for each member of the answer that LefiExternFormansinformationSvar does not have. FK
// and PM share it, and an unknown one may be either's, so that both note it.
void CheckTopKeys(const JsonValue& json, SourceAnswer& answer);

// A list or an object with anything in it.
bool HoldsSomething(const JsonValue& value);

}  // namespace dm::ssbtek::lefi
