#!/usr/bin/env bash
# Builds this tree twice, in two places and time zones, and compares every jar byte by byte. Both with umask 022, as
# ./dev builds: Maven writes the modes of class files into a jar.
# Offline: the first real build has brought every dependency. usage: installer/reproducible.sh
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
WORK=$(mktemp -d)
readonly ROOT WORK
trap 'rm -rf "$WORK"' EXIT

# Sources only: no build result of this tree gets into the copies.
copy_tree() {
  mkdir -p "$1"
  tar -C "$ROOT" -c --exclude=./.git --exclude=./.dev --exclude=./demo-out --exclude=target --exclude=node_modules . |
    tar -x -C "$1"
}

build() {
  (
    cd "$1"
    umask 022
    export TZ=$2
    mvn -q -B -o -DskipTests -Dspotless.check.skip=true package >"$1.log" 2>&1 </dev/null
  ) || {
    tail -n 40 "$1.log" >&2
    echo "reproducible: the build in a copy failed" >&2
    exit 1
  }
}

jars() { (cd "$1" && find . -path '*/target/*.jar' | LC_ALL=C sort); }

# Names the entries that differ, as far as their content does.
explain() {
  local side
  for side in a b/nested; do
    mkdir -p "$WORK/x/$side"
    (cd "$WORK/x/$side" && "${JAVA_HOME:+$JAVA_HOME/bin/}jar" xf "$WORK/$side/$1")
  done
  ! diff -rq "$WORK/x/a" "$WORK/x/b/nested" || echo "  same contents: their order, times or modes differ"
  rm -rf "$WORK/x"
}

compare() {
  local jar differ=0
  diff <(jars "$WORK/a") <(jars "$WORK/b/nested") || { echo "reproducible: not the same jars" && return 1; }
  while IFS= read -r jar; do
    cmp -s "$WORK/a/$jar" "$WORK/b/nested/$jar" && continue
    differ=1
    echo "differs: $jar"
    explain "$jar"
  done < <(jars "$WORK/a")
  return "$differ"
}

copy_tree "$WORK/a"
copy_tree "$WORK/b/nested"
build "$WORK/a" UTC
build "$WORK/b/nested" Pacific/Kiritimati
compare
echo "reproducible: $(jars "$WORK/a" | wc -l) jars, the same bytes twice"
