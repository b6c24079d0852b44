/* A stand-in for nvJPEG that needs no GPU: libjpeg-turbo decodes, as late as can be.
 *
 * It complains where the real library would go wrong silently: phases out of order, memory in
 * between that is used while the GPU is still at it, objects of another handle, another device than
 * that of the handle, things destroyed while they are needed. The bytes of a file are read when the
 * stream comes to it, so who changes them too early sees other pixels. It refuses what NVIDIA's
 * documentation says that nvJPEG refuses. */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "standin.h"

#define SUCCESS 0
#define INVALID_PARAMETER 2
#define BAD_JPEG 3
#define NOT_SUPPORTED 4
#define ALLOCATOR_FAILURE 5
#define EXECUTION_FAILED 6
#define ARCH_MISMATCH 7

#define HYBRID 1
#define GPU_HYBRID 2
#define HARDWARE 3
#define RGBI 5
#define INTERPOLATION (1 << 5)
#define BASELINE 0xc0
#define PROGRESSIVE 0xc2

enum css { CSS_444, CSS_422, CSS_420, CSS_440, CSS_411, CSS_410, CSS_GRAY, CSS_410V, CSS_UNKNOWN = -1 };

typedef struct {
    int width, height, components, encoding, precision, scans, css;
} info;

typedef struct { unsigned char *channel[4]; size_t pitch[4]; } image;
typedef struct { int device, backend; } handle;
typedef struct { handle *of; const unsigned char *data; size_t length; info header; int parsed; } jpeg;
typedef struct { handle *of; int format; } params;
typedef struct { handle *of; int backend; } decoder;
typedef struct { int at_work; void *stream; } buffer; /* memory of nvJPEG, pinned or of the device */

typedef struct {
    handle *of;
    decoder *by; /* NULL: for batches */
    buffer *pinned, *device;
    enum { IDLE, ON_HOST, TRANSFERRED } phase;
    jpeg *file;
    unsigned char *there; /* the file when it was transferred */
    size_t length;
    void *stream;
    int batch, at_work;
} state;

static int has_hardware = 1;
static int skipped; /* how many more files the hardware leaves out */
static char turbojpeg[4096] = "libturbojpeg.so.0";

/* --- for the tests --- */

/* Whether the GPUs have a decoder of their own. */
void standin_nvjpeg_hardware(int present) {
    has_hardware = present;
    skipped = 0;
}

/* The hardware leaves so many files out and says that all went well, as others have seen it do. */
void standin_nvjpeg_skip(int files) { skipped = files; }

/* Where libjpeg-turbo is. */
void standin_nvjpeg_turbojpeg(const char *path) { strncpy(turbojpeg, path, sizeof turbojpeg - 1); }

/* --- what the functions share --- */

/* A status of CUDA that a test wants, in nvJPEG's numbers; small numbers are nvJPEG's own. */
static int translated(int status) {
    if (status == 2) return ALLOCATOR_FAILURE;
    return status > 10 ? EXECUTION_FAILED : status;
}

static int enter(const char *function) { return translated(standin_enter(function)); }

static int leave(int status) {
    standin_leave(SUCCESS); /* CUDA's last error is another matter */
    return status;
}

static int on_its_device(handle *h, const char *function) {
    if (!standin_is(h, "nvjpegHandle", function)) return 0;
    if (h->device == standin_device()) return 1;
    standin_complain("%s: the thread's device is %d and not %d", function, standin_device(), h->device);
    return 0;
}

static int css_of(int components, const int *h, const int *v) {
    if (components == 1) return CSS_GRAY;
    if (components != 3 || h[1] != h[2] || v[1] != v[2] || h[0] % h[1] || v[0] % v[1]) return CSS_UNKNOWN;
    switch (h[0] / h[1] * 10 + v[0] / v[1]) {
    case 11: return CSS_444;
    case 21: return CSS_422;
    case 22: return CSS_420;
    case 12: return CSS_440;
    case 41: return CSS_411;
    case 42: return CSS_410;
    default: return CSS_UNKNOWN;
    }
}

