// Runs the kernels for GPUs on the processor, one thread after the other. As a program:
//   letterbox_f32|letterbox_f16 IN OUT width height orientation
//       targetWidth targetHeight contentWidth contentHeight left top pad FORMAT
//   crop_f32|crop_f16 IN OUT width height orientation
//       x y cropWidth cropHeight size radius FORMAT
// with FORMAT: planar, reversed, three means, three deviations.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <algorithm>
#include <vector>

#define __global__
#define __device__ static inline

struct Index {
    unsigned int x, y, z;
};
static Index blockIdx, threadIdx, blockDim;

#include "pictures.cu"

/// Calls a kernel for a grid that is larger than needed, as grids are.
template <typename Kernel>
static void launch(int width, int height, Kernel kernel) {
    blockDim = {16, 8, 1};
    for (blockIdx.y = 0; blockIdx.y <= (unsigned)height / blockDim.y; blockIdx.y++)
        for (blockIdx.x = 0; blockIdx.x <= (unsigned)width / blockDim.x; blockIdx.x++)
            for (threadIdx.y = 0; threadIdx.y < blockDim.y; threadIdx.y++)
                for (threadIdx.x = 0; threadIdx.x < blockDim.x; threadIdx.x++) kernel();
}

template <typename T>
struct Memory : std::vector<T> {  // exactly as long as needed, so that the sanitizer sees its ends
    explicit Memory(size_t n) : std::vector<T>(n) { this->shrink_to_fit(); }
};

static char** argument;
static int number() { return atoi(*argument++); }
static float real() { return strtof(*argument++, nullptr); }

static Format format() {
    Format f;
    f.planar = number();
    f.reversed = number();
    for (int c = 0; c < CHANNELS; c++) f.mean[c] = real();
    for (int c = 0; c < CHANNELS; c++) f.deviation[c] = real();
    return f;
}

template <typename T>
static void save(const char* name, const Memory<T>& memory) {
    FILE* file = fopen(name, "wb");
    if (!file || fwrite(memory.data(), sizeof(T), memory.size(), file) != memory.size()) exit(1);
    fclose(file);
}

template <typename Value, typename Kernel>
static void runLetterbox(
    const Memory<unsigned char>& stored, Picture picture, const char* out, Kernel kernel) {
    Content c = {number(), number(), number(), number(), number(), number(), number()};
    Format f = format();
    Memory<Value> target((size_t)CHANNELS * c.targetWidth * c.targetHeight);
    launch(c.targetWidth, c.targetHeight, [&] {
        kernel(stored.data(), picture, c, f, target.data());
    });
    save(out, target);
}

template <typename Value, typename Kernel>
static void runCrop(
    const Memory<unsigned char>& stored, Picture picture, const char* out, Kernel second) {
    Crops crops = {};
    crops.count = 1;
    crops.of[0] = {number(), number(), number(), number()};
    int size = crops.size = number();
    crops.radius = number();
    Format f = format();
    crops.lines = std::max(crops.of[0].width, crops.of[0].height);
    double scale = (double)crops.lines / size;
    crops.taps = 2 * (int)ceil(crops.radius * (scale > 1 ? scale : 1)) + 1;
    Memory<int> tables((size_t)2 * size * (1 + crops.taps));
    blockDim = {1, 1, 1};
    for (blockIdx.y = 0; blockIdx.y < 2; blockIdx.y++)
        for (blockIdx.x = 0; blockIdx.x <= (unsigned)size; blockIdx.x++)
            crop_taps(crops, tables.data());
    Memory<unsigned char> between((size_t)crops.lines * size * CHANNELS);
    launch(size, crops.lines, [&] {
        crop_first(stored.data(), picture, crops, tables.data(), between.data());
    });
    Memory<Value> target((size_t)CHANNELS * size * size);
    Targets<Value*> targets = {{target.data()}};
    launch(size, size, [&] { second(between.data(), crops, tables.data(), f, targets); });
    save(out, target);
}

int main(int, char** arguments) {
    const char* kernel = arguments[1];
    const char* in = arguments[2];
    const char* out = arguments[3];
    argument = arguments + 4;
    Picture picture = {number(), number(), number()};
    Memory<unsigned char> stored((size_t)CHANNELS * picture.width * picture.height);
    FILE* file = fopen(in, "rb");
    if (!file || fread(stored.data(), 1, stored.size(), file) != stored.size()) return 1;
    fclose(file);
    if (!strcmp(kernel, "letterbox_f32")) {
        runLetterbox<float>(stored, picture, out, letterbox_f32);
    } else if (!strcmp(kernel, "letterbox_f16")) {
        runLetterbox<unsigned short>(stored, picture, out, letterbox_f16);
    } else if (!strcmp(kernel, "crop_f32")) {
        runCrop<float>(stored, picture, out, crop_second_f32);
    } else if (!strcmp(kernel, "crop_f16")) {
        runCrop<unsigned short>(stored, picture, out, crop_second_f16);
    } else {
        return 2;
    }
    return 0;
}
