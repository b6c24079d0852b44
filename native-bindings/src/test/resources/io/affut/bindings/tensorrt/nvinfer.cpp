/* A stand-in for TensorRT 10.15 and its parser of ONNX, over the stand-in for the CUDA runtime.
 *
 * Its objects are laid out as those of TensorRT: polymorphic, with a virtual destructor, and behind
 * the pointer to the table of virtual functions one to an object that does the work, whose table is
 * made by hand. The slots are those that the machine code of Bytedeco's preset calls. What is in no
 * slot here is a complaint.
 *
 * A network is a line of text: the name of its one input and the input's extents, which may be -1.
 * Its one output, "twice", has the same shape and twice the values. An engine is a line that tells
 * all that was asked for.
 *
 * It complains when something is used that is gone, when an object goes before what points into it,
 * and when work is queued from a thread whose device is another one. Each failure is told to the
 * logger first, as TensorRT does. */
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>

extern "C" {
#include "standin.h"
}

namespace {

constexpr int SLOTS = 64;
constexpr int FP16 = 0, TF32 = 6;

/* nvinfer1::Dims64 */
struct Dims {
    int32_t count;
    int64_t extents[8];
};

/* nvinfer1::ILogger, which Java implements. */
struct Logger {
    virtual void log(int32_t severity, const char *text) noexcept = 0;
    virtual ~Logger() = default;
};

/* What does the work of an object: called through a table with slots. */
struct Part {
    void *const *slots;
    void *self;
};

void unexpected() { standin_complain("TensorRT: a function that the stand-in lacks"); }

/* A table of which each slot is a complaint until it is set. */
struct Table {
    void *slots[SLOTS];
    Table() {
        for (void *&slot : slots) slot = reinterpret_cast<void *>(&unexpected);
    }
    template <typename F> Table &with(int slot, F *function) {
        slots[slot] = reinterpret_cast<void *>(function);
        return *this;
    }
};

/* nvinfer1::INoCopy and the pointer that all of its heirs have. */
struct Object {
    virtual ~Object() = default;
    Part *part = nullptr;

    static void *operator new(size_t bytes, const char *kind) noexcept {
        return standin_object(kind, bytes);
    }
    static void operator delete(void *object) { standin_gone(object); }
    static void operator delete(void *object, const char *) { standin_gone(object); }
};

/* One call: counted, and failing where a test wants that. */
class Call {
  public:
    Call(const char *function, Logger *logger)
        : function(function), logger(logger), status(standin_enter(function)) {}

    /* Ends the call; what it says is said after that, since Java may call CUDA then. */
    bool ends(bool well, const char *reason = "the stand-in was told to fail") {
        bool failed = status != 0 || !well;
        standin_leave(0);
        if (failed && logger) {
            char text[300];
            snprintf(text, sizeof text, "%s: Error Code 1: %s", function, reason);
            logger->log(1, text);
        }
        return !failed;
    }

    bool mayGoOn() const { return status == 0; }

