// Runs the kernels for GPUs on the processor, one thread after the other. As a program:
//   letterbox_f32|letterbox_f16 IN OUT width height orientation
//       targetWidth targetHeight contentWidth contentHeight left top pad NORMALISATION
//   crop_f32|crop_f16 IN OUT width height orientation x y cropWidth cropHeight size NORMALISATION
// with NORMALISATION: divisor, three means, three deviations.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static Normalisation normalisation() {
    Normalisation n;
    n.divisor = real();
    for (int c = 0; c < CHANNELS; c++) n.mean[c] = real();
    for (int c = 0; c < CHANNELS; c++) n.deviation[c] = real();
    return n;
}

template <typename T>
static void save(const char* name, const Memory<T>& memory) {
    FILE* file = fopen(name, "wb");
    if (!file || fwrite(memory.data(), sizeof(T), memory.size(), file) != memory.size()) exit(1);
    fclose(file);
}

static int tapsOf(int source, int target) {
    double scale = (double)source / target;
    return 2 * (int)ceil(2 * (scale > 1 ? scale : 1)) + 1;
}

struct Taps {
    int count;
    Memory<int> first;
    Memory<int> weights;

    Taps(int source, int target)
        : count(tapsOf(source, target)), first(target), weights((size_t)target * count) {
        launch(target, 1, [&] {
            if (threadIdx.y == 0 && blockIdx.y == 0)
                bicubic_taps(source, target, count, first.data(), weights.data());
        });
    }
};

template <typename Value, typename Kernel>
static void runLetterbox(
    const Memory<unsigned char>& stored, Picture picture, const char* out, Kernel kernel) {
    Content c = {number(), number(), number(), number(), number(), number(), number()};
    Normalisation n = normalisation();
    Memory<Value> target((size_t)CHANNELS * c.targetWidth * c.targetHeight);
    launch(c.targetWidth, c.targetHeight, [&] {
        kernel(stored.data(), picture, c, n, target.data());
    });
    save(out, target);
}

template <typename Value, typename Kernel>
static void runCrop(
    const Memory<unsigned char>& stored, Picture picture, const char* out, Kernel second) {
    Crop crop = {number(), number(), number(), number(), number()};
    Normalisation n = normalisation();
    bool turned = downFirst(crop);
    int length = turned ? crop.height : crop.width;
    int lines = turned ? crop.width : crop.height;
    Taps one(length, crop.size);
    Taps two(lines, crop.size);
    Memory<unsigned char> between((size_t)lines * crop.size * CHANNELS);
    launch(crop.size, lines, [&] {
        crop_first(
            stored.data(), picture, crop, one.count, one.first.data(), one.weights.data(),
            between.data());
    });
    Memory<Value> target((size_t)CHANNELS * crop.size * crop.size);
    launch(crop.size, crop.size, [&] {
        second(
            between.data(), crop, two.count, two.first.data(), two.weights.data(), n,
            target.data());
    });
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
