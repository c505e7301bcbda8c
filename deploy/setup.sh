#!/usr/bin/env bash
# Prepare a clone: .venv from the lock file, .env with random secrets, database, static files, reference data.
# `setup.sh dev` prepares the tools of the tests instead of the data, `setup.sh install` the packages only.
# What is done already is not done again.
set -euo pipefail
cd "$(dirname "$0")/.."
source deploy/packages.sh

find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "Python 3.11 or newer is needed." >&2
    return 1
}

make_environment() {
    local python
    # One that was left half-made, or whose Python has gone, is made anew.
    if .venv/bin/python -c 'import pip' 2>/dev/null; then return; fi
    python=$(find_python)
    # Debian keeps ensurepip in a package of its own.
    want "$python -c 'import ensurepip, venv'" python3-venv
    install_wanted
    rm -rf .venv
    "$python" -m venv .venv
}

install_locked() {
    local lock=$1 digest
    digest=$(sha256sum "$lock" | cut -d' ' -f1)
    if [ "$(cat ".venv/$lock.installed" 2>/dev/null)" = "$digest" ]; then return; fi
    echo "Installing the packages of $lock …" >&2
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
    echo "$digest" >".venv/$lock.installed"
}

# write_secret NAME EXPRESSION: unless .env has it already.
write_secret() {
    if grep -q "^$1=" .env 2>/dev/null; then return; fi
    (
        umask 077
        .venv/bin/python -c "import base64, secrets; print('$1=' + $2)" >>.env
    )
}

write_secrets() {
    write_secret SECRET_KEY "secrets.token_urlsafe(64)"
    write_secret DATA_KEYS "'1:' + base64.b64encode(secrets.token_bytes(16)).decode()"
    write_secret INDEX_KEY "secrets.token_urlsafe(32)"
}

make_environment
if [ "${1:-}" = dev ]; then
    install_locked requirements-dev.lock
    # The development lock contains the other one (tests/test_packaging.py holds them together).
    sha256sum requirements.lock | cut -d' ' -f1 >.venv/requirements.lock.installed
    want_letters
    install_wanted
    write_secrets
    exit 0
fi
install_locked requirements.lock
want_letters
install_wanted
write_secrets
[ "${1:-}" = install ] || .venv/bin/python manage.py prepare --demo
