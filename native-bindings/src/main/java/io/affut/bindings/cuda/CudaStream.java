package io.affut.bindings.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// A queue of work for a device: each piece begins when the one before it is done, beside whatever
/// other streams do. Everything here only queues and returns, except [#synchronise()] and
/// [#close()].
///
/// One thread at a time. The maker closes it; twice is fine.
public final class CudaStream implements AutoCloseable {
  private final CudaLibrary library;
  private final CudaDevice device;
  private final CudaHandle handle;

  /// Whether something was queued since the host last waited for all of it.
  private volatile boolean busy;

  /// What the work that is being captured uses; null at all other times.
  private List<StreamUsers> captured;

  /// What the newest launch uses; kept, so that launches need no memory.
  private final List<StreamUsers> launched = new ArrayList<>();

  CudaStream(CudaLibrary library, CudaDevice device, CudaHandle handle) {
    this.library = library;
    this.device = device;
    this.handle = handle;
  }

  /// Copies host memory to the device. The source must stay as it is until the copy is done.
  ///
  /// @param fromOffset in bytes
  /// @param toOffset in bytes
  /// @param bytes how many
  /// @throws IndexOutOfBoundsException when either buffer has no such bytes
  /// @throws CudaException when CUDA fails, perhaps in earlier work
  public void copyToDevice(
      PinnedBuffer from, long fromOffset, DeviceBuffer to, long toOffset, long bytes) {
    MemorySegment source = from.at(fromOffset, bytes);
    MemorySegment target = to.at(device, toOffset, bytes);
    queue(from.users(), to.users());
    library.check(
        library
            .c()
            .cudaMemcpyAsync(
                target, source, bytes, CudaRuntimeC.CUDA_MEMCPY_HOST_TO_DEVICE, handle.pointer()),
        "cudaMemcpyAsync");
  }

  /// Copies memory of the device to the host. The target has the bytes when the copy is done, not
  /// before.
  ///
  /// @param fromOffset in bytes
  /// @param toOffset in bytes
  /// @param bytes how many
  /// @throws IndexOutOfBoundsException when either buffer has no such bytes
  /// @throws CudaException when CUDA fails, perhaps in earlier work
  public void copyToHost(
      DeviceBuffer from, long fromOffset, PinnedBuffer to, long toOffset, long bytes) {
    MemorySegment source = from.at(device, fromOffset, bytes);
    MemorySegment target = to.at(toOffset, bytes);
    queue(from.users(), to.users());
    library.check(
        library
            .c()
            .cudaMemcpyAsync(
                target, source, bytes, CudaRuntimeC.CUDA_MEMCPY_DEVICE_TO_HOST, handle.pointer()),
        "cudaMemcpyAsync");
  }

  /// Copies memory of the device to another place on it.
  ///
  /// @param fromOffset in bytes
  /// @param toOffset in bytes
  /// @param bytes how many; where both are of one buffer they must not overlap
  /// @throws IndexOutOfBoundsException when either buffer has no such bytes
  /// @throws CudaException when CUDA fails, perhaps in earlier work
  public void copyOnDevice(
      DeviceBuffer from, long fromOffset, DeviceBuffer to, long toOffset, long bytes) {
    MemorySegment source = from.at(device, fromOffset, bytes);
    MemorySegment target = to.at(device, toOffset, bytes);
    queue(from.users(), to.users());
    library.check(
        library
            .c()
            .cudaMemcpyAsync(
                target, source, bytes, CudaRuntimeC.CUDA_MEMCPY_DEVICE_TO_DEVICE, handle.pointer()),
        "cudaMemcpyAsync");
  }

  /// Sets bytes of the device's memory to one value, 0 to 255.
  ///
  /// @param offset in bytes
  /// @param bytes how many
  /// @throws IndexOutOfBoundsException when the buffer has no such bytes
  /// @throws CudaException when CUDA fails, perhaps in earlier work
  public void fill(DeviceBuffer buffer, long offset, long bytes, int value) {
    MemorySegment target = buffer.at(device, offset, bytes);
    queue(buffer.users());
    library.check(
        library.c().cudaMemsetAsync(target, value, bytes, handle.pointer()), "cudaMemsetAsync");
  }

  /// Runs a kernel. The arguments can be changed at once.
  ///
  /// @param arguments of the kernel; its buffers must stay as long as it runs, and are waited for
  ///   when they are closed
  /// @throws IllegalStateException when an argument was not set, or something is closed
  /// @throws IllegalArgumentException when the arguments are those of another kernel, or something
  ///   is of another device
  /// @throws CudaException when CUDA fails, perhaps in earlier work
  public void launch(CudaKernel kernel, LaunchShape shape, KernelArguments arguments) {
    if (!kernel.parameters().equals(arguments.parameters())) {
      throw new IllegalArgumentException("arguments that are not for the CUDA " + kernel);
    }
    MemorySegment function = kernel.pointer(device);
    launched.clear();
    launched.add(kernel.program().users());
    MemorySegment values = arguments.forLaunch(device, launched);
    queue(launched);
    library.check(
        library
            .c()
            .cudaLaunchKernel(
                function,
                arguments.grid(shape),
                arguments.block(shape),
                values,
                0,
                handle.pointer()),
        "cudaLaunchKernel");
  }

