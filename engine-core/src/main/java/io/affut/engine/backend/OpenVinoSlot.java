package io.affut.engine.backend;

import io.affut.bindings.memory.NativeBuffer;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.openvino.CompiledModel;
import io.affut.bindings.openvino.ElementType;
import io.affut.bindings.openvino.InferRequest;
import io.affut.bindings.openvino.OpenVino;
import io.affut.bindings.openvino.Port;
import io.affut.bindings.openvino.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// An inference request whose input and outputs lie in memory of ours.
final class OpenVinoSlot implements Slot, AutoCloseable {
  private final List<NativeBuffer> memory = new ArrayList<>();
  private final List<Tensor> tensors = new ArrayList<>();
  private final InferRequest request;
  private final SlotInput input;
  private final List<MemorySegment> outputs = new ArrayList<>();
  private final int width;
  private final int height;

  OpenVinoSlot(
      OpenVino openVino,
      CompiledModel compiled,
      List<Integer> wanted,
      int width,
      int height,
      NativeLedger ledger) {
    this.width = width;
    this.height = height;
    request = compiled.newRequest();
    try {
      MemorySegment pixels = memory(3L * height * width, "slot input", ledger);
      input = new SlotInput.Host(pixels);
      long[] shape = {1, height, width, 3};
      request.setInput(0, tensor(openVino, ElementType.U8, shape, pixels));
      List<Port> ports = compiled.outputs();
      for (int index : wanted) {
        long[] extents = ports.get(index).shape().extents();
        MemorySegment output = memory(bytes(extents), "slot output", ledger);
        request.setOutput(index, tensor(openVino, ElementType.F32, extents, output));
        outputs.add(output);
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  @Override
  public SlotInput input() {
    return input;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public void start() {
    request.start();
  }

  @Override
  public void await() {
    request.await();
  }

  @Override
  public List<MemorySegment> outputs() {
    return outputs;
  }

  /// Releases in this order: the request, its tensors, their memory.
  @Override
  public void close() {
    request.close();
    tensors.forEach(Tensor::close);
    memory.forEach(NativeBuffer::close);
  }

  private MemorySegment memory(long bytes, String kind, NativeLedger ledger) {
    NativeBuffer buffer = NativeBuffer.shared(ledger, kind);
    memory.add(buffer);
    return buffer.atLeast(bytes);
  }

  private Tensor tensor(OpenVino openVino, ElementType type, long[] shape, MemorySegment data) {
    Tensor tensor = openVino.tensor(type, shape, data);
    tensors.add(tensor);
    return tensor;
  }

  private static long bytes(long[] extents) {
    long bytes = ElementType.F32.bytes();
    for (long extent : extents) {
      bytes = Math.multiplyExact(bytes, extent);
    }
    return bytes;
  }
}
