#!/usr/bin/env bash
# Which tests stand for which requirement: reads the ids at the beginning of tests' display names.
#   .ci/coverage.sh          writes docs/coverage.txt
#   .ci/coverage.sh --check  fails when an id lost its last test, or when the file is not what would be written
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C

readonly FILE=docs/coverage.txt

# "id class: the test's sentence", one line for each id of each test.
tests_by_id() {
  find . -path '*/src/test/java/*.java' -not -path '*/target/*' | sort | while read -r source; do
    tr '\n' ' ' <"$source" |
      grep -oE '@DisplayName\( *"(S[0-4]\.[0-9]+|D[1-8])[^"]*"( *\+ *"[^"]*")*' |
      sed -E 's/^@DisplayName\( *"//; s/" *\+ *"//g; s/"$//' |
      awk -v class="$(basename "$source" .java)" '{
        n = split($0, words, " "); text = $0
        for (i = 1; i <= n; i++) {
          word = words[i]; sub(/[,:;]$/, "", word)
          if (word !~ /^(S[0-4]\.[0-9]+|D[1-8])$/) break
          ids[i] = word; text = substr(text, index(text, words[i]) + length(words[i]) + 1)
        }
        for (j = 1; j < i; j++) print ids[j] "\t" class ": " text
      }' || true
  done | sort -t "$(printf '\t')" -k1,1V -k2,2
}

written() {
  echo "# Which tests stand for which requirement of docs/requirements.md. Written by .ci/coverage.sh; do not edit."
  tests_by_id | awk -F '\t' '$1 != id { id = $1; print ""; print id } { print "  " $2 }'
}

ids() { grep -E '^(S[0-4]\.[0-9]+|D[1-8])$' "$1" || true; }

if [[ ${1:-} != --check ]]; then
  written >"$FILE"
  exit 0
fi
now=$(mktemp)
trap 'rm -f "$now"' EXIT
written >"$now"
lost=$(comm -23 <(ids "$FILE" | sort) <(ids "$now" | sort))
if [[ -n $lost ]]; then
  echo "requirements without a test now: ${lost//$'\n'/ }" >&2
  exit 1
fi
if ! cmp -s "$FILE" "$now"; then
  echo "docs/coverage.txt is not up to date: run .ci/coverage.sh and commit it" >&2
  diff "$FILE" "$now" | head -20 >&2 || true
  exit 1
fi
echo "requirements with tests: $(ids "$now" | wc -l)"
