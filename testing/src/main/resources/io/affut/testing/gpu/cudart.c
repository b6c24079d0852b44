/* A stand-in for the CUDA runtime that needs no GPU, and is stricter than one.
 *
 * Memory of the device is memory of the host. Work is queued and done as late as can be: when
 * somebody waits for it. So who reads too early reads old bytes, and who changes a source too early
 * changes what is copied. Work of two streams that touches the same buffer without an event or a
 * wait between them is a complaint, whatever order it happens to be done in; a buffer counts as a
 * whole. So are use after free, double free, use of memory as what it is not, and freeing what a
 * stream still uses. Nothing is ever really freed, so that these are noticed and do no harm.
 *
 * Kernels are functions of a shared library that stands in for a cubin (see kernels.h), and run one
 * thread after the other. A launch counts as writing whatever it has a pointer to, unless that is a
 * pointer to const.
 *
 * The functions that begin with standin_ are for the tests. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <malloc.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "standin.h"

/* The machine as it is before a test wants another one. */
#ifndef STANDIN_DEVICES
#define STANDIN_DEVICES 1
#endif
#ifndef STANDIN_MEMORY
#define STANDIN_MEMORY (1L << 30)
#endif
#ifndef STANDIN_DRIVER
#define STANDIN_DRIVER 13010
#endif

#define SUCCESS 0
#define INVALID_VALUE 1
#define OUT_OF_MEMORY 2
#define INVALID_CONFIGURATION 9
#define INSUFFICIENT_DRIVER 35
#define NO_DEVICE 100
#define INVALID_DEVICE 101
#define INVALID_IMAGE 200
#define NO_IMAGE_FOR_DEVICE 209
#define INVALID_PTX 218
#define UNSUPPORTED_PTX_VERSION 222
#define INVALID_HANDLE 400
#define NO_SYMBOL 500
#define NOT_READY 600
#define ILLEGAL_ADDRESS 700
#define CAPTURE_UNSUPPORTED 900
#define CAPTURE_INVALIDATED 901

/* What was given back is used again when there is nothing else left: until then, who uses it is
 * reported. */
#define DEVICES 16
#define STREAMS 128
#define BLOCKS 4096
#define EVENTS 2048
#define ITEMS 512 /* that wait in one stream; who queues more waits */
#define CALLS (1 << 20)
#define USES STANDIN_USES
#define OBJECTS 1024
#define KERNELS 16
#define COMPUTE_CAPABILITY 89 /* of a machine that is as new */

enum what { COPY, FILL, MARK, WAIT, CALL };
enum place { DEVICE, HOST };

typedef struct { long of[STREAMS]; } clock_vector;

typedef struct event {
    int device, timed, blocks, alive, recorded, done;
    int stream;
    long position; /* what it marks */
    clock_vector clock;
    float milliseconds;
} event;

typedef struct {
    enum what what;
    char *to;
    const char *from;
    size_t bytes;
    int value;
    event *mark;
    int stream;
    long position; /* what a WAIT waits for */
    void (*run)(void *room);
    void *room;
    int uses;
    standin_use used[USES];
} item;

/* What a stream was given while it was captured. */
typedef struct {
    int device, count, invalid;
    item *items;
} graph;

typedef struct {
    int device, alive;
    item items[ITEMS]; /* a ring */
    long queued, done;
    clock_vector clock;
    graph *capture; /* NULL: what is queued is done */
} stream;

typedef struct {
    enum place place;
    int device, alive;
    char *start;
    size_t bytes;
    int writer; /* -1: never written by a stream */
    long written;
    long read[STREAMS];
} block;

typedef struct {
    const char *kind;
    void *room;
    int alive;
} object;

/* A cubin that was loaded, and the kernels of it that were asked for. */
typedef struct {
    void *library;
    int device, count;
    const standin_kernel *kernels[KERNELS];
} program;

/* A launch that waits. */
typedef struct {
    const standin_kernel *kernel;
    unsigned int blocks[3], threads[3];
    char values[4096]; /* the arguments, one after the other, aligned to 16 bytes */
} launch;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static stream streams[STREAMS];
static event events[EVENTS];
static block blocks[BLOCKS];
static object objects[OBJECTS];
static int stream_count, event_count, block_count, object_count;
static clock_vector host;
static size_t device_memory = STANDIN_MEMORY;
static int compute_capability = COMPUTE_CAPABILITY;
static int lost[DEVICES];
static int blocking[DEVICES]; /* who waits for a stream sleeps */
static int devices = STANDIN_DEVICES, driver_version = STANDIN_DRIVER, runtime_version = 13010;
static int calls, fail_at, fail_status, fail_for_good;
static char fail_name[64]; /* of the function of which the fail_nth call fails; empty for none */
static int fail_nth;
static const char *call_names[CALLS];
static float now;
static char complaints[1 << 14];
static char living[1 << 16];
static __thread int current_device;
static __thread stream *captured; /* by this thread */
static __thread int last_error;

static void complain(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    size_t length = strlen(complaints);
    vsnprintf(complaints + length, sizeof complaints - length - 1, format, arguments);
    va_end(arguments);
    strcat(complaints, "\n");
}

/* Counts the call; the status that a test wants it to end with, or 0. */
static int enter(const char *name) {
    pthread_mutex_lock(&lock);
    if (calls < CALLS) call_names[calls] = name;
    calls++;
    int fails = calls == fail_at || (fail_for_good && fail_at && calls > fail_at);
    if (*fail_name && !strcmp(name, fail_name) && --fail_nth == 0) {
        fails = 1;
        *fail_name = 0;
    }
    return fails ? fail_status : SUCCESS;
}

