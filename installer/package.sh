#!/usr/bin/env bash
# Makes the app image with its own run-time and the .deb from it. Started by `./dev package`, which has built the
# modules and set JAVA_HOME. Nothing in the image is unpacked at run time: every native library lies in it as a file.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(dirname "$HERE")
OUT="$HERE/target"
WORK="$OUT/work"
readonly HERE ROOT OUT WORK

readonly DESK_MAIN=dev.countersign.desktop.main.Main
readonly GATEWAY_MAIN=dev.countersign.gateway.main.GatewayMain
readonly PREFIX=/opt/countersign

# What the class path needs of the JDK (jdeps lists it), and what only a service loader or reflection asks for.
readonly MODULES=java.base,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,\
java.rmi,java.security.jgss,java.sql,java.xml,jdk.crypto.ec,jdk.jfr,jdk.net,jdk.unsupported,\
javafx.base,javafx.graphics,javafx.controls

from_pom() { sed -n "s:^ *<$1>\(.*\)</$1>\$:\1:p" "$ROOT/pom.xml" | head -n 1; }

VERSION=$(from_pom version)
BUILD_TIME=$(from_pom project.build.outputTimestamp)
SOURCE_DATE_EPOCH=$(date -u -d "$BUILD_TIME" +%s)
export SOURCE_DATE_EPOCH
readonly VERSION BUILD_TIME

case $(uname -m) in
  x86_64) readonly DEB_ARCH=amd64 SQLITE_ARCH=x86_64 JNA_ARCH=linux-x86-64 ;;
  aarch64) readonly DEB_ARCH=arm64 SQLITE_ARCH=aarch64 JNA_ARCH=linux-aarch64 ;;
  *) echo "package: no package is made for $(uname -m)" >&2 && exit 5 ;;
esac

jdk() {
  local tool=$1
  shift
  "$JAVA_HOME/bin/$tool" "$@"
}

# --- application: jars and native libraries ---------------------------------------------------------------------------

# The run-time class path, one jar a line; JavaFX goes into the run-time instead.
application_jars() {
  printf '%s\n' "$ROOT/desktop-app/target/desktop-app-$VERSION.jar"
  tr ':' '\n' <"$ROOT/desktop-app/target/classpath.txt" | grep -v '/javafx-[^/]*\.jar$'
}

javafx_jars() { tr ':' '\n' <"$ROOT/desktop-app/target/classpath.txt" | grep '/javafx-[^/]*-linux[^/]*\.jar$'; }

collect_application() {
  local jar
  mkdir -p "$WORK/app/native"
  while IFS= read -r jar; do
    cp "$jar" "$WORK/app/"
  done < <(application_jars)
  extract_native 'sqlite-jdbc-*.jar' "org/sqlite/native/Linux/$SQLITE_ARCH/libsqlitejdbc.so"
  extract_native 'jna-*.jar' "com/sun/jna/$JNA_ARCH/libjnidispatch.so"
  extract_native 'hid4java-*.jar' "$JNA_ARCH/libhidapi.so"
  jdk java "$HERE/tools/RepackJars.java" "$WORK/app"
}

# extract_native JAR_PATTERN ENTRY: the library as a file; a jar or an entry that is not there stops the build.
extract_native() {
  local jar unpacked="$WORK/unpacked"
  mkdir -p "$unpacked"
  jar=$(compgen -G "$WORK/app/$1")
  (cd "$unpacked" && jdk jar xf "$jar" "$2")
  install -m 644 "$unpacked/$2" "$WORK/app/native/"
}

# --- run-time: the JDK's own modules and JavaFX -----------------------------------------------------------------------

# JavaFX jars carry their libraries as resources; in a jmod they become part of the image.
make_jmods() {
  local jar module tree
  mkdir -p "$WORK/jmods"
  while IFS= read -r jar; do
    module=$(basename "$jar" | sed -E 's/^javafx-([a-z]+)-.*/javafx.\1/')
    tree="$WORK/javafx/$module"
    mkdir -p "$tree/classes" "$tree/libs"
    (cd "$tree/classes" && jdk jar xf "$jar")
    find "$tree/classes" -maxdepth 1 -name '*.so' -exec mv {} "$tree/libs/" \;
    jdk jmod create --date "$BUILD_TIME" --class-path "$tree/classes" --libs "$tree/libs" "$WORK/jmods/$module.jmod"
  done < <(javafx_jars)
}

# Not compressed, as the .deb compresses better; without the class archive for heaps of 32 GiB and more.
make_runtime() {
  jdk jlink --module-path "$WORK/jmods" --add-modules "$MODULES" --output "$WORK/runtime" \
    --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-0 --generate-cds-archive >&2
  rm "$WORK/runtime/lib/server/classes_nocoops.jsa"
}

# --- app image --------------------------------------------------------------------------------------------------------

