# Sourced by ./dev: finds JDK 25 and the system packages a command needs.
# Nothing here runs when everything is there; what is missing is installed, or named in one sentence (exit 5).
# shellcheck shell=bash

readonly ENVIRONMENT_MISSING=5

say() { printf '%s\n' "$*" >&2; }

missing() {
  say "$1"
  exit "$ENVIRONMENT_MISSING"
}

# --- JDK 25 -----------------------------------------------------------------------------------------------------------

# Reads the release file instead of asking java: it costs a millisecond and not a JVM.
is_jdk_25() {
  [[ -n $1 && -x $1/bin/javac && -r $1/release ]] && grep -q '^JAVA_VERSION="25[^0-9]' "$1/release"
}

jdk_candidates() {
  local java
  printf '%s\n' "${JAVA_HOME:-}"
  if java=$(command -v javac) && java=$(readlink -f "$java" 2>/dev/null); then
    printf '%s\n' "${java%/bin/javac}"
  fi
  printf '%s\n' /usr/lib/jvm/* /opt/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home
}

# Sets JAVA_HOME to a JDK 25, or ends with one sentence.
use_jdk_25() {
  local home
  while IFS= read -r home; do
    if is_jdk_25 "$home"; then
      export JAVA_HOME="$home"
      return
    fi
  done < <(jdk_candidates)
  missing "JDK 25 was not found: install one (for example Eclipse Temurin 25) or set JAVA_HOME to it."
}

# --- system packages --------------------------------------------------------------------------------------------------

has_command() { command -v "$1" >/dev/null 2>&1; }

# ldconfig knows every library by its soname, whatever a distribution calls the package; it is in no user's PATH.
has_library() {
  local libraries
  libraries=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null) || return 0
  [[ $libraries == *"$1 "* ]]
}

# A python3 of somebody's own, first on the PATH, may lack what the system's has.
has_cryptography() { "$1" -c 'import cryptography' >/dev/null 2>&1; }

# Whether what a Debian package brings is here, however it came here.
is_present() {
  case $1 in
    maven) has_command mvn ;;
    nodejs) has_command node ;;
    python3-cryptography) has_cryptography python3 || has_cryptography /usr/bin/python3 ;;
    umockdev) has_command umockdev-run ;;
    qemu-system-x86) has_command qemu-system-x86_64 ;;
    busybox-static) has_command busybox ;;
    fido2-tools) has_command fido2-token ;;
    libc6-dev) [[ -f /usr/include/stdio.h ]] ;;
    libgtk-3-0) has_library libgtk-3.so.0 ;;
    libxtst6) has_library libXtst.so.6 ;;
    libgl1) has_library libGL.so.1 ;;
    libxxf86vm1) has_library libXxf86vm.so.1 ;;
    libpangoft2-1.0-0) has_library libpangoft2-1.0.so.0 ;;
    pcscd) [[ -x /usr/sbin/pcscd ]] ;;
    vsmartcard-vpcd) [[ -f /usr/lib/pcsc/drivers/serial/libifdvpcd.so ]] ;;
    opensc) has_command pkcs11-tool ;;
    opensc-pkcs11) compgen -G "/usr/lib*/*/opensc-pkcs11.so" >/dev/null || [[ -f /usr/lib/opensc-pkcs11.so ]] ;;
    softhsm2) has_command softhsm2-util ;;
    swtpm) has_command swtpm ;;
    libtpm2-pkcs11-1) compgen -G '/usr/lib/*/pkcs11/libtpm2_pkcs11.so' >/dev/null ;;
    libtss2-tcti-swtpm0) has_library libtss2-tcti-swtpm.so.0 ;;
    iproute2) PATH="$PATH:/usr/sbin:/sbin" has_command ip ;;
    *) has_command "$1" ;;
  esac
}

# need PACKAGE…: makes sure of each, installing only those that are missing.
need() {
  local package absent=()
  for package in "$@"; do
    is_present "$package" || absent+=("$package")
  done
  ((${#absent[@]} == 0)) || install_packages "${absent[@]}"
}

install_packages() {
  local command="apt-get install -y --no-install-recommends $*"
  has_command apt-get || missing "Missing on this system, please install: $*"
  ((EUID == 0)) || sudo -n true 2>/dev/null || missing "Missing on this system, please run: sudo $command"
  say "installing $*"
  apt_install "$@" >"$STATE/apt.log" 2>&1 </dev/null ||
    missing "Could not install $* (see .dev/apt.log), please run as root: $command"
}

# The package lists are fetched only when an installation fails without them. npm brings 400 small packages; a CI
# machine, thrown away after a crash, need not flush each of them to disk.
apt_install() {
  local install=(apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=5)
  [[ ${CI:-} != true ]] || install+=(-o Dpkg::Options::=--force-unsafe-io)
  install+=(install -y --no-install-recommends "$@")
  as_root "${install[@]}" || { update_package_lists && as_root "${install[@]}"; }
}

# A system that has just started may be fetching them itself, and apt does not wait for that lock.
update_package_lists() {
  local attempt
  for attempt in 1 2 3 4 5; do
    as_root apt-get -o Acquire::Retries=5 update && return
    ((attempt == 5)) || sleep 10
  done
  return 1
}

as_root() {
  if ((EUID == 0)); then
    env DEBIAN_FRONTEND=noninteractive "$@"
  else
    sudo -n env DEBIAN_FRONTEND=noninteractive "$@"
  fi
}
