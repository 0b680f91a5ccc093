// Migration 6: who is to handle an item, what lists of items filter by, questions to specialists.
#pragma once

namespace dm::sqlite {

extern const char kSchema0006[];

}  // namespace dm::sqlite