static int leave(int status) {
    if (status != SUCCESS && status != NOT_READY) last_error = status;
    pthread_mutex_unlock(&lock);
    return status;
}

/* The status, unless the device is lost. */
static int on(int device, int status) {
    return status == SUCCESS && lost[device] ? ILLEGAL_ADDRESS : status;
}

/* The status, unless the thread captures a stream, which such a call ends. */
static int unless_captured(int status) {
    if (status != SUCCESS || !captured) return status;
    captured->capture->invalid = 1;
    return CAPTURE_UNSUPPORTED;
}

static int driver_status(void) {
    if (driver_version / 1000 < runtime_version / 1000) return INSUFFICIENT_DRIVER;
    return devices == 0 ? NO_DEVICE : SUCCESS;
}

static void merge(clock_vector *into, const clock_vector *other) {
    for (int i = 0; i < STREAMS; i++)
        if (other->of[i] > into->of[i]) into->of[i] = other->of[i];
}

static stream *stream_of(void *handle, const char *function) {
    for (int i = 0; i < stream_count; i++)
        if (handle == &streams[i]) {
            if (streams[i].alive) return &streams[i];
            complain("%s: stream %d is destroyed", function, i);
            return NULL;
        }
    complain("%s: no stream", function);
    return NULL;
}

static event *event_of(void *handle, const char *function) {
    for (int i = 0; i < event_count; i++)
        if (handle == &events[i]) {
            if (events[i].alive) return &events[i];
            complain("%s: event %d is destroyed", function, i);
            return NULL;
        }
    complain("%s: no event", function);
    return NULL;
}

static block *block_of(const void *address, size_t bytes, enum place place, const char *function) {
    const char *a = address;
    for (int i = 0; i < block_count; i++) {
        block *b = &blocks[i];
        if (a < b->start || a >= b->start + b->bytes) continue;
        if (!b->alive) complain("%s: use of block %d after it was freed", function, i);
        else if (b->place != place) complain("%s: block %d is no memory of that kind", function, i);
        else if (a + bytes > b->start + b->bytes) complain("%s: over the end of block %d", function, i);
        else return b;
        return NULL;
    }
    complain("%s: an address of no block", function);
    return NULL;
}

/* The block that begins there. */
static block *owner(const void *start) {
    block *b = blocks;
    while (b->start != start) b++;
    return b;
}

/* Notes that the newest work of a stream touches a block, and complains if other work may be at it. */
static void touch(stream *s, block *b, int writes, const char *function) {
    int me = (int)(s - streams);
    int before = b->writer < 0 || s->clock.of[b->writer] >= b->written;
    if (writes)
        for (int i = 0; i < STREAMS; i++) before &= s->clock.of[i] >= b->read[i];
    if (!before)
        complain("%s: stream %d does not wait for another one that uses block %d", function, me,
                 (int)(b - blocks));
    if (b->place == DEVICE && b->device != s->device)
        complain("%s: block %d is of another device", function, (int)(b - blocks));
    if (writes) {
        b->writer = me;
        b->written = s->clock.of[me];
    } else {
        b->read[me] = s->clock.of[me];
    }
}

/* Where a thread has another device, or none yet, CUDA makes that one ready first, which takes time
 * and memory of it, or fails. Kernels, and perhaps fills, it refuses. */
static void at_home(const stream *s, const char *function) {
    if (s->device != current_device)
        complain("%s: the thread's device is %d, and the stream is on %d", function, current_device, s->device);
}

static void work(stream *s, long position);

static item *queue(stream *s, enum what what) {
    item *next;
    if (s->capture) {
        graph *g = s->capture;
        g->items = realloc(g->items, (g->count + 1) * sizeof *g->items);
        next = &g->items[g->count++];
    } else {
        if (s->queued == s->done + ITEMS) work(s, s->done + 1);
        merge(&s->clock, &host);
        s->clock.of[s - streams]++;
        next = &s->items[s->queued++ % ITEMS];
    }
    memset(next, 0, sizeof *next);
    next->what = what;
    return next;
}

/* Notes that a piece of work uses a block. */
static void use(stream *s, item *of, block *b, int writes, const char *function) {
    standin_use *used = &of->used[of->uses++];
    used->start = b->start;
    used->bytes = b->bytes;
    used->writes = writes;
    if (!s->capture) touch(s, b, writes, function);
}

/* Does what was queued up to a position, and what it waits for. A lost device does nothing. */
static void work(stream *s, long position) {
    while (s->done < position) {
        item *next = &s->items[s->done++ % ITEMS];
        int works = !lost[s->device];
        now++;
        switch (next->what) {
        case COPY: if (works) memcpy(next->to, next->from, next->bytes); break;
        case FILL: if (works) memset(next->to, next->value, next->bytes); break;
        case WAIT: work(&streams[next->stream], next->position); break;
        case CALL:
            if (works) next->run(next->room);
            free(next->room);
            break;
        case MARK:
            if (&streams[next->mark->stream] == s && next->mark->position == s->done) {
                next->mark->done = 1;
                next->mark->milliseconds = now;
            }
            break;
        }
    }
}

static int uses(const item *it, const block *b) {
    for (int i = 0; i < it->uses; i++)
        if (it->used[i].start == b->start) return 1;
    return 0;
}

static int release(void *address, enum place place, const char *function) {
    if (!address) return SUCCESS;
    for (int i = 0; i < block_count; i++) {
        block *b = &blocks[i];
        if (address != b->start || b->place != place) continue;
        if (!b->alive) {
            complain("%s: block %d was freed before", function, i);
            return INVALID_VALUE;
        }
        for (int s = 0; s < stream_count; s++)
            for (long k = streams[s].done; k < streams[s].queued; k++)
                if (uses(&streams[s].items[k % ITEMS], b)) {
                    complain("%s: stream %d still uses block %d", function, s, i);
                    break;
                }
        b->alive = 0;
        memset(b->start, 0xdd, b->bytes);
        return SUCCESS;
    }
    complain("%s: an address of no block", function);
    return INVALID_VALUE;
}

