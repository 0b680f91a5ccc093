#include "worker/case/effect_file.h"

#include "worker/core/check.h"

namespace dm {
namespace {

constexpr std::size_t kSequenceDigits = 8;

}  // namespace

const char* FileRegisterCode(FileRegister which) {
  switch (which) {
    case FileRegister::kDecisions:
      return "DECISIONS";
    case FileRegister::kPaymentOrders:
      return "PAYMENT_ORDERS";
  }
  DM_CHECK(false && "register outside its enum");
  return "";
}

const char* FileRegisterName(FileRegister which) {
  return which == FileRegister::kDecisions ? "decisions" : "payment-orders";
}

EffectKind KindOf(FileRegister which) {
  return which == FileRegister::kDecisions ? EffectKind::kDecision : EffectKind::kPaymentOrder;
}

std::string FileNameOf(FileRegister which, std::int64_t sequence) {
  std::string digits = std::to_string(sequence);
  if (digits.size() < kSequenceDigits) digits.insert(0, kSequenceDigits - digits.size(), '0');
  return std::string(FileRegisterName(which)) + "-" + digits;
}

Money SumOf(const EffectFile& file) {
  Money sum;
  for (const FiledEffect& one : file.effects) sum += one.amount;
  return sum;
}

}  // namespace dm
