# A throwaway PostgreSQL cluster on a local socket. Sourced after packages.sh.
# `start_postgres DIR` makes it in the empty directory DIR and sets DATABASE_URL; `stop_postgres` ends it.
# initdb and pg_ctl refuse root, so root runs them as the account postgres.

want_postgres() {
    want "ls /usr/lib/postgresql/*/bin/initdb" postgresql
}

as_postgres() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

# Nothing in it outlives the run, so it need not reach the disk.
start_postgres() {
    pg_dir=$1
    pg_bin=$(find /usr/lib/postgresql -path '*/bin/initdb' -printf '%h\n' | sort -V | tail -1)
    local options="-k $pg_dir -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    [ "$(id -u)" != 0 ] || chown postgres "$pg_dir"
    as_postgres "$pg_bin/initdb" -D "$pg_dir/data" -U portal -A trust -E UTF8 --locale=C.UTF-8 >/dev/null &&
        as_postgres "$pg_bin/pg_ctl" -D "$pg_dir/data" -l "$pg_dir/log" -w -o "$options ${PG_OPTIONS:-}" start >/dev/null ||
        { cat "$pg_dir/log" >&2; return 1; }
    export DATABASE_URL="postgres://portal@/$pg_dir/postgres"
}

stop_postgres() {
    [ -n "${pg_dir:-}" ] || return 0
    as_postgres "$pg_bin/pg_ctl" -D "$pg_dir/data" -m immediate stop >/dev/null 2>&1 || true
    pg_dir=
}
