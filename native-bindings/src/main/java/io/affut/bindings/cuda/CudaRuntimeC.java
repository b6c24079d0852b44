package io.affut.bindings.cuda;

import static io.affut.bindings.library.NativeCall.unexpected;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.affut.bindings.library.LoadedLibrary;
import io.affut.bindings.library.NativeLibraryException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The functions of the CUDA runtime that we use, under their C names; no logic but the call.
///
/// All of them are in CUDA 12.9 and 13; early versions of 12 lack `cudaLibraryLoadData`. The
/// handles are constants without an address; each takes the function's address first. Sizes are the
/// callers' affair. `size_t` and pointers have 64 bits on every platform that CUDA is for.
@SuppressWarnings("restricted") // the functions of C are what it is for
final class CudaRuntimeC {
  static final int CUDA_SUCCESS = 0;

  /// `cudaErrorMemoryAllocation`
  static final int CUDA_ERROR_MEMORY_ALLOCATION = 2;

  /// `cudaErrorInsufficientDriver`: no driver, or one that is too old for the runtime.
  static final int CUDA_ERROR_INSUFFICIENT_DRIVER = 35;

  /// `cudaErrorNoDevice`
  static final int CUDA_ERROR_NO_DEVICE = 100;

  /// `cudaErrorNotReady`: the answer of a query, not a failure.
  static final int CUDA_ERROR_NOT_READY = 600;

  /// `cudaStreamNonBlocking`: the stream does not wait for the default stream, nor it for this one.
  static final int CUDA_STREAM_NON_BLOCKING = 1;

  /// `cudaDeviceScheduleBlockingSync`: who waits for a stream sleeps.
  static final int CUDA_DEVICE_SCHEDULE_BLOCKING_SYNC = 4;

  /// `cudaEventBlockingSync`: who waits for the event sleeps.
  static final int CUDA_EVENT_BLOCKING_SYNC = 1;

  /// `cudaEventDisableTiming`: cheaper to record.
  static final int CUDA_EVENT_DISABLE_TIMING = 2;

  static final int CUDA_HOST_ALLOC_DEFAULT = 0;

  /// `cudaStreamCaptureModeThreadLocal`: what other threads do does not disturb the capture.
  static final int CUDA_STREAM_CAPTURE_MODE_THREAD_LOCAL = 1;

  static final int CUDA_MEMCPY_HOST_TO_DEVICE = 1;
  static final int CUDA_MEMCPY_DEVICE_TO_HOST = 2;
  static final int CUDA_MEMCPY_DEVICE_TO_DEVICE = 3;
  static final int CUDA_DEV_ATTR_MULTI_PROCESSOR_COUNT = 16;
  static final int CUDA_DEV_ATTR_ASYNC_ENGINE_COUNT = 40;
  static final int CUDA_DEV_ATTR_COMPUTE_CAPABILITY_MAJOR = 75;
  static final int CUDA_DEV_ATTR_COMPUTE_CAPABILITY_MINOR = 76;

  /// Room for a `struct cudaDeviceProp` of any version; 12 and 13 write about 1 KB.
  static final long DEVICE_PROP_ROOM = 8192;

  /// `char name[256]`, the first member of `struct cudaDeviceProp` in every version; of the rest
  /// each has another layout, so everything else is asked for with `cudaDeviceGetAttribute`.
  static final long DEVICE_NAME_BYTES = 256;

  /// The longest text that is read from C, in bytes.
  private static final int MAX_TEXT = 4096;

  /// `dim3`: x, y and z; passed by value.
  static final MemoryLayout DIM3 =
      MemoryLayout.structLayout(
          JAVA_INT.withName("x"), JAVA_INT.withName("y"), JAVA_INT.withName("z"));

  private static final Linker LINKER = Linker.nativeLinker();

  private final LoadedLibrary library;

  /// @throws NativeLibraryException when the library lacks one of the functions
  CudaRuntimeC(LoadedLibrary library) {
    this.library = library;
    super(); // the addresses below are looked up now
  }

  /// The text that starts at `pointer`; "" for NULL.
  static String text(MemorySegment pointer) {
    return pointer.address() == 0 ? "" : pointer.reinterpret(MAX_TEXT).getString(0).strip();
  }

