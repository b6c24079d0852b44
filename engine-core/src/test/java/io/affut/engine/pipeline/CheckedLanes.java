package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.detection.Detection;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.PictureResult;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.PictureReader;
import io.affut.preprocessing.resize.ResampleFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;

/// A run of lanes over networks that compute nothing, and what it leaves behind.
final class CheckedLanes {
  /// How many pictures there are.
  static final int COUNT = 40;

  final NativeLedger ledger = new NativeLedger();
  final List<PictureFile> pictures = new ArrayList<>();
  final List<CheckedSlot> slots = new ArrayList<>();
  final List<FaultyGpu> gpus = new ArrayList<>();
  final List<Lane> lanes = new ArrayList<>();
  private final ToldOnce told = new ToldOnce();
  final Map<Integer, PictureResult> results = told.results;
  final List<String> notices = told.notices;
  BooleanSupplier stopped = () -> false;

  CheckedLanes(Path folder) throws IOException {
    for (int i = 0; i < COUNT; i++) {
      Path file = folder.resolve(i + ".bmp");
      if (Files.notExists(file)) {
        SolidPicture.write(file, 257 * i);
      }
      pictures.add(new PictureFile(i + ".bmp", file));
    }
  }

  CheckedLanes lane(
      int workers, int atOnce, boolean classified, IntFunction<FaultyGpu.Fault> plan) {
    return lane(workers, atOnce, classified, plan, Long.MAX_VALUE, file -> 0);
  }

  CheckedLanes lane(
      int workers,
      int atOnce,
      boolean classified,
      IntFunction<FaultyGpu.Fault> plan,
      long memory,
      ToLongFunction<Path> needs) {
    HostDevice host =
        new HostDevice(
            "host",
            () -> new PictureReader(Optional.empty(), 1_000_000, ledger),
            Optional.of(ResampleFilter.BICUBIC));
    FaultyGpu gpu = new FaultyGpu("cuda:" + lanes.size(), host, plan, memory, needs);
    List<CheckedSlot> own = CheckedSlot.several(atOnce, 20_000);
    slots.addAll(own);
    gpus.add(gpu);
    lanes.add(
        new Lane(
            gpu,
            new BoxSource.One<>(CheckedDetector.over(own.stream().map(gpu::slot).toList())),
            classified
                ? Optional.of(
                    new Classifier(
                        gpu.crops(new CheckedCrops(3, 20_000, number -> false)),
                        Classification.Which.ALL,
                        ResampleFilter.BICUBIC))
                : Optional.empty(),
            workers));
    return this;
  }

  void run() throws IOException {
    new DetectionPipeline(
            lanes,
            new DecodeScale.Full(),
            pictures,
            NoVideos.source(ledger),
            told,
            stopped,
            StageObserver.NONE)
        .run();
  }

  long failed() {
    return results.values().stream().filter(FailedPicture.class::isInstance).count();
  }

  void assertOfEachPictureItsOwnCow(boolean classified) {
    results.forEach((index, result) -> {
      if (result instanceof DetectedPicture picture) {
        assertThat(picture.detections()).hasSize(1);
        Detection cow = picture.detections().getFirst();
        assertThat(CheckedSlot.number(cow.confidence())).isEqualTo(257 * index);
        assertThat(cow.logits().isPresent()).isEqualTo(classified);
        cow.logits().ifPresent(l -> assertThat(l.classes()[0]).isEqualTo(257f * index));
      }
    });
  }

  void assertAtRest() {
    Remains.assertNone(ledger);
    assertThat(gpus).allSatisfy(gpu -> assertThat(gpu.used()).isZero());
    CheckedSlot.assertAtRest(slots);
  }
}