static int read_header(const unsigned char *d, size_t n, info *to) {
    memset(to, 0, sizeof *to);
    if (n < 4 || d[0] != 0xff || d[1] != 0xd8) return BAD_JPEG;
    for (size_t i = 2; i + 4 <= n;) {
        if (d[i] != 0xff) {
            i++;
            continue;
        }
        int marker = d[i + 1];
        if (marker == 0xff) {
            i++;
            continue;
        }
        if (marker == 0 || marker == 1 || (marker >= 0xd0 && marker <= 0xd8)) {
            i += 2;
            continue;
        }
        if (marker == 0xd9) break;
        size_t length = d[i + 2] << 8 | d[i + 3];
        if (length < 2 || i + 2 + length > n) return BAD_JPEG;
        if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
            int h[4] = {0}, v[4] = {0};
            if (length < 8) return BAD_JPEG;
            to->encoding = marker;
            to->precision = d[i + 4];
            to->height = d[i + 5] << 8 | d[i + 6];
            to->width = d[i + 7] << 8 | d[i + 8];
            to->components = d[i + 9];
            for (int c = 0; c < to->components && c < 4; c++) {
                h[c] = d[i + 11 + 3 * c] >> 4;
                v[c] = d[i + 11 + 3 * c] & 15;
                if (!h[c] || !v[c]) return BAD_JPEG;
            }
            to->css = css_of(to->components, h, v);
        }
        if (marker == 0xda) to->scans++;
        i += 2 + length;
    }
    if (!to->encoding || !to->width || !to->height || !to->scans) return BAD_JPEG;
    if (to->encoding > 0xc3 || to->precision != 8) return NOT_SUPPORTED;
    return SUCCESS;
}

/* What the documentation says of each way. */
static int suits(const info *file, int backend) {
    if (file->components != 1 && file->components != 3) return 0;
    if (file->css == CSS_UNKNOWN) return 0;
    switch (backend) {
    case HARDWARE: return file->encoding == BASELINE && file->scans == 1 && file->css != CSS_410 && file->css != CSS_411;
    case GPU_HYBRID: return file->encoding == BASELINE && file->scans == 1;
    default: return file->encoding <= PROGRESSIVE;
    }
}

static void decode(const unsigned char *data, size_t length, const info *file, image *to) {
    static void *(*init)(void);
    static int (*decompress)(void *, const unsigned char *, unsigned long, unsigned char *, int, int, int, int, int);
    static int (*destroy)(void *);
    if (!init) {
        void *library = dlopen(turbojpeg, RTLD_NOW | RTLD_LOCAL);
        if (!library) {
            standin_complain("no libjpeg-turbo for the stand-in of nvJPEG: %s", dlerror());
            return;
        }
        *(void **)&decompress = dlsym(library, "tjDecompress2");
        *(void **)&destroy = dlsym(library, "tjDestroy");
        *(void **)&init = dlsym(library, "tjInitDecompress");
    }
    void *turbo = init();
    if (decompress(turbo, data, length, to->channel[0], file->width, (int)to->pitch[0], file->height, 0, 4096))
        standin_complain("nvJPEG was given a file that does not decode whole");
    destroy(turbo);
}

#define NEW(kind, type, out)                                   \
    type *made = standin_object(kind, sizeof(type));           \
    if (!made) return leave(ALLOCATOR_FAILURE);                \
    *out = made

static int gone(void *object, const char *kind, int at_work, const char *function, int status) {
    if (!standin_is(object, kind, function)) return leave(INVALID_PARAMETER);
    if (at_work) standin_complain("%s: the GPU is still at work with it", function);
    standin_gone(object);
    return leave(status);
}

/* --- nvJPEG --- */

int nvjpegGetProperty(int type, int *value) {
    int status = enter("nvjpegGetProperty");
    static const int version[] = {13, 0, 3};
    if (type < 0 || type > 2) return leave(INVALID_PARAMETER);
    *value = version[type];
    return leave(status);
}

