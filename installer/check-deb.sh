#!/usr/bin/env bash
# Installs the .deb into this system, starts what it brought, purges it, and makes sure that nothing of it is left.
# usage (as root): installer/check-deb.sh [FILE.deb]
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
DEB=$(readlink -f "${1:-$(compgen -G "$HERE/target/countersign_*.deb")}")
WORK=$(mktemp -d)
readonly HERE DEB WORK
trap 'rm -rf "$WORK"' EXIT

# Another installation may hold the lock for a moment.
export DEBIAN_FRONTEND=noninteractive
readonly APT=(apt-get -o DPkg::Lock::Timeout=120)

refuse() {
  echo "check-deb: $2" >&2
  exit "$1"
}

is_installed() { dpkg-query -W -f '${db:Status-Abbrev}' countersign 2>/dev/null | grep -q .; }

# As on a workstation: another home, no Java in the environment, no build in sight. The temporary folder is moved to
# where we can look into it.
as_user() {
  (cd "$WORK" && env -i HOME="$WORK/home" PATH=/usr/bin:/bin LANG=C.UTF-8 JAVA_TOOL_OPTIONS="-Djava.io.tmpdir=$WORK/tmp" \
    timeout 300 "$@" </dev/null)
}

install_deb() {
  local install=("${APT[@]}" install -y --no-install-recommends "$DEB")
  "${install[@]}" >"$WORK/apt.log" 2>&1 </dev/null ||
    { "${APT[@]}" update && "${install[@]}"; } >>"$WORK/apt.log" 2>&1 </dev/null || {
    tail -n 30 "$WORK/apt.log" >&2
    refuse 1 "the package does not install"
  }
}

check_it_runs() {
  local out="$WORK/demo"
  mkdir "$WORK/home" "$WORK/tmp"
  as_user countersign --version &&
    as_user countersign-gateway --help >"$WORK/gateway.txt" &&
    as_user countersign demo --headless --out "$out" &&
    as_user countersign proof verify --trust "$out/trust.json" --request "$out/request.dsse.json" \
      --proof "$out/proof.json" &&
    as_user countersign log verify --db "$out/audit.db" --checkpoint "$out/checkpoint.txt"
}

# A library that unpacks itself leaves it in the temporary folder or in a cache at home.
check_nothing_unpacked() {
  local unpacked
  unpacked=$(find "$WORK/home" "$WORK/tmp" -name '*.so' -o -name .openjfx -o -path '*/.cache/JNA')
  [[ -z $unpacked ]] || refuse 1 "unpacked at run time: $unpacked"
}

# Folders of other packages stay; a folder that is the package's own must go.
check_nothing_left() {
  local path left=()
  ! is_installed || refuse 1 "dpkg still knows the package"
  while IFS= read -r path; do
    if [[ ! -d $path || -L $path || ${path,,} == *countersign* ]] && [[ -e $path || -L $path ]]; then left+=("$path"); fi
  done <"$WORK/files"
  ((${#left[@]} == 0)) || refuse 1 "left behind: ${left[*]}"
}

((EUID == 0)) || refuse 5 "installing a package needs root"
! is_installed || refuse 2 "countersign is installed here already; this check would remove it"
install_deb
dpkg -L countersign >"$WORK/files"
failed=0
(check_it_runs && check_nothing_unpacked) || failed=1
"${APT[@]}" purge -y countersign >"$WORK/purge.log" 2>&1 </dev/null || {
  cat "$WORK/purge.log" >&2
  refuse 1 "the package does not go"
}
check_nothing_left
((failed == 0)) || refuse 1 "the installed program does not do what it should"
echo "$(basename "$DEB"): installed, started, purged; nothing left ($(du -h "$DEB" | cut -f1))"
