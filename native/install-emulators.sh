#!/usr/bin/env bash
# Installs what the tests execute the machine code of kernels with: C compilers for kernel-runner.c, QEMU for arm64, and Bochs for AVX-512 with what
# its boot image takes. Debian and Ubuntu.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"

if ! command -v apt-get >/dev/null; then
    echo "No apt-get: the programs in the last line of this script have to come in this system's way." >&2
    exit 1
fi
install_debian gcc libc6-dev binutils gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static \
    bochs bochsbios vgabios grub-common grub-pc-bin xorriso mtools