int nvjpegCreateEx(int backend, void *device, void *pinned, unsigned int flags, handle **out) {
    int status = enter("nvjpegCreateEx");
    if (status) return leave(status);
    if (device || pinned || flags != INTERPOLATION || backend < 0 || backend > HARDWARE) return leave(INVALID_PARAMETER);
    if (backend == HARDWARE && !has_hardware) return leave(ARCH_MISMATCH);
    NEW("nvjpegHandle", handle, out);
    made->device = standin_device();
    made->backend = backend;
    return leave(SUCCESS);
}

int nvjpegDestroy(handle *h) {
    int status = enter("nvjpegDestroy");
    return gone(h, "nvjpegHandle", 0, "nvjpegDestroy", status);
}

int nvjpegJpegStreamCreate(handle *h, jpeg **out) {
    int status = enter("nvjpegJpegStreamCreate");
    if (status) return leave(status);
    if (!standin_is(h, "nvjpegHandle", "nvjpegJpegStreamCreate")) return leave(INVALID_PARAMETER);
    NEW("nvjpegJpegStream", jpeg, out);
    made->of = h;
    return leave(SUCCESS);
}

int nvjpegJpegStreamDestroy(jpeg *j) {
    int status = enter("nvjpegJpegStreamDestroy");
    return gone(j, "nvjpegJpegStream", 0, "nvjpegJpegStreamDestroy", status);
}

int nvjpegJpegStreamParse(handle *h, const unsigned char *data, size_t length, int save_metadata,
                          int save_stream, jpeg *j) {
    int status = enter("nvjpegJpegStreamParse");
    if (status) return leave(status);
    if (!standin_is(j, "nvjpegJpegStream", "nvjpegJpegStreamParse") || j->of != h) return leave(INVALID_PARAMETER);
    if (save_metadata || save_stream) standin_complain("nvjpegJpegStreamParse: saves what nobody needs");
    j->parsed = 0;
    status = read_header(data, length, &j->header);
    if (status) return leave(status);
    j->data = data;
    j->length = length;
    j->parsed = 1;
    return leave(SUCCESS);
}

static int ask(jpeg *j, const char *function) {
    int status = enter(function);
    if (!status && (!standin_is(j, "nvjpegJpegStream", function) || !j->parsed)) status = INVALID_PARAMETER;
    return status;
}

int nvjpegJpegStreamGetJpegEncoding(jpeg *j, int *encoding) {
    int status = ask(j, "nvjpegJpegStreamGetJpegEncoding");
    if (!status) *encoding = j->header.encoding;
    return leave(status);
}

int nvjpegJpegStreamGetFrameDimensions(jpeg *j, unsigned int *width, unsigned int *height) {
    int status = ask(j, "nvjpegJpegStreamGetFrameDimensions");
    if (!status) {
        *width = j->header.width;
        *height = j->header.height;
    }
    return leave(status);
}

int nvjpegJpegStreamGetComponentsNum(jpeg *j, unsigned int *components) {
    int status = ask(j, "nvjpegJpegStreamGetComponentsNum");
    if (!status) *components = j->header.components;
    return leave(status);
}

int nvjpegJpegStreamGetChromaSubsampling(jpeg *j, int *css) {
    int status = ask(j, "nvjpegJpegStreamGetChromaSubsampling");
    if (!status) *css = j->header.css;
    return leave(status);
}

int nvjpegDecodeParamsCreate(handle *h, params **out) {
    int status = enter("nvjpegDecodeParamsCreate");
    if (status) return leave(status);
    if (!standin_is(h, "nvjpegHandle", "nvjpegDecodeParamsCreate")) return leave(INVALID_PARAMETER);
    NEW("nvjpegDecodeParams", params, out);
    made->of = h;
    return leave(SUCCESS);
}

int nvjpegDecodeParamsDestroy(params *p) {
    int status = enter("nvjpegDecodeParamsDestroy");
    return gone(p, "nvjpegDecodeParams", 0, "nvjpegDecodeParamsDestroy", status);
}

int nvjpegDecodeParamsSetOutputFormat(params *p, int format) {
    int status = enter("nvjpegDecodeParamsSetOutputFormat");
    if (status) return leave(status);
    if (!standin_is(p, "nvjpegDecodeParams", "nvjpegDecodeParamsSetOutputFormat")) return leave(INVALID_PARAMETER);
    p->format = format;
    return leave(SUCCESS);
}

