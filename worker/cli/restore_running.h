// `restore … --running`: the same through a worker that runs.
#pragma once

#include <cstddef>
#include <map>

#include "worker/cli/session.h"
#include "worker/ports/case_system.h"
#include "worker/ports/restore_api.h"
#include "worker/wiring/restore.h"

namespace dm::cli {

void DeclareThrough(Session& session, const RestoreCall& call);
void ShowThrough(Session& session);
void ReconcileThrough(Session& session,
                      const RestoreCall& call,
                      const std::map<EffectId, Delivery>& returned);
void EndThrough(Session& session, const RestoreCall& call);

// What a returned list with `listed` effects has led to.
void PrintPass(const RestorePass& pass, std::size_t listed);

// What `status` says of a restore that is under way.
void PrintRestoreUnderWay(Session& session);

}  // namespace dm::cli
