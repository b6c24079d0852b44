package io.affut.engine.backend;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.memory.OwnedParts;
import io.affut.bindings.tensorrt.TensorRtEngine;
import io.affut.engine.detection.Logits;
import io.affut.preprocessing.cuda.DeviceInput;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;

/// Places for crops on a GPU, and what computes a classifier of them, and of its embeddings the
/// bird head, where they lie.
final class TensorRtCropBatch implements CropBatch, AutoCloseable {
  /// The wanted outputs of a classifier: its logits, then its embedding.
  private static final int LOGITS = 0;

  static final int EMBEDDING = 1;

  private final OwnedParts owned = new OwnedParts();
  private final CudaStream stream;
  private final DeviceBuffer crops;
  private final List<DevicePlace> places = new ArrayList<>();
  private final EngineRun classifier;
  private final Optional<EngineRun> birds;
  private final DeviceOutput logits;
  private final Optional<DeviceOutput> birdLogits;
  private int count;

  /// A bird head.
  ///
  /// @param engine somebody else's
  /// @param ports what of it is read: its logits
  /// @param extents of so many embeddings
  record Birds(TensorRtEngine engine, EnginePorts ports, IntFunction<List<Long>> extents) {}

  TensorRtCropBatch(
      CudaDevice device,
      TensorRtEngine engine,
      NetworkPorts network,
      DeviceInput.Format format,
      EnginePorts ports,
      Optional<Birds> birdHead,
      NativeLedger ledger) {
    int most = network.capacity();
    int size = network.width();
    try {
      stream = owned.add(device.newStream());
      for (int i = 0; i < most; i++) {
        DevicePlace place = owned.add(new DevicePlace(device, size, size, format));
        places.add(place);
        // A crop that could not be written is computed with the others, and nobody reads of it.
        stream.record(place.input().written());
      }
      crops = owned.add(device.allocate(most * places.getFirst().input().place().bytes()));
      classifier =
          owned.add(new EngineRun(device, engine, ports, crops, most, network::inputExtents));
      birds =
          birdHead.map(head ->
              owned.add(
                  new EngineRun(
                      device,
                      head.engine(),
                      head.ports(),
                      classifier.output(EMBEDDING),
                      most,
                      head.extents())));
      logits = owned.add(output(device, classifier, ports, most, ledger));
      birdLogits =
          birdHead.map(
              head -> owned.add(output(device, birds.orElseThrow(), head.ports(), most, ledger)));
    } catch (RuntimeException | Error e) {
      throw owned.closedAfter(e);
    }
  }

  private static DeviceOutput output(
      CudaDevice device, EngineRun run, EnginePorts ports, int most, NativeLedger ledger) {
    return new DeviceOutput(
        device, EnginePorts.element(ports.output(LOGITS)), most * run.bytesOf(LOGITS), ledger);
  }

  @Override
  public int capacity() {
    return places.size();
  }

  @Override
  public SlotInput input(int place) {
    return places.get(place).input();
  }

  @Override
  public void compute(int inputs) {
    Objects.checkIndex(inputs - 1, places.size());
    try {
      for (int i = 0; i < inputs; i++) {
        places.get(i).queueCopy(stream, crops, i);
      }
      classifier.queue(stream, inputs);
      classifier.queueCopy(stream, LOGITS, 0, inputs, logits.pinned());
      birds.ifPresent(head -> {
        head.queue(stream, inputs);
        head.queueCopy(stream, LOGITS, 0, inputs, birdLogits.orElseThrow().pinned());
      });
      stream.synchronise();
    } catch (RuntimeException | Error e) {
      Optional<CudaException> lost = GpuFailure.lost(stream, e);
      if (lost.isPresent()) {
        throw lost.get();
      }
      throw e;
    }
    count = 0;
    converted(logits, inputs);
    birdLogits.ifPresent(birds -> converted(birds, inputs));
    count = inputs;
  }

  private void converted(DeviceOutput output, int inputs) {
    output.convert();
    output.requireNumbers(output.values() / places.size() * inputs);
  }

  @Override
  public Logits logits(int place) {
    Objects.checkIndex(place, count);
    return new Logits(
        row(logits, place), birdLogits.map(birds -> row(birds, place)).orElse(new float[0]));
  }

  private float[] row(DeviceOutput output, int place) {
    MemorySegment all = output.floats();
    long bytes = all.byteSize() / places.size();
    return all.asSlice(place * bytes, bytes).toArray(JAVA_FLOAT);
  }

  @Override
  public void close() {
    owned.close();
  }
}
