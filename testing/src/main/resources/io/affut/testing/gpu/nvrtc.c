/* A stand-in for NVRTC: its machine code is a shared library of the host, which the stand-in for
 * the CUDA runtime loads and runs; its PTX is a text with that library in hexadecimal digits. It
 * compiles with the system's g++; kernels.h, beside it, makes
 * that understand the source.
 *
 * It takes the options that NVRTC is given here and no others. What it compiled last it keeps for
 * the life of the process, since tests compile the same again and again. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "standin.h"

#define SUCCESS 0
#define OUT_OF_MEMORY 1
#define INVALID_INPUT 3
#define INVALID_PROGRAM 4
#define INVALID_OPTION 5
#define COMPILATION 6
#define KEPT 8
#define LOG_BYTES (1 << 14)

static const char *const KIND = "nvrtcProgram";
static const int ARCHITECTURES[] = {75, 80, 86, 89, 90, 100, 120};
#define COUNT ((int)(sizeof ARCHITECTURES / sizeof *ARCHITECTURES))

/* What came of a source. */
typedef struct {
    char *source;
    int architecture, status;
    char *code;
    size_t bytes;
    char log[LOG_BYTES];
} compiled;

typedef struct {
    char *source, *name;
    const compiled *result;
    int ptx; /* and no machine code */
    char log[256]; /* of the options */
} program;

static compiled kept[KEPT];
static int next;

static void write_text(const char *folder, const char *name, const char *text) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file) return;
    fputs(text, file);
    fclose(file);
}

/* A source that has the header first, then the kernels under their own name, then a description of
 * each: the names are what follows `extern "C" __global__ void`. */
static char *wrapped(const program *p, int architecture) {
    Dl_info own;
    dladdr((void *)wrapped, &own);
    size_t bytes = strlen(p->source) + (1 << 16);
    char *text = malloc(bytes), *at = text;
    int folder = (int)(strrchr(own.dli_fname, '/') - own.dli_fname);
    at += sprintf(at, "#include \"%.*s/kernels.h\"\n#line 1 \"%s\"\n%s\n", folder, own.dli_fname,
                  p->name, p->source);
    const char *mark = "extern \"C\" __global__ void ";
    for (const char *k = p->source; (k = strstr(k, mark)); ) {
        k += strlen(mark);
        at += sprintf(at, "STANDIN_KERNEL(%.*s)\n", (int)strcspn(k, " ("), k);
    }
    sprintf(at, "STANDIN_ARCHITECTURE(%d)\n", architecture);
    return text;
}

static void read_all(const char *folder, compiled *c) {
    char path[512];
    snprintf(path, sizeof path, "%s/code", folder);
    FILE *file = fopen(path, "rb");
    if (!file) return;
    fseek(file, 0, SEEK_END);
    c->bytes = ftell(file);
    rewind(file);
    c->code = malloc(c->bytes);
    if (fread(c->code, 1, c->bytes, file) == c->bytes) c->status = SUCCESS;
    fclose(file);
}

/* What a source came to before, or comes to now. */
static const compiled *compile(const program *p, int architecture) {
    for (int i = 0; i < KEPT; i++)
        if (kept[i].source && !strcmp(kept[i].source, p->source) && kept[i].architecture == architecture)
            return &kept[i];
    compiled *c = &kept[next++ % KEPT];
    free(c->source);
    free(c->code);
    memset(c, 0, sizeof *c);
    c->source = strdup(p->source);
    c->architecture = architecture;
    c->status = COMPILATION;
    char folder[] = P_tmpdir "/affut-standin-nvrtc-XXXXXX";
    if (!mkdtemp(folder)) return c;
    char *text = wrapped(p, architecture);
    write_text(folder, "kernels.cpp", text);
    free(text);
    char command[1024];
    snprintf(command, sizeof command,
             "g++ -std=c++17 -O2 -ffp-contract=off -Wall -Wextra -Werror -Wno-unused-function -shared"
             " -fPIC -o %s/code %s/kernels.cpp 2>&1", folder, folder);
    FILE *output = popen(command, "r");
    size_t length = output ? fread(c->log, 1, LOG_BYTES - 1, output) : 0;
    c->log[length] = 0;
    if (output && !pclose(output)) read_all(folder, c);
    snprintf(command, sizeof command, "%s/kernels.cpp", folder);
    unlink(command);
    snprintf(command, sizeof command, "%s/code", folder);
    unlink(command);
    rmdir(folder);
    return c;
}

static program *program_of(void *handle, const char *function) {
    return standin_is(handle, KIND, function) ? handle : NULL;
}

int nvrtcVersion(int *major, int *minor) {
    int status = standin_enter("nvrtcVersion");
    *major = 13;
    *minor = 1;
    return standin_leave(status);
}

int nvrtcGetNumSupportedArchs(int *count) {
    int status = standin_enter("nvrtcGetNumSupportedArchs");
    *count = COUNT;
    return standin_leave(status);
}

int nvrtcGetSupportedArchs(int *architectures) {
    int status = standin_enter("nvrtcGetSupportedArchs");
    if (!status) memcpy(architectures, ARCHITECTURES, sizeof ARCHITECTURES);
    return standin_leave(status);
}

int nvrtcCreateProgram(void **handle, const char *source, const char *name, int count,
                       const char *const *headers, const char *const *names) {
    int status = standin_enter("nvrtcCreateProgram");
    if (count || headers || names) status = INVALID_INPUT;
    if (!status) {
        program *p = standin_object(KIND, sizeof *p);
        if (!p) return standin_leave(OUT_OF_MEMORY);
        p->source = strdup(source);
        p->name = strdup(name);
        *handle = p;
    }
    return standin_leave(status);
}

