# Sourced by ./dev: reads the test reports of Maven (surefire, failsafe) and of the npm peer.
# shellcheck shell=bash

test_report_files() {
  find . -path ./.dev -prune -o -path '*/node_modules' -prune -o \
    \( -path '*/target/surefire-reports/TEST-*.xml' -o -path '*/target/failsafe-reports/TEST-*.xml' \) -print
}

# Reports of an earlier run would be counted again, even those of tests that no longer exist.
forget_test_reports() {
  find . -path '*/node_modules' -prune -o -type d \
    \( -path '*/target/surefire-reports' -o -path '*/target/failsafe-reports' \) -prune -exec rm -rf {} +
  rm -f "$STATE/peer.tap"
}

# Prints "passed failed skipped", summed over every report.
test_counts() {
  {
    test_report_files | tr '\n' '\0' | xargs -0 cat -- /dev/null | grep -o '<testsuite [^>]*>' || true
    peer_suite
  } | awk '
    function attribute(name) {
      return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) + 0 : 0
    }
    { all += attribute("tests"); bad += attribute("failures") + attribute("errors"); skipped += attribute("skipped") }
    END { print all - bad - skipped, bad + 0, skipped + 0 }'
}

# The peer's TAP summary in the words of a surefire report.
peer_suite() {
  [[ -f $STATE/peer.tap ]] || return 0
  awk '$1 == "#" { n[$2] = $3 }
    END { printf "<testsuite tests=\"%d\" failures=\"%d\" skipped=\"%d\">\n",
            n["tests"], n["fail"] + n["cancelled"], n["skipped"] + n["todo"] }' "$STATE/peer.tap"
}

# Names every skipped test: its report file and the test case that carries the mark.
skipped_tests() {
  # shellcheck disable=SC2016  # these are awk's
  test_report_files | tr '\n' '\0' | xargs -0 awk '
    /<testcase / { match($0, / name="[^"]*"/); test = substr($0, RSTART + 7, RLENGTH - 8) }
    /<skipped/ { file = FILENAME; sub(/.*TEST-/, "", file); sub(/\.xml$/, "", file); print "  " file ": " test }
  ' /dev/null
}

# Maven's own summary has the time of every module.
minutes_per_module() {
  sed -n 's/^\[INFO\] \(Countersign.*\) \.* \(SUCCESS\|FAILURE\) \[ *\(.*\)\]$/\1|\3/p' "$1" |
    awk -F'|' '{
      name = $1; sub(/ \.+$/, "", name)
      n = split($2, part, /[: ]+/)
      minutes = $2 ~ /min/ ? part[1] + part[2] / 60 : $2 ~ /h/ ? part[1] * 60 + part[2] : part[1] / 60
      printf "  %5.1f min  %s\n", minutes, name
    }'
}
