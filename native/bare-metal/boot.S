/* From where GRUB leaves a machine (Multiboot: 32 bits, no paging) to a C program in 64 bits that may use AVX-512. */

#define HEADER_MAGIC 0x1BADB002
#define HEADER_FLAGS 0

    .section .multiboot, "a"
    .align 4
    .long HEADER_MAGIC, HEADER_FLAGS, -(HEADER_MAGIC + HEADER_FLAGS)

    .text
    .code32
    .globl _start
_start:
    mov $stack_top, %esp
    mov %ebx, multiboot_information

    /* Addresses are what they were: four pages of 1 GiB, present and writable. */
    movl $(page_directories + 3), page_map
    mov %cr4, %eax
    or $(1 << 5 | 1 << 9 | 1 << 10 | 1 << 18), %eax /* PAE; OSFXSR, OSXMMEXCPT, OSXSAVE */
    mov %eax, %cr4
    mov $page_map, %eax
    mov %eax, %cr3
    mov $0xC0000080, %ecx /* EFER: long mode */
    rdmsr
    or $(1 << 8), %eax
    wrmsr
    mov %cr0, %eax
    and $~(1 << 2), %eax /* no emulation of the FPU */
    or $(1 << 31 | 1 << 1), %eax /* paging; monitor the FPU */
    mov %eax, %cr0
    lgdt gdt_pointer
    ljmp $8, $long_mode

    .code64
long_mode:
    xor %eax, %eax
    mov %eax, %ds
    mov %eax, %es
    mov %eax, %ss
    xor %ecx, %ecx
    xor %edx, %edx
    mov $0xE7, %eax /* XCR0: x87, SSE, AVX, and the three parts of AVX-512 */
    xsetbv
    mov multiboot_information, %edi
    call start
    hlt

    .data
    .align 8
gdt:
    .quad 0
    .quad 0x00209A0000000000 /* 64-bit code */
gdt_pointer:
    .word . - gdt - 1
    .long gdt

    .align 4096
page_map:
    .fill 512, 8, 0
page_directories:
    .quad 0x00000083, 0x40000083, 0x80000083, 0xC0000083
    .fill 508, 8, 0

    .bss
multiboot_information:
    .skip 4
    .align 16
    .skip 65536
stack_top:

    .section .note.GNU-stack, "", @progbits