int nvjpegDecoderCreate(handle *h, int backend, decoder **out) {
    int status = enter("nvjpegDecoderCreate");
    if (status) return leave(status);
    if (!on_its_device(h, "nvjpegDecoderCreate") || (backend != HYBRID && backend != GPU_HYBRID))
        return leave(INVALID_PARAMETER);
    NEW("nvjpegJpegDecoder", decoder, out);
    made->of = h;
    made->backend = backend;
    return leave(SUCCESS);
}

int nvjpegDecoderDestroy(decoder *d) {
    int status = enter("nvjpegDecoderDestroy");
    return gone(d, "nvjpegJpegDecoder", 0, "nvjpegDecoderDestroy", status);
}

/* 0 means yes. */
int nvjpegDecoderJpegSupported(decoder *d, jpeg *j, params *p, int *is_supported) {
    int status = ask(j, "nvjpegDecoderJpegSupported");
    if (status) return leave(status);
    if (!standin_is(d, "nvjpegJpegDecoder", "nvjpegDecoderJpegSupported") ||
        !standin_is(p, "nvjpegDecodeParams", "nvjpegDecoderJpegSupported"))
        return leave(INVALID_PARAMETER);
    *is_supported = suits(&j->header, d->backend) ? 0 : 1;
    return leave(SUCCESS);
}

int nvjpegDecoderStateCreate(handle *h, decoder *d, state **out) {
    int status = enter("nvjpegDecoderStateCreate");
    if (status) return leave(status);
    if (!on_its_device(h, "nvjpegDecoderStateCreate") ||
        !standin_is(d, "nvjpegJpegDecoder", "nvjpegDecoderStateCreate"))
        return leave(INVALID_PARAMETER);
    NEW("nvjpegJpegState", state, out);
    made->of = h;
    made->by = d;
    return leave(SUCCESS);
}

int nvjpegJpegStateCreate(handle *h, state **out) {
    int status = enter("nvjpegJpegStateCreate");
    if (status) return leave(status);
    if (!on_its_device(h, "nvjpegJpegStateCreate")) return leave(INVALID_PARAMETER);
    NEW("nvjpegJpegState", state, out);
    made->of = h;
    return leave(SUCCESS);
}

int nvjpegJpegStateDestroy(state *s) {
    int status = enter("nvjpegJpegStateDestroy");
    return gone(s, "nvjpegJpegState", s->at_work, "nvjpegJpegStateDestroy", status);
}

int nvjpegBufferPinnedCreate(handle *h, void *allocator, buffer **out) {
    int status = enter("nvjpegBufferPinnedCreate");
    if (status) return leave(status);
    if (!on_its_device(h, "nvjpegBufferPinnedCreate") || allocator) return leave(INVALID_PARAMETER);
    NEW("nvjpegBufferPinned", buffer, out);
    return leave(SUCCESS);
}

int nvjpegBufferPinnedDestroy(buffer *b) {
    int status = enter("nvjpegBufferPinnedDestroy");
    return gone(b, "nvjpegBufferPinned", b->at_work, "nvjpegBufferPinnedDestroy", status);
}

int nvjpegBufferDeviceCreate(handle *h, void *allocator, buffer **out) {
    int status = enter("nvjpegBufferDeviceCreate");
    if (status) return leave(status);
    if (!on_its_device(h, "nvjpegBufferDeviceCreate") || allocator) return leave(INVALID_PARAMETER);
    NEW("nvjpegBufferDevice", buffer, out);
    return leave(SUCCESS);
}

int nvjpegBufferDeviceDestroy(buffer *b) {
    int status = enter("nvjpegBufferDeviceDestroy");
    return gone(b, "nvjpegBufferDevice", b->at_work, "nvjpegBufferDeviceDestroy", status);
}

