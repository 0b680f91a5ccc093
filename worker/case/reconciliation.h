// Reconciliation: what was decided, ordered and confirmed for one case and month, beside what the
// receiver of the payments says (reliability I26).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/case/effect.h"
#include "worker/core/date.h"
#include "worker/core/money.h"

namespace dm {

enum class ReceiverSays { kNotAsked, kHasIt, kRefused, kNeverSeen, kCannotSay };
const char* ReceiverSaysCode(ReceiverSays says);  // "NOT_ASKED", …

struct PaymentLine {
  EffectId effect;
  int decision_version = 0;
  Money amount;
  Date pay_date;
  EffectState state = EffectState::kPending;
  ReceiverSays receiver = ReceiverSays::kNotAsked;
  std::optional<Money> receiver_amount = std::nullopt;
  std::vector<std::string> findings = {};
};

struct CaseMonthPayments {
  CaseId case_id;
  ApplicationId application;
  Month month;
  Money decided;    // the most that any version grants: never is more ordered
  Money ordered;    // by all versions together; pending + confirmed + failed
  Money pending;    // not sent, or sent and not known to have arrived
  Money confirmed;  // the receiver has it
  Money failed;     // refused
  std::vector<PaymentLine> lines = {};
  std::vector<std::string> findings = {};
};

// As the store has it. `today`: an order that is not confirmed on its day of payment is LATE.
CaseMonthPayments PaymentsOf(const CaseRecord& record,
                             const std::vector<StoredEffect>& effects,
                             Date today);

// Sets the receiver's word beside the line, and what of it does not agree.
void CompareWithReceiver(ReceiverSays says, std::optional<Money> amount, PaymentLine* line);

bool Agrees(const CaseMonthPayments& payments);

}  // namespace dm
