#!/usr/bin/env bash
# Make both lock files anew: exact versions with the hashes of every published file, no registry's name.
# Upgrades what is not pinned in pyproject.toml; `git diff` shows what moved.
set -euo pipefail
cd "$(dirname "$0")/.."
.venv/bin/python -m pip install --quiet --disable-pip-version-check uv

compile() {
    .venv/bin/python -m uv pip compile pyproject.toml --no-config --quiet --upgrade --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --output-file "$@"
}
compile requirements.lock
compile requirements-dev.lock --extra dev --constraint requirements.lock
