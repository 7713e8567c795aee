#!/usr/bin/env bash
# Installs what runs code for other processors: QEMU and the libraries that the runtime for arm64 needs; Bochs, for
# kernels of AVX-512, with what makes its boot image. Debian and Ubuntu.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"

if ! command -v apt-get >/dev/null; then
    echo "No apt-get: the programs and libraries that this script names have to come in this system's way." >&2
    exit 1
fi
install_debian gcc libc6-dev binutils bochs bochsbios vgabios grub-common grub-pc-bin xorriso mtools \
    qemu-user-static gcc-aarch64-linux-gnu libc6-dev-arm64-cross libc6-arm64-cross libstdc++6-arm64-cross

# The runtime computes hashes with OpenSSL, which has no package for cross-compilers. So the libraries come out of the
# package for arm64 machines; this machine's own lists of packages stay as they are.
system=/usr/aarch64-linux-gnu
if [ ! -e $system/lib/libssl.so.3 ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
    for_arm64=(-o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User=
        -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/cache")
    apt-get "${for_arm64[@]}" update
    (cd "$work" && apt-get "${for_arm64[@]}" download libssl3)
    dpkg --extract "$work"/libssl3_*.deb "$work/libssl3"
    as_root cp "$work"/libssl3/usr/lib/aarch64-linux-gnu/lib{crypto,ssl}.so.3 $system/lib/
fi
