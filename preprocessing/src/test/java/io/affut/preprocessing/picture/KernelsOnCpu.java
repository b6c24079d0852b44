package io.affut.preprocessing.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.preprocessing.cuda.DeviceInput.Format;
import io.affut.preprocessing.cuda.PictureKernels;
import io.affut.preprocessing.picture.Upright.Stored;
import io.affut.preprocessing.resize.Crop;
import io.affut.preprocessing.resize.Letterbox;
import io.affut.preprocessing.resize.ResampleFilter;
import io.affut.testing.Required;
import io.affut.testing.TemporaryFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The kernels for GPUs, compiled as ordinary C++ by the system's g++ with its checks of memory and
/// of undefined behaviour, and run on the processor.
final class KernelsOnCpu {
  private static KernelsOnCpu only;

  private final Path folder;
  private final Path program;

  private KernelsOnCpu(Path folder) {
    this.folder = folder;
    this.program = folder.resolve("kernels");
  }

  /// Compiled once; ends the test, by the rule of [Required] for `gcc`, where there is no g++.
  static synchronized KernelsOnCpu compiled() throws Exception {
    if (only == null) {
      KernelsOnCpu made = new KernelsOnCpu(TemporaryFolder.make("affut-kernels-"));
      Files.writeString(made.folder.resolve(PictureKernels.NAME), PictureKernels.source());
      Path source = made.folder.resolve("kernels_on_cpu.cpp");
      try (InputStream in = KernelsOnCpu.class.getResourceAsStream("kernels_on_cpu.cpp")) {
        Files.copy(in, source);
      }
      made.execute(
          List.of(
              "g++",
              "-std=c++17",
              "-Wall",
              "-Wextra",
              "-Werror",
              "-O1",
              "-ffp-contract=off",
              "-fsanitize=address,undefined",
              "-fno-sanitize-recover=all",
              "-o",
              made.program.toString(),
              source.toString()));
      only = made;
    }
    return only;
  }

  float[] letterbox(Stored stored, Letterbox box, int pad, Format f) throws Exception {
    return floats(run("letterbox_f32", stored, numbers(box, pad), f));
  }

  short[] letterboxOfHalves(Stored stored, Letterbox box, int pad, Format f) throws Exception {
    return halves(run("letterbox_f16", stored, numbers(box, pad), f));
  }

  float[] crop(Stored stored, Crop crop, int size, ResampleFilter filter, Format f)
      throws Exception {
    return floats(run("crop_f32", stored, numbers(crop, size, filter), f));
  }

  short[] cropOfHalves(Stored stored, Crop crop, int size, ResampleFilter filter, Format f)
      throws Exception {
    return halves(run("crop_f16", stored, numbers(crop, size, filter), f));
  }

  private static List<Integer> numbers(Letterbox box, int pad) {
    return List.of(
        box.targetWidth(),
        box.targetHeight(),
        box.contentWidth(),
        box.contentHeight(),
        box.left(),
        box.top(),
        pad);
  }

  private static List<Integer> numbers(Crop crop, int size, ResampleFilter filter) {
    return List.of(crop.x(), crop.y(), crop.width(), crop.height(), size, (int) filter.radius());
  }

  private ByteBuffer run(String kernel, Stored stored, List<Integer> numbers, Format f)
      throws Exception {
    Path in = folder.resolve("in");
    Path out = folder.resolve("out");
    Files.write(in, stored.rgb());
    Files.deleteIfExists(out);
    List<Object> command = new ArrayList<>(List.of(program, kernel, in, out));
    command.addAll(Arrays.asList(stored.width(), stored.height(), stored.orientation().exif()));
    command.addAll(numbers);
    command.addAll(List.of(f.planar() ? 1 : 0, f.reversed() ? 1 : 0));
    command.addAll(f.mean());
    command.addAll(f.deviation());
    execute(command.stream().map(Object::toString).toList());
    return ByteBuffer.wrap(Files.readAllBytes(out)).order(ByteOrder.nativeOrder());
  }

  private void execute(List<String> command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes());
      assertThat(process.waitFor()).as(command + "\n" + output).isZero();
    } catch (IOException e) {
      Required.present("gcc", false, "no " + command.getFirst() + ": " + e.getMessage());
    }
  }

  private static float[] floats(ByteBuffer bytes) {
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  private static short[] halves(ByteBuffer bytes) {
    short[] values = new short[bytes.remaining() / Short.BYTES];
    bytes.asShortBuffer().get(values);
    return values;
  }
}
