package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.ToIntFunction;

/// One GPU, and what is made on it. It holds nothing itself; any thread may use it.
///
/// Making something makes the device the calling thread's current one, as CUDA counts it.
public final class CudaDevice {
  private static final long CUBIN_ALIGNMENT = 64; // that of the sections of its ELF form

  private final CudaLibrary library;
  private final int index;
  private final String name;
  private final ComputeCapability computeCapability;
  private final int multiprocessors;
  private final int copyEngines;

  private CudaDevice(
      CudaLibrary library,
      int index,
      String name,
      ComputeCapability computeCapability,
      int multiprocessors,
      int copyEngines) {
    this.library = library;
    this.index = index;
    this.name = name;
    this.computeCapability = computeCapability;
    this.multiprocessors = multiprocessors;
    this.copyEngines = copyEngines;
  }

  static CudaDevice of(CudaLibrary library, int index) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment properties = call.allocate(CudaRuntimeC.DEVICE_PROP_ROOM, Long.BYTES);
      library.check(
          library.c().cudaGetDeviceProperties(properties, index), "cudaGetDeviceProperties");
      String name = properties.asSlice(0, CudaRuntimeC.DEVICE_NAME_BYTES).getString(0).strip();
      MemorySegment value = call.allocate(JAVA_INT);
      return new CudaDevice(
          library,
          index,
          name,
          new ComputeCapability(
              attribute(library, value, CudaRuntimeC.CUDA_DEV_ATTR_COMPUTE_CAPABILITY_MAJOR, index),
              attribute(
                  library, value, CudaRuntimeC.CUDA_DEV_ATTR_COMPUTE_CAPABILITY_MINOR, index)),
          attribute(library, value, CudaRuntimeC.CUDA_DEV_ATTR_MULTI_PROCESSOR_COUNT, index),
          attribute(library, value, CudaRuntimeC.CUDA_DEV_ATTR_ASYNC_ENGINE_COUNT, index));
    }
  }

  private static int attribute(
      CudaLibrary library, MemorySegment value, int attribute, int device) {
    library.check(
        library.c().cudaDeviceGetAttribute(value, attribute, device), "cudaDeviceGetAttribute");
    return value.get(JAVA_INT, 0);
  }

  /// Its number among the devices that this process may use, from 0.
  public int index() {
    return index;
  }

  /// What NVIDIA calls it.
  public String name() {
    return name;
  }

  /// Which instructions it has.
  public ComputeCapability computeCapability() {
    return computeCapability;
  }

  /// How many multiprocessors it has.
  public int multiprocessors() {
    return multiprocessors;
  }

  /// How many copies can go on while it computes; 0 means that copies and kernels take turns.
  public int copyEngines() {
    return copyEngines;
  }

  /// Its memory now.
  ///
  /// @throws CudaException when CUDA fails
  public DeviceMemory memory() {
    library.select(index);
    try (Arena call = Arena.ofConfined()) {
      MemorySegment free = call.allocate(JAVA_LONG);
      MemorySegment total = call.allocate(JAVA_LONG);
      library.check(library.c().cudaMemGetInfo(free, total), "cudaMemGetInfo");
      return new DeviceMemory(free.get(JAVA_LONG, 0), total.get(JAVA_LONG, 0));
    }
  }

  /// Makes it the calling thread's current device, for libraries that ask CUDA for that.
  ///
  /// @throws CudaException when CUDA fails
  public void makeCurrent() {
    library.select(index);
  }

  /// A queue of work of its own, which waits for no other unless told to. A thread that waits for
  /// it sleeps: CUDA's own choice is to keep a core busy with asking.
  ///
  /// @return the caller's to close
  /// @throws CudaException when CUDA fails
  public CudaStream newStream() {
    CudaRuntimeC c = library.c();
    library.select(index);
    library.check( // for all of the device's streams; the last one who says so counts
        c.cudaSetDeviceFlags(CudaRuntimeC.CUDA_DEVICE_SCHEDULE_BLOCKING_SYNC),
        "cudaSetDeviceFlags");
    MemorySegment stream =
        made(
            slot -> c.cudaStreamCreateWithFlags(slot, CudaRuntimeC.CUDA_STREAM_NON_BLOCKING),
            "cudaStreamCreateWithFlags");
    return new CudaStream(
        library,
        this,
        new CudaHandle(
            library,
            "cudaStream_t",
            1,
            title("stream"),
            stream,
            "cudaStreamDestroy",
            c::cudaStreamDestroy));
  }

  /// A mark in a stream that other streams and threads can wait for.
  ///
  /// @return the caller's to close
  /// @throws CudaException when CUDA fails
  public CudaEvent newEvent() {
    return newEvent(CudaRuntimeC.CUDA_EVENT_DISABLE_TIMING, "event");
  }

  /// A mark that also notes the time; a little slower.
  ///
  /// @return the caller's to close
  /// @throws CudaException when CUDA fails
  public CudaEvent newTimedEvent() {
    return newEvent(0, "timed event");
  }

  private CudaEvent newEvent(int timing, String what) {
    CudaRuntimeC c = library.c();
    int flags = timing | CudaRuntimeC.CUDA_EVENT_BLOCKING_SYNC;
    MemorySegment event =
        made(slot -> c.cudaEventCreateWithFlags(slot, flags), "cudaEventCreateWithFlags");
    return new CudaEvent(
        library,
        this,
        timing == 0,
        new CudaHandle(
            library,
            "cudaEvent_t",
            1,
            title(what),
            event,
            "cudaEventDestroy",
            c::cudaEventDestroy));
  }

  /// Memory of the device, with whatever was there before.
  ///
  /// @param bytes at least 1
  /// @return the caller's to close; aligned to 256 bytes
  /// @throws CudaException when there is not so much, or CUDA fails
  public DeviceBuffer allocate(long bytes) {
    requireSome(bytes);
    CudaRuntimeC c = library.c();
    MemorySegment memory = made(slot -> c.cudaMalloc(slot, bytes), "cudaMalloc");
    return new DeviceBuffer(
        this,
        bytes,
        new CudaHandle(
            library,
            "cudaMalloc bytes",
            bytes,
            title("buffer of " + bytes + " bytes"),
            memory,
            "cudaFree",
            c::cudaFree));
  }

  /// Memory of the host that the device copies from and to by itself, with whatever was there
  /// before. It is never swapped out, so it is for what is reused.
  ///
  /// @param bytes at least 1
  /// @return the caller's to close
  /// @throws CudaException when there is not so much, or CUDA fails
  public PinnedBuffer allocatePinned(long bytes) {
    requireSome(bytes);
    CudaRuntimeC c = library.c();
    MemorySegment memory =
        made(
            slot -> c.cudaHostAlloc(slot, bytes, CudaRuntimeC.CUDA_HOST_ALLOC_DEFAULT),
            "cudaHostAlloc");
    return new PinnedBuffer(
        bytes,
        new CudaHandle(
            library,
            "cudaHostAlloc bytes",
            bytes,
            title("pinned buffer of " + bytes + " bytes"),
            memory,
            "cudaFreeHost",
            c::cudaFreeHost));
  }

  /// Loads code, such as [Nvrtc] makes it: machine code, or PTX, which the driver compiles first.
  ///
  /// @param code machine code for the architecture of this device, or an older one of the same
  ///   major number; or PTX for any older one, with the zero at its end
  /// @return the caller's to close
  /// @throws CudaException when it is not for this device, or CUDA fails
  public CudaProgram load(byte[] code) {
    CudaRuntimeC c = library.c();
    try (Arena call = Arena.ofConfined()) {
      MemorySegment copy =
          call.allocate(code.length, CUBIN_ALIGNMENT).copyFrom(MemorySegment.ofArray(code));
      MemorySegment program = // which has a copy of the code
          made(
              slot ->
                  c.cudaLibraryLoadData(
                      slot,
                      copy,
                      MemorySegment.NULL,
                      MemorySegment.NULL,
                      0,
                      MemorySegment.NULL,
                      MemorySegment.NULL,
                      0),
              "cudaLibraryLoadData");
      return new CudaProgram(
          library,
          this,
          new CudaHandle(
              library,
              "cudaLibrary_t",
              1,
              title("program"),
              program,
              "cudaLibraryUnload",
              c::cudaLibraryUnload));
    }
  }

  /// What a stream was captured as, ready to be launched.
  ///
  /// @param captured of no use afterwards, and given back in any case
  /// @param uses those of all buffers and programs in it
  CudaGraph instantiated(CudaHandle captured, List<StreamUsers> uses) {
    CudaRuntimeC c = library.c();
    CudaHandle graph = null;
    try (captured) {
      MemorySegment pointer =
          made(slot -> c.cudaGraphInstantiate(slot, captured.pointer(), 0), "cudaGraphInstantiate");
      graph =
          new CudaHandle(
              library,
              "cudaGraphExec_t",
              1,
              title("graph"),
              pointer,
              "cudaGraphExecDestroy",
              c::cudaGraphExecDestroy);
    } catch (CudaException e) {
      if (graph != null) { // but the capture was not given back
        closeAfter(e, graph);
      }
      throw e;
    }
    return new CudaGraph(this, graph, List.copyOf(uses));
  }

  private static void closeAfter(CudaException failure, CudaHandle handle) {
    try {
      handle.close();
    } catch (CudaException later) {
      failure.addSuppressed(later);
    }
  }

  /// Such as `cuda:0 (NVIDIA H100 80GB HBM3)`.
  @Override
  public String toString() {
    return "cuda:" + index + " (" + name + ")";
  }

  /// Makes it the calling thread's current one, for libraries that work on that.
  void select() {
    library.select(index);
  }

  private MemorySegment made(ToIntFunction<MemorySegment> function, String name) {
    library.select(index);
    try (Arena call = Arena.ofConfined()) {
      MemorySegment slot = call.allocate(ADDRESS);
      library.check(function.applyAsInt(slot), name);
      return slot.get(ADDRESS, 0);
    }
  }

  private String title(String what) {
    return what + " on cuda:" + index;
  }

  private static void requireSome(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("a buffer of " + bytes + " bytes");
    }
  }
}
