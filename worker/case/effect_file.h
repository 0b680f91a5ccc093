// A file of effects, for a municipality whose case or payment system takes files: what stands in
// it, apart from how it is written (docs/integration/effect-files.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/case/effect.h"
#include "worker/core/date.h"
#include "worker/core/id.h"
#include "worker/core/instant.h"
#include "worker/core/money.h"

namespace dm {

// What files carry; each has its own sequence of files.
enum class FileRegister { kDecisions, kPaymentOrders };
inline constexpr FileRegister kFileRegisters[] = {FileRegister::kDecisions,
                                                  FileRegister::kPaymentOrders};
const char* FileRegisterCode(FileRegister which);  // "DECISIONS", "PAYMENT_ORDERS"
const char* FileRegisterName(FileRegister which);  // "decisions", "payment-orders": of its files
EffectKind KindOf(FileRegister which);

// A decision as the register has it: what was decided, by whom, under what. Neither names, numbers
// nor reasons of persons stand in it; those are with the case system by the application's id.
struct FiledDecision {
  DecisionKind kind = DecisionKind::kAutomatic;
  Outcome outcome = Outcome::kNone;
  Date decided_on;
  std::string decided_by;
  std::string mandate;
  std::string attested_by;
  int corrects = 0;
  std::string typfall;
  std::string policy_sha256;

  friend bool operator==(const FiledDecision&, const FiledDecision&) = default;
};

struct FiledEffect {
  EffectId id;
  CaseId case_id;
  ApplicationId application;
  Month month;
  int decision_version = 0;
  Money amount;                                          // ordered; of a decision what it grants
  std::optional<Date> pay_date;                          // always of an order
  std::optional<FiledDecision> decision = std::nullopt;  // exactly in the register of decisions

  friend bool operator==(const FiledEffect&, const FiledEffect&) = default;
};

struct EffectFile {
  FileRegister which = FileRegister::kPaymentOrders;
  std::string municipality;
  std::int64_t sequence = 0;  // 1, 2, …: of this register, without gaps
  Instant written_at;
  std::vector<FiledEffect> effects;
};

// "payment-orders-00000017"
std::string FileNameOf(FileRegister which, std::int64_t sequence);

Money SumOf(const EffectFile& file);

// What the receiver has said of one effect of a file.
struct FileReply {
  EffectId id;
  bool accepted = false;
  std::string reference;   // its own; may be empty
  std::string error_code;  // where refused
};

}  // namespace dm
