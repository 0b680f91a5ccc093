#include "worker/wiring/people.h"

#include <utility>

#include "worker/adapters/codec/codec.h"
#include "worker/core/digest.h"
#include "worker/decision/decide.h"
#include "worker/effects/letter.h"
#include "worker/effects/letter_file.h"
#include "worker/effects/make_effects.h"

namespace dm {
namespace {

std::string FrameHash(Frame frame) {
  frame.version = 0;
  frame.content_sha256.clear();
  return Sha256Hex(codec::Encode(frame));
}

}  // namespace

PeoplesCalls::PeoplesCalls(Store& store,
                           const Clock& clock,
                           std::function<std::shared_ptr<const PolicySet>()> policy,
                           std::function<std::shared_ptr<const StaffDirectory>()> staff)
    : escalations(store,
                  clock,
                  {.policy = policy,
                   .pay_day = PayDateFor,
                   .effects_of = effects::EffectsOfDecision,
                   .staff = staff,
                   .must_see = MustSeeDateFor}),
      queues(store, clock, {.policy = policy, .staff = staff, .must_see = MustSeeDateFor}),
      decisions(store,
                clock,
                {.policy = policy,
                 .pay_day = PayDateFor,
                 .effects_of = effects::EffectsOfDecision,
                 .staff = staff,
                 .must_see = MustSeeDateFor},
                {.letter_of = effects::DecisionLetter,
                 .file_of = effects::LetterFileOf,
                 .effects_of_communication = effects::EffectsOfCommunication}),
      frames(store, clock, {.policy = policy, .content_sha256 = FrameHash, .staff = staff}),
      frame_desk(
          store,
          clock,
          {.policy = std::move(policy), .content_sha256 = FrameHash, .staff = std::move(staff)}) {}

}  // namespace dm
