/* What the stand-ins of other libraries need of the one for the CUDA runtime. */
#include <stddef.h>

/* How many pieces of memory one piece of work can use. */
#define STANDIN_USES 24

/* Memory of the device that work reads or writes. */
typedef struct {
    const void *start;
    size_t bytes;
    int writes;
} standin_use;

/* Counts a call of the library, which a test may want to fail: the status, or 0. Each enter needs a
 * leave, which hands the status on. No other function of CUDA may be called between the two. */
int standin_enter(const char *function);
int standin_leave(int status);

/* Notes a mistake of the caller; between enter and leave. */
void standin_complain(const char *format, ...);

/* Queues work on a stream, between enter and leave: `run(room)` is called as late as can be, and
 * `room`, which has to come from malloc, is freed then. What it uses has to be memory of the
 * device. A status of CUDA, or 0. */
int standin_queue(void *stream, const char *function, void (*run)(void *room), void *room,
                  int uses, const standin_use *used);

/* Whether the host has waited for all work that uses the memory, so that what does not wait for
 * streams may write it; between enter and leave. */
int standin_is_free(const void *start);

/* An object of a library, such as "nvjpeg decoder", counted until it is gone. NULL where there is no
 * room for more. */
void *standin_object(const char *kind, size_t bytes);

/* Whether a handle is a living object of that kind; complains if not. */
int standin_is(void *object, const char *kind, const char *function);

/* The object is given back. */
void standin_gone(void *object);

/* The device of the calling thread, and whether it is lost, so that whatever it is told fails. */
int standin_device(void);
int standin_lost(void);

/* What a kernel takes at one place; see kernels.h, which has the same. */
typedef struct {
    size_t bytes;
    int pointers; /* that it is made of; 0 for values */
    int writes;
} standin_parameter;

/* A kernel in a library that stands in for a cubin, under the name standin_kernel_NAME. */
typedef struct {
    const char *name;
    int count;
    const standin_parameter *parameters;
    void (*run)(void **arguments, const unsigned int blocks[3], const unsigned int threads[3]);
} standin_kernel;

/* How the stand-in for PTX begins: the compiler's version, then the architecture. */
#define STANDIN_PTX \
    "// Cuda compilation tools, release %d.%d\n.version 9.1\n.target sm_%d"

/* By value, as CUDA has it. */
typedef struct {
    unsigned int x, y, z;
} dim3;
