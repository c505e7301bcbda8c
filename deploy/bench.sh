#!/usr/bin/env bash
# Every budget with its floor, on a throwaway PostgreSQL cluster. Arguments name the parts (default: all).
set -euo pipefail
cd "$(dirname "$0")/.."
source deploy/packages.sh
source deploy/postgres.sh

want_postgres
want "command -v wrk" wrk
install_wanted

scratch=$(mktemp -d)
chmod 755 "$scratch"
clean_up() {
    stop_postgres
    rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

export BEHIND_HTTPS=false STATIC_ROOT=$scratch/static MEDIA_ROOT=$scratch/media
DATABASE_URL=sqlite:///$scratch/portal.sqlite3 .venv/bin/python manage.py collectstatic --noinput --verbosity 0
PG_OPTIONS="-c shared_buffers=512MB -c work_mem=32MB -c max_wal_size=4GB"
mkdir "$scratch/postgres"
start_postgres "$scratch/postgres"
.venv/bin/python -m tests.benchmarks "$@"