  /// Notes what `work` queues on this stream, instead of doing it: copies, fills and launches.
  /// Events and waiting are not part of a graph, and neither memory nor anything else of CUDA may
  /// be made meanwhile by this thread; what other libraries queue on the stream is noted too, but
  /// the buffers that it uses are not.
  ///
  /// @param work runs once, on this thread
  /// @return the caller's to close
  /// @throws IllegalStateException when this stream is being captured already
  /// @throws CudaException when CUDA fails, or something was called that a graph cannot have
  public CudaGraph capture(Runnable work) {
    requireNoCapture("captured again");
    MemorySegment stream = handle.pointer();
    library.check(
        library
            .c()
            .cudaStreamBeginCapture(stream, CudaRuntimeC.CUDA_STREAM_CAPTURE_MODE_THREAD_LOCAL),
        "cudaStreamBeginCapture");
    List<StreamUsers> uses = new ArrayList<>();
    captured = uses;
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      captured = null;
      drop(e);
      throw e;
    }
    captured = null;
    return device.instantiated(ended(), uses);
  }

  /// The capture has to be ended in any case; what was noted is of no use.
  private void drop(Throwable failure) {
    try {
      ended().close();
    } catch (CudaException | IllegalStateException later) {
      failure.addSuppressed(later);
    }
  }

  private CudaHandle ended() {
    CudaRuntimeC c = library.c();
    try (Arena call = Arena.ofConfined()) {
      MemorySegment slot = call.allocate(ADDRESS);
      library.check(c.cudaStreamEndCapture(handle.pointer(), slot), "cudaStreamEndCapture");
      return new CudaHandle(
          library,
          "cudaGraph_t",
          1,
          "captured work on cuda:" + device.index(),
          slot.get(ADDRESS, 0),
          "cudaGraphDestroy",
          c::cudaGraphDestroy);
    }
  }

  /// Runs all that a graph has, as if it were queued here now.
  ///
  /// @throws IllegalStateException when the graph or something that it uses is closed
  /// @throws IllegalArgumentException when the graph is of another device
  /// @throws CudaException when CUDA fails, perhaps in earlier work
  public void launch(CudaGraph graph) {
    requireNoCapture("given a graph");
    MemorySegment pointer = graph.pointer(device);
    queue(graph.uses());
    queue(graph.users());
    library.check(library.c().cudaGraphLaunch(pointer, handle.pointer()), "cudaGraphLaunch");
  }

  private void requireNoCapture(String what) {
    if (captured != null) {
      throw new IllegalStateException(
          "the CUDA " + this + " cannot be " + what + " while it is captured");
    }
  }

  /// Sets the mark after everything that was queued up to now; one that was set before moves.
  ///
  /// @throws CudaException when CUDA fails, perhaps in earlier work
  public void record(CudaEvent event) {
    requireNoCapture("given an event");
    MemorySegment mark = event.pointer(device);
    library.select(device.index());
    busy = true;
    library.check(library.c().cudaEventRecord(mark, handle.pointer()), "cudaEventRecord");
    event.recorded();
  }

  /// Lets everything that is queued from now on wait for the mark, where it is at this moment. A
  /// mark that was never set is not waited for, which is always a mistake, so it is refused.
  ///
  /// @throws IllegalStateException when the event was not recorded yet
  /// @throws CudaException when CUDA fails, perhaps in earlier work
  public void waitFor(CudaEvent event) {
    requireNoCapture("given an event");
    MemorySegment mark = event.recordedPointer();
    library.select(device.index());
    busy = true;
    library.check(
        library.c().cudaStreamWaitEvent(handle.pointer(), mark, 0), "cudaStreamWaitEvent");
  }

  /// Whether everything that was queued is done.
  ///
  /// @throws CudaException when some of it failed
  public boolean isIdle() {
    requireNoCapture("asked");
    int status = library.c().cudaStreamQuery(handle.pointer());
    if (status == CudaRuntimeC.CUDA_ERROR_NOT_READY) {
      return false;
    }
    library.check(status, "cudaStreamQuery");
    return true;
  }

  /// Waits until everything that was queued is done.
  ///
  /// @throws CudaException when some of it failed
  public void synchronise() {
    requireNoCapture("waited for");
    MemorySegment stream = handle.pointer();
    busy = false; // after a failure there is nothing left to wait for
    library.check(library.c().cudaStreamSynchronize(stream), "cudaStreamSynchronize");
  }

  /// Its `cudaStream_t`, for libraries that queue work on it themselves; valid until it is closed.
  ///
  /// @param used what the work reads and writes; these buffers wait for it when they are closed
  /// @throws IllegalStateException when it is closed
  public long address(Collection<DeviceBuffer> used) {
    long address = handle.pointer().address();
    for (DeviceBuffer buffer : used) {
      buffer.users().add(this);
    }
    busy = true;
    return address;
  }

  /// Where its work is done.
  public CudaDevice device() {
    return device;
  }

  /// Waits until everything that was queued is done, and gives the stream back in any case.
  ///
  /// @throws CudaException when some of the work failed
  @Override
  public void close() {
    if (!handle.isClosed()) {
      try (handle) {
        finish();
      }
    }
  }

  /// Such as `stream on cuda:0`.
  @Override
  public String toString() {
    return handle.title();
  }

  /// Waits as far as there is something to wait for.
  void finish() {
    if (busy && !handle.isClosed()) {
      synchronise();
    }
  }

  boolean isClosed() {
    return handle.isClosed();
  }

  /// Its C handle, for a function of another library that queues work with the buffers of these
  /// users.
  MemorySegment queueing(StreamUsers... all) {
    queue(all);
    return handle.pointer();
  }

  private void queue(StreamUsers... all) {
    queue(List.of(all));
  }

  /// Makes the stream's device the thread's own: kernels need that, and whatever else a new thread
  /// calls would wake up the first device for it.
  private void queue(List<StreamUsers> all) {
    handle.pointer(); // a closed stream uses nothing
    if (captured != null) {
      captured.addAll(all);
    } else {
      for (StreamUsers users : all) {
        users.add(this);
      }
      busy = true;
    }
    library.select(device.index());
  }
}
