package io.affut.bindings.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.library.CudaWheels;
import io.affut.bindings.memory.NativeLedger;
import io.affut.testing.Required;
import io.affut.testing.gpu.StandInGpu;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// NVIDIA's own TensorRT, without a GPU, in a process of its own: used without one, it may end it.
@Tag("tensorrt")
class RealTensorRtTest {
  @TempDir Path folder;

  @Test
  void withoutADriverItIsNotTouchedAndTheReasonIsTold() throws Exception {
    Path cudart = CudaWheels.RUNTIME_13.library("libcudart.so.13");
    Assumptions.assumeTrue(
        CudaRuntime.load(cudart, new NativeLedger()).driverVersion().isEmpty(),
        "this machine has an NVIDIA driver");

    assertThat(child("open", cudart))
        .contains("refused: TensorRT is not touched without a GPU. There is no NVIDIA driver")
        .doesNotContain("version");
  }

  /// With a CUDA runtime that claims a device, as a broken machine might: TensorRT, its parser and
  /// the preset load, TensorRT finds no CUDA, and what it hands out is not used.
  @Test
  void whereCudaDoesNotWorkItLoadsAndItsOwnWordsAreTold() throws Exception {
    Path cudart = StandInGpu.fresh().cudart();
    Assumptions.assumeFalse(Files.exists(Path.of("/dev/nvidiactl")), "this machine has a GPU");

    assertThat(child("use", cudart))
        .contains(
            "version 10.15.1",
            "load: TensorRT's createInferRuntime failed: ",
            "CUDA initialization failure with error: 35",
            "build: TensorRT's createInferBuilder failed: ",
            "libnvinfer_builder_resource_sm89.so.10.15.1",
            "left {}");
  }

  /// NVIDIA's own parser can be made without a GPU, over a network of which every function returns
  /// 0. Left alone, 5,000 of them keep 110 MB.
  @Test
  void itsParserIsDeleted() throws Exception {
    Path c =
        Files.writeString(
            folder.resolve("network.c"),
            """
            static long nothing(void) { return 0; }
            static void *table[256];
            static struct { void **table, *part; } part, network;
            void *new_network(void) {
              for (int i = 0; i < 256; i++) table[i] = (void *)nothing;
              part.table = network.table = table;
              network.part = &part;
              return &network;
            }
            """);
    StandInTensorRt.compile(folder, "libnetwork.so", "-x", "c", c.toString());

    String output = child("parse", StandInGpu.fresh().cudart());

    assertThat(output).contains("errors 0", "left {}");
    Matcher growth = Pattern.compile("grown by (-?\\d+) kB").matcher(output);
    assertThat(growth.find()).as(output).isTrue();
    assertThat(Long.parseLong(growth.group(1))).isLessThan(30_000);
  }

  private String child(String what, Path cudart)
      throws IOException, InterruptedException, URISyntaxException {
    Path network = Files.writeString(folder.resolve("network.onnx"), "nothing");
    String path =
        String.join(
            File.pathSeparator,
            place(TensorRtProbe.class),
            place(TensorRt.class),
            System.getProperty("java.class.path", ""),
            System.getProperty("jdk.module.path", ""));
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:-CreateCoredumpOnCrash",
                    "-cp",
                    path,
                    TensorRtProbe.class.getName(),
                    what,
                    cudart.toString(),
                    network.toString()))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    Required.present("tensorrt", !output.startsWith(TensorRtProbe.ABSENT), output);
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  private static String place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
