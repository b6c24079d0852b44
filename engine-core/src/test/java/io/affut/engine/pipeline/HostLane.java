package io.affut.engine.pipeline;

import io.affut.bindings.memory.NativeLedger;
import io.affut.preprocessing.picture.PictureReader;
import java.util.Optional;
import java.util.function.Supplier;

/// Lanes whose pictures lie in memory of the host, read by ImageIO.
final class HostLane {
  private HostLane() {}

  static Lane of(
      BoxSource<LoadedDetector> source,
      Optional<Classifier> classifier,
      int workers,
      NativeLedger ledger) {
    return of(
        source,
        classifier,
        workers,
        () -> new PictureReader(Optional.empty(), PictureReader.DEFAULT_MAX_PIXELS, ledger));
  }

  static Lane of(
      BoxSource<LoadedDetector> source,
      Optional<Classifier> classifier,
      int workers,
      Supplier<PictureReader> readers) {
    return new Lane(
        new HostDevice("host", readers, classifier.map(Classifier::filter)),
        source,
        classifier,
        workers);
  }
}
