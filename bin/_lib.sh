# Sourced by the scripts beside it: goes to the checkout, and sets up what they need, once.
# shellcheck shell=sh
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*"; }
fail() { printf '\n%s\n\n' "$*" >&2; exit 2; }

# Python 3.11 or newer, outside any environment of our own.
find_python() {
    for candidate in python3.11 python3 python3.12 python3.13; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    fail "Python 3.11 eller nyere mangler. Kjør:  apt-get install -y python3 python3-venv"
}

has_library() { "$1" -c "import ctypes; ctypes.CDLL('$2')" 2>/dev/null; }

# The Debian packages that are missing; "dev" adds those of the tests.
missing_packages() {
    [ -x .venv/bin/pip ] || "$1" -c 'import ensurepip, venv' 2>/dev/null || printf ' python3-venv'
    has_library "$1" libpangoft2-1.0.so.0 || printf ' libpangoft2-1.0-0'
    has_library "$1" libharfbuzz-subset.so.0 || printf ' libharfbuzz-subset0'
    if [ "$2" = dev ]; then
        command -v chromium >/dev/null || printf ' chromium'
        command -v msgfmt >/dev/null || printf ' gettext'
        has_library "$1" libatomic.so.1 || printf ' libatomic1' # of the node in Playwright
    fi
}

install_packages() {
    packages=$(missing_packages "$1" "$2")
    [ -n "$packages" ] || return 0
    line="apt-get install -y --no-install-recommends$packages"
    command -v apt-get >/dev/null || fail "Disse systempakkene mangler (navn i Debian):$packages"
    [ "$(id -u)" = 0 ] || fail "Systempakker mangler. Kjør denne linjen én gang, og prøv igjen:
  sudo sh -c 'apt-get update && $line'"
    say "Installerer systempakker:$packages"
    # shellcheck disable=SC2086
    if ! { apt-get update && DEBIAN_FRONTEND=noninteractive $line; } >var/log/apt.log 2>&1; then
        tail -n 5 var/log/apt.log >&2
        fail "Klarte ikke:  $line  (se var/log/apt.log)"
    fi
}

# A stamp for each requirement file; a newer one is installed on top of what is there.
install_requirements() {
    stamp=".venv/.$2.installed"
    wanted=$(sha256sum <"$2")
    if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && .venv/bin/python -c '' 2>/dev/null; then
        return 0
    fi
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        say "Lager Python-miljøet .venv …"
        rm -rf .venv
        "$1" -m venv .venv || fail "Klarte ikke å lage .venv."
    fi
    say "Installerer Python-pakker fra $2 (én gang) …"
    if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary=:all: \
        --requirement "$2" >var/log/pip.log 2>&1; then
        tail -n 5 var/log/pip.log >&2
        fail "pip klarte ikke å installere pakkene (se var/log/pip.log)."
    fi
    printf '%s\n' "$wanted" >"$stamp"
    # What the tests need holds everything that running needs.
    [ "$2" != requirements-dev.txt ] || sha256sum <requirements.txt >.venv/.requirements.txt.installed
}

# set_up run | set_up dev. Two scripts at once take turns.
set_up() {
    [ -d var ] || mkdir -m 711 var
    [ -w var ] || fail "Mappen var/ tilhører en annen bruker. Kjør som den, eller flytt mappen bort."
    mkdir -p var/log
    exec 9>var/setup.lock
    flock 9
    python=$(find_python) || exit $?
    install_packages "$python" "$1"
    if [ "$1" = dev ]; then
        install_requirements "$python" requirements-dev.txt
    else
        install_requirements "$python" requirements.txt
    fi
    exec 9>&-
}

# The tests' engines have a folder of their own, so that a running portal is not disturbed.
use_test_folder() {
    export FOLKEHELSE_VAR="${FOLKEHELSE_VAR:-$PWD/var/test}"
    export SECRET_KEY="${SECRET_KEY:-$(head -c 48 /dev/urandom | base64)}"
}
