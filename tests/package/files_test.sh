#!/usr/bin/env bash
# What the packages hold besides programs: units hardened, manual pages that man reads, a completion that completes.
#   files_test.sh SOURCE BIN
set -euo pipefail
source=$1
bin=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
faults=0
fault() { printf 'fault: %s\n' "$*" && faults=$((faults + 1)); }

# S33: exposure at most 1.5.
for unit in "$source"/deploy/systemd/*.service; do
  systemd-analyze security --offline=true --threshold=15 "$unit" >"$scratch/security" 2>&1 || fault "$(basename "$unit"): $(tail -n 1 "$scratch/security")"
done

"$bin/medarbetare" manual >"$scratch/medarbetare.1"
for page in "$scratch/medarbetare.1" "$source"/deploy/man/*; do
  # Dates would differ from build to build; the version stands in each page.
  mandoc -T lint -W warning "$page" | grep -v 'missing date' >"$scratch/lint" && fault "$(cat "$scratch/lint")"
done
# Every command stands in the page.
while read -r command; do
  grep -q "^.SS ${command//-/\\\\-}\$\|fB${command//-/\\\\-}.fR" "$scratch/medarbetare.1" || fault "medarbetare(1) lacks $command"
done < <("$bin/medarbetare" --help | awk '/^Subcommands:/ { on = 1; next } on && NF { print $1 }')

"$bin/medarbetare" completion >"$scratch/completion"
source "$scratch/completion"
# completes EXPECTED WORD…: the last word becomes EXPECTED, among others.
completes() {
  COMP_WORDS=("${@:2}") COMP_CWORD=$(($# - 2)) COMPREPLY=()
  _medarbetare
  [[ " ${COMPREPLY[*]} " == *" $1 "* ]] || fault "completing '${*:2}' gives '${COMPREPLY[*]}', not $1"
}
completes serve medarbetare s
completes explain medarbetare case e
completes --json medarbetare case show --j
completes --handler medarbetare queue claim EKB-1.1 --h
completes "$source/README.md" medarbetare assess "$source/READ"

((faults == 0)) || exit 1
echo "units, manual pages and completion hold"
