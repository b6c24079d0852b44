package io.affut.engine.backend;

import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.RealParts;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// OpenVINO on the processor.
final class OpenVinoUnderTest implements BackendUnderTest {
  private final NativeLedger ledger = new NativeLedger();
  private final OpenVinoBackend backend = new OpenVinoBackend(RealParts.openVino(), ledger);

  @Override
  public String runtime() {
    return "OpenVINO";
  }

  @Override
  public String device() {
    return "CPU";
  }

  @Override
  public Network load(
      Model<DetectorManifest> model, NetworkSettings settings, int width, int height) {
    return backend.load(model, settings, width, height);
  }

  @Override
  public CropNetwork load(
      Model<ClassifierManifest> model,
      Optional<Model<BirdHeadManifest>> birdHead,
      NetworkSettings settings,
      int capacity) {
    return backend.load(model, birdHead, settings, capacity);
  }

  @Override
  public Writer newWriter() {
    return new Writer() {
      @Override
      public void show(SlotInput input, byte[] rgb) {
        input.host().copyFrom(MemorySegment.ofArray(rgb));
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public String left() {
    return ledger.snapshot().isEmpty() ? "" : ledger.snapshot().toString();
  }

  @Override
  public void close() {
    backend.close();
  }
}
