// Version 2 of the store's tables: a typfall may be in mode prepare. Shipped: never edited, only
// followed by a version 3.
#pragma once

namespace dm::sqlite {

extern const char kSchema0002[];

}  // namespace dm::sqlite
