#!/usr/bin/env bash
# usage: tools/build_ui.sh
#
# Builds the page of ui/ into build/ui (or SEXTANT_UI_DIST), from where the program takes it. Where nothing that it is made of
# has changed since, it ends at once. tools/prepare.sh ui brings the Node that it runs.
set -euo pipefail
cd "$(dirname "$0")/.."
CACHE=${SEXTANT_CACHE:-$PWD/.cache}
export SEXTANT_UI_DIST=${SEXTANT_UI_DIST:-$PWD/build/ui}
export PATH=$CACHE/deps/node/bin:$PATH

die() { printf '%s\n' "build_ui: $*" >&2; exit 1; }
[ -x "$CACHE/deps/node/bin/node" ] || die "there is no Node in $CACHE/deps/node; run tools/prepare.sh ui"

# All that the page is made of, by content.
digest() {
  { node --version
    find ui -name node_modules -prune -o -path ui/src/api/generated -prune -o -type f -print0 | sort -z | xargs -0 sha256sum
    sha256sum catalog/api/openapi.yaml tools/build_ui.sh
  } | sha256sum | cut -d' ' -f1
}

# The exact packages of the lock file; no script of theirs is run (ui/.npmrc).
install_packages() {
  local stamp=ui/node_modules/.stamp want
  want=$({ node --version; cat ui/package-lock.json; } | sha256sum | cut -d' ' -f1)
  [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && return
  echo "build_ui: installing the page's build tools" >&2
  (cd ui && npm ci --silent) || die "npm ci failed in ui/"
  echo "$want" >"$stamp"
}

stamp=$SEXTANT_UI_DIST.stamp
want=$(digest)
install_packages
[ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && [ -f "$SEXTANT_UI_DIST/index.html" ] && exit 0
mkdir -p build
log=build/ui.log
(cd ui && npm run --silent types && npm run --silent build) >"$log" 2>&1 || { tail -n 40 "$log" >&2; die "the page could not be built"; }
grep -E 'first load' "$log" >&2
echo "$want" >"$stamp"
