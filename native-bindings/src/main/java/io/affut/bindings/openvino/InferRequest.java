package io.affut.bindings.openvino;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;

/// One run of a compiled model at a time, on tensors that stay bound from run to run.
///
/// One thread at a time; threads may hand it to each other, and any thread may [#cancel]. A run
/// with bound tensors allocates nothing, on the heap or off it. Whoever made the request closes it,
/// which waits for a run that was started.
public final class InferRequest implements AutoCloseable {
  private static final long LONGEST_WAIT = Duration.ofDays(1).toMillis();

  private final OpenVinoLibrary library;
  private final OpenVinoC c;
  private final ModelMemory memory;
  private final NativeHandle handle;
  // C knows the memory behind these by address only.
  private final Tensor[] inputs;
  private final Tensor[] outputs;

  /// Takes `pointer` and `memory` over.
  InferRequest(
      OpenVinoLibrary library,
      MemorySegment pointer,
      String title,
      int inputs,
      int outputs,
      ModelMemory memory) {
    this.library = library;
    this.c = library.c();
    this.memory = memory;
    this.inputs = new Tensor[inputs];
    this.outputs = new Tensor[outputs];
    this.handle =
        new NativeHandle(library.ledger(), "ov_infer_request", title, pointer, this::free);
  }

  /// Binds an input to a tensor, for all runs until another is bound. The tensor may be closed
  /// then, but the memory behind it must stay.
  ///
  /// @throws IllegalArgumentException when there is no such input
  /// @throws OpenVinoException when type or shape do not fit, or a run is under way
  public void setInput(int index, Tensor tensor) {
    MemorySegment request = handle.pointer();
    checkIndex("input", index, inputs.length);
    library.check(
        c.ov_infer_request_set_input_tensor_by_index(request, index, tensor.pointer()),
        "ov_infer_request_set_input_tensor_by_index");
    inputs[index] = tensor;
  }

  /// Binds an output to a tensor, for all runs until another is bound. The tensor may be closed
  /// then, but the memory behind it must stay.
  ///
  /// @throws IllegalArgumentException when there is no such output
  /// @throws OpenVinoException when type or shape do not fit, or a run is under way
  public void setOutput(int index, Tensor tensor) {
    MemorySegment request = handle.pointer();
    checkIndex("output", index, outputs.length);
    library.check(
        c.ov_infer_request_set_output_tensor_by_index(request, index, tensor.pointer()),
        "ov_infer_request_set_output_tensor_by_index");
    outputs[index] = tensor;
  }

  /// What the last run put out: the bound tensor's memory, or OpenVINO's own.
  ///
  /// @return a view for the calling thread, the caller's to close; its content lasts until the next
  ///   run
  /// @throws IllegalArgumentException when there is no such output
  /// @throws IllegalStateException when the memory of the bound tensor is gone
  /// @throws OpenVinoException when a run is under way
  public Tensor output(int index) {
    MemorySegment request = handle.pointer();
    checkIndex("output", index, outputs.length);
    checkMemory("output", index, outputs[index]);
    try (var call = new CallScope()) {
      MemorySegment slot = call.slot();
      library.check(
          c.ov_infer_request_get_output_tensor_by_index(request, index, slot),
          "ov_infer_request_get_output_tensor_by_index");
      return Tensor.borrowed(library, slot.get(ADDRESS, 0), outputs[index]);
    }
  }

  /// Runs the model and returns when it is done.
  ///
  /// @throws OpenVinoException when it fails, is cancelled, or runs already
  public void infer() {
    MemorySegment request = handle.pointer();
    checkMemory();
    library.check(c.ov_infer_request_infer(request), "ov_infer_request_infer");
  }

  /// Starts a run and returns at once; [#await] must follow before the outputs are read.
  ///
  /// @throws OpenVinoException when it runs already
  public void start() {
    MemorySegment request = handle.pointer();
    checkMemory();
    library.check(c.ov_infer_request_start_async(request), "ov_infer_request_start_async");
  }

  /// Returns when the run that was started is done. An interrupt does not end the wait; [#cancel]
  /// does.
  ///
  /// @throws OpenVinoException when the run failed or was cancelled
  public void await() {
    library.check(c.ov_infer_request_wait(handle.pointer()), "ov_infer_request_wait");
  }

  /// Waits for the run that was started, but no longer than this.
  ///
  /// @param limit rounded up to milliseconds; zero asks without waiting; at most a day
  /// @return whether it is done
  /// @throws OpenVinoException when the run failed or was cancelled
  public boolean await(Duration limit) {
    if (limit.isNegative()) {
      throw new IllegalArgumentException("a wait of " + limit);
    }
    long milliseconds =
        limit.compareTo(Duration.ofMillis(LONGEST_WAIT)) > 0
            ? LONGEST_WAIT
            : limit.plusNanos(999_999).toMillis();
    int status = c.ov_infer_request_wait_for(handle.pointer(), milliseconds);
    if (status == Status.RESULT_NOT_READY.code()) {
      return false;
    }
    library.check(status, "ov_infer_request_wait_for");
    return true;
  }

  /// Asks the run that is under way to stop, if there is one; the wait for it then fails with
  /// `INFER_CANCELLED`, unless it was done before. Any thread, also while another closes the
  /// request.
  public void cancel() {
    synchronized (handle) { // as its close is
      library.check(c.ov_infer_request_cancel(handle.pointer()), "ov_infer_request_cancel");
    }
  }

  /// How long the layers took, where the model was compiled with `PERF_COUNT` = `YES`: the CPU
  /// tells the mean of all runs so far.
  ///
  /// @return the layers that the device made of the model, in the order in which it tells them;
  ///   times are zero, or there are none, where profiling is off
  /// @throws OpenVinoException when a run is under way
  public List<ProfiledLayer> profile() {
    MemorySegment request = handle.pointer();
    try (var call = new CallScope()) {
      MemorySegment list = call.arena().allocate(OpenVinoC.OV_PROFILING_INFO_LIST_T);
      library.check(
          c.ov_infer_request_get_profiling_info(request, list),
          "ov_infer_request_get_profiling_info");
      try {
        return ProfiledLayer.read(list);
      } finally {
        c.ov_profiling_info_list_free(list);
      }
    }
  }

  @Override
  public void close() {
    handle.close();
  }

  private void free(MemorySegment pointer) {
    c.ov_infer_request_free(pointer);
    memory.release();
  }

  /// C would read memory that is gone, and end the process.
  private void checkMemory() {
    for (int i = 0; i < inputs.length; i++) {
      checkMemory("input", i, inputs[i]);
    }
    for (int i = 0; i < outputs.length; i++) {
      checkMemory("output", i, outputs[i]);
    }
  }

  private void checkMemory(String what, int index, Tensor bound) {
    if (bound != null && !bound.isBacked()) {
      throw new IllegalStateException(
          "the memory behind " + what + " " + index + " of the " + handle.title() + " is gone");
    }
  }

  private void checkIndex(String what, int index, int count) {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException(
          "no " + what + " " + index + ": the " + handle.title() + " has " + count);
    }
  }
}
