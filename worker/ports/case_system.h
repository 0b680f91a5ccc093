// CaseSystem: the receiver of effects. Implemented over gRPC push (CaseSystemService).
#pragma once

#include <optional>
#include <string>

#include "worker/case/effect.h"
#include "worker/core/status.h"

namespace dm {

// The reason of a status of Find where nobody can be asked about effects of that kind.
inline constexpr char kNoReceiver[] = "NO_RECEIVER";

enum class DeliveryOutcome { kOk, kRefused, kUnknown };

struct Delivery {
  DeliveryOutcome outcome = DeliveryOutcome::kUnknown;
  std::string reference;   // the receiver's own reference, at most 64 characters of IsIdText
  std::string error_code;  // UPPER_SNAKE_CASE where not ok
  std::optional<Money> amount = std::nullopt;  // that the receiver has, where it says so
};

class CaseSystem {
 public:
  virtual ~CaseSystem() = default;
  // Delivers at least once; the receiver knows a repeat by the effect's id.
  virtual Delivery Deliver(const Effect& effect) = 0;
  // What the receiver knows of it: kOk, kRefused, nothing when it has never seen it; a status when
  // it cannot say.
  virtual StatusOr<std::optional<Delivery>> Find(const EffectId& id) = 0;
};

}  // namespace dm
