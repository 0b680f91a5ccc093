// Wording: whether an assessment is put in words. Whoever decides or explains a case wants the
// sentences and citations; whoever decides a month anew wants what they say, and asks for the words
// of the few cases that it shows.
#pragma once

namespace dm {

// What decides is the same either way: rows with code, person, rule and amounts, verdicts, the
// findings' codes and persons, the typfall's verdicts. Left out are label, why and sources of a
// row, its inputs where the set has no incident that could be on one of them, text and inputs of a
// finding, the named checks, the names of unmet criteria, and the list of sources; what differs in
// its text alone is then told once.
enum class Wording { kFull, kLeftOut };

}  // namespace dm
