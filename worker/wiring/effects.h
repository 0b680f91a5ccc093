// What carries effects out, made of the configuration: files beside what is pushed, and the checks
// that they and the store belong together.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "worker/config/config.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/effects/routed_receiver.h"
#include "worker/ports/api.h"
#include "worker/ports/case_system.h"
#include "worker/ports/effect_files.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"
#include "worker/runtime/delivery_loop.h"

namespace dm {

// Notes a check value of the key of the effects' ids at the first start, and compares it at every
// later one. FailedPrecondition EFFECT_KEY_CHANGED.
Status CheckEffectKey(const Config& config, Store& store, const std::string& worker, Instant now);
// Notes the present key instead of the one before: a person has declared a restore.
Status NoteEffectKey(const Config& config, Store& store, const AuditEvent& audit, Instant now);

// Null where no files are configured. Errors as connectors/effectfiles says.
StatusOr<std::unique_ptr<EffectFiles>> OpenEffectFiles(const Config& config);
// FailedPrecondition STORE_OLDER_THAN_FILES, EFFECT_FILES_BEHIND where one of the two was put back
// from a copy and no restore was declared.
Status CheckEffectFiles(Store& store, const EffectFiles& files);

// Who effects go to; each may be missing.
struct Receivers {
  std::unique_ptr<CaseSystem> case_system;
  std::unique_ptr<EffectFiles> files;
  std::unique_ptr<effects::RoutedReceiver> routed;  // over both; null without either
  // What is shown to the case system, as it was read at the start; nothing without TLS.
  std::vector<CertificateStatus> certificates;

  // Adds these to `all`, with the days that are left at `now`.
  void AddCertificates(std::vector<CertificateStatus>& all, Instant now) const;
};

// All of the above, in order; a restore that is under way is told to the log.
StatusOr<Receivers> MakeReceivers(
    const Config& config, Store& store, Log& log, const std::string& worker, Instant now);

// What files carry and what is pushed, by kind.
DeliveryLoopOptions DeliveryOptionsOf(const Config& config,
                                      const std::string& worker,
                                      EffectFiles* files);
// The kinds that files carry.
EffectKinds KindsInFiles(const EffectFiles* files);

}  // namespace dm
