// The receiver of an effect as the worker has it: files for the kinds that they carry, else the
// case system that is pushed to.
#pragma once

#include "worker/ports/case_system.h"
#include "worker/ports/effect_files.h"

namespace dm::effects {

class RoutedReceiver final : public CaseSystem {
 public:
  // Either may be null; both outlive this.
  RoutedReceiver(CaseSystem* pushed, EffectFiles* files) : pushed_(pushed), files_(files) {}

  // Only what is pushed: files are written many effects at a time.
  Delivery Deliver(const Effect& effect) override;
  // Unavailable NO_RECEIVER for a kind that is fetched by pull. In a file whose reply is awaited:
  // an outcome that is unknown.
  StatusOr<std::optional<Delivery>> Find(const EffectId& id) override;

 private:
  CaseSystem* pushed_;
  EffectFiles* files_;
};

// The kind that an effect's id begins with; nothing where it begins with none.
std::optional<EffectKind> KindOfId(const EffectId& id);

}  // namespace dm::effects
