package io.affut.engine.pipeline;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A device that a user may ask for, by the word that options and results use.
public sealed interface Device {
  /// Whatever is best here; it says what it chose.
  Device AUTO = new Auto();

  Device CPU = new OpenVino("CPU");

  /// Intel's graphics, through OpenVINO.
  Device GPU = new OpenVino("GPU");

  /// Intel's neural processor, through OpenVINO.
  Device NPU = new OpenVino("NPU");

  /// The words that [#of] knows, for people.
  String WORDS = "auto, cpu, gpu, npu, cuda, cuda:N or all";

  /// The word that options and results use, such as `cpu`.
  String word();

  /// Whatever is best here.
  record Auto() implements Device {
    @Override
    public String word() {
      return "auto";
    }
  }

  /// A device of OpenVINO.
  ///
  /// @param name OpenVINO's, such as `CPU`, or `GPU.1` where it counts several
  record OpenVino(String name) implements Device {
    @Override
    public String word() {
      return name.toLowerCase(Locale.ROOT);
    }
  }

  /// One of NVIDIA's GPUs.
  ///
  /// @param index its number among those that CUDA finds, from 0
  record Cuda(int index) implements Device {
    @Override
    public String word() {
      return "cuda:" + index;
    }
  }

  /// All of NVIDIA's GPUs, and not the processor.
  record AllCuda() implements Device {
    @Override
    public String word() {
      return "all";
    }
  }

  /// The device that `word` names, whatever its case. `cuda` is the first of NVIDIA's GPUs.
  static Optional<Device> of(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "auto" -> Optional.of(AUTO);
      case "cpu" -> Optional.of(CPU);
      case "all" -> Optional.of(new AllCuda());
      case "cuda" -> Optional.of(new Cuda(0));
      case String numbered -> numbered(numbered);
    };
  }

  private static Optional<Device> numbered(String word) {
    Matcher cuda = Pattern.compile("cuda:(\\d{1,4})").matcher(word);
    if (cuda.matches()) {
      return Optional.of(new Cuda(Integer.parseInt(cuda.group(1))));
    }
    return word.matches("[gn]pu(\\.\\d{1,4})?")
        ? Optional.of(new OpenVino(word.toUpperCase(Locale.ROOT)))
        : Optional.empty();
  }
}
