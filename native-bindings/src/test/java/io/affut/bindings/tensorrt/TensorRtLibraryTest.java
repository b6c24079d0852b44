package io.affut.bindings.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.bindings.library.FoundLibrary;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.testing.gpu.StandInGpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is in the way of TensorRT is told in a sentence, before anything of it is loaded.
class TensorRtLibraryTest {
  @TempDir Path folder;
  private StandInTensorRt standIn;

  @BeforeEach
  void prepare() throws Exception {
    standIn = StandInTensorRt.fresh();
  }

  @Test
  void withoutADriverItIsNotTouched() {
    standIn.gpu.reset(1, 0, StandInGpu.RUNTIME);

    assertRefused(
        nowhere(),
        "TensorRT is not touched without a GPU. There is no NVIDIA driver: install it, or pass it"
            + " through to the container.");
  }

  @Test
  void withoutADeviceItIsNotTouched() {
    standIn.gpu.reset(0, StandInGpu.DRIVER, StandInGpu.RUNTIME);

    assertRefused(
        nowhere(),
        "TensorRT is not touched without a GPU. The NVIDIA driver finds no device;"
            + " CUDA_VISIBLE_DEVICES may hide it.");
  }

  /// With an older driver CUDA in TensorRT does not work, and its pointers are to nothing.
  @Test
  void withAnOlderCudaItIsNotTouched() {
    standIn.gpu.reset(1, 12090, 12090);

    assertRefused(
        nowhere(),
        "TensorRT is for CUDA 13 and later, and the CUDA runtime is 12.9.\n"
            + "Name a newer one with AFFUT_CUDA_HOME.");
  }

  @Test
  void anotherMinorVersionThanThatOfTheBindingIsRefused() throws Exception {
    Path other = library("libother.so.10", "int getInferLibVersion(void) { return 101300; }");

    assertRefused(
        StandInTensorRt.found(other),
        other
            + " is TensorRT 10.13.0, and the binding of it is for 10.15.\n"
            + "Name the folder of that version with AFFUT_TENSORRT_HOME.");
  }

  @Test
  void whatIsNoTensorRtIsRefused() throws Exception {
    Path other = library("libnothing.so.10", "int nothing;");

    assertThatExceptionOfType(NativeLibraryException.class)
        .isThrownBy(() -> open(StandInTensorRt.found(other)))
        .withMessageContaining("has no function getInferLibVersion");
  }

  @Test
  void theVersionIsReadFromItsNumber() {
    assertThat(TensorRtLibrary.version(101501)).isEqualTo("10.15.1");
    assertThat(TensorRtLibrary.version(100900)).isEqualTo("10.9.0");
  }

  private void assertRefused(FoundLibrary found, String message) {
    assertThatExceptionOfType(NativeLibraryException.class)
        .isThrownBy(() -> open(found))
        .withMessage(message);
    assertThat(standIn.gpu.complaints()).isEmpty();
  }

  private TensorRt open(FoundLibrary found) {
    NativeLibraries libraries = StandInTensorRt.libraries();
    return TensorRtLibrary.open(libraries, found, standIn.cuda(), standIn.ledger);
  }

  private FoundLibrary nowhere() {
    return StandInTensorRt.found(folder.resolve("nowhere.so"));
  }

  private Path library(String name, String source) throws IOException, InterruptedException {
    Path c = Files.writeString(folder.resolve("source.c"), source);
    StandInTensorRt.compile(folder, name, "-x", "c", c.toString());
    return folder.resolve(name);
  }
}