# $APPDIR is lib/app of the image, wherever that is. The libraries are found by path, and no library may unpack another.
java_options() {
  grep -v '^#' "$HERE/jvm.options"
  # shellcheck disable=SC2016
  printf '%s\n' '-Dorg.sqlite.lib.path=$APPDIR/native' '-Dorg.sqlite.lib.name=libsqlitejdbc.so' \
    '-Djna.boot.library.path=$APPDIR/native' '-Djna.library.path=$APPDIR/native' '-Djna.nounpack=true' \
    '-Djna.nosys=true'
}

make_image() {
  local option options=()
  while IFS= read -r option; do
    options+=(--java-options "$option")
  done < <(java_options)
  printf 'main-jar=%s\nmain-class=%s\n' "desktop-app-$VERSION.jar" "$GATEWAY_MAIN" >"$WORK/gateway.properties"
  jdk java "$HERE/tools/DrawIcon.java" 256 "$WORK/countersign.png"
  jdk jpackage --type app-image --name countersign --app-version "$VERSION" --vendor Countersign \
    --runtime-image "$WORK/runtime" --input "$WORK/app" --icon "$WORK/countersign.png" \
    --main-jar "desktop-app-$VERSION.jar" --main-class "$DESK_MAIN" "${options[@]}" \
    --add-launcher "countersign-gateway=$WORK/gateway.properties" --dest "$WORK"
  replace_launchers
  rm -rf "$OUT/countersign"
  mv "$WORK/countersign" "$OUT/countersign"
}

# A script in the place of each of jpackage's launchers, made from what that would read at start; linux/command.in says why.
replace_launchers() {
  local image="$WORK/countersign" command
  for command in countersign countersign-gateway; do
    launcher "$image/lib/app/$command.cfg" >"$WORK/launcher"
    install -m 755 "$WORK/launcher" "$image/bin/$command"
    rm "$image/lib/app/$command.cfg"
  done
  rm "$image/lib/libapplauncher.so" "$image/lib/app/.jpackage.xml"
}

# launcher CONFIGURATION: lines KEY=VALUE, one for each jar and each option.
launcher() {
  local text options class_path main
  options=$(from_configuration java-options "$1" | sed 's/.*/  "&" \\/')$'\n'
  class_path=$(from_configuration app.classpath "$1" | paste -sd:)
  main=$(from_configuration app.mainclass "$1")
  text=$(<"$HERE/linux/command.in")
  text=${text/@OPTIONS@/"$options"}
  text=${text/@CLASS_PATH@/"$class_path"}
  printf '%s\n' "${text/@MAIN_CLASS@/"$main"}"
}

from_configuration() {
  # shellcheck disable=SC2016
  sed -n "s:^$1=::p" "$2" | sed 's:\$APPDIR:$app:g' | grep .
}

# --- .deb -------------------------------------------------------------------------------------------------------------

make_deb() {
  local tree="$WORK/deb" share="$WORK/deb/usr/share"
  mkdir -p "$tree$PREFIX" "$tree/usr/bin"
  cp -a "$OUT/countersign/." "$tree$PREFIX/"
  add_commands "$tree/usr/bin"
  install -D -m 644 -t "$share/applications" "$HERE/linux/countersign.desktop"
  install -D -m 644 -t "$share/icons/hicolor/scalable/apps" "$HERE/linux/countersign.svg"
  install -D -m 644 -t "$share/icons/hicolor/256x256/apps" "$WORK/countersign.png"
  install -D -m 644 -t "$tree/usr/lib/udev/rules.d" "$HERE/linux/70-countersign-fido.rules"
  install -D -m 644 -t "$share/doc/countersign" "$HERE/linux/copyright" "$OUT/countersign.cdx.json"
  add_control_files "$tree"
  even_out "$tree"
  dpkg-deb --root-owner-group -Zxz -b "$tree" "$OUT/countersign_${VERSION}_$DEB_ARCH.deb" >/dev/null
}

# The commands that people start.
add_commands() {
  local command
  for command in countersign countersign-gateway; do
    ln -s "../..$PREFIX/bin/$command" "$1/$command"
  done
}

add_control_files() {
  local tree=$1 kibibytes
  kibibytes=$(du -sk --apparent-size "$tree" | cut -f1)
  mkdir "$tree/DEBIAN"
  sed "s/@VERSION@/$VERSION/;s/@ARCH@/$DEB_ARCH/;s/@KIBIBYTES@/$kibibytes/" "$HERE/linux/control.in" >"$tree/DEBIAN/control"
  install -m 755 -t "$tree/DEBIAN" "$HERE/linux/postinst" "$HERE/linux/postrm"
  (cd "$tree" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 md5sum) \
    >"$WORK/md5sums"
  install -m 644 -t "$tree/DEBIAN" "$WORK/md5sums"
}

# The same modes and times whoever builds: neither umask nor clock shows in the package.
even_out() {
  chmod -R u=rwX,go=rX "$1"
  find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

# ----------------------------------------------------------------------------------------------------------------------

rm -rf "$WORK"
mkdir -p "$WORK"
collect_application
make_jmods
make_runtime
make_image
make_deb
rm -rf "$WORK"
printf '%s\n' "$OUT/countersign" "$OUT/countersign_${VERSION}_$DEB_ARCH.deb" "$OUT/countersign.cdx.json"
