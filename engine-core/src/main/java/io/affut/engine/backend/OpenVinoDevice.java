package io.affut.engine.backend;

import io.affut.engine.model.Precision;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The kinds of devices that OpenVINO has, and how each wants its networks.
///
/// What stands here of Intel's graphics and neural processors is what OpenVINO's documentation says
/// of them and its plugins answer without a device. No network of ours ever ran on one.
enum OpenVinoDevice {
  /// Any processor.
  CPU(EnumSet.allOf(Precision.class)),
  /// Intel's graphics.
  GPU(EnumSet.of(Precision.F16, Precision.F32)),
  /// Intel's neural processor.
  NPU(EnumSet.of(Precision.F16));

  private final Set<Precision> precisions;

  OpenVinoDevice(Set<Precision> precisions) {
    this.precisions = precisions;
  }

  /// The kind of the device that OpenVINO names so, such as `GPU.1`.
  static OpenVinoDevice of(String name) {
    return valueOf(name.split("\\.", 2)[0]);
  }

  /// What networks are compiled for: what is asked for, else what the manifest says on a processor
  /// and 16 bits elsewhere, which is what those devices are made for.
  ///
  /// @throws IllegalArgumentException when the device does not compute so
  Precision precision(Optional<Precision> asked, Precision manifests) {
    Precision precision = asked.orElse(this == CPU ? manifests : Precision.F16);
    if (!precisions.contains(precision)) {
      throw new IllegalArgumentException(
          "The device %s computes in %s, not in %s. Choose with --precision."
              .formatted(
                  name().toLowerCase(Locale.ROOT),
                  precisions.stream().map(Precision::word).collect(Collectors.joining(" or ")),
                  precision.word()));
    }
    return precision;
  }

  /// How many crops go into a request at most. Shapes that change are slow on graphics, and the
  /// neural processor takes none: there each crop has a request of its own.
  int together(int capacity) {
    return this == CPU ? capacity : 1;
  }

  /// The properties that a network is compiled with.
  ///
  /// @param known what the device knows; what it does not is left to it
  Map<String, String> properties(NetworkSettings settings, Set<String> known) {
    Map<String, String> wanted = new LinkedHashMap<>();
    wanted.put("PERFORMANCE_HINT", settings.manyPictures() ? "THROUGHPUT" : "LATENCY");
    wanted.put("INFERENCE_PRECISION_HINT", settings.precision().word());
    if (this == CPU) {
      wanted.put("INFERENCE_NUM_THREADS", Integer.toString(settings.threads()));
    }
    wanted.keySet().retainAll(known);
    if (this == GPU) {
      // OpenVINO itself takes this one. Else a request waits up to a second for others to fill its
      // batch, at the end of each run.
      wanted.put("ALLOW_AUTO_BATCHING", "NO");
    }
    return wanted;
  }
}
