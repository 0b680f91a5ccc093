// The list of payments that a receiver returns, for receivers that cannot be asked: CSV of our own
// form, effect_id;outcome;amount (docs/integration/effects.md).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "worker/case/effect.h"
#include "worker/case/reconciliation.h"
#include "worker/core/money.h"
#include "worker/core/status.h"

namespace dm::cli {

struct Returned {
  ReceiverSays says = ReceiverSays::kHasIt;
  std::optional<Money> amount = std::nullopt;
};

// InvalidArgument names the line that does not hold, never what stands there: a wrong number of
// fields, an outcome other than OK and REFUSED, an amount that is none, or an effect twice. The
// last line is "END;" and the number of orders: a list that was cut short is refused, since what it
// does not name counts as never seen, and is paid again.
StatusOr<std::map<EffectId, Returned>> ReadReturned(std::string_view text);

// The same of a file of at most 64 MiB; errors name the file.
StatusOr<std::map<EffectId, Returned>> ReadReturnedFile(const std::string& path);

// What the list says of each line; an order that it does not name has never been seen.
void CompareWithReturned(const std::map<EffectId, Returned>& returned, CaseMonthPayments* payments);

}  // namespace dm::cli
