// The keys of the content in a history: two looks at one key file, before another key was made
// current and after. Which of them a process has depends on when it started, as on machines whose
// files are exchanged one after another.
#pragma once

#include <memory>

#include "worker/sealing/key_ring.h"

namespace dm::sim {

struct Keys {
  std::shared_ptr<sealing::KeyRing> before;  // k1 is current
  std::shared_ptr<sealing::KeyRing> after;   // k2 is; k1 stays
};

// Made with the first call, in a folder of its own that goes when the program ends. Their bytes are
// random, and nothing that happens in a history depends on them.
const Keys& TheKeys();

}  // namespace dm::sim
