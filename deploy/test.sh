#!/usr/bin/env bash
# The whole suite: on SQLite without the browser, then on a throwaway PostgreSQL cluster with it; there without the tests
# that ask no database, which have just been run. Every core runs tests.
# It ends with pytest's own closing line of the second run. Arguments go to pytest.
set -uo pipefail
cd "$(dirname "$0")/.."
source deploy/packages.sh
source deploy/postgres.sh

want_postgres
want "command -v chromium" chromium
want "fc-list :lang=zh-cn | grep ." fonts-noto-cjk fontconfig
want "java -version" default-jre-headless
want ".venv/bin/python -m playwright --version" libatomic1
install_wanted

scratch=$(mktemp -d)
chmod 755 "$scratch" # the account postgres goes through it
clean_up() {
    stop_postgres
    rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# Whatever .env says, the tests run as a fresh clone does; Argon2 is slow on purpose, so it is not the first choice here.
export BEHIND_HTTPS=false STATIC_ROOT=$scratch/static PYTEST_DEBUG_TEMPROOT=$scratch
export PASSWORD_HASHERS=django.contrib.auth.hashers.MD5PasswordHasher,django.contrib.auth.hashers.Argon2PasswordHasher
export DATABASE_URL=sqlite:///$scratch/portal.sqlite3
.venv/bin/python manage.py collectstatic --noinput --verbosity 0 || exit 1

failed=0
echo "== SQLite, without the browser tests"
.venv/bin/python -m pytest --numprocesses auto -m "not browser" "$@" </dev/null || failed=$?
[ "$failed" = 0 ] || echo "== The run on SQLite failed, see above."

mkdir "$scratch/postgres"
# Tests roll back: vacuumed meanwhile, a table looks empty to the planner, and a query over it may take half a minute.
PG_OPTIONS="-c autovacuum=off"
start_postgres "$scratch/postgres" || exit 1
echo "== PostgreSQL, with the browser tests"
.venv/bin/python -m pytest --numprocesses auto --with-database "$@" </dev/null || failed=$?
exit "$failed"
