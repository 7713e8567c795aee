#!/usr/bin/env bash
# Installs what the tests execute the kernels' machine code with: C compilers for kernel-runner.c, and QEMU for arm64. Debian and Ubuntu.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"

if ! command -v apt-get >/dev/null; then
    echo "No apt-get: gcc, aarch64-linux-gnu-gcc with a static C library, and qemu-aarch64-static have to come in this system's way." >&2
    exit 1
fi
install_debian gcc libc6-dev gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static
