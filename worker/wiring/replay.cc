#include "worker/wiring/replay.h"

#include "worker/cli/replayed.h"

namespace dm {
namespace {

// Another version of the program may compute otherwise, and says so in its change log.
StatusOr<Replay> Recompute(const std::string& input,
                           const Assessment& stored,
                           const PolicySet& policy) {
  DM_ASSIGN_OR_RETURN(const cli::Replayed replayed, cli::ReplayAssessment(input, stored, policy));
  if (replayed.same) return Replay::kSame;
  return replayed.other_engine.empty() ? Replay::kDifferent : Replay::kOtherEngine;
}

}  // namespace

ReplayJobParts ReplayParts(const ReplayConfig& config, const std::string& worker) {
  return {.replay = Recompute, .worker = worker, .sample = config.sample, .hour = config.hour};
}

}  // namespace dm
