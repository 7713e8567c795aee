#!/usr/bin/env bash
# Installs OpenBLAS and LAPACKE for SpanLinalg.OpenBlas with the system's own package manager: Debian and Ubuntu, Fedora, macOS.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"

if [ "$(uname -s)" = Darwin ]; then
    if ! command -v brew >/dev/null; then
        echo "OpenBLAS comes from Homebrew here, and there is no brew." >&2
        exit 1
    fi
    # LAPACKE is in it.
    brew list openblas >/dev/null 2>&1 || brew install openblas
elif command -v apt-get >/dev/null; then
    # Debian leaves LAPACKE out of OpenBLAS. Its liblapacke takes LAPACK and BLAS from the build that is installed, and prefers OpenBLAS.
    install_debian libopenblas0-pthread liblapacke
elif command -v dnf >/dev/null; then
    as_root dnf install --assumeyes openblas-threads lapack
else
    echo "No apt-get, dnf or brew: install OpenBLAS and LAPACKE in this system's way (native/README.md says what is looked for)." >&2
    exit 1
fi
