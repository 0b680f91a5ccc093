// Version 4: the conversation with a household.
#pragma once

namespace dm::sqlite {

extern const char kSchema0004[];

}  // namespace dm::sqlite
