// Version 7: communications, analyses of children, ends of frames; a closed case may be corrected.
#pragma once

namespace dm::sqlite {

extern const char kSchema0007[];

}  // namespace dm::sqlite
