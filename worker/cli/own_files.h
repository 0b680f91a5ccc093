// Files that a command makes of what is about people.
#pragma once

namespace dm::cli {

// What the program makes from here on is for its user alone (0600), whatever the umask was.
void WriteForItsUserAlone();

}  // namespace dm::cli