  /// The `bytes` bytes that C says are at `pointer`, until `arena` is closed.
  static MemorySegment sized(MemorySegment pointer, long bytes, Arena arena) {
    return pointer.reinterpret(bytes, arena, null);
  }

  private MemorySegment address(String symbol) {
    return library.symbol(symbol);
  }

  /// ```c
  /// cudaError_t cudaRuntimeGetVersion(int *runtimeVersion);
  /// ```
  private static final MethodHandle cudaRuntimeGetVersion$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment cudaRuntimeGetVersion = address("cudaRuntimeGetVersion");

  int cudaRuntimeGetVersion(MemorySegment runtimeVersion) {
    try {
      return (int) cudaRuntimeGetVersion$mh.invokeExact(cudaRuntimeGetVersion, runtimeVersion);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaDriverGetVersion(int *driverVersion);
  /// ```
  private static final MethodHandle cudaDriverGetVersion$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment cudaDriverGetVersion = address("cudaDriverGetVersion");

  int cudaDriverGetVersion(MemorySegment driverVersion) {
    try {
      return (int) cudaDriverGetVersion$mh.invokeExact(cudaDriverGetVersion, driverVersion);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaGetDeviceCount(int *count);
  /// ```
  private static final MethodHandle cudaGetDeviceCount$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment cudaGetDeviceCount = address("cudaGetDeviceCount");

  int cudaGetDeviceCount(MemorySegment count) {
    try {
      return (int) cudaGetDeviceCount$mh.invokeExact(cudaGetDeviceCount, count);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaGetDeviceProperties(struct cudaDeviceProp *prop, int device);
  /// ```
  private static final MethodHandle cudaGetDeviceProperties$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

  private final MemorySegment cudaGetDeviceProperties = address("cudaGetDeviceProperties");

  int cudaGetDeviceProperties(MemorySegment prop, int device) {
    try {
      return (int) cudaGetDeviceProperties$mh.invokeExact(cudaGetDeviceProperties, prop, device);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaDeviceGetAttribute(int *value, enum cudaDeviceAttr attr, int device);
  /// ```
  private static final MethodHandle cudaDeviceGetAttribute$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));

  private final MemorySegment cudaDeviceGetAttribute = address("cudaDeviceGetAttribute");

  int cudaDeviceGetAttribute(MemorySegment value, int attr, int device) {
    try {
      return (int)
          cudaDeviceGetAttribute$mh.invokeExact(cudaDeviceGetAttribute, value, attr, device);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaSetDeviceFlags(unsigned int flags);
  /// ```
  private static final MethodHandle cudaSetDeviceFlags$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private final MemorySegment cudaSetDeviceFlags = address("cudaSetDeviceFlags");

  int cudaSetDeviceFlags(int flags) {
    try {
      return (int) cudaSetDeviceFlags$mh.invokeExact(cudaSetDeviceFlags, flags);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaSetDevice(int device);
  /// ```
  private static final MethodHandle cudaSetDevice$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private final MemorySegment cudaSetDevice = address("cudaSetDevice");

  int cudaSetDevice(int device) {
    try {
      return (int) cudaSetDevice$mh.invokeExact(cudaSetDevice, device);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaMemGetInfo(size_t *free, size_t *total);
  /// ```
  private static final MethodHandle cudaMemGetInfo$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private final MemorySegment cudaMemGetInfo = address("cudaMemGetInfo");

  int cudaMemGetInfo(MemorySegment free, MemorySegment total) {
    try {
      return (int) cudaMemGetInfo$mh.invokeExact(cudaMemGetInfo, free, total);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaStreamCreateWithFlags(cudaStream_t *pStream, unsigned int flags);
  /// ```
  private static final MethodHandle cudaStreamCreateWithFlags$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

  private final MemorySegment cudaStreamCreateWithFlags = address("cudaStreamCreateWithFlags");

  int cudaStreamCreateWithFlags(MemorySegment pStream, int flags) {
    try {
      return (int)
          cudaStreamCreateWithFlags$mh.invokeExact(cudaStreamCreateWithFlags, pStream, flags);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaStreamSynchronize(cudaStream_t stream);
  /// ```
  private static final MethodHandle cudaStreamSynchronize$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment cudaStreamSynchronize = address("cudaStreamSynchronize");

  int cudaStreamSynchronize(MemorySegment stream) {
    try {
      return (int) cudaStreamSynchronize$mh.invokeExact(cudaStreamSynchronize, stream);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaStreamQuery(cudaStream_t stream);
  /// ```
  private static final MethodHandle cudaStreamQuery$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment cudaStreamQuery = address("cudaStreamQuery");

  int cudaStreamQuery(MemorySegment stream) {
    try {
      return (int) cudaStreamQuery$mh.invokeExact(cudaStreamQuery, stream);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned int flags);
  /// ```
  private static final MethodHandle cudaStreamWaitEvent$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));

  private final MemorySegment cudaStreamWaitEvent = address("cudaStreamWaitEvent");

  int cudaStreamWaitEvent(MemorySegment stream, MemorySegment event, int flags) {
    try {
      return (int) cudaStreamWaitEvent$mh.invokeExact(cudaStreamWaitEvent, stream, event, flags);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaStreamDestroy(cudaStream_t stream);
  /// ```
  private static final MethodHandle cudaStreamDestroy$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment cudaStreamDestroy = address("cudaStreamDestroy");

  int cudaStreamDestroy(MemorySegment stream) {
    try {
      return (int) cudaStreamDestroy$mh.invokeExact(cudaStreamDestroy, stream);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaEventCreateWithFlags(cudaEvent_t *event, unsigned int flags);
  /// ```
  private static final MethodHandle cudaEventCreateWithFlags$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

  private final MemorySegment cudaEventCreateWithFlags = address("cudaEventCreateWithFlags");

  int cudaEventCreateWithFlags(MemorySegment event, int flags) {
    try {
      return (int) cudaEventCreateWithFlags$mh.invokeExact(cudaEventCreateWithFlags, event, flags);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream);
  /// ```
  private static final MethodHandle cudaEventRecord$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private final MemorySegment cudaEventRecord = address("cudaEventRecord");

  int cudaEventRecord(MemorySegment event, MemorySegment stream) {
    try {
      return (int) cudaEventRecord$mh.invokeExact(cudaEventRecord, event, stream);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaEventSynchronize(cudaEvent_t event);
  /// ```
  private static final MethodHandle cudaEventSynchronize$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment cudaEventSynchronize = address("cudaEventSynchronize");

  int cudaEventSynchronize(MemorySegment event) {
    try {
      return (int) cudaEventSynchronize$mh.invokeExact(cudaEventSynchronize, event);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaEventQuery(cudaEvent_t event);
  /// ```
  private static final MethodHandle cudaEventQuery$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment cudaEventQuery = address("cudaEventQuery");

  int cudaEventQuery(MemorySegment event) {
    try {
      return (int) cudaEventQuery$mh.invokeExact(cudaEventQuery, event);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaEventElapsedTime(float *ms, cudaEvent_t start, cudaEvent_t end);
  /// ```
  private static final MethodHandle cudaEventElapsedTime$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));

  private final MemorySegment cudaEventElapsedTime = address("cudaEventElapsedTime");

  int cudaEventElapsedTime(MemorySegment ms, MemorySegment start, MemorySegment end) {
    try {
      return (int) cudaEventElapsedTime$mh.invokeExact(cudaEventElapsedTime, ms, start, end);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaEventDestroy(cudaEvent_t event);
  /// ```
  private static final MethodHandle cudaEventDestroy$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment cudaEventDestroy = address("cudaEventDestroy");

  int cudaEventDestroy(MemorySegment event) {
    try {
      return (int) cudaEventDestroy$mh.invokeExact(cudaEventDestroy, event);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaMalloc(void **devPtr, size_t size);
  /// ```
  private static final MethodHandle cudaMalloc$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));

  private final MemorySegment cudaMalloc = address("cudaMalloc");

  int cudaMalloc(MemorySegment devPtr, long size) {
    try {
      return (int) cudaMalloc$mh.invokeExact(cudaMalloc, devPtr, size);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaFree(void *devPtr);
  /// ```
  private static final MethodHandle cudaFree$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment cudaFree = address("cudaFree");

  int cudaFree(MemorySegment devPtr) {
    try {
      return (int) cudaFree$mh.invokeExact(cudaFree, devPtr);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaHostAlloc(void **pHost, size_t size, unsigned int flags);
  /// ```
  private static final MethodHandle cudaHostAlloc$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

  private final MemorySegment cudaHostAlloc = address("cudaHostAlloc");

  int cudaHostAlloc(MemorySegment pHost, long size, int flags) {
    try {
      return (int) cudaHostAlloc$mh.invokeExact(cudaHostAlloc, pHost, size, flags);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaFreeHost(void *ptr);
  /// ```
  private static final MethodHandle cudaFreeHost$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment cudaFreeHost = address("cudaFreeHost");

  int cudaFreeHost(MemorySegment ptr) {
    try {
      return (int) cudaFreeHost$mh.invokeExact(cudaFreeHost, ptr);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaMemcpyAsync(void *dst, const void *src, size_t count,
  ///                             enum cudaMemcpyKind kind, cudaStream_t stream);
  /// ```
  private static final MethodHandle cudaMemcpyAsync$mh =
      LINKER.downcallHandle(
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS));

  private final MemorySegment cudaMemcpyAsync = address("cudaMemcpyAsync");

  int cudaMemcpyAsync(
      MemorySegment dst, MemorySegment src, long count, int kind, MemorySegment stream) {
    try {
      return (int) cudaMemcpyAsync$mh.invokeExact(cudaMemcpyAsync, dst, src, count, kind, stream);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaMemsetAsync(void *devPtr, int value, size_t count, cudaStream_t stream);
  /// ```
  private static final MethodHandle cudaMemsetAsync$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS));

  private final MemorySegment cudaMemsetAsync = address("cudaMemsetAsync");

  int cudaMemsetAsync(MemorySegment devPtr, int value, long count, MemorySegment stream) {
    try {
      return (int) cudaMemsetAsync$mh.invokeExact(cudaMemsetAsync, devPtr, value, count, stream);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaLibraryLoadData(cudaLibrary_t *library, const void *code,
  ///                                 enum cudaJitOption *jitOptions,
  ///                                 void **jitOptionsValues, unsigned int numJitOptions,
  ///                                 enum cudaLibraryOption *libraryOptions,
  ///                                 void **libraryOptionValues,
  ///                                 unsigned int numLibraryOptions);
  /// ```
  private static final MethodHandle cudaLibraryLoadData$mh =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));

  private final MemorySegment cudaLibraryLoadData = address("cudaLibraryLoadData");

  int cudaLibraryLoadData(
      MemorySegment library,
      MemorySegment code,
      MemorySegment jitOptions,
      MemorySegment jitOptionsValues,
      int numJitOptions,
      MemorySegment libraryOptions,
      MemorySegment libraryOptionValues,
      int numLibraryOptions) {
    try {
      return (int)
          cudaLibraryLoadData$mh.invokeExact(
              cudaLibraryLoadData,
              library,
              code,
              jitOptions,
              jitOptionsValues,
              numJitOptions,
              libraryOptions,
              libraryOptionValues,
              numLibraryOptions);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaLibraryUnload(cudaLibrary_t library);
  /// ```
  private static final MethodHandle cudaLibraryUnload$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment cudaLibraryUnload = address("cudaLibraryUnload");

  int cudaLibraryUnload(MemorySegment library) {
    try {
      return (int) cudaLibraryUnload$mh.invokeExact(cudaLibraryUnload, library);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaLibraryGetKernel(cudaKernel_t *pKernel, cudaLibrary_t library,
  ///                                  const char *name);
  /// ```
  private static final MethodHandle cudaLibraryGetKernel$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));

  private final MemorySegment cudaLibraryGetKernel = address("cudaLibraryGetKernel");

  int cudaLibraryGetKernel(MemorySegment pKernel, MemorySegment library, MemorySegment name) {
    try {
      return (int)
          cudaLibraryGetKernel$mh.invokeExact(cudaLibraryGetKernel, pKernel, library, name);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaLaunchKernel(const void *func, dim3 gridDim, dim3 blockDim, void **args,
  ///                              size_t sharedMem, cudaStream_t stream);
  /// ```
  private static final MethodHandle cudaLaunchKernel$mh =
      LINKER.downcallHandle(
          FunctionDescriptor.of(JAVA_INT, ADDRESS, DIM3, DIM3, ADDRESS, JAVA_LONG, ADDRESS));

  private final MemorySegment cudaLaunchKernel = address("cudaLaunchKernel");

  int cudaLaunchKernel(
      MemorySegment func,
      MemorySegment gridDim,
      MemorySegment blockDim,
      MemorySegment args,
      long sharedMem,
      MemorySegment stream) {
    try {
      return (int)
          cudaLaunchKernel$mh.invokeExact(
              cudaLaunchKernel, func, gridDim, blockDim, args, sharedMem, stream);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaStreamBeginCapture(cudaStream_t stream, enum cudaStreamCaptureMode mode);
  /// ```
  private static final MethodHandle cudaStreamBeginCapture$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

  private final MemorySegment cudaStreamBeginCapture = address("cudaStreamBeginCapture");

  int cudaStreamBeginCapture(MemorySegment stream, int mode) {
    try {
      return (int) cudaStreamBeginCapture$mh.invokeExact(cudaStreamBeginCapture, stream, mode);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t *pGraph);
  /// ```
  private static final MethodHandle cudaStreamEndCapture$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private final MemorySegment cudaStreamEndCapture = address("cudaStreamEndCapture");

  int cudaStreamEndCapture(MemorySegment stream, MemorySegment pGraph) {
    try {
      return (int) cudaStreamEndCapture$mh.invokeExact(cudaStreamEndCapture, stream, pGraph);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaGraphInstantiate(cudaGraphExec_t *pGraphExec, cudaGraph_t graph,
  ///                                  unsigned long long flags);
  /// ```
  private static final MethodHandle cudaGraphInstantiate$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));

  private final MemorySegment cudaGraphInstantiate = address("cudaGraphInstantiate");

  int cudaGraphInstantiate(MemorySegment pGraphExec, MemorySegment graph, long flags) {
    try {
      return (int)
          cudaGraphInstantiate$mh.invokeExact(cudaGraphInstantiate, pGraphExec, graph, flags);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaGraphLaunch(cudaGraphExec_t graphExec, cudaStream_t stream);
  /// ```
  private static final MethodHandle cudaGraphLaunch$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private final MemorySegment cudaGraphLaunch = address("cudaGraphLaunch");

  int cudaGraphLaunch(MemorySegment graphExec, MemorySegment stream) {
    try {
      return (int) cudaGraphLaunch$mh.invokeExact(cudaGraphLaunch, graphExec, stream);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaGraphExecDestroy(cudaGraphExec_t graphExec);
  /// ```
  private static final MethodHandle cudaGraphExecDestroy$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment cudaGraphExecDestroy = address("cudaGraphExecDestroy");

  int cudaGraphExecDestroy(MemorySegment graphExec) {
    try {
      return (int) cudaGraphExecDestroy$mh.invokeExact(cudaGraphExecDestroy, graphExec);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaGraphDestroy(cudaGraph_t graph);
  /// ```
  private static final MethodHandle cudaGraphDestroy$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final MemorySegment cudaGraphDestroy = address("cudaGraphDestroy");

  int cudaGraphDestroy(MemorySegment graph) {
    try {
      return (int) cudaGraphDestroy$mh.invokeExact(cudaGraphDestroy, graph);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// cudaError_t cudaGetLastError(void);
  /// ```
  private static final MethodHandle cudaGetLastError$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT));

  private final MemorySegment cudaGetLastError = address("cudaGetLastError");

  int cudaGetLastError() {
    try {
      return (int) cudaGetLastError$mh.invokeExact(cudaGetLastError);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// const char *cudaGetErrorName(cudaError_t error);
  /// ```
  private static final MethodHandle cudaGetErrorName$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private final MemorySegment cudaGetErrorName = address("cudaGetErrorName");

  MemorySegment cudaGetErrorName(int error) {
    try {
      return (MemorySegment) cudaGetErrorName$mh.invokeExact(cudaGetErrorName, error);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// const char *cudaGetErrorString(cudaError_t error);
  /// ```
  private static final MethodHandle cudaGetErrorString$mh =
      LINKER.downcallHandle(FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private final MemorySegment cudaGetErrorString = address("cudaGetErrorString");

  MemorySegment cudaGetErrorString(int error) {
    try {
      return (MemorySegment) cudaGetErrorString$mh.invokeExact(cudaGetErrorString, error);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }
}
