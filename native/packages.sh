# Functions for the install scripts beside it; to be sourced.

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "This needs root or sudo: $*" >&2
        exit 1
    fi
}

# Installs those of the packages that are missing, with apt-get.
install_debian() {
    local installed
    installed=$(dpkg-query --show --showformat='${db:Status-Status}\n' "$@" 2>/dev/null | grep -c '^installed$' || true)
    if [ "$installed" -ne "$#" ]; then
        as_root apt-get update
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"
    fi
}
