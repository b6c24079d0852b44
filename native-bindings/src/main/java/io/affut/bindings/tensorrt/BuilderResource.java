package io.affut.bindings.tensorrt;

import io.affut.bindings.cuda.ComputeCapability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// The library with the kernels that TensorRT builds engines of, which it loads by its name from
/// beside itself. There is one for each kind of GPU, and one in a form for all later ones (`ptx`);
/// old versions have a single one for all. A ready engine needs none.
///
/// @param tensorRt `libnvinfer` itself
/// @param version such as `10.15.1`
record BuilderResource(Path tensorRt, String version) {
  private static final String STEM = "libnvinfer_builder_resource";

  /// Why no engine can be built for such a GPU, or nothing. Where only the form for all is there,
  /// TensorRT is asked.
  Optional<String> fault(ComputeCapability gpu) {
    return isThere(own(gpu)) || isThere("") || isThere("_ptx")
        ? Optional.empty()
        : Optional.of(sentence(gpu));
  }

  /// What may be the reason where TensorRT makes no builder; "" where the GPU's own is there.
  String hint(ComputeCapability gpu) {
    return isThere(own(gpu)) || isThere("") ? "" : sentence(gpu);
  }

  private String sentence(ComputeCapability gpu) {
    return "TensorRT needs %s beside %s to build engines for a GPU of compute capability %s; take it from an installation of TensorRT %s, or name that with AFFUT_TENSORRT_HOME"
        .formatted(fileName(own(gpu)), tensorRt, gpu, version);
  }

  private static String own(ComputeCapability gpu) {
    return "_sm" + gpu.major() + gpu.minor();
  }

  private String fileName(String part) {
    return STEM + part + ".so." + version;
  }

  private boolean isThere(String part) {
    return Stream.of(tensorRt, real(tensorRt))
        .anyMatch(file -> Files.isRegularFile(file.resolveSibling(fileName(part))));
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file;
    }
  }
}
