package io.affut.engine.backend;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaEvent;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.cuda.PinnedBuffer;
import io.affut.bindings.memory.OwnedParts;
import io.affut.bindings.openvino.ElementType;
import io.affut.bindings.openvino.InferRequest;
import io.affut.bindings.openvino.Tensor;
import io.affut.bindings.tensorrt.TensorRtContext;
import io.affut.bindings.tensorrt.TensorRtEngine;
import io.affut.bindings.tensorrt.TensorRtException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// What computes an engine of the stand-in. A run copies the inputs to the host behind what the
/// stream has queued, waits for them, computes, and queues the copies of the outputs: so they are
/// on the GPU no sooner than the stream comes to them.
final class StandInTensorRtContext implements TensorRtContext {
  private final StandInTensorRt tensorRt;
  private final InferRequest request;
  private final List<TensorRtEngine.Tensor> tensors;
  private final Map<String, StandInTensorRt.Profile> profiles;
  private final CudaDevice device;
  private final Runnable gone;
  private final OwnedParts owned = new OwnedParts();
  private final Map<String, List<Long>> shapes = new HashMap<>();
  private final Map<String, Placed> places = new HashMap<>();
  private final Map<String, PinnedBuffer> staging = new HashMap<>();
  private final CudaEvent done;
  private final AtomicBoolean inside = new AtomicBoolean();
  private CudaStream last;
  private boolean closed;

  private record Placed(DeviceBuffer buffer, long offset) {}

  /// Takes the request over.
  StandInTensorRtContext(
      StandInTensorRt tensorRt,
      InferRequest request,
      List<TensorRtEngine.Tensor> tensors,
      Map<String, StandInTensorRt.Profile> profiles,
      CudaDevice device,
      long memory,
      Runnable gone) {
    this.tensorRt = tensorRt;
    this.request = owned.add(request);
    this.tensors = tensors;
    this.profiles = profiles;
    this.device = device;
    this.gone = gone;
    try {
      owned.add(device.allocate(memory));
      done = owned.add(device.newEvent());
    } catch (RuntimeException e) {
      throw owned.closedAfter(e);
    }
    tensorRt.born("context");
  }

  @Override
  public void shape(String input, List<Long> extents) {
    inside(() -> {
      StandInTensorRt.Profile profile = profiles.get(input);
      if (profile == null || !profile.takes(extents)) {
        tensorRt.complain("the input " + input + " does not take " + extents);
        throw new TensorRtException("setInputShape", input + " does not take " + extents);
      }
      shapes.put(input, List.copyOf(extents));
    });
  }

  @Override
  public List<Long> shape(String tensor) {
    requireOpen();
    TensorRtEngine.Tensor found = named(tensor);
    if (found.input()) {
      return shapes.get(tensor);
    }
    if (shapes.size() < profiles.size()) {
      tensorRt.complain("the shape of " + tensor + " was asked for before the inputs had theirs");
      throw new TensorRtException("getTensorShape", "inputs without a shape");
    }
    long pictures = shapes.values().iterator().next().getFirst();
    return found.extents().stream().map(extent -> extent == -1 ? pictures : extent).toList();
  }

  @Override
  public void place(String tensor, DeviceBuffer buffer, long offset) {
    inside(() -> {
      named(tensor);
      if (offset % 256 != 0) {
        tensorRt.complain(tensor + " was placed at " + offset);
        throw new TensorRtException("setTensorAddress", "not aligned");
      }
      places.put(tensor, new Placed(buffer, offset));
    });
  }

  @Override
  public void enqueue(CudaStream stream) {
    inside(() -> {
      try {
        for (TensorRtEngine.Tensor tensor : tensors) {
          requirePlace(tensor);
        }
        if (last != null && last != stream && !done.isDone()) {
          tensorRt.complain("a run was queued on another stream while one was not done");
        }
        compute(stream);
        stream.record(done);
        last = stream;
      } catch (CudaException e) {
        throw new TensorRtException("enqueueV3", e.getMessage());
      }
    });
  }

  private void requirePlace(TensorRtEngine.Tensor tensor) {
    Placed placed = places.get(tensor.name());
    if (placed == null) {
      tensorRt.complain(tensor.name() + " was not placed");
      throw new TensorRtException("enqueueV3", tensor.name() + " has no address");
    }
    if (placed.offset() + bytes(tensor) > placed.buffer().bytes()) {
      tensorRt.complain(
          "%s of %s is larger than the %s"
              .formatted(tensor.name(), shape(tensor.name()), placed.buffer()));
      throw new TensorRtException("enqueueV3", tensor.name() + " goes over its end");
    }
  }

