// The schema texts of this folder by file name, as CMakeLists.txt compiles them in.
#pragma once

#include <map>
#include <string>

namespace dm::ssbtek {

const std::map<std::string, std::string>& EmbeddedTexts();

}  // namespace dm::ssbtek
