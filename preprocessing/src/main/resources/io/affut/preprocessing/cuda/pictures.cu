// From stored pixels to the input of a network, on the GPU: turn upright, scale, pad, normalise.
//
// The arithmetic is that of the kernels for processors in io.affut.preprocessing.resize, so the
// levels are the same. It must be compiled with --fmad=false: a fused multiplication and addition
// rounds once where they round twice.
//
// Pictures are u8 RGB without gaps, as they are stored; inputs are NCHW or NHWC. Nothing is included,
// so that a compiler at run time needs no headers, and an ordinary C++ compiler can compile it too.

namespace {

const int CHANNELS = 3;

/// A picture as it is stored.
struct Picture {
    int width;
    int height;
    int orientation;  // EXIF's number, 1 to 8
};

/// Where the scaled picture lies in the input.
struct Content {
    int targetWidth;
    int targetHeight;
    int width;
    int height;
    int left;
    int top;
    int pad;  // 0 to 255
};

/// A rectangle of the upright picture.
struct Crop {
    int x;
    int y;
    int width;
    int height;
};

const int TOGETHER = 8;

/// Rectangles that are scaled to squares of the same size by one launch.
struct Crops {
    int count;   // at most TOGETHER
    int size;    // of the squares
    int radius;  // of the filter: 2 for the cubic one, 1 for the triangle
    int taps;    // room for the weights of a position: at least those of the longest side
    int lines;   // room for rows or columns: the longest side
    Crop of[TOGETHER];
};

/// Where each of them goes.
template <typename Pointer>
struct Targets {
    Pointer of[TOGETHER];
};

/// What becomes of a level 0 to 255: (level - mean) / deviation, by channel of the network, and in
/// which order the values lie.
struct Format {
    int planar;    // NCHW, else NHWC
    int reversed;  // blue, green, red
    float mean[CHANNELS];
    float deviation[CHANNELS];
};

__device__ int clamped(int value, int low, int high) {
    return value < low ? low : value > high ? high : value;
}

/// The width of the upright picture is the height of the stored one, and the other way round.
__device__ bool swapsSides(Picture picture) { return picture.orientation >= 5; }

__device__ int uprightWidth(Picture picture) {
    return swapsSides(picture) ? picture.height : picture.width;
}

__device__ int uprightHeight(Picture picture) {
    return swapsSides(picture) ? picture.width : picture.height;
}

/// The stored pixel that is at (x, y) of the upright picture.
__device__ const unsigned char* pixel(const unsigned char* stored, Picture picture, int x, int y) {
    int right = picture.width - 1;
    int bottom = picture.height - 1;
    int column = x;
    int row = y;
    switch (picture.orientation) {
        case 2: column = right - x; break;
        case 3: column = right - x; row = bottom - y; break;
        case 4: row = bottom - y; break;
        case 5: column = y; row = x; break;
        case 6: column = y; row = bottom - x; break;
        case 7: column = right - y; row = bottom - x; break;
        case 8: column = right - y; row = x; break;
    }
    return stored + ((long long)row * picture.width + column) * CHANNELS;
}

__device__ void store(float value, float* target) { *target = value; }

/// As IEEE 754 half precision, rounded to the nearest, ties to even.
__device__ void store(float value, unsigned short* target) {
    union {
        float number;
        unsigned int bits;
    } f;
    f.number = value;
    unsigned int sign = f.bits >> 16 & 0x8000u;
    unsigned int magnitude = f.bits & 0x7fffffffu;
    unsigned int half;
    if (magnitude > 0x7f800000u) {
        half = 0x7e00u;  // not a number
    } else if (magnitude >= 0x477ff000u) {
        half = 0x7c00u;  // rounds to infinity
    } else if (magnitude >= 0x38800000u) {
        unsigned int rebased = magnitude - 0x38000000u;
        half = (rebased + 0xfffu + (rebased >> 13 & 1u)) >> 13;
    } else if (magnitude <= 0x33000000u) {
        half = 0;
    } else {
        unsigned int shift = 126u - (magnitude >> 23);  // 14 to 24
        unsigned int mantissa = (magnitude & 0x7fffffu) | 0x800000u;
        half = mantissa >> shift;
        unsigned int rest = mantissa & ((1u << shift) - 1u);
        unsigned int middle = 1u << (shift - 1u);
        half += rest > middle || (rest == middle && (half & 1u));
    }
    *target = (unsigned short)(sign | half);
}

/// Stores one level of the pixel that is number `at` of an input of `pixels` pixels.
template <typename Value>
__device__ void write(
    int level, int channel, Format f, long long at, long long pixels, Value* target) {
    int c = f.reversed ? CHANNELS - 1 - channel : channel;
    long long place = f.planar ? c * pixels + at : at * CHANNELS + c;
    store(((float)level - f.mean[c]) / f.deviation[c], target + place);
}

/// Of one output position along one axis, the source positions that it lies between and their
/// weights in 1/2048, as OpenCV's 8-bit INTER_LINEAR has them.
struct Between {
    int first;
    int second;
    int weight0;
    int weight1;
};

__device__ Between down(int position, int source, int target) {
    float at = (float)((position + 0.5) * source / target - 0.5);
    int first = (int)floorf(at);
    float fraction = at - (float)first;
    Between b;
    b.weight0 = (int)rintf((1.0f - fraction) * 2048.0f);
    b.weight1 = (int)rintf(fraction * 2048.0f);
    b.first = clamped(first, 0, source - 1);
    b.second = clamped(first + 1, 0, source - 1);
    return b;
}

/// Across, the nearest pixel has all the weight at the borders.
__device__ Between across(int position, int source, int target) {
    float at = (float)((position + 0.5) * source / target - 0.5);
    int first = (int)floorf(at);
    Between b = down(position, source, target);
    if (first < 0 || first >= source - 1) {
        b.weight0 = 2048;
        b.weight1 = 0;
    }
    if (first >= source - 1) {
        b.second = b.first;
    }
    return b;
}

__device__ int blended(
    const unsigned char* stored, Picture picture, Between x, Between y, int channel) {
    int upper = pixel(stored, picture, x.first, y.first)[channel] * x.weight0 +
                pixel(stored, picture, x.second, y.first)[channel] * x.weight1;
    int lower = pixel(stored, picture, x.first, y.second)[channel] * x.weight0 +
                pixel(stored, picture, x.second, y.second)[channel] * x.weight1;
    return ((y.weight0 * (upper >> 4) >> 16) + (y.weight1 * (lower >> 4) >> 16) + 2) >> 2;
}

/// One thread a pixel of the input, x across and y down.
template <typename Value>
__device__ void letterbox(
    const unsigned char* stored, Picture picture, Content content, Format f, Value* target) {
    int x = (int)(blockIdx.x * blockDim.x + threadIdx.x);
    int y = (int)(blockIdx.y * blockDim.y + threadIdx.y);
    if (x >= content.targetWidth || y >= content.targetHeight) {
        return;
    }
    int column = x - content.left;
    int row = y - content.top;
    bool inside = column >= 0 && column < content.width && row >= 0 && row < content.height;
    Between h = across(clamped(column, 0, content.width - 1), uprightWidth(picture), content.width);
    Between v = down(clamped(row, 0, content.height - 1), uprightHeight(picture), content.height);
    long long pixels = (long long)content.targetWidth * content.targetHeight;
    long long at = (long long)y * content.targetWidth + x;
    for (int c = 0; c < CHANNELS; c++) {
        int level = inside ? blended(stored, picture, h, v, c) : content.pad;
        write(level, c, f, at, pixels, target);
    }
}

const int FRACTION_BITS = 22;

__device__ double cubic(double distance) {
    double x = distance < 0 ? -distance : distance;
    if (x < 1) {
        return ((-0.5 + 2) * x - (-0.5 + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
}

__device__ double triangle(double distance) {
    double x = distance < 0 ? -distance : distance;
    return x < 1 ? 1 - x : 0;
}

__device__ double weight(int radius, double distance) {
    return radius == 2 ? cubic(distance) : triangle(distance);
}

/// As Pillow has it from version 13 on: down first where the height shrinks by far more.
__device__ bool downFirst(Crop crop, int size) {
    int narrower = crop.width - size;
    return crop.height - size > 2 * (narrower > 0 ? narrower : 0);
}

/// How many positions a pass goes over: 0 is the first pass, 1 the second.
__device__ int length(Crop crop, int size, int pass) {
    return downFirst(crop, size) == (pass == 0) ? crop.height : crop.width;
}

/// The table of a pass of a crop: the first source position of each output position, then `taps`
/// weights for each.
template <typename Number>
__device__ Number* table(Number* tables, const Crops& crops, int crop, int pass) {
    return tables + (2ll * crop + pass) * crops.size * (1 + crops.taps);
}

__device__ int least(int a, int b) { return a < b ? a : b; }

__device__ int level(int sum) { return clamped(sum >> FRACTION_BITS, 0, 255); }

/// The second pass; one thread a pixel of the input, x along the axis of the first pass, y along
/// that of the second, z a crop.
template <typename Value>
__device__ void cropSecond(
    const unsigned char* between,
    const Crops& crops,
    const int* tables,
    Format f,
    Value* target) {
    int along = (int)(blockIdx.x * blockDim.x + threadIdx.x);
    int i = (int)(blockIdx.y * blockDim.y + threadIdx.y);
    int number = (int)blockIdx.z;
    int size = crops.size;
    if (along >= size || i >= size) {
        return;
    }
    Crop crop = crops.of[number];
    const int* first = table(tables, crops, number, 1);
    const int* weights = first + size + (long long)i * crops.taps;
    const unsigned char* lines = between + (long long)number * crops.lines * size * CHANNELS;
    int count = least(length(crop, size, 1) - first[i], crops.taps);
    long long at = downFirst(crop, size) ? (long long)along * size + i : (long long)i * size + along;
    for (int c = 0; c < CHANNELS; c++) {
        int sum = 1 << (FRACTION_BITS - 1);
        for (int k = 0; k < count; k++) {
            sum += weights[k] * lines[((long long)(first[i] + k) * size + along) * CHANNELS + c];
        }
        write(level(sum), c, f, at, (long long)size * size, target);
    }
}

}  // namespace

/// The upright picture scaled and padded, as 32-bit floats.
extern "C" __global__ void letterbox_f32(
    const unsigned char* stored, Picture picture, Content content, Format f, float* target) {
    letterbox(stored, picture, content, f, target);
}

/// The same in half precision.
extern "C" __global__ void letterbox_f16(
    const unsigned char* stored,
    Picture picture,
    Content content,
    Format f,
    unsigned short* target) {
    letterbox(stored, picture, content, f, target);
}

/// For each output position of both passes where the first of its source positions is and their
/// weights in 1/2^22: Pillow's antialiased filters. One thread an output position (x), y the pass,
/// z the crop. `taps` is at least 2 * ceil(radius * max(1, longest side / size)) + 1.
extern "C" __global__ void crop_taps(Crops crops, int* tables) {
    int i = (int)(blockIdx.x * blockDim.x + threadIdx.x);
    int pass = (int)blockIdx.y;
    int number = (int)blockIdx.z;
    if (i >= crops.size) {
        return;
    }
    int source = length(crops.of[number], crops.size, pass);
    double scale = (double)source / crops.size;
    double widening = scale > 1 ? scale : 1;
    double support = crops.radius * widening;
    double centre = (i + 0.5) * scale;
    int start = (int)(centre - support + 0.5);
    start = start < 0 ? 0 : start;
    int end = (int)(centre + support + 0.5);
    int count = (end < source ? end : source) - start;
    double sum = 0;
    for (int k = 0; k < count; k++) {
        sum += weight(crops.radius, (k + start - centre + 0.5) * (1 / widening));
    }
    int* first = table(tables, crops, number, pass);
    int* weights = first + crops.size + (long long)i * crops.taps;
    for (int k = 0; k < crops.taps; k++) {
        double w =
            k < count ? weight(crops.radius, (k + start - centre + 0.5) * (1 / widening)) : 0;
        w = sum == 0 ? w : w / sum;
        weights[k] = (int)(w * (1 << FRACTION_BITS) + (w < 0 ? -0.5 : 0.5));
    }
    first[i] = start;
}

/// The first pass over rectangles of the upright picture, across them or down, rounded to 8 bits.
/// One thread an output position (x) of a row or column (y) of a crop (z); `between` has room for
/// `lines` times `size` pixels of each.
extern "C" __global__ void crop_first(
    const unsigned char* stored,
    Picture picture,
    Crops crops,
    const int* tables,
    unsigned char* between) {
    int i = (int)(blockIdx.x * blockDim.x + threadIdx.x);
    int line = (int)(blockIdx.y * blockDim.y + threadIdx.y);
    int number = (int)blockIdx.z;
    int size = crops.size;
    Crop crop = crops.of[number];
    if (i >= size || line >= length(crop, size, 1)) {
        return;
    }
    bool turned = downFirst(crop, size);
    const int* first = table(tables, crops, number, 0);
    const int* weights = first + size + (long long)i * crops.taps;
    int count = least(length(crop, size, 0) - first[i], crops.taps);
    int sums[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
        sums[c] = 1 << (FRACTION_BITS - 1);
    }
    for (int k = 0; k < count; k++) {
        int position = first[i] + k;
        int x = crop.x + (turned ? line : position);
        int y = crop.y + (turned ? position : line);
        const unsigned char* rgb = pixel(stored, picture, x, y);
        for (int c = 0; c < CHANNELS; c++) {
            sums[c] += weights[k] * rgb[c];
        }
    }
    unsigned char* to =
        between + (((long long)number * crops.lines + line) * size + i) * CHANNELS;
    for (int c = 0; c < CHANNELS; c++) {
        to[c] = (unsigned char)level(sums[c]);
    }
}

/// The second pass, as 32-bit floats.
extern "C" __global__ void crop_second_f32(
    const unsigned char* between,
    Crops crops,
    const int* tables,
    Format f,
    Targets<float*> targets) {
    cropSecond(between, crops, tables, f, targets.of[blockIdx.z]);
}

/// The same in half precision.
extern "C" __global__ void crop_second_f16(
    const unsigned char* between,
    Crops crops,
    const int* tables,
    Format f,
    Targets<unsigned short*> targets) {
    cropSecond(between, crops, tables, f, targets.of[blockIdx.z]);
}
