package io.affut.engine.backend;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaVersion;
import io.affut.bindings.library.Sha256;
import io.affut.bindings.tensorrt.PlanRequest;
import io.affut.bindings.tensorrt.TensorRt;
import io.affut.engine.model.About;
import io.affut.engine.model.Manifest;
import io.affut.engine.model.Model;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// What an engine's file is called: the model's name, for people, and a hash of everything that the
/// engine depends on.
///
/// @param engine of the engine
/// @param timings of what TensorRT has measured on this kind of GPU
record EngineName(String engine, String timings) {
  private static final int DIGITS = 32;

  /// How engines are made here. A change that makes another engine of the same request makes
  /// another number of it, or the old ones would be taken for the new.
  private static final String RECIPE = "recipe 1";

  static EngineName of(TensorRt tensorRt, CudaVersion driver, PlanRequest wanted, Model<?> model)
      throws IOException {
    CudaDevice device = wanted.device();
    List<String> machine =
        List.of(
            "TensorRT " + tensorRt.version(),
            "driver for CUDA " + driver,
            "GPU " + device.name() + " " + device.computeCapability());
    List<String> all = new ArrayList<>(machine);
    all.add(RECIPE);
    for (About.NetworkFile file : model.manifest().about().files()) {
      all.add("network " + sha256(model, file));
    }
    all.add(wanted.half() ? "half" : "single");
    for (PlanRequest.InputShape input : wanted.inputs()) {
      all.add(
          "input %s %s %s %s"
              .formatted(input.name(), input.smallest(), input.usual(), input.largest()));
    }
    return new EngineName(model.manifest().id() + "-" + hash(all), hash(machine));
  }

  /// What the manifest says was checked when the model was loaded.
  private static String sha256(Model<?> model, About.NetworkFile file) throws IOException {
    return file.sha256().equals(Manifest.UNKNOWN)
        ? Sha256.of(model.folder().resolve(file.name()))
        : file.sha256();
  }

  private static String hash(List<String> lines) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
