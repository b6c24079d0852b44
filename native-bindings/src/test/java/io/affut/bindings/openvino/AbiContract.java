package io.affut.bindings.openvino;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.library.LibraryLoader;
import io.affut.bindings.memory.NativeLedger;
import io.affut.testing.Required;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What we believe of the C library, compared with what a C compiler makes of its headers.
interface AbiContract extends OpenVinoUnderTest {
  Pattern PROTOTYPE = Pattern.compile("/// ```c\\n(.*?)/// ```", Pattern.DOTALL);

  @Test
  default void enumValuesSizesAndOffsetsAreThoseOfTheHeaders(@TempDir Path folder)
      throws Exception {
    Path source = folder.resolve("abi.c");
    try (InputStream probe = AbiContract.class.getResourceAsStream("abi.c")) {
      Files.copy(probe, source);
    }
    Path program = folder.resolve("abi");
    compile(source, "-o", program.toString());
    Map<String, Long> theirs = new TreeMap<>();
    for (String line : output(new ProcessBuilder(program.toString())).lines().toList()) {
      int space = line.lastIndexOf(' ');
      theirs.put(line.substring(0, space), Long.valueOf(line.substring(space + 1)));
    }
    assertThat(ours()).isEqualTo(theirs);
  }

  @Test
  default void prototypesAreThoseOfTheHeaders(@TempDir Path folder) throws Exception {
    List<String> prototypes = prototypes();
    assertThat(prototypes).hasSizeGreaterThan(70);
    Path source = folder.resolve("prototypes.c");
    Files.writeString(
        source, "#include \"openvino/c/openvino.h\"\n" + String.join("\n", prototypes) + "\n");
    compile(source, "-c", "-o", folder.resolve("prototypes.o").toString());
  }

  /// A second declaration that differs from the header's has to be an error, or the test above
  /// cannot fail.
  @Test
  default void aWrongPrototypeWouldBeNoticed(@TempDir Path folder) throws Exception {
    String gcc = gcc();
    Path source = folder.resolve("wrong.c");
    Files.writeString(
        source,
        """
        #include "openvino/c/openvino.h"
        ov_status_e ov_core_create(ov_core_t* core);
        """);
    Process process =
        new ProcessBuilder(gcc, "-I", wheel().headers().toString(), "-fsyntax-only", source + "")
            .redirectErrorStream(true)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes())).contains("conflicting types");
    assertThat(process.waitFor()).isNotZero();
  }

  private Map<String, Long> ours() {
    var library =
        new OpenVinoLibrary(
            LibraryLoader.open("OpenVINO", "unknown", wheel().library()), new NativeLedger());
    Map<String, Long> ours = new TreeMap<>();
    for (Status status : Status.values()) {
      ours.put("status " + status, (long) status.code());
    }
    for (ElementType type : ElementType.values()) {
      ours.put("type " + type, (long) library.code(type));
    }
    for (ProfiledLayer.Status status : ProfiledLayer.Status.values()) {
      ours.put("layer " + status, (long) status.ordinal());
    }
    ours.put("size size_t", ValueLayout.JAVA_LONG.byteSize());
    ours.put("size void*", ValueLayout.ADDRESS.byteSize());
    ours.put("size ov_status_e", ValueLayout.JAVA_INT.byteSize());
    ours.put("size ov_element_type_e", ValueLayout.JAVA_INT.byteSize());
    for (StructLayout struct :
        List.of(
            OpenVinoC.OV_SHAPE_T,
            OpenVinoC.OV_DIMENSION_T,
            OpenVinoC.OV_PARTIAL_SHAPE_T,
            OpenVinoC.OV_VERSION_T,
            OpenVinoC.OV_AVAILABLE_DEVICES_T,
            OpenVinoC.OV_PROFILING_INFO_T,
            OpenVinoC.OV_PROFILING_INFO_LIST_T)) {
      String name = struct.name().orElseThrow();
      ours.put("size " + name, struct.byteSize());
      for (MemoryLayout member : struct.memberLayouts()) {
        if (member instanceof PaddingLayout) {
          continue;
        }
        String memberName = member.name().orElseThrow();
        ours.put("offset " + name + "." + memberName, OpenVinoC.offset(struct, memberName));
      }
    }
    return ours;
  }

  /// The prototypes in the Javadoc of the raw class.
  private static List<String> prototypes() throws IOException {
    String source =
        Files.readString(Path.of("src/main/java/io/affut/bindings/openvino/OpenVinoC.java"));
    return PROTOTYPE
        .matcher(source)
        .results()
        .map((MatchResult m) -> m.group(1).replaceAll("(?m)^ *///", ""))
        .toList();
  }

  private void compile(Path source, String... arguments) throws Exception {
    var command =
        new ArrayList<>(List.of(gcc(), "-Wall", "-Werror", "-I", wheel().headers().toString()));
    command.addAll(List.of(arguments));
    command.add(source.toString());
    output(new ProcessBuilder(command));
  }

  private static String output(ProcessBuilder command) throws Exception {
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static String gcc() {
    for (String folder : System.getenv("PATH").split(":")) {
      Path gcc = Path.of(folder, "gcc");
      if (Files.isExecutable(gcc)) {
        return gcc.toString();
      }
    }
    Required.present("gcc", false, "no gcc on the PATH");
    throw new AssertionError();
  }
}
