/* Prints every number of nvJPEG's header that NvJpegC relies on. */
#include <nvjpeg.h>

#include <stddef.h>
#include <stdio.h>

#define NUMBER(name) printf(#name " %lld\n", (long long)name)
#define SIZE(name) printf("size " #name " %lld\n", (long long)sizeof(name))

int main(void) {
    NUMBER(NVJPEG_STATUS_SUCCESS);
    NUMBER(NVJPEG_STATUS_NOT_INITIALIZED);
    NUMBER(NVJPEG_STATUS_INVALID_PARAMETER);
    NUMBER(NVJPEG_STATUS_BAD_JPEG);
    NUMBER(NVJPEG_STATUS_JPEG_NOT_SUPPORTED);
    NUMBER(NVJPEG_STATUS_ALLOCATOR_FAILURE);
    NUMBER(NVJPEG_STATUS_EXECUTION_FAILED);
    NUMBER(NVJPEG_STATUS_ARCH_MISMATCH);
    NUMBER(NVJPEG_STATUS_INTERNAL_ERROR);
    NUMBER(NVJPEG_STATUS_IMPLEMENTATION_NOT_SUPPORTED);
    NUMBER(NVJPEG_STATUS_INCOMPLETE_BITSTREAM);
    NUMBER(NVJPEG_BACKEND_DEFAULT);
    NUMBER(NVJPEG_BACKEND_HYBRID);
    NUMBER(NVJPEG_BACKEND_GPU_HYBRID);
    NUMBER(NVJPEG_BACKEND_HARDWARE);
    NUMBER(NVJPEG_FLAGS_DEFAULT);
    NUMBER(NVJPEG_FLAGS_UPSAMPLING_WITH_INTERPOLATION);
    NUMBER(NVJPEG_OUTPUT_RGBI);
    NUMBER(NVJPEG_ENCODING_BASELINE_DCT);
    NUMBER(NVJPEG_ENCODING_EXTENDED_SEQUENTIAL_DCT_HUFFMAN);
    NUMBER(NVJPEG_ENCODING_PROGRESSIVE_DCT_HUFFMAN);
    NUMBER(NVJPEG_ENCODING_LOSSLESS_HUFFMAN);
    NUMBER(NVJPEG_CSS_444);
    NUMBER(NVJPEG_CSS_422);
    NUMBER(NVJPEG_CSS_420);
    NUMBER(NVJPEG_CSS_440);
    NUMBER(NVJPEG_CSS_411);
    NUMBER(NVJPEG_CSS_410);
    NUMBER(NVJPEG_CSS_GRAY);
    NUMBER(NVJPEG_CSS_410V);
    NUMBER(MAJOR_VERSION);
    NUMBER(MINOR_VERSION);
    NUMBER(PATCH_LEVEL);
    NUMBER(NVJPEG_MAX_COMPONENT);

    SIZE(nvjpegImage_t);
    printf("offset nvjpegImage_t.channel %lld\n", (long long)offsetof(nvjpegImage_t, channel));
    printf("offset nvjpegImage_t.pitch %lld\n", (long long)offsetof(nvjpegImage_t, pitch));
    SIZE(size_t);
    SIZE(nvjpegHandle_t);
    SIZE(nvjpegJpegStream_t);
    SIZE(nvjpegJpegState_t);
    SIZE(nvjpegStatus_t);
    SIZE(nvjpegBackend_t);
    SIZE(nvjpegOutputFormat_t);
    SIZE(nvjpegJpegEncoding_t);
    SIZE(nvjpegChromaSubsampling_t);
    SIZE(libraryPropertyType);
    return 0;
}
