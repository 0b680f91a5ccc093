// The first form of a store on PostgreSQL: the tables of SQLite's seventh version.
#pragma once

namespace dm::postgres {

extern const char kSchema0007Cases[];

}  // namespace dm::postgres
