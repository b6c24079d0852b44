/* What the stand-ins of other libraries need of the one for the CUDA runtime. */
#include <stddef.h>

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
 * device, at most 8 pieces. A status of CUDA, or 0. */
int standin_queue(void *stream, const char *function, void (*run)(void *room), void *room,
                  int uses, const standin_use *used);

/* An object of a library, such as "nvjpeg decoder", counted until it is gone. NULL where there is no
 * room for more. */
void *standin_object(const char *kind, size_t bytes);

/* Whether a handle is a living object of that kind; complains if not. */
int standin_is(void *object, const char *kind, const char *function);

/* The object is given back. */
void standin_gone(void *object);

/* The device of the calling thread. */
int standin_device(void);
