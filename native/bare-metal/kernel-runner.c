/* Executes the machine code of a kernel, without the runtime that compiled it.
 *
 * The kernels are leaf code: they need no more than their arguments. So their code, taken out of an image that was
 * compiled for some processor, runs wherever a C program for this processor runs, on an emulated machine for instance.
 * The calling convention, System V for x86-64, numbers the registers for whole numbers and those for floating-point
 * numbers apart; the order in which the two kinds stand in the kernel's signature is of no account. A kernel that
 * takes its arguments in a struct gets the address of one: the whole numbers, and behind them the others.
 *
 * Standard input holds calls, one after the other: the struct below, the code, the memory. Standard output gets for
 * each one the value that was returned (eight bytes) and the memory as the kernel left it. A call that cannot be read
 * ends the program with 1.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Those that have no register are passed on the stack, eight bytes each. */
#define INTEGERS 13

struct call {
    int64_t code_bytes;
    int64_t memory_bytes;
    int64_t element_bytes;   /* 4: float, 8: double */
    int64_t is_pointer;      /* bit i: integers[i] is an offset into the memory */
    int64_t in_struct;       /* not 0: the only argument is a struct */
    int64_t integers[INTEGERS];
    unsigned char numbers[2][8];
};

#define SIGNATURE(type) \
    (int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, type, type, \
     int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t)
#define ARGUMENTS \
    x[0], x[1], x[2], x[3], x[4], x[5], numbers[0], numbers[1], x[6], x[7], x[8], x[9], x[10], x[11], x[12]
typedef float float_kernel SIGNATURE(float);
typedef double double_kernel SIGNATURE(double);

/* Returns 0 at the end of the input, which is where a call may begin but not where it may end. */
static int read_all(void *destination, int64_t bytes)
{
    char *next = destination;
    while (bytes > 0) {
        ssize_t got = read(STDIN_FILENO, next, bytes);
        if (got <= 0)
            return 0;
        next += got;
        bytes -= got;
    }
    return 1;
}

static void write_all(const void *source, int64_t bytes)
{
    const char *next = source;
    while (bytes > 0) {
        ssize_t put = write(STDOUT_FILENO, next, bytes);
        if (put <= 0)
            exit(1);
        next += put;
        bytes -= put;
    }
}

static void *map(int64_t bytes)
{
    void *address = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (address == MAP_FAILED)
        exit(1);
    return address;
}

int main(void)
{
    struct call call;
    while (read_all(&call, sizeof call)) {
        char *code = map(call.code_bytes), *memory = map(call.memory_bytes);
        if (!read_all(code, call.code_bytes) || !read_all(memory, call.memory_bytes))
            return 1;

        int64_t x[INTEGERS];
        for (int i = 0; i < INTEGERS; i++)
            x[i] = (call.is_pointer >> i & 1) != 0 ? (int64_t)(memory + call.integers[i]) : call.integers[i];

        struct { int64_t integers[INTEGERS]; char numbers[16]; } arguments;
        if (call.in_struct != 0) {
            memcpy(arguments.integers, x, sizeof x);
            memcpy(arguments.numbers, call.numbers[0], call.element_bytes);
            memcpy(arguments.numbers + call.element_bytes, call.numbers[1], call.element_bytes);
            x[0] = (int64_t)&arguments;
        }

        unsigned char result[8] = {0};
        if (call.element_bytes == 4) {
            float numbers[2], value;
            memcpy(&numbers[0], call.numbers[0], 4);
            memcpy(&numbers[1], call.numbers[1], 4);
            value = ((float_kernel *)code)(ARGUMENTS);
            memcpy(result, &value, 4);
        } else {
            double numbers[2], value;
            memcpy(numbers, call.numbers, sizeof numbers);
            value = ((double_kernel *)code)(ARGUMENTS);
            memcpy(result, &value, 8);
        }
        write_all(result, sizeof result);
        write_all(memory, call.memory_bytes);
        munmap(code, call.code_bytes);
        munmap(memory, call.memory_bytes);
    }
    return 0;
}
