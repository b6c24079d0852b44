package io.affut.bindings.cuda;

import static io.affut.bindings.library.NativeCall.unexpected;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.affut.bindings.library.LoadedLibrary;
import io.affut.bindings.library.NativeLibraryException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/// The functions of nvJPEG that we use, under their C names; no logic but the call. All of them are
/// in CUDA 12 and 13.
@SuppressWarnings("restricted") // the functions of C are what it is for
final class NvJpegC {
  static final int NVJPEG_STATUS_SUCCESS = 0;
  static final int NVJPEG_STATUS_NOT_INITIALIZED = 1;
  static final int NVJPEG_STATUS_INVALID_PARAMETER = 2;
  static final int NVJPEG_STATUS_BAD_JPEG = 3;
  static final int NVJPEG_STATUS_JPEG_NOT_SUPPORTED = 4;
  static final int NVJPEG_STATUS_ALLOCATOR_FAILURE = 5;
  static final int NVJPEG_STATUS_EXECUTION_FAILED = 6;

  /// `NVJPEG_STATUS_ARCH_MISMATCH`: the device has no such part, such as the hardware decoder.
  static final int NVJPEG_STATUS_ARCH_MISMATCH = 7;

  static final int NVJPEG_STATUS_INTERNAL_ERROR = 8;
  static final int NVJPEG_STATUS_IMPLEMENTATION_NOT_SUPPORTED = 9;
  static final int NVJPEG_STATUS_INCOMPLETE_BITSTREAM = 10;

  static final int NVJPEG_BACKEND_DEFAULT = 0;
  static final int NVJPEG_BACKEND_HYBRID = 1;
  static final int NVJPEG_BACKEND_GPU_HYBRID = 2;
  static final int NVJPEG_BACKEND_HARDWARE = 3;
  static final int NVJPEG_FLAGS_DEFAULT = 0;

  /// `NVJPEG_FLAGS_UPSAMPLING_WITH_INTERPOLATION`: colours that are stored in half the resolution
  /// are interpolated, as libjpeg does it, and not repeated; since nvJPEG 12.1.
  static final int NVJPEG_FLAGS_UPSAMPLING_WITH_INTERPOLATION = 1 << 5;

  /// `NVJPEG_OUTPUT_RGBI`: the bytes red, green, blue of a pixel lie together.
  static final int NVJPEG_OUTPUT_RGBI = 5;

  static final int NVJPEG_ENCODING_BASELINE_DCT = 0xc0;
  static final int NVJPEG_ENCODING_EXTENDED_SEQUENTIAL_DCT_HUFFMAN = 0xc1;
  static final int NVJPEG_ENCODING_PROGRESSIVE_DCT_HUFFMAN = 0xc2;
  static final int NVJPEG_ENCODING_LOSSLESS_HUFFMAN = 0xc3;

  static final int NVJPEG_CSS_444 = 0;
  static final int NVJPEG_CSS_422 = 1;
  static final int NVJPEG_CSS_420 = 2;
  static final int NVJPEG_CSS_440 = 3;
  static final int NVJPEG_CSS_411 = 4;
  static final int NVJPEG_CSS_410 = 5;
  static final int NVJPEG_CSS_GRAY = 6;
  static final int NVJPEG_CSS_410V = 7;

  /// `MAJOR_VERSION`, `MINOR_VERSION` and `PATCH_LEVEL` of `enum libraryPropertyType_t`.
  static final int MAJOR_VERSION = 0;

  static final int MINOR_VERSION = 1;
  static final int PATCH_LEVEL = 2;

  static final int NVJPEG_MAX_COMPONENT = 4;

  /// ```c
  /// typedef struct {
  ///   unsigned char *channel[NVJPEG_MAX_COMPONENT];
  ///   size_t pitch[NVJPEG_MAX_COMPONENT];
  /// } nvjpegImage_t;
  /// ```
  static final StructLayout IMAGE =
      MemoryLayout.structLayout(
          MemoryLayout.sequenceLayout(NVJPEG_MAX_COMPONENT, ADDRESS).withName("channel"),
          MemoryLayout.sequenceLayout(NVJPEG_MAX_COMPONENT, JAVA_LONG).withName("pitch"));

  static final long IMAGE_CHANNEL = 0;
  static final long IMAGE_PITCH = NVJPEG_MAX_COMPONENT * ADDRESS.byteSize();

