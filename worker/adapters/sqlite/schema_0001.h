// Version 1 of the store's tables. docs/data.md says why each is there. Shipped: never edited, only
// followed by a version 2.
#pragma once

namespace dm::sqlite {

extern const char kSchema0001[];

}  // namespace dm::sqlite
