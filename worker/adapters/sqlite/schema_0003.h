// Version 3: the exact input of each assessment, so that it can be computed again. Shipped: never
// edited, only followed by a version 4.
#pragma once

namespace dm::sqlite {

extern const char kSchema0003[];

}  // namespace dm::sqlite
