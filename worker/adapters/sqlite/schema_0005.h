// Version 5: the quality work: the sample, reviews, comparisons, demotions, switches, counts of
// amounts. Once shipped: never edited, only followed by the next.
#pragma once

namespace dm::sqlite {

extern const char kSchema0005[];

}  // namespace dm::sqlite
