#!/usr/bin/env bash
# kernel-runner.c on a processor with AVX-512 that Bochs emulates: the same calls on standard input, the same results on
# standard output, behind which Bochs has a few words to say.
set -euo pipefail
source_directory=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/disc/boot/grub"
cat >"$work/disc/boot/calls"

# GRUB looks for the Multiboot header in the first 8 KiB of the file, and wants a 32-bit one.
gcc -O2 -Wall -Werror -ffreestanding -fno-pic -fno-stack-protector -mno-red-zone -nostdlib -static -no-pie \
    -Wl,--build-id=none -Wl,-z,noexecstack -Wl,-z,max-page-size=4096 \
    -Wl,--section-start=.multiboot=0x200000 -Wl,-Ttext=0x201000 \
    -o "$work/runner64" "$source_directory/boot.S" "$source_directory/system.c" "$source_directory/kernel-runner.c"
objcopy -O elf32-i386 "$work/runner64" "$work/disc/boot/runner"

cat >"$work/disc/boot/grub/grub.cfg" <<'GRUB'
multiboot /boot/runner
module /boot/calls
boot
GRUB
grub-mkrescue -o "$work/disc.iso" "$work/disc" >"$work/grub.log" 2>&1 || {
    cat "$work/grub.log" >&2
    exit 1
}

# A display is obligatory: this one waits for nobody to look at it. Debian's Bochs starts in its debugger: "c"
# continues.
cat >"$work/bochsrc" <<BOCHS
megs: 256
cpu: model=corei7_skylake_x, reset_on_triple_fault=0
romimage: file=/usr/share/bochs/BIOS-bochs-latest
vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
display_library: rfb, options="timeout=0"
ata0-master: type=cdrom, path=$work/disc.iso, status=inserted
boot: cdrom
port_e9_hack: enabled=1
sound: driver=dummy
panic: action=fatal
log: $work/bochs.log
BOCHS
echo c >"$work/debugger"
timeout 120 bochs -q -f "$work/bochsrc" -rc "$work/debugger" >"$work/output" 2>"$work/errors" </dev/null || true
if ! grep -q 'Shutdown port: shutdown requested' "$work/bochs.log"; then
    grep -E 'PANIC|exception|fault' "$work/bochs.log" >&2 || tail -n 20 "$work/errors" >&2
    exit 1
fi

# system.c marks where Bochs's own words end.
mark=RESULTS:
offset=$(grep --text --byte-offset --only-matching --max-count=1 "$mark" "$work/output" | head -n 1 | cut -d: -f1)
tail -c +$((offset + ${#mark} + 1)) "$work/output"
