#!/usr/bin/env bash
# Installs the .deb into this system, starts what it brought, purges it, and makes sure that nothing of it is left.
# usage (as root): installer/check-deb.sh [FILE.deb]
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
DEB=$(readlink -f "${1:-$(compgen -G "$HERE/target/countersign_*.deb")}")
WORK=$(mktemp -d)
readonly HERE DEB WORK
trap 'rm -rf "$WORK"' EXIT
chmod 755 "$WORK"

readonly CARD="$WORK/card" CARD_PIN=246810 SOFTHSM=/usr/lib/softhsm/libsofthsm2.so

# Another installation may hold the lock for a moment.
export DEBIAN_FRONTEND=noninteractive
readonly APT=(apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=5)

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

# As somebody without rights, in a folder that holds what would be loaded if the current folder were searched.
as_nobody() {
  (cd "$WORK/there" && runuser -u nobody -- env -i HOME="$WORK/nobody" XDG_STATE_HOME="$WORK/nobody" \
    PATH=/usr/bin:/bin LANG=C.UTF-8 JAVA_TOOL_OPTIONS="-Djava.io.tmpdir=$WORK/nobody/tmp" timeout 300 "$@" </dev/null)
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

# A token of SoftHSM2 with one key and a certificate for it.
make_card() {
  local extensions='[req]\ndistinguished_name=name\nx509_extensions=leaf\n[name]\n[leaf]\nkeyUsage=digitalSignature\n'
  mkdir -p "$CARD/tokens" "$WORK/there" "$WORK/nobody/countersign" "$WORK/nobody/tmp"
  export SOFTHSM2_CONF="$CARD/softhsm2.conf"
  printf 'directories.tokendir = %s\n' "$CARD/tokens" >"$SOFTHSM2_CONF"
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$CARD/key.pem"
  openssl req -new -x509 -key "$CARD/key.pem" -subj "/CN=Installed Card" -days 30 -outform DER -out "$CARD/leaf.der" \
    -config <(printf '%b' "$extensions")
  softhsm2-util --init-token --free --label 'Installed card' --pin "$CARD_PIN" --so-pin 12345678
  softhsm2-util --import "$CARD/key.pem" --token 'Installed card' --label sign --id 02 --pin "$CARD_PIN"
  pkcs11-tool --module "$SOFTHSM" --token-label 'Installed card' --login --pin "$CARD_PIN" \
    --write-object "$CARD/leaf.der" --type cert --id 02 --label sign
  touch "$WORK/there/libcrypto.so.3" "$WORK/there/libstdc++.so.6" # softhsm2-util would fail with these
  chown -R nobody "$CARD" "$WORK/nobody" "$WORK/there"
}

# use_cards LINE…: the settings of nobody's desk.
use_cards() { printf '%s\n' "$@" >"$WORK/nobody/countersign/settings.toml"; }

# Each PKCS#11 module runs in a process of its own, started from the installed run-time: it lists a card, and a whole
# decision is signed with one.
check_cards() {
  local listed leaf
  make_card >"$WORK/card.log" 2>&1 || {
    cat "$WORK/card.log" >&2
    refuse 1 "there is no card to try"
  }
  use_cards '[[card_module]]' 'name = "tried"' "library = \"$SOFTHSM\"" "environment = { SOFTHSM2_CONF = \"$SOFTHSM2_CONF\" }"
  listed=$(as_nobody countersign token list --json) || return 1
  leaf=$(sha256sum <"$CARD/leaf.der")
  [[ $listed == *'"module":"tried"'*"\"sha256\":\"${leaf%% *}\""*'"subject":"CN=Installed Card"'* ]] ||
    refuse 1 "the installed program does not show the card: $listed"
  use_cards 'discover_card_modules = false'
  listed=$(as_nobody countersign token list --json) || return 1
  [[ $listed != *'"card"'* ]] || refuse 1 "a card is shown though no module is to be used"
  as_nobody countersign demo --headless --token pkcs11 --out "$WORK/nobody/demo" &&
    as_nobody countersign proof verify --trust "$WORK/nobody/demo/trust.json" \
      --request "$WORK/nobody/demo/request.dsse.json" --proof "$WORK/nobody/demo/proof.json"
}

# A library that unpacks itself leaves it in the temporary folder or in a cache at home.
check_nothing_unpacked() {
  local unpacked
  unpacked=$(find "$WORK/home" "$WORK/tmp" "$WORK/nobody" -name '*.so' -o -name .openjfx -o -path '*/.cache/JNA')
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
[[ -f $SOFTHSM ]] && command -v pkcs11-tool openssl >/dev/null || refuse 5 "trying a card needs softhsm2, opensc and openssl"
! is_installed || refuse 2 "countersign is installed here already; this check would remove it"
install_deb
dpkg -L countersign >"$WORK/files"
failed=0
(check_it_runs && check_cards && check_nothing_unpacked) || failed=1
"${APT[@]}" purge -y countersign >"$WORK/purge.log" 2>&1 </dev/null || {
  cat "$WORK/purge.log" >&2
  refuse 1 "the package does not go"
}
check_nothing_left
((failed == 0)) || refuse 1 "the installed program does not do what it should"
echo "$(basename "$DEB"): installed, started, purged; nothing left ($(du -h "$DEB" | cut -f1))"
