// Version 9, as SQLite's: a correction of a closed case waits for a second person while the case
// stays closed.
#pragma once

namespace dm::postgres {

extern const char kSchema0009[];

}  // namespace dm::postgres
