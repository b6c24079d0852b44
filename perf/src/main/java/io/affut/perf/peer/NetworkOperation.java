package io.affut.perf.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.backend.Network;
import io.affut.engine.backend.NetworkSettings;
import io.affut.engine.backend.OpenVinoBackend;
import io.affut.engine.backend.Slot;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.Precision;
import io.affut.perf.Installed;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.resize.Letterbox;
import io.affut.preprocessing.resize.LetterboxKernel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Computes the network of `model` on the letterboxed picture in `file`, `repeat` times, in
/// `precision`; `seconds` for each.
///
/// With the `hint` `latency` one picture after the other; with `throughput` as many at the same
/// time as the network has slots.
final class NetworkOperation implements Operation {
  private final OpenVinoBackend backend;
  private final DecodedPicture decoded;
  private final Map<Key, Network> networks = new LinkedHashMap<>();

  NetworkOperation(NativeLedger ledger) {
    backend = Installed.openVino(ledger);
    decoded = new DecodedPicture(ledger);
  }

  private record Key(Path model, String precision, boolean manyPictures, int width, int height) {}

  @Override
  public void run(JsonNode request, ObjectNode answer) throws Exception {
    Model<DetectorManifest> model =
        Model.in(Path.of(request.get("model").textValue())).as(DetectorManifest.class);
    Picture picture = decoded.of(Path.of(request.get("file").textValue()));
    Letterbox box =
        Letterbox.fit(picture.width(), picture.height(), model.manifest().input().letterbox());
    Key key =
        new Key(
            model.folder(),
            request.get("precision").textValue(),
            request.get("hint").textValue().equals("throughput"),
            box.targetWidth(),
            box.targetHeight());
    Network network = networks.computeIfAbsent(key, wanted -> load(model, wanted));
    for (Slot slot : network.slots()) {
      new LetterboxKernel()
          .run(
              picture.pixels(),
              picture.width(),
              picture.height(),
              box,
              model.manifest().input().letterbox().pad(),
              slot.input().host());
    }
    int repeat = request.get("repeat").intValue();
    answer.put("seconds", seconds(network.slots(), repeat) / repeat);
    answer.put("precision", network.precision());
    answer.put("slots", network.slots().size());
    Raw.save(request, network.slots().getFirst().outputs());
  }

  private Network load(Model<DetectorManifest> model, Key key) {
    int threads = Runtime.getRuntime().availableProcessors();
    Precision precision = Precision.valueOf(key.precision().toUpperCase(Locale.ROOT));
    return backend.load(
        model,
        new NetworkSettings("CPU", precision, threads, key.manyPictures()),
        key.width(),
        key.height());
  }

  /// The time for `count` pictures, each slot taking the next one when it is done.
  private static double seconds(List<Slot> slots, int count) {
    Stopwatch watch = new Stopwatch();
    int atOnce = Math.min(count, slots.size());
    for (int i = 0; i < count; i++) {
      Slot slot = slots.get(i % atOnce);
      if (i >= atOnce) {
        slot.await();
      }
      slot.start();
    }
    for (int i = 0; i < atOnce; i++) {
      slots.get(i).await();
    }
    return watch.seconds();
  }

  @Override
  public void close() {
    networks.values().forEach(Network::close);
    decoded.close();
    backend.close();
  }
}