  private:
    const char *function;
    Logger *logger;
    int status;
};

/* In a destructor: a complaint where others still point to it. */
void mayGo(const char *kind, int users, const char *usedBy) {
    if (users) standin_complain("~%s: %d %s use it", kind, users, usedBy);
}

/* What has memory of a device gives it back on that device. */
void atHome(const char *function, int device) {
    if (standin_device() != device)
        standin_complain("%s: the thread's device is %d and not %d", function, standin_device(), device);
}

struct Memory : Object {
    Part own;
    size_t size;
    char text[1024];
    ~Memory() override { standin_enter("~IHostMemory"), standin_leave(0); }
};

void *memoryData(Part *part) { return static_cast<Memory *>(part->self)->text; }
size_t memorySize(Part *part) { return static_cast<Memory *>(part->self)->size; }

Memory *newMemory(const char *text) {
    static Table table = Table().with(2, memoryData).with(3, memorySize);
    Memory *memory = new ("IHostMemory") Memory();
    if (!memory) return nullptr;
    memory->own = {table.slots, memory};
    memory->part = &memory->own;
    memory->size = strlen(text);
    strcpy(memory->text, text);
    return memory;
}

/* --- building --- */

/* nvinfer1::ITensor; it is the network's. */
struct Tensor {
    virtual ~Tensor() = default;
    Part *part;
    Part own;
    char name[64];
    Dims dims;
};

/* nvinfer1::IOptimizationProfile; it is the builder's. */
struct Profile {
    virtual ~Profile() = default;
    Part *part;
    Part own;
    Logger *logger;
    char name[64];
    Dims dims[3];
    int set;
};

struct Builder : Object {
    Part own;
    Logger *logger;
    int networks, configs;
    Profile profile;
    ~Builder() override {
        standin_enter("~IBuilder");
        mayGo("IBuilder", networks + configs, "networks and settings");
        standin_leave(0);
    }
};

struct Network : Object {
    Part own;
    Builder *builder;
    int parsers, inputs;
    Tensor input;
    ~Network() override {
        standin_enter("~INetworkDefinition");
        mayGo("INetworkDefinition", parsers, "parsers");
        builder->networks--;
        standin_leave(0);
    }
};

struct Config : Object {
    Part own;
    Builder *builder;
    unsigned flags;
    long workspace;
    int caches, profiles, used;
    ~Config() override {
        standin_enter("~IBuilderConfig");
        mayGo("IBuilderConfig", caches, "timing caches");
        builder->configs--;
        standin_leave(0);
    }
};

struct Timings : Object {
    Part own;
    Config *config;
    int measured;
    ~Timings() override {
        standin_enter("~ITimingCache");
        config->caches--;
        standin_leave(0);
    }
};

const char *tensorName(Part *part) { return static_cast<Tensor *>(part->self)->name; }
void tensorSetDimensions(Part *part, const Dims *dims) {
    static_cast<Tensor *>(part->self)->dims = *dims;
}

int32_t networkInputs(Part *part) { return static_cast<Network *>(part->self)->inputs; }
Tensor *networkInput(Part *part, int32_t) { return &static_cast<Network *>(part->self)->input; }

bool profileSetDimensions(Part *part, const char *name, int32_t which, const Dims *dims) {
    Profile *profile = static_cast<Profile *>(part->self);
    Call call("IOptimizationProfile::setDimensions", profile->logger);
    snprintf(profile->name, sizeof profile->name, "%s", name);
    profile->dims[which] = *dims;
    profile->set |= 1 << which;
    return call.ends(true);
}

void configSetFlag(Part *part, int32_t flag) {
    static_cast<Config *>(part->self)->flags |= 1u << flag;
}
void configClearFlag(Part *part, int32_t flag) {
    static_cast<Config *>(part->self)->flags &= ~(1u << flag);
}
void configSetLimit(Part *part, int32_t, size_t bytes) {
    static_cast<Config *>(part->self)->workspace = bytes;
}
int32_t configAddProfile(Part *part, const Profile *) {
    Config *config = static_cast<Config *>(part->self);
    Call call("addOptimizationProfile", config->builder->logger);
    return call.ends(true) ? config->profiles++ : -1;
}

Memory *timingsSerialize(Part *part) {
    Timings *timings = static_cast<Timings *>(part->self);
    char text[64];
    snprintf(text, sizeof text, "timings %d", timings->measured);
    Call call("ITimingCache::serialize", timings->config->builder->logger);
    Memory *memory = call.mayGoOn() ? newMemory(text) : nullptr;
    return call.ends(memory) ? memory : nullptr;
}

Timings *configCreateTimings(Part *part, const void *blob, size_t bytes) {
    static Table table = Table().with(2, timingsSerialize);
    Config *config = static_cast<Config *>(part->self);
    Call call("createTimingCache", config->builder->logger);
    bool right = bytes == 0 || (bytes > 8 && !memcmp(blob, "timings ", 8));
    Timings *timings = call.mayGoOn() && right ? new ("ITimingCache") Timings() : nullptr;
    if (timings) {
        timings->own = {table.slots, timings};
        timings->part = &timings->own;
        timings->config = config;
        timings->measured = bytes ? atoi(static_cast<const char *>(blob) + 8) : 0;
        config->caches++;
    }
    return call.ends(timings, "this is no timing cache") ? timings : nullptr;
}
bool configSetTimings(Part *part, const Timings *timings, bool) {
    Config *config = static_cast<Config *>(part->self);
    Call call("setTimingCache", config->builder->logger);
    if (!call.ends(true)) return false;
    config->used = const_cast<Timings *>(timings)->measured++;
    return true;
}

Config *builderCreateConfig(Part *part) {
    static Table table = Table()
                             .with(10, configClearFlag)
                             .with(11, configSetFlag)
                             .with(25, configAddProfile)
                             .with(40, configCreateTimings)
                             .with(41, configSetTimings)
                             .with(43, configSetLimit);
    Builder *builder = static_cast<Builder *>(part->self);
    Call call("createBuilderConfig", builder->logger);
    Config *config = call.mayGoOn() ? new ("IBuilderConfig") Config() : nullptr;
    if (config) {
        config->own = {table.slots, config};
        config->part = &config->own;
        config->builder = builder;
        config->flags = 1u << TF32;
        builder->configs++;
    }
    return call.ends(config) ? config : nullptr;
}

Network *builderCreateNetwork(Part *part, uint32_t flags) {
    static Table table = Table().with(14, networkInputs).with(15, networkInput);
    static Table tensors = Table().with(3, tensorName).with(4, tensorSetDimensions);
    Builder *builder = static_cast<Builder *>(part->self);
    Call call("createNetworkV2", builder->logger);
    Network *network = call.mayGoOn() && !flags ? new ("INetworkDefinition") Network() : nullptr;
    if (network) {
        network->own = {table.slots, network};
        network->part = &network->own;
        network->builder = builder;
        network->input.own = {tensors.slots, &network->input};
        network->input.part = &network->input.own;
        builder->networks++;
    }
    return call.ends(network) ? network : nullptr;
}

Profile *builderCreateProfile(Part *part) {
    static Table table = Table().with(2, profileSetDimensions);
    Builder *builder = static_cast<Builder *>(part->self);
    Call call("createOptimizationProfile", builder->logger);
    Profile *profile = &builder->profile;
    profile->own = {table.slots, profile};
    profile->part = &profile->own;
    profile->logger = builder->logger;
    return call.ends(true) ? profile : nullptr;
}

char *write(char *at, const Dims &dims) {
    for (int i = 0; i < dims.count; i++) at += sprintf(at, " %ld", static_cast<long>(dims.extents[i]));
    return at;
}

/* Whether the profile and the network's input agree. */
bool fits(const Profile &profile, const Tensor &input, bool isUsed) {
    if (profile.set != 7 || strcmp(profile.name, input.name)) return false;
    bool ranges = false;
    for (int i = 0; i < input.dims.count; i++) {
        long smallest = profile.dims[0].extents[i], usual = profile.dims[1].extents[i],
             largest = profile.dims[2].extents[i];
        if (smallest > usual || usual > largest) return false;
        if (input.dims.extents[i] != (smallest == largest ? usual : -1)) return false;
        ranges |= smallest != largest;
    }
    return ranges == isUsed;
}

Memory *builderBuild(Part *part, Network *network, Config *config) {
    Builder *builder = static_cast<Builder *>(part->self);
    Call call("buildSerializedNetwork", builder->logger);
    bool right = fits(builder->profile, network->input, config->profiles);
    Memory *memory = nullptr;
    if (call.mayGoOn() && right) {
        char text[1024], *at = text;
        at += sprintf(at, "plan %s %d", network->input.name, network->input.dims.count);
        for (const Dims &dims : builder->profile.dims) at = write(at, dims);
        sprintf(at, " fp16=%d tf32=%d workspace=%ld timings=%d device=%d", config->flags >> FP16 & 1,
                config->flags >> TF32 & 1, config->workspace, config->used, standin_device());
        memory = newMemory(text);
    }
    return call.ends(memory, "the profile does not fit the network") ? memory : nullptr;
}

/* --- parsing --- */

/* nvonnxparser::IParserError, which no one but the parser deletes. */
struct ParserError {
    virtual int32_t code() const { return 4; }
    virtual const char *desc() const { return "this is no network"; }
    virtual const char *file() const { return "ModelImporter.cpp"; }
    virtual int line() const { return 1; }
    virtual const char *func() const { return "parse"; }
    virtual int node() const { return 7; }
    virtual const char *nodeName() const { return "/model/Mystery"; }
    virtual const char *nodeOperator() const { return "Mystery"; }
    virtual ~ParserError() = default;
};

/* nvonnxparser::IParser, whose destructor comes behind the functions of its first version. */
struct Parser {
    virtual bool parse(const void *, size_t, const char *) noexcept { return refuse(); }
    virtual bool parseFromFile(const char *file, int) noexcept;
    virtual bool supportsModel() noexcept { return refuse(); }
    virtual bool parseWithWeightDescriptors() noexcept { return refuse(); }
    virtual bool supportsOperator(const char *) const noexcept { return false; }
    virtual int getNbErrors() const noexcept { return errors; }
    virtual const ParserError *getError(int) const noexcept { return &error; }
    virtual void clearErrors() noexcept { errors = 0; }
    virtual ~Parser() noexcept {
        standin_enter("~IParser");
        network->parsers--;
        standin_leave(0);
    }
    virtual void *getUsedVCPluginLibraries() noexcept { return nullptr; }

