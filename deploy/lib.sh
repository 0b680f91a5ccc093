# Shared by the scripts of this folder and of the checks: say what happens, and fail with the remedy. Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
self=$(basename "$0")

say() { printf '%s: %s\n' "$self" "$*"; }

# fail MESSAGE REMEDY: both on the error stream.
fail() {
  printf '%s: error: %s\n%s: remedy: %s\n' "$self" "$1" "$self" "$2" >&2
  exit 1
}

require_command() { # require_command NAME: part of the packages
  command -v "$1" >/dev/null || fail "the command $1 is missing" "run ./deploy/install-packages"
}

# As many jobs as there are processors, and no more than memory holds: the largest files of generated code take about a gigabyte.
default_jobs() {
  local processors memory_kb by_memory
  processors=$(nproc)
  memory_kb=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)
  by_memory=$((memory_kb / 1048576))
  ((by_memory >= 1)) || by_memory=1
  echo $((processors < by_memory ? processors : by_memory))
}