  private void compute(CudaStream stream) {
    for (TensorRtEngine.Tensor tensor : tensors) {
      if (tensor.input()) {
        Placed place = places.get(tensor.name());
        stream.copyToHost(place.buffer(), place.offset(), staged(tensor), 0, bytes(tensor));
      }
    }
    stream.synchronise();
    try (Arena call = Arena.ofShared()) { // as the threads of OpenVINO write to it
      infer(call);
    }
    for (TensorRtEngine.Tensor tensor : tensors) {
      if (!tensor.input()) {
        Placed place = places.get(tensor.name());
        stream.copyToDevice(staged(tensor), 0, place.buffer(), place.offset(), bytes(tensor));
      }
    }
  }

  private void infer(Arena call) {
    List<TensorRtEngine.Tensor> inputs =
        tensors.stream().filter(TensorRtEngine.Tensor::input).toList();
    List<TensorRtEngine.Tensor> outputs = tensors.stream().filter(t -> !t.input()).toList();
    for (int i = 0; i < inputs.size(); i++) {
      TensorRtEngine.Tensor tensor = inputs.get(i);
      MemorySegment values = staged(tensor).memory().asSlice(0, bytes(tensor));
      List<Long> shape = shape(tensor.name());
      tensorRt.computed(Math.toIntExact(shape.getFirst()));
      try (Tensor bound =
          tensorRt
              .openVino()
              .tensor(
                  ElementType.F32,
                  shape.stream().mapToLong(Long::longValue).toArray(),
                  floats(tensor, values, call))) {
        request.setInput(i, bound);
      }
    }
    request.infer();
    for (int i = 0; i < outputs.size(); i++) {
      try (Tensor output = request.output(i)) {
        MemorySegment found = output.data();
        if (tensorRt.overflows()) {
          found.set(JAVA_FLOAT, 0, Float.NaN);
        }
        values(outputs.get(i), found, staged(outputs.get(i)).memory());
      }
    }
  }

  /// 32-bit floats of what lies on the GPU, in memory that OpenVINO may keep until the next run.
  private static MemorySegment floats(
      TensorRtEngine.Tensor tensor, MemorySegment values, Arena call) {
    if (tensor.element() != TensorRtEngine.Element.F16) {
      return call.allocate(values.byteSize(), 64).copyFrom(values);
    }
    long count = values.byteSize() / Short.BYTES;
    MemorySegment floats = call.allocate(count * Float.BYTES, 64);
    for (long i = 0; i < count; i++) {
      floats.setAtIndex(JAVA_FLOAT, i, Float.float16ToFloat(values.getAtIndex(JAVA_SHORT, i)));
    }
    return floats;
  }

  private static void values(
      TensorRtEngine.Tensor tensor, MemorySegment found, MemorySegment values) {
    if (tensor.element() != TensorRtEngine.Element.F16) {
      values.copyFrom(found);
      return;
    }
    long count = found.byteSize() / Float.BYTES;
    for (long i = 0; i < count; i++) {
      values.setAtIndex(JAVA_SHORT, i, Float.floatToFloat16(found.getAtIndex(JAVA_FLOAT, i)));
    }
  }

  /// Memory of the host for the largest shape of a tensor.
  private PinnedBuffer staged(TensorRtEngine.Tensor tensor) {
    return staging.computeIfAbsent(
        tensor.name(),
        name -> {
          long pictures = profiles.values().iterator().next().largest().getFirst();
          long bytes = bytes(tensor) / shapes.values().iterator().next().getFirst() * pictures;
          return owned.add(device.allocatePinned(bytes));
        });
  }

  private long bytes(TensorRtEngine.Tensor tensor) {
    long bytes =
        switch (tensor.element()) {
          case U8 -> 1;
          case F16 -> 2;
          case F32, I32 -> 4;
          case I64, OTHER -> 8;
        };
    for (long extent : shape(tensor.name())) {
      bytes *= extent;
    }
    return bytes;
  }

  private TensorRtEngine.Tensor named(String name) {
    return tensors.stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElseThrow(() -> {
          tensorRt.complain("there is no tensor " + name);
          return new TensorRtException("getTensorShape", "there is no tensor " + name);
        });
  }

  private void inside(Runnable action) {
    requireOpen();
    if (!inside.compareAndSet(false, true)) {
      tensorRt.complain("two threads used a context at the same time");
    }
    try {
      action.run();
    } finally {
      inside.set(false);
    }
  }

  private void requireOpen() {
    if (closed) {
      tensorRt.complain("a context was used after it was closed");
      throw new IllegalStateException("the context is closed");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (last != null && !done.isDone()) {
        tensorRt.complain("a context was closed while it computed");
      }
    } catch (CudaException | IllegalStateException e) {
      // The failure of its last run, which whoever waited for it was told of.
    }
    tensorRt.gone("context");
    gone.run();
    owned.close();
  }
}
