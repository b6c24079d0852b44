/* A stand-in for the CUDA runtime that needs no GPU, and is stricter than one.
 *
 * Memory of the device is memory of the host. Work is queued and done as late as can be: when
 * somebody waits for it. So who reads too early reads old bytes, and who changes a source too early
 * changes what is copied. Work of two streams that touches the same buffer without an event or a
 * wait between them is a complaint, whatever order it happens to be done in; a buffer counts as a
 * whole. So are use after free, double free, use of memory as what it is not, and freeing what a
 * stream still uses. Nothing is ever really freed, so that these are noticed and do no harm.
 *
 * The functions that begin with standin_ are for the tests. */
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "standin.h"

/* The machine as it is before a test wants another one. */
#ifndef STANDIN_DEVICES
#define STANDIN_DEVICES 1
#endif
#ifndef STANDIN_DRIVER
#define STANDIN_DRIVER 13010
#endif

#define SUCCESS 0
#define INVALID_VALUE 1
#define OUT_OF_MEMORY 2
#define INSUFFICIENT_DRIVER 35
#define NO_DEVICE 100
#define INVALID_DEVICE 101
#define INVALID_HANDLE 400
#define NOT_READY 600

#define STREAMS 32
#define BLOCKS 1024
#define EVENTS 256
#define ITEMS 512 /* that one stream has not done yet */
#define CALLS 1024
#define USES 8
#define OBJECTS 256
#define TOTAL_MEMORY (1L << 30)

enum what { COPY, FILL, MARK, WAIT, CALL };
enum place { DEVICE, HOST };

typedef struct { long of[STREAMS]; } clock_vector;

typedef struct event {
    int device, timed, alive, recorded, done;
    int stream, position; /* what it marks */
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
    int stream, position; /* what a WAIT waits for */
    void (*run)(void *room);
    void *room;
    int uses;
    standin_use used[USES];
} item;

typedef struct {
    int device, alive;
    item items[ITEMS]; /* by position, which counts on, modulo their number */
    int queued, done;
    clock_vector clock;
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

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static stream streams[STREAMS];
static event events[EVENTS];
static block blocks[BLOCKS];
static object objects[OBJECTS];
static int stream_count, event_count, block_count, object_count;
static clock_vector host;
static int devices = STANDIN_DEVICES, driver_version = STANDIN_DRIVER, runtime_version = 13010;
static int calls, fail_at, fail_status, fail_for_good;
static const char *call_names[CALLS];
static float now;
static char complaints[1 << 14];
static char living[1 << 12];
static __thread int current_device;
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
    return fails ? fail_status : SUCCESS;
}

