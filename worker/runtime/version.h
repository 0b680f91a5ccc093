// The program's version, as decisions and status show it. Set by CMake from the project's version.
#pragma once

#ifndef DM_VERSION
#  define DM_VERSION "0.0.0"
#endif

namespace dm {

inline constexpr char kVersion[] = DM_VERSION;

}  // namespace dm
