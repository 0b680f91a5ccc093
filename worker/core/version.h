// The program's version, as decisions, status and --version show it; set by CMake from the
// project's version.
#pragma once

namespace dm {

// "0.1.0".
const char* Version();

}  // namespace dm