static int leave(int status) {
    if (status != SUCCESS && status != NOT_READY) last_error = status;
    pthread_mutex_unlock(&lock);
    return status;
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

/* Notes that the newest work of a stream touches a block, and complains if other work may be at it. */
static void touch(stream *s, block *b, int writes, const char *function) {
    int me = (int)(s - streams);
    int before = b->writer < 0 || s->clock.of[b->writer] >= b->written;
    if (writes)
        for (int i = 0; i < STREAMS; i++) before &= s->clock.of[i] >= b->read[i];
    if (!before)
        complain("%s: stream %d does not wait for another one that uses block %d", function, me,
                 (int)(b - blocks));
    if (writes) {
        b->writer = me;
        b->written = s->clock.of[me];
    } else {
        b->read[me] = s->clock.of[me];
    }
}

static item *queue(stream *s, enum what what) {
    int me = (int)(s - streams);
    if (s->queued - s->done == ITEMS) abort();
    merge(&s->clock, &host);
    s->clock.of[me]++;
    item *next = &s->items[s->queued++ % ITEMS];
    memset(next, 0, sizeof *next);
    next->what = what;
    return next;
}

/* Does what was queued up to a position, and what it waits for. */
static void work(stream *s, int position) {
    while (s->done < position) {
        item *next = &s->items[s->done++ % ITEMS];
        now++;
        switch (next->what) {
        case COPY: memcpy(next->to, next->from, next->bytes); break;
        case FILL: memset(next->to, next->value, next->bytes); break;
        case WAIT: work(&streams[next->stream], next->position); break;
        case CALL:
            next->run(next->room);
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
    const char *end = b->start + b->bytes;
    int to = it->to && it->to >= b->start && it->to < end;
    int from = it->from && it->from >= b->start && it->from < end;
    for (int i = 0; i < it->uses; i++) {
        const char *used = it->used[i].start;
        if (used >= b->start && used < end) return 1;
    }
    return to || from;
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
            for (int k = streams[s].done; k < streams[s].queued; k++)
                if (uses(&streams[s].items[k % ITEMS], b)) {
                    complain("%s: stream %d still uses block %d", function, s, i);
                    k = streams[s].queued;
                }
        b->alive = 0;
        memset(b->start, 0xdd, b->bytes);
        return SUCCESS;
    }
    complain("%s: an address of no block", function);
    return INVALID_VALUE;
}

static int acquire(void **pointer, size_t bytes, enum place place) {
    size_t used = bytes;
    for (int i = 0; i < block_count; i++)
        if (blocks[i].alive && blocks[i].place == place) used += blocks[i].bytes;
    if (bytes > TOTAL_MEMORY || used > TOTAL_MEMORY || block_count == BLOCKS) return OUT_OF_MEMORY;
    block *b = &blocks[block_count++];
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

int standin_queue(void *handle, const char *function, void (*run)(void *room), void *room, int uses,
                  const standin_use *used) {
    stream *s = stream_of(handle, function);
    if (!s || uses > USES) {
        free(room);
        return s ? INVALID_VALUE : INVALID_HANDLE;
    }
    block *of[USES];
    for (int i = 0; i < uses; i++) {
        of[i] = block_of(used[i].start, used[i].bytes, DEVICE, function);
        if (!of[i]) {
            free(room);
            return INVALID_VALUE;
        }
        if (of[i]->device != s->device) complain("%s: block %d is of another device", function, (int)(of[i] - blocks));
    }
    item *next = queue(s, CALL);
    next->run = run;
    next->room = room;
    next->uses = uses;
    memcpy(next->used, used, uses * sizeof *used);
    for (int i = 0; i < uses; i++) touch(s, of[i], used[i].writes, function);
    return SUCCESS;
}

void *standin_object(const char *kind, size_t bytes) {
    if (object_count == OBJECTS) return NULL;
    object *o = &objects[object_count++];
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

/* --- for the tests --- */

void standin_reset(int device_count, int driver, int runtime) {
    for (int i = 0; i < block_count; i++) free(blocks[i].start);
    for (int i = 0; i < object_count; i++) free(objects[i].room);
    for (int i = 0; i < stream_count; i++)
        for (int k = streams[i].done; k < streams[i].queued; k++)
            if (streams[i].items[k % ITEMS].what == CALL) free(streams[i].items[k % ITEMS].room);
    stream_count = event_count = block_count = object_count = calls = fail_at = 0;
    memset(&host, 0, sizeof host);
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

int standin_calls(void) { return calls; }

const char *standin_call(int nth) { return nth <= CALLS ? call_names[nth - 1] : "?"; }

const char *standin_complaints(void) { return complaints; }

/* What was not given back, a line each. */
const char *standin_living(void) {
    char *at = living;
    *at = 0;
    for (int i = 0; i < stream_count; i++)
        if (streams[i].alive) at += sprintf(at, "stream %d\n", i);
    for (int i = 0; i < event_count; i++)
        if (events[i].alive) at += sprintf(at, "event %d\n", i);
    for (int i = 0; i < block_count; i++)
        if (blocks[i].alive) at += sprintf(at, "block %d\n", i);
    for (int i = 0; i < object_count; i++)
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
        case 75: *value = 8; break;
        case 76: *value = 9; break;
        default: status = INVALID_VALUE;
        }
    return leave(status);
}

int cudaSetDevice(int device) {
    int status = enter("cudaSetDevice");
    if (!status) status = driver_status();
    if (!status && (device < 0 || device >= devices)) status = INVALID_DEVICE;
    if (!status) current_device = device;
    return leave(status);
}

int cudaMemGetInfo(size_t *free_bytes, size_t *total) {
    int status = enter("cudaMemGetInfo");
    if (!status) {
        *total = *free_bytes = TOTAL_MEMORY;
        for (int i = 0; i < block_count; i++)
            if (blocks[i].alive && blocks[i].place == DEVICE && blocks[i].device == current_device)
                *free_bytes -= blocks[i].bytes;
    }
    return leave(status);
}

int cudaStreamCreateWithFlags(void **handle, unsigned int flags) {
    int status = enter("cudaStreamCreateWithFlags");
    if (flags != 1) complain("cudaStreamCreateWithFlags: the stream waits for the default stream");
    if (!status && stream_count == STREAMS) status = OUT_OF_MEMORY;
    if (!status) {
        stream *s = &streams[stream_count++];
        memset(s, 0, sizeof *s);
        s->device = current_device;
        s->alive = 1;
        *handle = s;
    }
    return leave(status);
}

int cudaStreamSynchronize(void *handle) {
    int status = enter("cudaStreamSynchronize");
    stream *s = stream_of(handle, "cudaStreamSynchronize");
    if (!s) return leave(INVALID_HANDLE);
    work(s, s->queued);
    merge(&host, &s->clock);
    return leave(status);
}

/* Each question does one piece of work. */
int cudaStreamQuery(void *handle) {
    int status = enter("cudaStreamQuery");
    stream *s = stream_of(handle, "cudaStreamQuery");
    if (!s) return leave(INVALID_HANDLE);
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
    if (flags) status = INVALID_VALUE;
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
    s->alive = 0;
    return leave(status);
}

int cudaEventCreateWithFlags(void **handle, unsigned int flags) {
    int status = enter("cudaEventCreateWithFlags");
    if (!status && event_count == EVENTS) status = OUT_OF_MEMORY;
    if (!status) {
        event *e = &events[event_count++];
        memset(e, 0, sizeof *e);
        e->device = current_device;
        e->timed = !(flags & 2);
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
    if (s->device != e->device) {
        complain("cudaEventRecord: the event is of another device than the stream");
        return leave(INVALID_HANDLE);
    }
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
    int status = enter("cudaMalloc");
    if (!status) status = acquire(pointer, bytes, DEVICE);
    return leave(status);
}

int cudaFree(void *pointer) {
    int status = enter("cudaFree");
    int own = release(pointer, DEVICE, "cudaFree");
    return leave(own ? own : status);
}

int cudaHostAlloc(void **pointer, size_t bytes, unsigned int flags) {
    int status = enter("cudaHostAlloc");
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
    if (kind < 1 || kind > 3) return leave(INVALID_VALUE);
    block *target = block_of(to, bytes, kind == 2 ? HOST : DEVICE, "cudaMemcpyAsync");
    block *source = block_of(from, bytes, kind == 1 ? HOST : DEVICE, "cudaMemcpyAsync");
    if (!target || !source) return leave(INVALID_VALUE);
    if (!status) {
        item *next = queue(s, COPY);
        next->to = to;
        next->from = from;
        next->bytes = bytes;
        touch(s, source, 0, "cudaMemcpyAsync");
        touch(s, target, 1, "cudaMemcpyAsync");
    }
    return leave(status);
}

int cudaMemsetAsync(void *to, int value, size_t bytes, void *handle) {
    int status = enter("cudaMemsetAsync");
    stream *s = stream_of(handle, "cudaMemsetAsync");
    if (!s) return leave(INVALID_HANDLE);
    block *target = block_of(to, bytes, DEVICE, "cudaMemsetAsync");
    if (!target) return leave(INVALID_VALUE);
    if (!status) {
        item *next = queue(s, FILL);
        next->to = to;
        next->value = value;
        next->bytes = bytes;
        touch(s, target, 1, "cudaMemsetAsync");
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
    case 700: return "cudaErrorIllegalAddress";
    default: return "unrecognized error code";
    }
}

const char *cudaGetErrorString(int status) {
    switch (status) {
    case OUT_OF_MEMORY: return "out of memory";
    case INSUFFICIENT_DRIVER: return "CUDA driver version is insufficient for CUDA runtime version";
    case NO_DEVICE: return "no CUDA-capable device is detected";
    case 700: return "an illegal memory access was encountered";
    default: return "the stand-in says no";
    }
}