    static bool refuse() {
        unexpected();
        return false;
    }
    static void *operator new(size_t bytes, const char *kind) noexcept {
        return standin_object(kind, bytes);
    }
    static void operator delete(void *object) { standin_gone(object); }
    static void operator delete(void *object, const char *) { standin_gone(object); }

    Network *network;
    Logger *logger;
    int errors;
    ParserError error;
};

bool Parser::parseFromFile(const char *file, int) noexcept {
    Call call("parseFromFile", logger);
    FILE *in = fopen(file, "r");
    Tensor *input = &network->input;
    int extent, well = in && fscanf(in, "%63s", input->name) == 1;
    while (well && input->dims.count < 8 && fscanf(in, "%d", &extent) == 1)
        input->dims.extents[input->dims.count++] = extent;
    if (in) fclose(in);
    bool parsed = well && input->dims.count > 0;
    network->inputs = parsed;
    errors = !parsed || !call.mayGoOn();
    return call.ends(parsed, "it cannot be parsed");
}

/* --- computing --- */

struct Runtime : Object {
    Part own;
    Logger *logger;
    int engines;
    ~Runtime() override {
        standin_enter("~IRuntime");
        mayGo("IRuntime", engines, "engines");
        standin_leave(0);
    }
};

struct Engine : Object {
    Part own;
    Runtime *runtime;
    int device, contexts;
    char input[64];
    Dims smallest, usual, largest;
    ~Engine() override {
        standin_enter("~ICudaEngine");
        mayGo("ICudaEngine", contexts, "contexts");
        atHome("~ICudaEngine", device);
        runtime->engines--;
        standin_leave(0);
    }
};

struct Context : Object {
    Part own;
    Engine *engine;
    Dims shape;
    float *in, *out;
    ~Context() override {
        standin_enter("~IExecutionContext");
        atHome("~IExecutionContext", engine->device);
        engine->contexts--;
        standin_leave(0);
    }
};

size_t volume(const Dims &dims) {
    size_t count = 1;
    for (int i = 0; i < dims.count; i++) count *= dims.extents[i];
    return count;
}

bool contextSetShape(Part *part, const char *name, const Dims *dims) {
    Context *context = static_cast<Context *>(part->self);
    Engine *engine = context->engine;
    Call call("setInputShape", engine->runtime->logger);
    standin_is(context, "IExecutionContext", "setInputShape");
    bool right = !strcmp(name, engine->input) && dims->count == engine->usual.count;
    for (int i = 0; right && i < dims->count; i++)
        right = engine->smallest.extents[i] <= dims->extents[i] &&
                dims->extents[i] <= engine->largest.extents[i];
    if (!call.ends(right, "the shape is outside the profile")) return false;
    context->shape = *dims;
    return true;
}

Dims contextShape(Part *part, const char *) {
    Context *context = static_cast<Context *>(part->self);
    Dims unknown = context->engine->usual;
    unknown.extents[0] = -1;
    return context->shape.count ? context->shape : unknown;
}

bool contextSetAddress(Part *part, const char *name, void *address) {
    Context *context = static_cast<Context *>(part->self);
    Call call("setTensorAddress", context->engine->runtime->logger);
    bool in = !strcmp(name, context->engine->input), out = !strcmp(name, "twice");
    if (!call.ends(in || out, "there is no such tensor")) return false;
    (in ? context->in : context->out) = static_cast<float *>(address);
    return true;
}

struct Doubling {
    const float *in;
    float *out;
    size_t count;
};

void doubling(void *room) {
    Doubling *work = static_cast<Doubling *>(room);
    for (size_t i = 0; i < work->count; i++) work->out[i] = 2 * work->in[i];
}

bool contextEnqueue(Part *part, void *stream) {
    Context *context = static_cast<Context *>(part->self);
    Call call("enqueueV3", context->engine->runtime->logger);
    if (!call.mayGoOn()) return call.ends(true);
    standin_is(context, "IExecutionContext", "enqueueV3");
    atHome("enqueueV3", context->engine->device);
    if (!context->shape.count || !context->in || !context->out)
        return call.ends(false, "not every tensor has a shape and a place");
    size_t count = volume(context->shape);
    Doubling *work = static_cast<Doubling *>(malloc(sizeof *work));
    *work = {context->in, context->out, count};
    standin_use uses[] = {{context->in, count * sizeof(float), 0},
                          {context->out, count * sizeof(float), 1}};
    int status = standin_queue(stream, "enqueueV3", doubling, work, 2, uses);
    return call.ends(status == 0, "the stream or a place is none");
}

Context *engineCreateContext(Part *part, int32_t strategy) {
    static Table table = Table()
                             .with(21, contextSetShape)
                             .with(22, contextShape)
                             .with(24, contextSetAddress)
                             .with(37, contextEnqueue);
    Engine *engine = static_cast<Engine *>(part->self);
    Call call("createExecutionContext", engine->runtime->logger);
    standin_is(engine, "ICudaEngine", "createExecutionContext");
    atHome("createExecutionContext", engine->device);
    Context *context = call.mayGoOn() && !strategy ? new ("IExecutionContext") Context() : nullptr;
    if (context) {
        context->own = {table.slots, context};
        context->part = &context->own;
        context->engine = engine;
        engine->contexts++;
    }
    return call.ends(context, "out of memory") ? context : nullptr;
}

Dims engineShape(Part *part, const char *) {
    Engine *engine = static_cast<Engine *>(part->self);
    Dims dims = engine->usual;
    for (int i = 0; i < dims.count; i++)
        if (engine->smallest.extents[i] != engine->largest.extents[i]) dims.extents[i] = -1;
    return dims;
}
int32_t engineType(Part *, const char *) { return 0; }
int32_t engineMode(Part *part, const char *name) {
    return strcmp(name, static_cast<Engine *>(part->self)->input) ? 2 : 1;
}
int32_t engineTensors(Part *) { return 2; }
const char *engineTensor(Part *part, int32_t index) {
    return index ? "twice" : static_cast<Engine *>(part->self)->input;
}

bool read(Engine *engine, const char *text, size_t size) {
    char line[1024];
    int count = 0, read = 0;
    if (size >= sizeof line) return false;
    memcpy(line, text, size);
    line[size] = 0;
    if (sscanf(line, "plan %63s %d%n", engine->input, &count, &read) != 2 || count > 8) return false;
    const char *at = line + read;
    for (Dims *dims : {&engine->smallest, &engine->usual, &engine->largest}) {
        dims->count = count;
        for (int i = 0; i < count; i++) {
            char *next;
            dims->extents[i] = strtol(at, &next, 10);
            at = next;
        }
    }
    return true;
}

Engine *runtimeDeserialize(Part *part, const void *bytes, size_t size) {
    static Table table = Table()
                             .with(5, engineCreateContext)
                             .with(19, engineShape)
                             .with(20, engineType)
                             .with(23, engineMode)
                             .with(30, engineTensors)
                             .with(31, engineTensor);
    Runtime *runtime = static_cast<Runtime *>(part->self);
    Call call("deserializeCudaEngine", runtime->logger);
    Engine *engine = call.mayGoOn() ? new ("ICudaEngine") Engine() : nullptr;
    if (engine) {
        engine->own = {table.slots, engine};
        engine->part = &engine->own;
        engine->runtime = runtime;
        engine->device = standin_device();
        if (!read(engine, static_cast<const char *>(bytes), size)) {
            standin_gone(engine);
            engine = nullptr;
        } else {
            runtime->engines++;
        }
    }
    return call.ends(engine, "the engine is of another version") ? engine : nullptr;
}

}  // namespace

