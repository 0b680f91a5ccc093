#!/usr/bin/env bash
# No release holds a login without proof: the option is refused outside Debug builds, and a program without the option has neither the
# login's routes nor its code. Arguments: source folder, the program with the login, the one without.
set -euo pipefail
source_folder=$1
with_login=$2
without_login=$3
route=/desk/sign-in/development
symbol=AnswerDevelopmentLogin

fail() {
  echo "release_test: $1" >&2
  exit 1
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for preset in release other; do
  build_type=RelWithDebInfo
  [[ $preset == release ]] || build_type=Release
  if cmake -S "$source_folder" -B "$work/$preset" -G Ninja -DCMAKE_BUILD_TYPE=$build_type -DDM_DESK_DEVELOPMENT_LOGIN=ON \
    >"$work/$preset.log" 2>&1; then
    fail "a $build_type build took DM_DESK_DEVELOPMENT_LOGIN"
  fi
  grep -q "DM_DESK_DEVELOPMENT_LOGIN is for Debug builds" "$work/$preset.log" || fail "the $build_type build was refused for another reason: $(tail -n 3 "$work/$preset.log")"
done

# The way of looking finds it where it is.
grep -q "$route" "$with_login" || fail "the route is not in the program that has the login: this test looks for the wrong text"
if grep -q "$route" "$without_login"; then fail "the release program holds $route"; fi
# What stands under the login's name there does nothing: it is as short as `return false`.
size=$(nm -SC "$without_login" | awk -v symbol="$symbol" 'index($0, symbol) && !found++ { print $2 }')
[[ -n $size ]] || exit 0
size=$((16#$size))
((size <= 32)) || fail "$symbol has $size bytes in the release program"