int nvjpegStateAttachPinnedBuffer(state *s, buffer *b) {
    int status = enter("nvjpegStateAttachPinnedBuffer");
    if (status) return leave(status);
    if (!standin_is(s, "nvjpegJpegState", "nvjpegStateAttachPinnedBuffer") ||
        !standin_is(b, "nvjpegBufferPinned", "nvjpegStateAttachPinnedBuffer"))
        return leave(INVALID_PARAMETER);
    s->pinned = b;
    return leave(SUCCESS);
}

int nvjpegStateAttachDeviceBuffer(state *s, buffer *b) {
    int status = enter("nvjpegStateAttachDeviceBuffer");
    if (status) return leave(status);
    if (!standin_is(s, "nvjpegJpegState", "nvjpegStateAttachDeviceBuffer") ||
        !standin_is(b, "nvjpegBufferDevice", "nvjpegStateAttachDeviceBuffer"))
        return leave(INVALID_PARAMETER);
    s->device = b;
    return leave(SUCCESS);
}

static int decoupled(handle *h, decoder *d, state *s, const char *function) {
    return on_its_device(h, function) && standin_is(d, "nvjpegJpegDecoder", function) &&
           standin_is(s, "nvjpegJpegState", function) && d->of == h && s->of == h && s->by == d &&
           s->pinned && s->device;
}

int nvjpegDecodeJpegHost(handle *h, decoder *d, state *s, params *p, jpeg *j) {
    int status = enter("nvjpegDecodeJpegHost");
    if (status) return leave(status);
    if (!decoupled(h, d, s, "nvjpegDecodeJpegHost") ||
        !standin_is(p, "nvjpegDecodeParams", "nvjpegDecodeJpegHost") ||
        !standin_is(j, "nvjpegJpegStream", "nvjpegDecodeJpegHost") || !j->parsed || j->of != h)
        return leave(INVALID_PARAMETER);
    if (p->format != RGBI) standin_complain("nvjpegDecodeJpegHost: the output format was not set");
    if (s->pinned->at_work)
        standin_complain("nvjpegDecodeJpegHost: the pinned buffer is still read for the file before");
    if (!suits(&j->header, d->backend)) return leave(NOT_SUPPORTED);
    s->phase = ON_HOST;
    s->file = j;
    return leave(SUCCESS);
}

typedef struct { state *of; const unsigned char *data; size_t length; } transfer;

static void run_transfer(void *room) {
    transfer *t = room;
    t->of->there = realloc(t->of->there, t->length);
    memcpy(t->of->there, t->data, t->length);
    t->of->length = t->length;
    t->of->pinned->at_work--;
    t->of->at_work--;
}

int nvjpegDecodeJpegTransferToDevice(handle *h, decoder *d, state *s, jpeg *j, void *stream) {
    int status = enter("nvjpegDecodeJpegTransferToDevice");
    if (status) return leave(status);
    if (!decoupled(h, d, s, "nvjpegDecodeJpegTransferToDevice")) return leave(INVALID_PARAMETER);
    if (s->phase != ON_HOST || s->file != j) {
        standin_complain("nvjpegDecodeJpegTransferToDevice: the file was not decoded on the host before");
        return leave(INVALID_PARAMETER);
    }
    if (s->device->at_work && s->device->stream != stream)
        standin_complain("nvjpegDecodeJpegTransferToDevice: another stream uses the device buffer");
    transfer *room = malloc(sizeof *room);
    *room = (transfer){s, j->data, j->length};
    if (standin_queue(stream, "nvjpegDecodeJpegTransferToDevice", run_transfer, room, 0, NULL))
        return leave(EXECUTION_FAILED);
    s->pinned->at_work++;
    s->at_work++;
    s->device->stream = s->stream = stream;
    s->phase = TRANSFERRED;
    return leave(SUCCESS);
}

typedef struct { state *of; info header; image to; const unsigned char *data; size_t length; } picture;

static void run_device(void *room) {
    picture *p = room;
    decode(p->of->there, p->of->length, &p->header, &p->to);
    free(p->of->there);
    p->of->there = NULL;
    p->of->device->at_work--;
    p->of->at_work--;
}

