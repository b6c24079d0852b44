package io.affut.perf.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.backend.CropBatch;
import io.affut.engine.backend.CropNetwork;
import io.affut.engine.backend.NetworkSettings;
import io.affut.engine.backend.OpenVinoBackend;
import io.affut.engine.detection.Logits;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.Precision;
import io.affut.perf.Installed;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Classifies the crops in the file `crops`, 8-bit RGB of the size that the classifier `model`
/// takes, as one batch, `repeat` times, in `precision`, with every processor; `seconds` for each
/// crop. The network is compiled as the engine has it; the crops lie in the batch beforehand.
final class ClassifyOperation implements Operation {
  /// As many as the engine classifies together.
  private static final int CAPACITY = 8;

  private final OpenVinoBackend backend;
  private final Map<Key, CropNetwork> networks = new LinkedHashMap<>();

  ClassifyOperation(NativeLedger ledger) {
    backend = Installed.openVino(ledger);
  }

  private record Key(Path model, Precision precision) {}

  @Override
  public void run(JsonNode request, ObjectNode answer) throws Exception {
    String word = request.get("precision").textValue();
    Key key =
        new Key(
            Path.of(request.get("model").textValue()),
            Precision.valueOf(word.toUpperCase(Locale.ROOT)));
    CropNetwork network = networks.computeIfAbsent(key, this::load);
    CropBatch batch = network.batches().getFirst();
    int count = fill(batch, Path.of(request.get("crops").textValue()));
    int repeat = request.get("repeat").intValue();
    Stopwatch watch = new Stopwatch();
    for (int i = 0; i < repeat; i++) {
      batch.compute(count);
    }
    answer.put("seconds", watch.seconds() / repeat / count);
    answer.put("precision", network.precision());
    Raw.save(request, logits(batch, count));
  }

  private CropNetwork load(Key key) {
    Model<ClassifierManifest> model = Model.in(key.model()).as(ClassifierManifest.class);
    int threads = Runtime.getRuntime().availableProcessors();
    return backend.load(
        model,
        Optional.empty(),
        new NetworkSettings("CPU", key.precision(), threads, false),
        CAPACITY);
  }

  /// Puts the crops into their places; how many they are.
  private static int fill(CropBatch batch, Path file) throws IOException {
    MemorySegment crops = MemorySegment.ofArray(Files.readAllBytes(file));
    long size = batch.input(0).host().byteSize();
    long count = crops.byteSize() / size;
    if (count < 1 || count > batch.capacity() || crops.byteSize() % size != 0) {
      throw new IllegalArgumentException(
          "%s has to hold 1 to %d crops of %d bytes, and has %d bytes"
              .formatted(file, batch.capacity(), size, crops.byteSize()));
    }
    for (int place = 0; place < count; place++) {
      batch.input(place).host().copyFrom(crops.asSlice(place * size, size));
    }
    return (int) count;
  }

  private static List<MemorySegment> logits(CropBatch batch, int count) {
    return IntStream.range(0, count)
        .mapToObj(batch::logits)
        .map(Logits::classes)
        .map(ClassifyOperation::bytes)
        .toList();
  }

  /// A file takes bytes only.
  private static MemorySegment bytes(float[] values) {
    return MemorySegment.ofArray(new byte[Float.BYTES * values.length])
        .copyFrom(MemorySegment.ofArray(values));
  }

  @Override
  public void close() {
    networks.values().forEach(CropNetwork::close);
    networks.clear();
    backend.close();
  }
}
