// What a program has in memory about people, and its keys.
#pragma once

namespace dm {

// It stays there: no core file, and nothing of the same user can attach to the process or read its
// memory (reliability S18). Where the limit may not be set any more, the first is enough.
void KeepMemoryInside();

}  // namespace dm