int nvrtcCompileProgram(void *handle, int count, const char *const *options) {
    int status = standin_enter("nvrtcCompileProgram");
    program *p = program_of(handle, "nvrtcCompileProgram");
    if (!p) return standin_leave(INVALID_PROGRAM);
    int architecture = 0, exact = 0;
    for (int i = 0; i < count; i++) {
        const char *wanted = "--gpu-architecture=sm_", *ptx = "--gpu-architecture=compute_";
        if (!strncmp(options[i], wanted, strlen(wanted))) architecture = atoi(options[i] + strlen(wanted));
        else if (!strncmp(options[i], ptx, strlen(ptx))) {
            architecture = atoi(options[i] + strlen(ptx));
            p->ptx = 1;
        }
        else if (!strcmp(options[i], "--fmad=false")) exact = 1;
        else if (strcmp(options[i], "--std=c++17")) architecture = -1;
    }
    int known = 0;
    for (int i = 0; i < COUNT; i++) known |= ARCHITECTURES[i] == architecture;
    if (!known) {
        snprintf(p->log, sizeof p->log, "invalid value for --gpu-architecture, or an unknown option");
        if (!status) status = INVALID_OPTION;
    }
    if (!exact) standin_complain("nvrtcCompileProgram: without --fmad=false it rounds otherwise");
    if (!status) {
        p->result = compile(p, architecture);
        status = p->result->status;
    }
    return standin_leave(status);
}

int nvrtcGetProgramLogSize(void *handle, size_t *bytes) {
    int status = standin_enter("nvrtcGetProgramLogSize");
    program *p = program_of(handle, "nvrtcGetProgramLogSize");
    if (!p) return standin_leave(INVALID_PROGRAM);
    *bytes = strlen(p->result ? p->result->log : p->log) + 1;
    return standin_leave(status);
}

int nvrtcGetProgramLog(void *handle, char *log) {
    int status = standin_enter("nvrtcGetProgramLog");
    program *p = program_of(handle, "nvrtcGetProgramLog");
    if (!p) return standin_leave(INVALID_PROGRAM);
    strcpy(log, p->result ? p->result->log : p->log);
    return standin_leave(status);
}

int nvrtcGetCUBINSize(void *handle, size_t *bytes) {
    int status = standin_enter("nvrtcGetCUBINSize");
    program *p = program_of(handle, "nvrtcGetCUBINSize");
    if (!p || !p->result) return standin_leave(INVALID_PROGRAM);
    *bytes = p->ptx ? 0 : p->result->bytes;
    return standin_leave(status);
}

int nvrtcGetCUBIN(void *handle, char *code) {
    int status = standin_enter("nvrtcGetCUBIN");
    program *p = program_of(handle, "nvrtcGetCUBIN");
    if (!p || !p->result || p->ptx) return standin_leave(INVALID_PROGRAM);
    memcpy(code, p->result->code, p->result->bytes);
    return standin_leave(status);
}

/* The head of a PTX: which compiler it is of, and the oldest architecture that it is for. */
static int ptx_head(const program *p, char *head) {
    return sprintf(head, STANDIN_PTX "\n", 13, 1, p->result->architecture);
}

int nvrtcGetPTXSize(void *handle, size_t *bytes) {
    int status = standin_enter("nvrtcGetPTXSize");
    program *p = program_of(handle, "nvrtcGetPTXSize");
    if (!p || !p->result || !p->ptx) return standin_leave(INVALID_PROGRAM);
    char head[256];
    *bytes = ptx_head(p, head) + 2 * p->result->bytes + 1;
    return standin_leave(status);
}

int nvrtcGetPTX(void *handle, char *text) {
    int status = standin_enter("nvrtcGetPTX");
    program *p = program_of(handle, "nvrtcGetPTX");
    if (!p || !p->result || !p->ptx) return standin_leave(INVALID_PROGRAM);
    text += ptx_head(p, text);
    for (size_t i = 0; i < p->result->bytes; i++) {
        *text++ = "0123456789abcdef"[(unsigned char)p->result->code[i] >> 4];
        *text++ = "0123456789abcdef"[p->result->code[i] & 15];
    }
    *text = 0;
    return standin_leave(status);
}

int nvrtcDestroyProgram(void **handle) {
    int status = standin_enter("nvrtcDestroyProgram");
    program *p = program_of(*handle, "nvrtcDestroyProgram");
    if (!p) return standin_leave(INVALID_PROGRAM);
    free(p->source);
    free(p->name);
    standin_gone(p);
    *handle = NULL;
    return standin_leave(status);
}

const char *nvrtcGetErrorString(int status) {
    switch (status) {
    case SUCCESS: return "NVRTC_SUCCESS";
    case OUT_OF_MEMORY: return "NVRTC_ERROR_OUT_OF_MEMORY";
    case INVALID_INPUT: return "NVRTC_ERROR_INVALID_INPUT";
    case INVALID_PROGRAM: return "NVRTC_ERROR_INVALID_PROGRAM";
    case INVALID_OPTION: return "NVRTC_ERROR_INVALID_OPTION";
    case COMPILATION: return "NVRTC_ERROR_COMPILATION";
    default: return "NVRTC_ERROR unknown";
    }
}