  private static final Linker LINKER = Linker.nativeLinker();

  private final LoadedLibrary library;

  /// @throws NativeLibraryException when the library lacks one of the functions
  NvJpegC(LoadedLibrary library) {
    this.library = library;
    super(); // the addresses below are looked up now
  }

  private MemorySegment address(String symbol) {
    return library.symbol(symbol);
  }

  /// ```c
  /// nvjpegStatus_t nvjpegGetProperty(libraryPropertyType type, int *value);
  /// ```
  private static final MethodHandle nvjpegGetProperty$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

  private final MemorySegment nvjpegGetProperty = address("nvjpegGetProperty");

  int nvjpegGetProperty(int type, MemorySegment value) {
    try {
      return (int) nvjpegGetProperty$mh.invokeExact(nvjpegGetProperty, type, value);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegCreateEx(nvjpegBackend_t backend,
  ///                               nvjpegDevAllocator_t *dev_allocator,
  ///                               nvjpegPinnedAllocator_t *pinned_allocator,
  ///                               unsigned int flags, nvjpegHandle_t *handle);
  /// ```
  private static final MethodHandle nvjpegCreateEx$mh =
      LINKER.downcallHandle(
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS));

  private final MemorySegment nvjpegCreateEx = address("nvjpegCreateEx");

  int nvjpegCreateEx(
      int backend,
      MemorySegment devAllocator,
      MemorySegment pinnedAllocator,
      int flags,
      MemorySegment handle) {
    try {
      return (int)
          nvjpegCreateEx$mh.invokeExact(
              nvjpegCreateEx, backend, devAllocator, pinnedAllocator, flags, handle);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegDestroy(nvjpegHandle_t handle);
  /// ```
  private static final MethodHandle nvjpegDestroy$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment nvjpegDestroy = address("nvjpegDestroy");

  int nvjpegDestroy(MemorySegment handle) {
    try {
      return (int) nvjpegDestroy$mh.invokeExact(nvjpegDestroy, handle);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegJpegStreamCreate(nvjpegHandle_t handle,
  ///                                       nvjpegJpegStream_t *jpeg_stream);
  /// ```
  private static final MethodHandle nvjpegJpegStreamCreate$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private final MemorySegment nvjpegJpegStreamCreate = address("nvjpegJpegStreamCreate");

  int nvjpegJpegStreamCreate(MemorySegment handle, MemorySegment jpegStream) {
    try {
      return (int)
          nvjpegJpegStreamCreate$mh.invokeExact(nvjpegJpegStreamCreate, handle, jpegStream);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegJpegStreamDestroy(nvjpegJpegStream_t jpeg_stream);
  /// ```
  private static final MethodHandle nvjpegJpegStreamDestroy$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment nvjpegJpegStreamDestroy = address("nvjpegJpegStreamDestroy");

  int nvjpegJpegStreamDestroy(MemorySegment jpegStream) {
    try {
      return (int) nvjpegJpegStreamDestroy$mh.invokeExact(nvjpegJpegStreamDestroy, jpegStream);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegJpegStreamParse(nvjpegHandle_t handle, const unsigned char *data,
  ///                                      size_t length, int save_metadata, int save_stream,
  ///                                      nvjpegJpegStream_t jpeg_stream);
  /// ```
  private static final MethodHandle nvjpegJpegStreamParse$mh =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS));

  private final MemorySegment nvjpegJpegStreamParse = address("nvjpegJpegStreamParse");

  int nvjpegJpegStreamParse(
      MemorySegment handle,
      MemorySegment data,
      long length,
      int saveMetadata,
      int saveStream,
      MemorySegment jpegStream) {
    try {
      return (int)
          nvjpegJpegStreamParse$mh.invokeExact(
              nvjpegJpegStreamParse, handle, data, length, saveMetadata, saveStream, jpegStream);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegJpegStreamGetJpegEncoding(nvjpegJpegStream_t jpeg_stream,
  ///                                                nvjpegJpegEncoding_t *jpeg_encoding);
  /// ```
  private static final MethodHandle nvjpegJpegStreamGetJpegEncoding$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private final MemorySegment nvjpegJpegStreamGetJpegEncoding =
      address("nvjpegJpegStreamGetJpegEncoding");

  int nvjpegJpegStreamGetJpegEncoding(MemorySegment jpegStream, MemorySegment jpegEncoding) {
    try {
      return (int)
          nvjpegJpegStreamGetJpegEncoding$mh.invokeExact(
              nvjpegJpegStreamGetJpegEncoding, jpegStream, jpegEncoding);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegJpegStreamGetFrameDimensions(nvjpegJpegStream_t jpeg_stream,
  ///                                                   unsigned int *width,
  ///                                                   unsigned int *height);
  /// ```
  private static final MethodHandle nvjpegJpegStreamGetFrameDimensions$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));

  private final MemorySegment nvjpegJpegStreamGetFrameDimensions =
      address("nvjpegJpegStreamGetFrameDimensions");

  int nvjpegJpegStreamGetFrameDimensions(
      MemorySegment jpegStream, MemorySegment width, MemorySegment height) {
    try {
      return (int)
          nvjpegJpegStreamGetFrameDimensions$mh.invokeExact(
              nvjpegJpegStreamGetFrameDimensions, jpegStream, width, height);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegJpegStreamGetComponentsNum(nvjpegJpegStream_t jpeg_stream,
  ///                                                 unsigned int *components_num);
  /// ```
  private static final MethodHandle nvjpegJpegStreamGetComponentsNum$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private final MemorySegment nvjpegJpegStreamGetComponentsNum =
      address("nvjpegJpegStreamGetComponentsNum");

  int nvjpegJpegStreamGetComponentsNum(MemorySegment jpegStream, MemorySegment componentsNum) {
    try {
      return (int)
          nvjpegJpegStreamGetComponentsNum$mh.invokeExact(
              nvjpegJpegStreamGetComponentsNum, jpegStream, componentsNum);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegJpegStreamGetChromaSubsampling(
  ///     nvjpegJpegStream_t jpeg_stream, nvjpegChromaSubsampling_t *chroma_subsampling);
  /// ```
  private static final MethodHandle nvjpegJpegStreamGetChromaSubsampling$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private final MemorySegment nvjpegJpegStreamGetChromaSubsampling =
      address("nvjpegJpegStreamGetChromaSubsampling");

  int nvjpegJpegStreamGetChromaSubsampling(
      MemorySegment jpegStream, MemorySegment chromaSubsampling) {
    try {
      return (int)
          nvjpegJpegStreamGetChromaSubsampling$mh.invokeExact(
              nvjpegJpegStreamGetChromaSubsampling, jpegStream, chromaSubsampling);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegDecodeParamsCreate(nvjpegHandle_t handle,
  ///                                         nvjpegDecodeParams_t *decode_params);
  /// ```
  private static final MethodHandle nvjpegDecodeParamsCreate$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private final MemorySegment nvjpegDecodeParamsCreate = address("nvjpegDecodeParamsCreate");

  int nvjpegDecodeParamsCreate(MemorySegment handle, MemorySegment decodeParams) {
    try {
      return (int)
          nvjpegDecodeParamsCreate$mh.invokeExact(nvjpegDecodeParamsCreate, handle, decodeParams);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegDecodeParamsDestroy(nvjpegDecodeParams_t decode_params);
  /// ```
  private static final MethodHandle nvjpegDecodeParamsDestroy$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment nvjpegDecodeParamsDestroy = address("nvjpegDecodeParamsDestroy");

  int nvjpegDecodeParamsDestroy(MemorySegment decodeParams) {
    try {
      return (int)
          nvjpegDecodeParamsDestroy$mh.invokeExact(nvjpegDecodeParamsDestroy, decodeParams);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegDecodeParamsSetOutputFormat(nvjpegDecodeParams_t decode_params,
  ///                                                  nvjpegOutputFormat_t output_format);
  /// ```
  private static final MethodHandle nvjpegDecodeParamsSetOutputFormat$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

  private final MemorySegment nvjpegDecodeParamsSetOutputFormat =
      address("nvjpegDecodeParamsSetOutputFormat");

  int nvjpegDecodeParamsSetOutputFormat(MemorySegment decodeParams, int outputFormat) {
    try {
      return (int)
          nvjpegDecodeParamsSetOutputFormat$mh.invokeExact(
              nvjpegDecodeParamsSetOutputFormat, decodeParams, outputFormat);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegDecoderCreate(nvjpegHandle_t nvjpeg_handle,
  ///                                    nvjpegBackend_t implementation,
  ///                                    nvjpegJpegDecoder_t *decoder_handle);
  /// ```
  private static final MethodHandle nvjpegDecoderCreate$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));

  private final MemorySegment nvjpegDecoderCreate = address("nvjpegDecoderCreate");

  int nvjpegDecoderCreate(
      MemorySegment nvjpegHandle, int implementation, MemorySegment decoderHandle) {
    try {
      return (int)
          nvjpegDecoderCreate$mh.invokeExact(
              nvjpegDecoderCreate, nvjpegHandle, implementation, decoderHandle);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegDecoderDestroy(nvjpegJpegDecoder_t decoder_handle);
  /// ```
  private static final MethodHandle nvjpegDecoderDestroy$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment nvjpegDecoderDestroy = address("nvjpegDecoderDestroy");

  int nvjpegDecoderDestroy(MemorySegment decoderHandle) {
    try {
      return (int) nvjpegDecoderDestroy$mh.invokeExact(nvjpegDecoderDestroy, decoderHandle);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegDecoderJpegSupported(nvjpegJpegDecoder_t decoder_handle,
  ///                                           nvjpegJpegStream_t jpeg_stream,
  ///                                           nvjpegDecodeParams_t decode_params,
  ///                                           int *is_supported);
  /// ```
  private static final MethodHandle nvjpegDecoderJpegSupported$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

  private final MemorySegment nvjpegDecoderJpegSupported = address("nvjpegDecoderJpegSupported");

  int nvjpegDecoderJpegSupported(
      MemorySegment decoderHandle,
      MemorySegment jpegStream,
      MemorySegment decodeParams,
      MemorySegment isSupported) {
    try {
      return (int)
          nvjpegDecoderJpegSupported$mh.invokeExact(
              nvjpegDecoderJpegSupported, decoderHandle, jpegStream, decodeParams, isSupported);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegDecoderStateCreate(nvjpegHandle_t nvjpeg_handle,
  ///                                         nvjpegJpegDecoder_t decoder_handle,
  ///                                         nvjpegJpegState_t *decoder_state);
  /// ```
  private static final MethodHandle nvjpegDecoderStateCreate$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));

  private final MemorySegment nvjpegDecoderStateCreate = address("nvjpegDecoderStateCreate");

  int nvjpegDecoderStateCreate(
      MemorySegment nvjpegHandle, MemorySegment decoderHandle, MemorySegment decoderState) {
    try {
      return (int)
          nvjpegDecoderStateCreate$mh.invokeExact(
              nvjpegDecoderStateCreate, nvjpegHandle, decoderHandle, decoderState);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegBufferPinnedCreate(nvjpegHandle_t handle,
  ///                                         nvjpegPinnedAllocator_t *pinned_allocator,
  ///                                         nvjpegBufferPinned_t *buffer);
  /// ```
  private static final MethodHandle nvjpegBufferPinnedCreate$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));

  private final MemorySegment nvjpegBufferPinnedCreate = address("nvjpegBufferPinnedCreate");

  int nvjpegBufferPinnedCreate(
      MemorySegment handle, MemorySegment pinnedAllocator, MemorySegment buffer) {
    try {
      return (int)
          nvjpegBufferPinnedCreate$mh.invokeExact(
              nvjpegBufferPinnedCreate, handle, pinnedAllocator, buffer);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegBufferPinnedDestroy(nvjpegBufferPinned_t buffer);
  /// ```
  private static final MethodHandle nvjpegBufferPinnedDestroy$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment nvjpegBufferPinnedDestroy = address("nvjpegBufferPinnedDestroy");

  int nvjpegBufferPinnedDestroy(MemorySegment buffer) {
    try {
      return (int) nvjpegBufferPinnedDestroy$mh.invokeExact(nvjpegBufferPinnedDestroy, buffer);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegBufferDeviceCreate(nvjpegHandle_t handle,
  ///                                         nvjpegDevAllocator_t *device_allocator,
  ///                                         nvjpegBufferDevice_t *buffer);
  /// ```
  private static final MethodHandle nvjpegBufferDeviceCreate$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));

  private final MemorySegment nvjpegBufferDeviceCreate = address("nvjpegBufferDeviceCreate");

  int nvjpegBufferDeviceCreate(
      MemorySegment handle, MemorySegment deviceAllocator, MemorySegment buffer) {
    try {
      return (int)
          nvjpegBufferDeviceCreate$mh.invokeExact(
              nvjpegBufferDeviceCreate, handle, deviceAllocator, buffer);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegBufferDeviceDestroy(nvjpegBufferDevice_t buffer);
  /// ```
  private static final MethodHandle nvjpegBufferDeviceDestroy$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment nvjpegBufferDeviceDestroy = address("nvjpegBufferDeviceDestroy");

  int nvjpegBufferDeviceDestroy(MemorySegment buffer) {
    try {
      return (int) nvjpegBufferDeviceDestroy$mh.invokeExact(nvjpegBufferDeviceDestroy, buffer);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegStateAttachPinnedBuffer(nvjpegJpegState_t decoder_state,
  ///                                              nvjpegBufferPinned_t pinned_buffer);
  /// ```
  private static final MethodHandle nvjpegStateAttachPinnedBuffer$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private final MemorySegment nvjpegStateAttachPinnedBuffer =
      address("nvjpegStateAttachPinnedBuffer");

  int nvjpegStateAttachPinnedBuffer(MemorySegment decoderState, MemorySegment pinnedBuffer) {
    try {
      return (int)
          nvjpegStateAttachPinnedBuffer$mh.invokeExact(
              nvjpegStateAttachPinnedBuffer, decoderState, pinnedBuffer);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegStateAttachDeviceBuffer(nvjpegJpegState_t decoder_state,
  ///                                              nvjpegBufferDevice_t device_buffer);
  /// ```
  private static final MethodHandle nvjpegStateAttachDeviceBuffer$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private final MemorySegment nvjpegStateAttachDeviceBuffer =
      address("nvjpegStateAttachDeviceBuffer");

  int nvjpegStateAttachDeviceBuffer(MemorySegment decoderState, MemorySegment deviceBuffer) {
    try {
      return (int)
          nvjpegStateAttachDeviceBuffer$mh.invokeExact(
              nvjpegStateAttachDeviceBuffer, decoderState, deviceBuffer);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegDecodeJpegHost(nvjpegHandle_t handle, nvjpegJpegDecoder_t decoder,
  ///                                     nvjpegJpegState_t decoder_state,
  ///                                     nvjpegDecodeParams_t decode_params,
  ///                                     nvjpegJpegStream_t jpeg_stream);
  /// ```
  private static final MethodHandle nvjpegDecodeJpegHost$mh =
      LINKER.downcallHandle(
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

  private final MemorySegment nvjpegDecodeJpegHost = address("nvjpegDecodeJpegHost");

  int nvjpegDecodeJpegHost(
      MemorySegment handle,
      MemorySegment decoder,
      MemorySegment decoderState,
      MemorySegment decodeParams,
      MemorySegment jpegStream) {
    try {
      return (int)
          nvjpegDecodeJpegHost$mh.invokeExact(
              nvjpegDecodeJpegHost, handle, decoder, decoderState, decodeParams, jpegStream);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegDecodeJpegTransferToDevice(nvjpegHandle_t handle,
  ///                                                 nvjpegJpegDecoder_t decoder,
  ///                                                 nvjpegJpegState_t decoder_state,
  ///                                                 nvjpegJpegStream_t jpeg_stream,
  ///                                                 cudaStream_t stream);
  /// ```
  private static final MethodHandle nvjpegDecodeJpegTransferToDevice$mh =
      LINKER.downcallHandle(
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

  private final MemorySegment nvjpegDecodeJpegTransferToDevice =
      address("nvjpegDecodeJpegTransferToDevice");

  int nvjpegDecodeJpegTransferToDevice(
      MemorySegment handle,
      MemorySegment decoder,
      MemorySegment decoderState,
      MemorySegment jpegStream,
      MemorySegment stream) {
    try {
      return (int)
          nvjpegDecodeJpegTransferToDevice$mh.invokeExact(
              nvjpegDecodeJpegTransferToDevice, handle, decoder, decoderState, jpegStream, stream);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegDecodeJpegDevice(nvjpegHandle_t handle, nvjpegJpegDecoder_t decoder,
  ///                                       nvjpegJpegState_t decoder_state,
  ///                                       nvjpegImage_t *destination, cudaStream_t stream);
  /// ```
  private static final MethodHandle nvjpegDecodeJpegDevice$mh =
      LINKER.downcallHandle(
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

  private final MemorySegment nvjpegDecodeJpegDevice = address("nvjpegDecodeJpegDevice");

  int nvjpegDecodeJpegDevice(
      MemorySegment handle,
      MemorySegment decoder,
      MemorySegment decoderState,
      MemorySegment destination,
      MemorySegment stream) {
    try {
      return (int)
          nvjpegDecodeJpegDevice$mh.invokeExact(
              nvjpegDecodeJpegDevice, handle, decoder, decoderState, destination, stream);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegJpegStateCreate(nvjpegHandle_t handle, nvjpegJpegState_t *jpeg_handle);
  /// ```
  private static final MethodHandle nvjpegJpegStateCreate$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private final MemorySegment nvjpegJpegStateCreate = address("nvjpegJpegStateCreate");

  int nvjpegJpegStateCreate(MemorySegment handle, MemorySegment jpegHandle) {
    try {
      return (int) nvjpegJpegStateCreate$mh.invokeExact(nvjpegJpegStateCreate, handle, jpegHandle);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegJpegStateDestroy(nvjpegJpegState_t jpeg_handle);
  /// ```
  private static final MethodHandle nvjpegJpegStateDestroy$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment nvjpegJpegStateDestroy = address("nvjpegJpegStateDestroy");

  int nvjpegJpegStateDestroy(MemorySegment jpegHandle) {
    try {
      return (int) nvjpegJpegStateDestroy$mh.invokeExact(nvjpegJpegStateDestroy, jpegHandle);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegDecodeBatchedSupported(nvjpegHandle_t handle,
  ///                                             nvjpegJpegStream_t jpeg_stream,
  ///                                             int *is_supported);
  /// ```
  private static final MethodHandle nvjpegDecodeBatchedSupported$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));

  private final MemorySegment nvjpegDecodeBatchedSupported =
      address("nvjpegDecodeBatchedSupported");

  int nvjpegDecodeBatchedSupported(
      MemorySegment handle, MemorySegment jpegStream, MemorySegment isSupported) {
    try {
      return (int)
          nvjpegDecodeBatchedSupported$mh.invokeExact(
              nvjpegDecodeBatchedSupported, handle, jpegStream, isSupported);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegDecodeBatchedInitialize(nvjpegHandle_t handle,
  ///                                              nvjpegJpegState_t jpeg_handle,
  ///                                              int batch_size, int max_cpu_threads,
  ///                                              nvjpegOutputFormat_t output_format);
  /// ```
  private static final MethodHandle nvjpegDecodeBatchedInitialize$mh =
      LINKER.downcallHandle(
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));

  private final MemorySegment nvjpegDecodeBatchedInitialize =
      address("nvjpegDecodeBatchedInitialize");

  int nvjpegDecodeBatchedInitialize(
      MemorySegment handle,
      MemorySegment jpegHandle,
      int batchSize,
      int maxCpuThreads,
      int outputFormat) {
    try {
      return (int)
          nvjpegDecodeBatchedInitialize$mh.invokeExact(
              nvjpegDecodeBatchedInitialize,
              handle,
              jpegHandle,
              batchSize,
              maxCpuThreads,
              outputFormat);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// nvjpegStatus_t nvjpegDecodeBatched(nvjpegHandle_t handle, nvjpegJpegState_t jpeg_handle,
  ///                                    const unsigned char *const *data,
  ///                                    const size_t *lengths, nvjpegImage_t *destinations,
  ///                                    cudaStream_t stream);
  /// ```
  private static final MethodHandle nvjpegDecodeBatched$mh =
      LINKER.downcallHandle(
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

  private final MemorySegment nvjpegDecodeBatched = address("nvjpegDecodeBatched");

  int nvjpegDecodeBatched(
      MemorySegment handle,
      MemorySegment jpegHandle,
      MemorySegment data,
      MemorySegment lengths,
      MemorySegment destinations,
      MemorySegment stream) {
    try {
      return (int)
          nvjpegDecodeBatched$mh.invokeExact(
              nvjpegDecodeBatched, handle, jpegHandle, data, lengths, destinations, stream);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }
}