extern "C" {

int32_t getInferLibVersion() { return 101501; }
int32_t getNvOnnxParserVersion() { return 100; }

/* Where it fails, it is a pointer to nothing, as that of TensorRT 10.15 without a driver. */
void *createInferRuntime_INTERNAL(Logger *logger, int32_t) {
    static Table table = Table().with(3, runtimeDeserialize);
    Call call("createInferRuntime", logger);
    Runtime *runtime = call.mayGoOn() ? new ("IRuntime") Runtime() : nullptr;
    if (runtime) {
        runtime->own = {table.slots, runtime};
        runtime->part = &runtime->own;
        runtime->logger = logger;
    }
    return call.ends(runtime, "CUDA initialization failure with error: 35")
               ? runtime
               : reinterpret_cast<void *>(0x238);
}

/* What the next builder comes with: nothing else, an error that is none of its own, or no object
   behind its address. */
static int builder_comes_with;
void nvinfer_builder_comes_with(int what) { builder_comes_with = what; }

void *createInferBuilder_INTERNAL(Logger *logger, int32_t) {
    static Table table = Table()
                             .with(7, builderCreateConfig)
                             .with(8, builderCreateNetwork)
                             .with(9, builderCreateProfile)
                             .with(14, builderBuild);
    Call call("createInferBuilder", logger);
    Builder *builder = call.mayGoOn() ? new ("IBuilder") Builder() : nullptr;
    if (builder) {
        builder->own = {table.slots, builder};
        builder->part = &builder->own;
        builder->logger = logger;
    }
    if (!call.ends(builder, "CUDA initialization failure with error: 35")) return nullptr;
    int what = builder_comes_with;
    builder_comes_with = 0;
    if (what) logger->log(1, "Unable to load library: libnvinfer_builder_resource_sm89");
    if (what == 2) {
        standin_gone(builder);
        return reinterpret_cast<void *>(0x238);
    }
    return builder;
}

void *createNvOnnxParser_INTERNAL(Network *network, Logger *logger, int) {
    Call call("createNvOnnxParser", logger);
    Parser *parser = call.mayGoOn() ? new ("IParser") Parser() : nullptr;
    if (parser) {
        parser->network = network;
        parser->logger = logger;
        network->parsers++;
    }
    return call.ends(parser) ? parser : nullptr;
}
}
