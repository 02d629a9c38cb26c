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
readonly DIRECT=/opt/countersign/bin/countersign

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

# In a folder that holds what would be loaded if the current folder were searched: as root, and as somebody without
# rights.
there() {
  (cd "$WORK/there" && "$@" </dev/null)
}

as_root() {
  there env -i HOME="$WORK/home" PATH=/usr/bin:/bin LANG=C.UTF-8 "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=$WORK/tmp" \
    timeout 300 "$@"
}

as_nobody() {
  there runuser -u nobody -- env -i HOME="$WORK/nobody" XDG_STATE_HOME="$WORK/nobody" PATH=/usr/bin:/bin LANG=C.UTF-8 \
    "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=$WORK/nobody/tmp" timeout 300 "$@"
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

# Empty files of these names stop every program that takes them for libraries: softhsm2-util, and Java's virtual machine.
plant_libraries() {
  mkdir -p "$WORK/there" "$WORK/there/below"
  touch "$WORK/there/"{,below/}{libcrypto.so.3,libstdc++.so.6,libm.so.6}
}

# Whatever the caller's list says, the current folder is not searched; what is absolute in it stays.
check_library_path() {
  local list command=countersign-gateway
  for list in : . below '/nowhere:' ';/nowhere'; do
    as_nobody env "LD_LIBRARY_PATH=$list" "$command" --help >"$WORK/help.txt" 2>&1 ||
      refuse 1 "with LD_LIBRARY_PATH=$list, $command takes libraries from the current folder: $(tail -n 1 "$WORK/help.txt")"
    command=$DIRECT
  done
  ! as_nobody env LD_LIBRARY_PATH="$WORK/there" countersign --help >"$WORK/help.txt" 2>&1 ||
    refuse 1 "the planted libraries prove nothing, or an absolute folder was dropped"
}

# A token of SoftHSM2 with one key and a certificate for it.
make_card() {
  local extensions='[req]\ndistinguished_name=name\nx509_extensions=leaf\n[name]\n[leaf]\nkeyUsage=digitalSignature\n'
  mkdir -p "$CARD/tokens" "$WORK/nobody/countersign" "$WORK/nobody/tmp"
  export SOFTHSM2_CONF="$CARD/softhsm2.conf"
  printf 'directories.tokendir = %s\n' "$CARD/tokens" >"$SOFTHSM2_CONF"
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$CARD/key.pem"
  openssl req -new -x509 -key "$CARD/key.pem" -subj "/CN=Installed Card" -days 30 -outform DER -out "$CARD/leaf.der" \
    -config <(printf '%b' "$extensions")
  softhsm2-util --init-token --free --label 'Installed card' --pin "$CARD_PIN" --so-pin 12345678
  softhsm2-util --import "$CARD/key.pem" --token 'Installed card' --label sign --id 02 --pin "$CARD_PIN"
  pkcs11-tool --module "$SOFTHSM" --token-label 'Installed card' --login --pin "$CARD_PIN" \
    --write-object "$CARD/leaf.der" --type cert --id 02 --label sign
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
  # It starts programs of others in the current folder.
  as_nobody "$DIRECT" demo --headless --token pkcs11 --out "$WORK/nobody/demo" &&
    as_nobody countersign proof verify --trust "$WORK/nobody/demo/trust.json" \
      --request "$WORK/nobody/demo/request.dsse.json" --proof "$WORK/nobody/demo/proof.json"
}

# What a virtual reader needs: rights to make namespaces, its driver, and OpenSC.
can_have_reader() {
  unshare --net --mount --pid --fork true 2>/dev/null && [[ -x /usr/sbin/pcscd || -x /usr/bin/pcscd ]] &&
    [[ -f /usr/lib/pcsc/drivers/serial/libifdvpcd.so ]] && compgen -G '/usr/lib/*/opensc-pkcs11.so' >/dev/null
}

# unavailable EXIT FILE: that the program gave up with one sentence, and says so by its exit code.
unavailable() {
  local said
  said=$(grep -v '^Picked up JAVA_TOOL_OPTIONS' "$2")
  [[ $1 == 5 && $said == 'A virtual smart card reader needs '* && $said != *$'\n'* ]] ||
    refuse 1 "without a virtual reader, the demo should say so in one sentence and exit with 5, not with $1: $said"
}

# A decision with a virtual PIV card, through OpenSC and a reader in namespaces of its own; whoever may not make them is
# told so.
check_piv() {
  local exit=0 out="$WORK/piv"
  as_nobody "$DIRECT" demo --headless --token piv --out "$WORK/nobody/piv" >"$WORK/piv.txt" 2>&1 || exit=$?
  unavailable "$exit" "$WORK/piv.txt"
  if can_have_reader; then
    as_root env LD_LIBRARY_PATH=: countersign demo --headless --token piv --out "$out" &&
      as_root countersign proof verify --trust "$out/trust.json" --request "$out/request.dsse.json" \
        --proof "$out/proof.json"
  else
    exit=0
    as_root countersign demo --headless --token piv --out "$out" >"$WORK/piv.txt" 2>&1 || exit=$?
    unavailable "$exit" "$WORK/piv.txt"
    echo "the PIV demo of the package was not tried: $(tail -n 1 "$WORK/piv.txt")"
  fi
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
(check_it_runs && plant_libraries && check_cards && check_library_path && check_piv && check_nothing_unpacked) || failed=1
"${APT[@]}" purge -y countersign >"$WORK/purge.log" 2>&1 </dev/null || {
  cat "$WORK/purge.log" >&2
  refuse 1 "the package does not go"
}
check_nothing_left
((failed == 0)) || refuse 1 "the installed program does not do what it should"
echo "$(basename "$DEB"): installed, started, purged; nothing left ($(du -h "$DEB" | cut -f1))"
