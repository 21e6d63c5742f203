#!/usr/bin/env bash
# usage: tools/package.sh
#
# Makes build/sextant_VERSION_ARCH.deb of build/release: program, libduckdb, systemd unit, manual page, completions.
# `./run package` builds these first and calls it.
set -euo pipefail
cd "$(dirname "$0")/.."
TREE=$PWD/build/package
ROOT=$TREE/sextant

rm -rf "$TREE"
mkdir -p "$ROOT/DEBIAN"
cmake --install build/release --prefix "$ROOT/usr" --strip >/dev/null
program=$ROOT/usr/bin/sextant
version=$("$program" --version | awk '{print $2}')
architecture=$(dpkg --print-architecture)

doc=$ROOT/usr/share/doc/sextant
install -D -m 0644 packaging/copyright "$doc/copyright"
install -D -m 0644 NOTICE "$doc/NOTICE"
gzip -9n <CHANGELOG.md >"$doc/changelog.gz"
install -D -m 0644 packaging/sextant.service "$ROOT/usr/lib/systemd/system/sextant.service"
mkdir -p "$ROOT/usr/share/man/man1" "$ROOT/usr/share/bash-completion/completions" "$ROOT/usr/share/zsh/vendor-completions"
"$program" man | gzip -9n >"$ROOT/usr/share/man/man1/sextant.1.gz"
"$program" completion bash >"$ROOT/usr/share/bash-completion/completions/sextant"
"$program" completion zsh >"$ROOT/usr/share/zsh/vendor-completions/_sextant"

# Which packages hold the libraries that the program is linked with; it wants a debian/control to stand in.
mkdir -p "$TREE/debian"
printf 'Source: sextant\n\nPackage: sextant\nArchitecture: any\n' >"$TREE/debian/control"
depends=$(cd "$TREE" && dpkg-shlibdeps -O --ignore-missing-info -l"$ROOT/usr/lib/sextant" sextant/usr/bin/sextant 2>"$TREE/shlibdeps.log" |
  sed -n 's/^shlibs:Depends=//p') || { cat "$TREE/shlibdeps.log" >&2; exit 1; }
[ -n "$depends" ] || { cat "$TREE/shlibdeps.log" >&2; echo "package: dpkg-shlibdeps named no libraries" >&2; exit 1; }

cat >"$ROOT/DEBIAN/control" <<CONTROL
Package: sextant
Version: $version
Architecture: $architecture
Maintainer: The Sextant authors <sextant@localhost>
Section: admin
Priority: optional
Installed-Size: $(du -ks "$ROOT/usr" | cut -f1)
Depends: adduser, ca-certificates, $depends
Description: what your clouds cost and contain, on your own machine
 Sextant connects AWS accounts read-only, keeps their costs as open Parquet
 files, and answers in the terminal and in a web console on loopback.
CONTROL
install -m 0755 packaging/postinst packaging/prerm packaging/postrm "$ROOT/DEBIAN/"
find "$ROOT" -type d -exec chmod 0755 {} +
package=build/sextant_${version}_$architecture.deb
dpkg-deb --root-owner-group --build "$ROOT" "$package" >/dev/null
echo "$package"
