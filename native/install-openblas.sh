#!/usr/bin/env bash
# Installs OpenBLAS and LAPACKE for SpanLinalg.OpenBlas with the system's own package manager: Debian and Ubuntu, Fedora, macOS.
set -euo pipefail

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

if [ "$(uname -s)" = Darwin ]; then
    if ! command -v brew >/dev/null; then
        echo "OpenBLAS comes from Homebrew here, and there is no brew." >&2
        exit 1
    fi
    # LAPACKE is in it.
    brew list openblas >/dev/null 2>&1 || brew install openblas
elif command -v apt-get >/dev/null; then
    # Debian leaves LAPACKE out of OpenBLAS. Its liblapacke takes LAPACK and BLAS from the build that is installed, and prefers OpenBLAS.
    packages=(libopenblas0-pthread liblapacke)
    installed=$(dpkg-query --show --showformat='${db:Status-Status}\n' "${packages[@]}" 2>/dev/null | grep -c '^installed$' || true)
    if [ "$installed" -ne "${#packages[@]}" ]; then
        as_root apt-get update
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${packages[@]}"
    fi
elif command -v dnf >/dev/null; then
    as_root dnf install --assumeyes openblas-threads lapack
else
    echo "No apt-get, dnf or brew: install OpenBLAS and LAPACKE in this system's way (native/README.md says what is looked for)." >&2
    exit 1
fi