static int queue_picture(void *stream, const char *function, void (*run)(void *), picture *p) {
    standin_use pixels = {p->to.channel[0], p->to.pitch[0] * p->header.height, 1};
    state *of = p->of;
    if (p->to.pitch[0] < 3u * p->header.width) {
        free(p);
        return INVALID_PARAMETER;
    }
    if (standin_queue(stream, function, run, p, 1, &pixels)) return EXECUTION_FAILED;
    of->at_work++;
    return SUCCESS;
}

int nvjpegDecodeJpegDevice(handle *h, decoder *d, state *s, image *to, void *stream) {
    int status = enter("nvjpegDecodeJpegDevice");
    if (status) return leave(status);
    if (!decoupled(h, d, s, "nvjpegDecodeJpegDevice")) return leave(INVALID_PARAMETER);
    if (s->phase != TRANSFERRED || s->stream != stream) {
        standin_complain("nvjpegDecodeJpegDevice: the file was not transferred on this stream before");
        return leave(INVALID_PARAMETER);
    }
    picture *room = calloc(1, sizeof *room);
    *room = (picture){.of = s, .header = s->file->header, .to = *to};
    status = queue_picture(stream, "nvjpegDecodeJpegDevice", run_device, room);
    if (status) return leave(status);
    s->device->at_work++;
    s->phase = IDLE;
    return leave(SUCCESS);
}

int nvjpegDecodeBatchedSupported(handle *h, jpeg *j, int *is_supported) {
    int status = ask(j, "nvjpegDecodeBatchedSupported");
    if (status) return leave(status);
    if (!standin_is(h, "nvjpegHandle", "nvjpegDecodeBatchedSupported") || j->of != h) return leave(INVALID_PARAMETER);
    *is_supported = suits(&j->header, h->backend) ? 0 : 1;
    return leave(SUCCESS);
}

int nvjpegDecodeBatchedInitialize(handle *h, state *s, int batch, int threads, int format) {
    int status = enter("nvjpegDecodeBatchedInitialize");
    if (status) return leave(status);
    if (!on_its_device(h, "nvjpegDecodeBatchedInitialize") ||
        !standin_is(s, "nvjpegJpegState", "nvjpegDecodeBatchedInitialize") || s->of != h || s->by || batch < 1 ||
        threads < 1 || format != RGBI)
        return leave(INVALID_PARAMETER);
    if (s->at_work) standin_complain("nvjpegDecodeBatchedInitialize: the batch before is not done");
    s->batch = batch;
    return leave(SUCCESS);
}

static void run_of_batch(void *room) {
    picture *p = room;
    if (p->of->of->backend == HARDWARE && skipped) skipped--;
    else decode(p->data, p->length, &p->header, &p->to);
    p->of->at_work--;
}

int nvjpegDecodeBatched(handle *h, state *s, const unsigned char *const *data, const size_t *lengths,
                        image *to, void *stream) {
    int status = enter("nvjpegDecodeBatched");
    if (!on_its_device(h, "nvjpegDecodeBatched") || !standin_is(s, "nvjpegJpegState", "nvjpegDecodeBatched") ||
        s->of != h || s->by || !s->batch)
        return leave(INVALID_PARAMETER);
    if (s->at_work) standin_complain("nvjpegDecodeBatched: the batch before is not done");
    int batch = s->batch;
    if (status) s->batch = 0; /* a failed batch wants a new start */
    /* others have seen it write, on an H100, before the stream came to it */
    for (int i = 0; !status && h->backend == HARDWARE && i < batch; i++)
        if (!standin_is_free(to[i].channel[0]))
            standin_complain("nvjpegDecodeBatched: the hardware does not wait for what uses picture %d", i);
    for (int i = 0; !status && i < batch; i++) {
        picture *room = calloc(1, sizeof *room);
        *room = (picture){.of = s, .to = to[i], .data = data[i], .length = lengths[i]};
        status = read_header(data[i], lengths[i], &room->header);
        if (!status && !suits(&room->header, h->backend)) status = NOT_SUPPORTED;
        if (status) {
            free(room);
            s->batch = 0;
            break;
        }
        status = queue_picture(stream, "nvjpegDecodeBatched", run_of_batch, room);
    }
    return leave(status);
}
