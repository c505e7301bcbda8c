#!/usr/bin/env bash
# Format, lint, deployment settings, migrations, layers, packaging. Everything is looked at before it fails.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=0
try() {
    echo "-- $1"
    shift
    "$@" || failed=1
}
templates() {
    git ls-files -z --cached --others --exclude-standard -- '*/templates/*.html' 'templates/*.html' |
        xargs -0 --no-run-if-empty .venv/bin/djade --check --target-version 5.2
}

try "format" .venv/bin/ruff format --check --output-format concise .
try "lint" .venv/bin/ruff check --output-format concise .
try "templates" templates
try "deployment settings" env BEHIND_HTTPS=true DEBUG=false .venv/bin/python manage.py check --deploy --fail-level WARNING
try "migrations" .venv/bin/python manage.py makemigrations --check --dry-run
try "layers and packaging" .venv/bin/python -m pytest -q tests/test_layers.py tests/test_packaging.py
[ "$failed" = 0 ] || echo "make check found something, see above." >&2
exit "$failed"
