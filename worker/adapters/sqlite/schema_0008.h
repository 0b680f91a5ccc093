// Version 8: audit records are found by what they are about.
#pragma once

namespace dm::sqlite {

extern const char kSchema0008[];

}  // namespace dm::sqlite
