#!/usr/bin/env bash
# usage: tools/test_package.sh PACKAGE.deb
#
# Installs the package in a fresh root of this distribution (debootstrap), runs what it brings, upgrades a state of an
# earlier format, removes and purges it, and looks that nothing is left. Ends with "N passed, N failed". Needs root.
set -euo pipefail
cd "$(dirname "$0")/.."
PACKAGE=$(realpath "$1")
CACHE=${SEXTANT_CACHE:-$PWD/.cache}
BASE=$CACHE/package-root.base
ROOT=$(mktemp -d "$CACHE/package-root.XXXXXX")
PASSED=0
FAILED=0

# The distribution and the mirror of this machine.
suite=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
mirror=$(awk '/^URIs:/ {print $2; exit} /^deb / {for (i = 2; i <= NF; ++i) if ($i ~ /^http/) {print $i; exit}}' \
  /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list /etc/apt/sources.list 2>/dev/null)

cleanup() {
  umount -l "$ROOT/dev" "$ROOT/proc" 2>/dev/null || true
  rm -rf --one-file-system "$ROOT"
}
trap cleanup EXIT

inside() { chroot "$ROOT" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive HOME=/root "$@"; }

# check NAME COMMAND...: counts one; shows the output where it fails.
check() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then
    PASSED=$((PASSED + 1))
  else
    FAILED=$((FAILED + 1))
    printf 'FAILED %s\n%s\n' "$name" "$output"
  fi
}

serves() {
  inside runuser -u sextant -- env HOME=/var/lib/sextant SEXTANT_HOME=/var/lib/sextant/state sextant serve --listen 127.0.0.1:7391 >"$ROOT/serve.log" 2>&1 &
  local server=$! tries
  for tries in $(seq 100); do
    if curl -sf --noproxy '*' http://127.0.0.1:7391/readyz >/dev/null; then break; fi
    sleep 0.1
  done
  local page health
  page=$(curl -sf --noproxy '*' http://127.0.0.1:7391/ || true)
  health=$(curl -s -o /dev/null -w '%{http_code}' --noproxy '*' http://127.0.0.1:7391/healthz)
  pkill -TERM -f '^sextant serve --listen 127.0.0.1:7391' || true
  wait "$server" || true
  if [ "$health" = 200 ] && grep -q '<html' <<<"$page"; then return 0; fi
  cat "$ROOT/serve.log"
  echo "tries: $tries, health: $health"
  return 1
}

upgrades() {
  local state=$ROOT/var/lib/sextant/state
  rm -rf "$state" && mkdir -p "$state"
  { sed '1d' tests/fixtures/state_version_3.sql; echo 'PRAGMA user_version = 3;'; } | python3 -c '
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as database:
    database.executescript(sys.stdin.read())' "$state/state.db"
  inside chown -R sextant:sextant /var/lib/sextant
  inside runuser -u sextant -- env HOME=/var/lib/sextant SEXTANT_HOME=/var/lib/sextant/state sextant connection payer | grep -q "Ana's team"
}

# Files of the package that are left in the root.
leftovers() {
  local left
  left=$(find "$ROOT" -xdev \( -path "$ROOT/proc" -o -path "$ROOT/dev" -o -path "$ROOT/var/cache" -o -path "$ROOT/var/lib/apt" \) -prune -o \
    -iname '*sextant*' -print | grep -v "^$ROOT/serve.log$" | grep -v "^$ROOT/sextant.deb$" || true)
  [ -z "$left" ] || { echo "left: $left"; return 1; }
}

command -v debootstrap >/dev/null || { echo "test_package: debootstrap is missing" >&2; exit 1; }
[ -f "$BASE/etc/debian_version" ] || { rm -rf "$BASE"; debootstrap --variant=minbase --include=ca-certificates,adduser "$suite" "$BASE" "$mirror" >"$CACHE/debootstrap.log" 2>&1; }
rmdir "$ROOT"
cp -a "$BASE" "$ROOT"
cp -r /etc/apt/sources.list.d "$ROOT/etc/apt/"
[ ! -s /etc/apt/sources.list ] || cp /etc/apt/sources.list "$ROOT/etc/apt/"
cp /etc/apt/apt.conf.d/*proxy* /etc/apt/apt.conf.d/*ca* "$ROOT/etc/apt/apt.conf.d/" 2>/dev/null || true
cp /etc/ssl/certs/ca-certificates.crt "$ROOT/etc/ssl/certs/"
cp /etc/resolv.conf /etc/hosts "$ROOT/etc/"
mount -t proc proc "$ROOT/proc"
mount --rbind /dev "$ROOT/dev" && mount --make-rslave "$ROOT/dev"
cp "$PACKAGE" "$ROOT/sextant.deb"

check "package lists" inside apt-get update -qq
check "installs" inside apt-get install -y -qq --no-install-recommends /sextant.deb
check "has no library missing" sh -c "! chroot '$ROOT' ldd /usr/bin/sextant | grep 'not found'"
check "the program runs" inside sextant --version
check "the manual page is there" inside sh -c 'zcat /usr/share/man/man1/sextant.1.gz | grep -q "^.TH"'
check "completions are there" inside test -s /usr/share/bash-completion/completions/sextant -a -s /usr/share/zsh/vendor-completions/_sextant
check "the state folder is private" sh -c "[ \"\$(stat -c %a '$ROOT/var/lib/sextant')\" = 700 ]"
check "serves its page" serves
check "keeps an earlier state" upgrades
check "reinstalls" inside apt-get install -y -qq --reinstall /sextant.deb
check "is removed, its data stay" sh -c "chroot '$ROOT' apt-get remove -y -qq sextant && [ -f '$ROOT/var/lib/sextant/state/state.db' ] && ! [ -e '$ROOT/usr/bin/sextant' ]"
check "is purged" inside apt-get purge -y -qq sextant
check "leaves nothing" leftovers
echo "$PASSED passed, $FAILED failed"
[ "$FAILED" = 0 ]