static int acquire(void **pointer, size_t bytes, enum place place) {
    size_t limit = place == DEVICE ? device_memory : STANDIN_MEMORY, used = 0;
    for (int i = 0; i < block_count; i++)
        if (blocks[i].alive && blocks[i].place == place &&
            (place == HOST || blocks[i].device == current_device))
            used += blocks[i].bytes;
    if (bytes > limit || used > limit - bytes) return OUT_OF_MEMORY;
    int at = block_count;
    if (at == BLOCKS) for (at = 0; at < BLOCKS && blocks[at].alive; at++);
    if (at == BLOCKS) return OUT_OF_MEMORY;
    if (at == block_count) block_count++;
    block *b = &blocks[at];
    free(b->start);
    memset(b, 0, sizeof *b);
    b->place = place;
    b->device = current_device;
    b->bytes = bytes;
    b->start = aligned_alloc(256, (bytes + 255) / 256 * 256);
    b->writer = -1;
    b->alive = 1;
    memset(b->start, 0xcd, bytes);
    *pointer = b->start;
    return SUCCESS;
}

/* --- for the stand-ins of other libraries: see standin.h --- */

int standin_enter(const char *function) { return enter(function); }

int standin_leave(int status) { return leave(status); }

void standin_complain(const char *format, ...) {
    char line[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    complain("%s", line);
}

/* Queues a call with the blocks that it uses. */
static int queue_call(stream *s, const char *function, void (*run)(void *room), void *room, int uses,
                      block **of, const int *writes) {
    int status = on(s->device, SUCCESS);
    if (status) {
        free(room);
        return status;
    }
    item *next = queue(s, CALL);
    next->run = run;
    next->room = room;
    for (int i = 0; i < uses; i++) use(s, next, of[i], writes[i], function);
    return SUCCESS;
}

int standin_queue(void *handle, const char *function, void (*run)(void *room), void *room, int uses,
                  const standin_use *used) {
    stream *s = stream_of(handle, function);
    int status = !s ? INVALID_HANDLE : uses > USES ? INVALID_VALUE : SUCCESS;
    block *of[USES];
    int writes[USES];
    for (int i = 0; !status && i < uses; i++) {
        of[i] = block_of(used[i].start, used[i].bytes, DEVICE, function);
        writes[i] = used[i].writes;
        if (!of[i]) status = INVALID_VALUE;
    }
    if (!status) return queue_call(s, function, run, room, uses, of, writes);
    free(room);
    return status;
}

int standin_is_free(const void *start) {
    block *b = block_of(start, 1, DEVICE, "standin_is_free");
    if (!b) return 0;
    int done = b->writer < 0 || host.of[b->writer] >= b->written;
    for (int i = 0; i < STREAMS; i++) done &= host.of[i] >= b->read[i];
    return done;
}

void *standin_object(const char *kind, size_t bytes) {
    int at = object_count;
    if (at == OBJECTS)
        for (at = 0; at < OBJECTS && (objects[at].alive || !strcmp(objects[at].kind, "program")); at++);
    if (at == OBJECTS) return NULL;
    object *o = &objects[at];
    if (at == object_count) object_count++;
    else free(o->room);
    o->kind = kind;
    o->room = calloc(1, bytes ? bytes : 1);
    o->alive = 1;
    return o->room;
}

int standin_is(void *handle, const char *kind, const char *function) {
    for (int i = 0; i < object_count; i++) {
        if (objects[i].room != handle) continue;
        if (!objects[i].alive) complain("%s: the %s is gone", function, objects[i].kind);
        else if (strcmp(objects[i].kind, kind)) complain("%s: a %s is no %s", function, objects[i].kind, kind);
        else return 1;
        return 0;
    }
    complain("%s: no %s", function, kind);
    return 0;
}

void standin_gone(void *handle) {
    for (int i = 0; i < object_count; i++)
        if (objects[i].room == handle) objects[i].alive = 0;
}

int standin_device(void) { return current_device; }

int standin_lost(void) { return lost[current_device]; }

/* --- graphs: pieces of work that are queued together, again and again --- */

static void clear(graph *g) {
    for (int i = 0; i < g->count; i++)
        if (g->items[i].what == CALL) free(g->items[i].room);
    free(g->items);
    g->items = NULL;
    g->count = 0;
}

/* Ends the capture and forgets what was captured. */
static void end_capture(stream *s) {
    if (!s->capture) return;
    if (captured == s) captured = NULL;
    clear(s->capture);
    free(s->capture);
    s->capture = NULL;
}

/* The work of one piece again, with a room of its own. */
static void repeat(item *into, const item *from) {
    *into = *from;
    if (from->what == CALL) {
        size_t bytes = malloc_usable_size(from->room);
        into->room = memcpy(malloc(bytes), from->room, bytes);
    }
}

/* --- for the tests --- */

void standin_reset(int device_count, int driver, int runtime) {
    for (int i = 0; i < stream_count; i++) {
        for (long k = streams[i].done; k < streams[i].queued; k++)
            if (streams[i].items[k % ITEMS].what == CALL) free(streams[i].items[k % ITEMS].room);
        end_capture(&streams[i]);
    }
    for (int i = 0; i < block_count; i++) {
        free(blocks[i].start);
        blocks[i].start = NULL;
    }
    for (int i = 0; i < object_count; i++) {
        object *o = &objects[i];
        if (!strcmp(o->kind, "program")) dlclose(((program *)o->room)->library);
        if (o->alive && !strncmp(o->kind, "graph", 5)) clear(o->room);
        free(o->room);
    }
    stream_count = event_count = block_count = object_count = calls = fail_at = 0;
    *fail_name = 0;
    memset(&host, 0, sizeof host);
    memset(lost, 0, sizeof lost);
    memset(blocking, 0, sizeof blocking);
    device_memory = STANDIN_MEMORY;
    compute_capability = COMPUTE_CAPABILITY;
    complaints[0] = 0;
    now = 0;
    devices = device_count;
    driver_version = driver;
    runtime_version = runtime;
    current_device = 0;
    last_error = SUCCESS;
}

/* The nth call from the last reset on ends with that status, or all from it on, as after an error
 * that sticks; what it gives back is given back. */
void standin_fail(int nth, int status, int for_good) {
    fail_at = nth;
    fail_status = status;
    fail_for_good = for_good;
}

/* The nth call of a function from now on ends with that status. */
void standin_fail_of(const char *function, int nth, int status) {
    pthread_mutex_lock(&lock);
    snprintf(fail_name, sizeof fail_name, "%s", function);
    fail_nth = nth;
    fail_status = status;
    pthread_mutex_unlock(&lock);
}

/* Whether that call is still to come. */
int standin_will_fail(void) {
    pthread_mutex_lock(&lock);
    int will = *fail_name != 0;
    pthread_mutex_unlock(&lock);
    return will;
}

/* How many bytes each device has, from now on and until the next reset. */
void standin_memory(size_t bytes) { device_memory = bytes; }

/* What all devices are, from now on and until the next reset; 90 is 9.0. */
void standin_compute_capability(int number) { compute_capability = number; }

/* From now on a device does nothing, and whatever touches it fails, except giving back. */
void standin_lose(int device) {
    pthread_mutex_lock(&lock);
    lost[device] = 1;
    pthread_mutex_unlock(&lock);
}

int standin_calls(void) { return calls; }

const char *standin_call(int nth) { return nth <= CALLS ? call_names[nth - 1] : "?"; }

const char *standin_complaints(void) { return complaints; }

/* What was not given back, a line each. */
const char *standin_living(void) {
    char *at = living;
    *at = 0;
    const char *last = living + sizeof living - 128;
    for (int i = 0; i < stream_count && at < last; i++)
        if (streams[i].alive) at += sprintf(at, "stream %d\n", i);
    for (int i = 0; i < event_count && at < last; i++)
        if (events[i].alive) at += sprintf(at, "event %d\n", i);
    for (int i = 0; i < block_count && at < last; i++)
        if (blocks[i].alive) at += sprintf(at, "block %d\n", i);
    for (int i = 0; i < object_count && at < last; i++)
        if (objects[i].alive) at += sprintf(at, "%s\n", objects[i].kind);
    return living;
}

/* --- the CUDA runtime --- */

int cudaRuntimeGetVersion(int *version) {
    int status = enter("cudaRuntimeGetVersion");
    if (!status) *version = runtime_version;
    return leave(status);
}

int cudaDriverGetVersion(int *version) {
    int status = enter("cudaDriverGetVersion");
    if (!status) *version = driver_version;
    return leave(status);
}

int cudaGetDeviceCount(int *count) {
    int status = enter("cudaGetDeviceCount");
    if (!status) status = driver_status();
    if (!status) *count = devices;
    return leave(status);
}

int cudaGetDeviceProperties(void *properties, int device) {
    int status = enter("cudaGetDeviceProperties");
    if (!status) status = driver_status();
    if (!status && (device < 0 || device >= devices)) status = INVALID_DEVICE;
    if (!status) {
        memset(properties, 0x5a, 1008); /* as many bytes as CUDA 13 writes */
        sprintf(properties, "Stand-in GPU %d", device);
    }
    return leave(status);
}

int cudaDeviceGetAttribute(int *value, int attribute, int device) {
    int status = enter("cudaDeviceGetAttribute");
    if (!status) status = driver_status();
    if (!status && (device < 0 || device >= devices)) status = INVALID_DEVICE;
    if (!status)
        switch (attribute) {
        case 16: *value = 24 + device; break;
        case 40: *value = 2; break;
        case 75: *value = compute_capability / 10; break;
        case 76: *value = compute_capability % 10; break;
        default: status = INVALID_VALUE;
        }
    return leave(status);
}

int cudaSetDevice(int device) {
    int status = enter("cudaSetDevice");
    if (!status) status = driver_status();
    if (!status && (device < 0 || device >= devices)) status = INVALID_DEVICE;
    if (!status) status = on(device, status);
    if (!status) current_device = device;
    return leave(status);
}

int cudaSetDeviceFlags(unsigned int flags) {
    int status = on(current_device, enter("cudaSetDeviceFlags"));
    if (flags & ~7u) status = INVALID_VALUE;
    if (!status) blocking[current_device] = flags == 4;
    return leave(status);
}

int cudaMemGetInfo(size_t *free_bytes, size_t *total) {
    int status = on(current_device, enter("cudaMemGetInfo"));
    if (!status) {
        *total = *free_bytes = device_memory;
        for (int i = 0; i < block_count; i++)
            if (blocks[i].alive && blocks[i].place == DEVICE && blocks[i].device == current_device)
                *free_bytes -= blocks[i].bytes;
    }
    return leave(status);
}

/* Whether a stream is destroyed and the host has seen the end of its work. */
static int forgotten(int at) {
    stream *s = &streams[at];
    return !s->alive && s->done == s->queued && host.of[at] >= s->clock.of[at];
}

int cudaStreamCreateWithFlags(void **handle, unsigned int flags) {
    int status = on(current_device, enter("cudaStreamCreateWithFlags"));
    if (flags != 1) complain("cudaStreamCreateWithFlags: the stream waits for the default stream");
    int at = stream_count;
    if (at == STREAMS) for (at = 0; at < STREAMS && !forgotten(at); at++);
    if (!status && at == STREAMS) status = OUT_OF_MEMORY;
    if (!status) {
        stream *s = &streams[at];
        long queued = at == stream_count ? 0 : s->queued, own = at == stream_count ? 0 : s->clock.of[at];
        if (at == stream_count) stream_count++;
        memset(s, 0, sizeof *s);
        s->queued = s->done = queued; /* counts on, as does its clock: others remember them */
        s->clock.of[at] = own;
        s->device = current_device;
        s->alive = 1;
        *handle = s;
    }
    return leave(status);
}

/* The status of a call that a captured stream cannot have. */
static int uncapturable(stream *s) {
    s->capture->invalid = 1;
    return CAPTURE_UNSUPPORTED;
}

int cudaStreamSynchronize(void *handle) {
    int status = enter("cudaStreamSynchronize");
    stream *s = stream_of(handle, "cudaStreamSynchronize");
    if (!s) return leave(INVALID_HANDLE);
    if (s->capture) return leave(uncapturable(s));
    if (!blocking[s->device])
        complain("cudaStreamSynchronize: the thread keeps a core busy until the work is done");
    status = on(s->device, status);
    work(s, s->queued);
    merge(&host, &s->clock);
    return leave(status);
}

/* Each question does one piece of work. */
int cudaStreamQuery(void *handle) {
    int status = enter("cudaStreamQuery");
    stream *s = stream_of(handle, "cudaStreamQuery");
    if (!s) return leave(INVALID_HANDLE);
    if (s->capture) return leave(uncapturable(s));
    status = on(s->device, status);
    if (!status && s->done < s->queued) {
        work(s, s->done + 1);
        return leave(NOT_READY);
    }
    merge(&host, &s->clock);
    return leave(status);
}

int cudaStreamWaitEvent(void *handle, void *mark, unsigned int flags) {
    int status = enter("cudaStreamWaitEvent");
    stream *s = stream_of(handle, "cudaStreamWaitEvent");
    event *e = event_of(mark, "cudaStreamWaitEvent");
    if (!s || !e) return leave(INVALID_HANDLE);
    at_home(s, "cudaStreamWaitEvent");
    if (flags) status = INVALID_VALUE;
    if (s->capture) return leave(uncapturable(s));
    status = on(s->device, status);
    if (!status && e->recorded) {
        item *next = queue(s, WAIT);
        next->stream = e->stream;
        next->position = e->position;
        merge(&s->clock, &e->clock);
    }
    return leave(status);
}

/* Work that is still queued stays so, as nobody can wait for it any more. */
int cudaStreamDestroy(void *handle) {
    int status = enter("cudaStreamDestroy");
    stream *s = stream_of(handle, "cudaStreamDestroy");
    if (!s) return leave(INVALID_HANDLE);
    end_capture(s);
    s->alive = 0;
    return leave(status);
}

int cudaEventCreateWithFlags(void **handle, unsigned int flags) {
    int status = on(current_device, enter("cudaEventCreateWithFlags"));
    int at = event_count;
    if (at == EVENTS) for (at = 0; at < EVENTS && events[at].alive; at++);
    if (!status && at == EVENTS) status = OUT_OF_MEMORY;
    if (!status) {
        event *e = &events[at];
        if (at == event_count) event_count++;
        memset(e, 0, sizeof *e);
        e->device = current_device;
        e->timed = !(flags & 2);
        e->blocks = flags & 1;
        e->alive = 1;
        *handle = e;
    }
    return leave(status);
}

int cudaEventRecord(void *mark, void *handle) {
    int status = enter("cudaEventRecord");
    stream *s = stream_of(handle, "cudaEventRecord");
    event *e = event_of(mark, "cudaEventRecord");
    if (!s || !e) return leave(INVALID_HANDLE);
    at_home(s, "cudaEventRecord");
    if (s->device != e->device) {
        complain("cudaEventRecord: the event is of another device than the stream");
        return leave(INVALID_HANDLE);
    }
    if (s->capture) return leave(uncapturable(s));
    status = on(s->device, status);
    if (!status) {
        queue(s, MARK)->mark = e;
        e->recorded = 1;
        e->done = 0;
        e->stream = (int)(s - streams);
        e->position = s->queued;
        e->clock = s->clock;
    }
    return leave(status);
}

int cudaEventSynchronize(void *mark) {
    int status = enter("cudaEventSynchronize");
    event *e = event_of(mark, "cudaEventSynchronize");
    if (!e) return leave(INVALID_HANDLE);
    if (!e->blocks) complain("cudaEventSynchronize: the thread keeps a core busy until the event");
    status = on(e->device, status);
    if (e->recorded) {
        work(&streams[e->stream], e->position);
        merge(&host, &e->clock);
    }
    return leave(status);
}

int cudaEventQuery(void *mark) {
    int status = enter("cudaEventQuery");
    event *e = event_of(mark, "cudaEventQuery");
    if (!e) return leave(INVALID_HANDLE);
    status = on(e->device, status);
    if (!status && e->recorded && !e->done) {
        work(&streams[e->stream], streams[e->stream].done + 1);
        return leave(NOT_READY);
    }
    merge(&host, &e->clock);
    return leave(status);
}

/* A millisecond for each piece of work. */
int cudaEventElapsedTime(float *milliseconds, void *start, void *end) {
    int status = enter("cudaEventElapsedTime");
    event *from = event_of(start, "cudaEventElapsedTime");
    event *to = event_of(end, "cudaEventElapsedTime");
    if (!from || !to || !from->timed || !to->timed) return leave(INVALID_HANDLE);
    if (!status && !(from->done && to->done)) return leave(NOT_READY);
    if (!status) *milliseconds = to->milliseconds - from->milliseconds;
    return leave(status);
}

int cudaEventDestroy(void *mark) {
    int status = enter("cudaEventDestroy");
    event *e = event_of(mark, "cudaEventDestroy");
    if (!e) return leave(INVALID_HANDLE);
    e->alive = 0;
    return leave(status);
}

int cudaMalloc(void **pointer, size_t bytes) {
    int status = unless_captured(on(current_device, enter("cudaMalloc")));
    if (!status) status = acquire(pointer, bytes, DEVICE);
    return leave(status);
}

int cudaFree(void *pointer) {
    int status = enter("cudaFree");
    int own = release(pointer, DEVICE, "cudaFree");
    return leave(own ? own : status);
}

int cudaHostAlloc(void **pointer, size_t bytes, unsigned int flags) {
    int status = unless_captured(on(current_device, enter("cudaHostAlloc")));
    if (flags) status = INVALID_VALUE;
    if (!status) status = acquire(pointer, bytes, HOST);
    return leave(status);
}

int cudaFreeHost(void *pointer) {
    int status = enter("cudaFreeHost");
    int own = release(pointer, HOST, "cudaFreeHost");
    return leave(own ? own : status);
}

int cudaMemcpyAsync(void *to, const void *from, size_t bytes, int kind, void *handle) {
    int status = enter("cudaMemcpyAsync");
    stream *s = stream_of(handle, "cudaMemcpyAsync");
    if (!s) return leave(INVALID_HANDLE);
    at_home(s, "cudaMemcpyAsync");
    if (kind < 1 || kind > 3) return leave(INVALID_VALUE);
    block *target = block_of(to, bytes, kind == 2 ? HOST : DEVICE, "cudaMemcpyAsync");
    block *source = block_of(from, bytes, kind == 1 ? HOST : DEVICE, "cudaMemcpyAsync");
    if (!target || !source) return leave(INVALID_VALUE);
    status = on(s->device, status);
    if (!status) {
        item *next = queue(s, COPY);
        next->to = to;
        next->from = from;
        next->bytes = bytes;
        use(s, next, source, 0, "cudaMemcpyAsync");
        use(s, next, target, 1, "cudaMemcpyAsync");
    }
    return leave(status);
}

int cudaMemsetAsync(void *to, int value, size_t bytes, void *handle) {
    int status = enter("cudaMemsetAsync");
    stream *s = stream_of(handle, "cudaMemsetAsync");
    if (!s) return leave(INVALID_HANDLE);
    at_home(s, "cudaMemsetAsync");
    block *target = block_of(to, bytes, DEVICE, "cudaMemsetAsync");
    if (!target) return leave(INVALID_VALUE);
    status = on(s->device, status);
    if (!status) {
        item *next = queue(s, FILL);
        next->to = to;
        next->value = value;
        next->bytes = bytes;
        use(s, next, target, 1, "cudaMemsetAsync");
    }
    return leave(status);
}

/* How long an image is, which nobody says: it ends with the headers of its sections. 0: no image. */
static size_t image_bytes(const void *code) {
    const Elf64_Ehdr *header = code;
    if (memcmp(header->e_ident, ELFMAG, SELFMAG) || header->e_machine != EM_X86_64) return 0;
    return header->e_shoff + (size_t)header->e_shnum * header->e_shentsize;
}

/* The image as a library of this process, or NULL. */
static void *opened(const void *code, size_t bytes) {
    char name[] = P_tmpdir "/affut-standin-cubin-XXXXXX";
    int file = mkstemp(name);
    if (file < 0) return NULL;
    int whole = write(file, code, bytes) == (ssize_t)bytes;
    close(file);
    void *library = whole ? dlopen(name, RTLD_NOW | RTLD_LOCAL) : NULL;
    unlink(name);
    return library;
}

static int digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What a driver does with PTX: makes machine code of it, if it knows the compiler's form of it and
 * the device is not older than what it is for. */
static int compile_ptx(const char *text, void **code, size_t *bytes) {
    int major, minor, architecture, head = 0;
    if (sscanf(text, STANDIN_PTX "%n", &major, &minor, &architecture, &head) != 3 || !head)
        return INVALID_IMAGE;
    if (1000 * major + 10 * minor > driver_version) return UNSUPPORTED_PTX_VERSION;
    if (architecture > compute_capability) return INVALID_PTX;
    const char *digits = text + head + 1;
    *bytes = strlen(digits) / 2;
    unsigned char *out = *code = malloc(*bytes + 1);
    for (size_t i = 0; i < *bytes; i++) {
        int high = digit(digits[2 * i]), low = digit(digits[2 * i + 1]);
        if (high < 0 || low < 0) {
            free(out);
            return INVALID_PTX;
        }
        out[i] = high * 16 + low;
    }
    return SUCCESS;
}

int cudaLibraryLoadData(void **handle, const void *code, void *jit_options, void *jit_values,
                        unsigned int jit_count, void *options, void *values, unsigned int count) {
    int status = on(current_device, enter("cudaLibraryLoadData"));
    if (jit_options || jit_values || jit_count || options || values || count) status = INVALID_VALUE;
    size_t bytes = image_bytes(code);
    int is_machine_code = bytes > 0;
    void *made = NULL;
    if (!status && !is_machine_code) status = compile_ptx(code, &made, &bytes);
    if (!status) {
        void *library = opened(is_machine_code ? code : made, bytes);
        free(made);
        const int *architecture = library ? dlsym(library, "standin_architecture") : NULL;
        if (!architecture) return leave(INVALID_IMAGE);
        if (is_machine_code
            && (*architecture / 10 != compute_capability / 10 || *architecture > compute_capability)) {
            dlclose(library);
            return leave(NO_IMAGE_FOR_DEVICE);
        }
        program *p = standin_object("program", sizeof *p);
        if (!p) return leave(OUT_OF_MEMORY);
        p->library = library;
        p->device = current_device;
        *handle = p;
    }
    return leave(status);
}

static void run_launch(void *room) {
    launch *l = room;
    void *arguments[64];
    size_t at = 0;
    for (int i = 0; i < l->kernel->count; i++) {
        arguments[i] = l->values + at;
        at += (l->kernel->parameters[i].bytes + 15) / 16 * 16;
    }
    l->kernel->run(arguments, l->blocks, l->threads);
}

int cudaLibraryUnload(void *handle) {
    int status = enter("cudaLibraryUnload");
    if (!standin_is(handle, "program", "cudaLibraryUnload")) return leave(INVALID_HANDLE);
    program *p = handle;
    for (int i = 0; i < stream_count; i++)
        for (long k = streams[i].done; k < streams[i].queued; k++) {
            item *it = &streams[i].items[k % ITEMS];
            for (int n = 0; it->run == run_launch && n < p->count; n++)
                if (((launch *)it->room)->kernel == p->kernels[n])
                    complain("cudaLibraryUnload: stream %d still runs %s", i, p->kernels[n]->name);
        }
    standin_gone(handle);
    return leave(status);
}

int cudaLibraryGetKernel(const void **kernel, void *handle, const char *name) {
    int status = enter("cudaLibraryGetKernel");
    if (!standin_is(handle, "program", "cudaLibraryGetKernel")) return leave(INVALID_HANDLE);
    program *p = handle;
    status = on(p->device, status);
    if (!status) {
        char symbol[256];
        snprintf(symbol, sizeof symbol, "standin_kernel_%s", name);
        const standin_kernel *found = dlsym(p->library, symbol);
        if (!found || p->count == KERNELS) return leave(NO_SYMBOL);
        p->kernels[p->count++] = found;
        *kernel = found;
    }
    return leave(status);
}

/* The program that a kernel was asked of, or NULL. */
static program *program_of(const void *kernel) {
    for (int i = 0; i < object_count; i++) {
        if (strcmp(objects[i].kind, "program")) continue;
        program *p = objects[i].room;
        for (int k = 0; k < p->count; k++) {
            if (p->kernels[k] != kernel) continue;
            if (objects[i].alive) return p;
            complain("cudaLaunchKernel: the program of %s is gone", p->kernels[k]->name);
            return NULL;
        }
    }
    complain("cudaLaunchKernel: no kernel");
    return NULL;
}

int cudaLaunchKernel(const void *function, dim3 blocks_of, dim3 threads, void **arguments,
                     size_t shared, void *handle) {
    int status = enter("cudaLaunchKernel");
    stream *s = stream_of(handle, "cudaLaunchKernel");
    program *p = program_of(function);
    if (!s || !p) return leave(INVALID_HANDLE);
    if (s->device != current_device || p->device != current_device) {
        complain("cudaLaunchKernel: the thread, the stream and the program are not of one device");
        return leave(INVALID_HANDLE);
    }
    const standin_kernel *kernel = function;
    if (shared || !blocks_of.x || !blocks_of.y || !blocks_of.z || blocks_of.y > 65535 ||
        blocks_of.z > 65535 || !threads.x || !threads.y || !threads.z ||
        (long)threads.x * threads.y * threads.z > 1024 || threads.z > 64)
        status = INVALID_CONFIGURATION;
    if (status) return leave(status);
    launch *l = calloc(1, sizeof *l);
    l->kernel = kernel;
    memcpy(l->blocks, &blocks_of, sizeof l->blocks);
    memcpy(l->threads, &threads, sizeof l->threads);
    block *of[USES];
    int writes[USES], count = 0;
    size_t at = 0;
    for (int i = 0; i < kernel->count; i++) {
        const standin_parameter *parameter = &kernel->parameters[i];
        memcpy(l->values + at, arguments[i], parameter->bytes);
        for (int k = 0; k < parameter->pointers; k++) {
            const void *address = ((void **)arguments[i])[k];
            if (!address) continue;
            block *b = count < USES ? block_of(address, 1, DEVICE, "cudaLaunchKernel") : NULL;
            if (!b) {
                free(l);
                return leave(INVALID_VALUE);
            }
            int known = 0;
            for (int j = 0; j < count; j++)
                if (of[j] == b) {
                    writes[j] |= parameter->writes;
                    known = 1;
                }
            if (!known) {
                of[count] = b;
                writes[count++] = parameter->writes;
            }
        }
        at += (parameter->bytes + 15) / 16 * 16;
    }
    return leave(queue_call(s, "cudaLaunchKernel", run_launch, l, count, of, writes));
}

int cudaStreamBeginCapture(void *handle, int mode) {
    int status = enter("cudaStreamBeginCapture");
    stream *s = stream_of(handle, "cudaStreamBeginCapture");
    if (!s) return leave(INVALID_HANDLE);
    if (mode != 1) complain("cudaStreamBeginCapture: not for the calling thread alone");
    if (s->capture || captured) return leave(INVALID_VALUE);
    status = on(s->device, status);
    if (!status) {
        s->capture = calloc(1, sizeof *s->capture);
        s->capture->device = s->device;
        captured = s;
    }
    return leave(status);
}

/* The capture ends in any case. */
int cudaStreamEndCapture(void *handle, void **made) {
    int status = enter("cudaStreamEndCapture");
    stream *s = stream_of(handle, "cudaStreamEndCapture");
    if (!s || !s->capture) return leave(INVALID_HANDLE);
    *made = NULL;
    status = on(s->device, status);
    if (captured != s) complain("cudaStreamEndCapture: another thread began it");
    if (!status && s->capture->invalid) status = CAPTURE_INVALIDATED;
    if (!status) {
        graph *g = standin_object("graph", sizeof *g);
        if (g) {
            *g = *s->capture;
            s->capture->items = NULL;
            s->capture->count = 0;
            *made = g;
        } else {
            status = OUT_OF_MEMORY;
        }
    }
    end_capture(s);
    return leave(status);
}

int cudaGraphInstantiate(void **made, void *handle, unsigned long long flags) {
    int status = enter("cudaGraphInstantiate");
    if (!standin_is(handle, "graph", "cudaGraphInstantiate")) return leave(INVALID_HANDLE);
    if (flags) status = INVALID_VALUE;
    graph *from = handle;
    status = on(from->device, status);
    if (!status) {
        graph *g = standin_object("graph that can be launched", sizeof *g);
        if (!g) return leave(OUT_OF_MEMORY);
        *g = *from;
        g->items = malloc((g->count ? g->count : 1) * sizeof *g->items);
        for (int i = 0; i < g->count; i++) repeat(&g->items[i], &from->items[i]);
        *made = g;
    }
    return leave(status);
}

int cudaGraphDestroy(void *handle) {
    int status = enter("cudaGraphDestroy");
    if (!standin_is(handle, "graph", "cudaGraphDestroy")) return leave(INVALID_HANDLE);
    clear(handle);
    standin_gone(handle);
    return leave(status);
}

/* What was launched goes on. */
int cudaGraphExecDestroy(void *handle) {
    int status = enter("cudaGraphExecDestroy");
    if (!standin_is(handle, "graph that can be launched", "cudaGraphExecDestroy"))
        return leave(INVALID_HANDLE);
    clear(handle);
    standin_gone(handle);
    return leave(status);
}

int cudaGraphLaunch(void *handle, void *on_stream) {
    int status = enter("cudaGraphLaunch");
    stream *s = stream_of(on_stream, "cudaGraphLaunch");
    if (!standin_is(handle, "graph that can be launched", "cudaGraphLaunch") || !s)
        return leave(INVALID_HANDLE);
    graph *g = handle;
    at_home(s, "cudaGraphLaunch");
    if (s->capture) return leave(uncapturable(s));
    if (g->device != s->device) complain("cudaGraphLaunch: the graph is of another device");
    status = on(s->device, status);
    for (int i = 0; i < g->count; i++)
        for (int k = 0; k < g->items[i].uses; k++) {
            standin_use *used = &g->items[i].used[k];
            block *b = owner(used->start);
            if (!b->alive) {
                complain("cudaGraphLaunch: use of block %d after it was freed", (int)(b - blocks));
                status = INVALID_VALUE;
            }
        }
    for (int i = 0; !status && i < g->count; i++) {
        item *next = queue(s, g->items[i].what);
        repeat(next, &g->items[i]);
        for (int k = 0; k < next->uses; k++)
            touch(s, owner(next->used[k].start), next->used[k].writes, "cudaGraphLaunch");
    }
    return leave(status);
}

int cudaGetLastError(void) {
    int status = last_error;
    last_error = SUCCESS;
    return status;
}

const char *cudaGetErrorName(int status) {
    switch (status) {
    case SUCCESS: return "cudaSuccess";
    case INVALID_VALUE: return "cudaErrorInvalidValue";
    case OUT_OF_MEMORY: return "cudaErrorMemoryAllocation";
    case INSUFFICIENT_DRIVER: return "cudaErrorInsufficientDriver";
    case NO_DEVICE: return "cudaErrorNoDevice";
    case INVALID_DEVICE: return "cudaErrorInvalidDevice";
    case INVALID_HANDLE: return "cudaErrorInvalidResourceHandle";
    case NOT_READY: return "cudaErrorNotReady";
    case INVALID_CONFIGURATION: return "cudaErrorInvalidConfiguration";
    case INVALID_IMAGE: return "cudaErrorInvalidKernelImage";
    case NO_IMAGE_FOR_DEVICE: return "cudaErrorNoKernelImageForDevice";
    case INVALID_PTX: return "cudaErrorInvalidPtx";
    case UNSUPPORTED_PTX_VERSION: return "cudaErrorUnsupportedPtxVersion";
    case NO_SYMBOL: return "cudaErrorSymbolNotFound";
    case ILLEGAL_ADDRESS: return "cudaErrorIllegalAddress";
    case CAPTURE_UNSUPPORTED: return "cudaErrorStreamCaptureUnsupported";
    case CAPTURE_INVALIDATED: return "cudaErrorStreamCaptureInvalidated";
    default: return "unrecognized error code";
    }
}

const char *cudaGetErrorString(int status) {
    switch (status) {
    case OUT_OF_MEMORY: return "out of memory";
    case INSUFFICIENT_DRIVER: return "CUDA driver version is insufficient for CUDA runtime version";
    case NO_DEVICE: return "no CUDA-capable device is detected";
    case ILLEGAL_ADDRESS: return "an illegal memory access was encountered";
    case UNSUPPORTED_PTX_VERSION: return "the provided PTX was compiled with an unsupported toolchain.";
    default: return "the stand-in says no";
    }
}
