/* The few system calls of kernel-runner.c, on a bare machine that Bochs emulates: the input is the file that GRUB
 * loaded as a module, the output goes to Bochs's port for debugging, and so to its standard output.
 */
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

int main(void);

struct module { uint32_t start, end, name, reserved; };
struct multiboot { uint32_t flags, memory[2], boot_device, command_line, module_count, modules; };

static const char *input, *input_end;
static char *free_memory = (char *)0x8000000; /* above everything that GRUB loads */

static void out(uint16_t port, uint8_t value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

ssize_t write(int file, const void *source, size_t bytes)
{
    (void)file;
    for (size_t i = 0; i < bytes; i++)
        out(0xE9, ((const uint8_t *)source)[i]);
    return bytes;
}

void *memcpy(void *destination, const void *source, size_t bytes)
{
    void *result = destination;
    __asm__ volatile("rep movsb" : "+D"(destination), "+S"(source), "+c"(bytes) : : "memory");
    return result;
}

void *memset(void *destination, int value, size_t bytes)
{
    void *result = destination;
    __asm__ volatile("rep stosb" : "+D"(destination), "+c"(bytes) : "a"(value) : "memory");
    return result;
}

ssize_t read(int file, void *destination, size_t bytes)
{
    (void)file;
    if (bytes > (size_t)(input_end - input))
        bytes = input_end - input;
    memcpy(destination, input, bytes);
    input += bytes;
    return bytes;
}

void *mmap(void *address, size_t bytes, int protection, int flags, int file, off_t offset)
{
    (void)address, (void)protection, (void)flags, (void)file, (void)offset;
    void *result = free_memory;
    free_memory += (bytes + 4095) & ~(size_t)4095;
    return result;
}

int munmap(void *address, size_t bytes)
{
    (void)bytes;
    if ((char *)address < free_memory)
        free_memory = address;
    return 0;
}

/* Bochs ends when it reads this word at this port. */
void exit(int code)
{
    (void)code;
    for (const char *letter = "Shutdown"; *letter != 0; letter++)
        out(0x8900, *letter);
    for (;;)
        __asm__ volatile("hlt");
}

void start(const struct multiboot *multiboot)
{
    const struct module *module = (const struct module *)(uintptr_t)multiboot->modules;
    input = (const char *)(uintptr_t)module->start;
    input_end = (const char *)(uintptr_t)module->end;
    /* Bochs says things on the same standard output before. */
    write(1, "\nRESULTS:", 9); /* run.sh looks for it */
    exit(main());
}
