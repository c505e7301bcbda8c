# Debian packages the project needs: installed when we may, named in one command when we may not. Sourced.

wanted=()
probes=()

# want PROBE PACKAGE…: when the shell words of PROBE fail, the packages are wanted.
want() {
    local probe=$1
    shift
    if eval "$probe" >/dev/null 2>&1; then return; fi
    wanted+=("$@")
    probes+=("$probe")
}

# Install what is wanted, all at once; without the right to, say the one command and stop.
install_wanted() {
    [ ${#wanted[@]} != 0 ] || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing ${wanted[*]} …" >&2
        export DEBIAN_FRONTEND=noninteractive
        { apt-get -qq update && apt-get -qq install -y --no-install-recommends "${wanted[@]}"; } </dev/null >/dev/null || true
    fi
    local probe
    for probe in "${probes[@]}"; do
        if ! eval "$probe" >/dev/null 2>&1; then
            echo "Something is missing on this machine. Run this as root, then try again:" >&2
            echo "    apt-get update && apt-get install -y ${wanted[*]}" >&2
            exit 1
        fi
    done
    wanted=()
    probes=()
}

# What writes official letters as PDF, and the fonts they are embedded with (LETTER_FONTS in the settings). After the lock file.
want_letters() {
    want ".venv/bin/python -c 'import weasyprint'" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    want "fc-list | grep 'Noto Serif CJK SC'" fonts-noto-cjk fontconfig
    want "fc-list | grep 'AR PL UKai CN'" fonts-arphic-ukai fontconfig
}
