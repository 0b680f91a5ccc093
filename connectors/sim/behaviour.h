// The ways a register behaves, by name: forty that must never end in an automatic decision, for
// each of the seven agencies (the registry test of 7 × 40); further ones that fit only some or
// repeat one of the forty in another form; and harmless ones that must still be read. Every name
// may stand in a scenario file as `do: NAME, agency: X`.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "connectors/sim/fault.h"

namespace dm::sim {

enum class Effect {
  kHarmful,   // one of the forty: fits every agency
  kFurther,   // as harmful; `agencies` says where it fits
  kHarmless,  // deviates, yet must be read as if it did not
};

// What a behaviour touches: one agency's part of an answer, or every answer to a call that includes
// the agency.
enum class Reach { kAgency, kAnswer };

struct Behaviour {
  std::string_view name;
  std::string_view what;  // one line, for operators
  Effect effect = Effect::kHarmful;
  Reach reach = Reach::kAgency;
  std::string_view agencies = {};  // separated by spaces; empty: all seven
};

inline constexpr std::size_t kHarmfulBehaviours = 40;

// All of them: the forty first, then the further ones, then the harmless ones.
std::span<const Behaviour> Behaviours();
// The forty of effect kHarmful.
std::span<const Behaviour> HarmfulBehaviours();
const Behaviour* FindBehaviour(std::string_view name);
bool Fits(const Behaviour& behaviour, Agency agency);
std::string_view NameOf(Effect effect);  // "harmful", "further", "harmless"

// The fault that makes `agency` behave so, at every call of every person it is set for. `behaviour`
// is one of Behaviours() and fits the agency.
Fault FaultOf(const Behaviour& behaviour, Agency agency);

}  // namespace dm::sim
