// The ruling that a stored case got: what was decided, by whoever decided it, in the form in which
// two policy sets are compared.
#pragma once

#include <optional>

#include "worker/backtest/ruling.h"

namespace dm::backtest {

// The rule of a row whose amount a person set.
inline constexpr char kSetByPerson[] = "handläggare";

// `decision` is the last one on `assessment`, `escalation` why a person had the case. Amounts that
// a person changed are that person's.
Ruling RulingOfDecided(const Assessment& assessment,
                       const Decision& decision,
                       const std::optional<Escalation>& escalation);

}  // namespace dm::backtest
