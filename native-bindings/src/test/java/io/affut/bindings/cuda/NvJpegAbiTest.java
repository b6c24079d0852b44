package io.affut.bindings.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.library.CudaWheels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What we believe of nvJPEG, compared with what a C compiler makes of NVIDIA's headers.
class NvJpegAbiTest {
  private static final Pattern PROTOTYPE =
      Pattern.compile("/// ```c\\n *(/// nvjpegStatus_t .*?)/// ```", Pattern.DOTALL);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"NVJPEG_13, RUNTIME_13", "NVJPEG_12, RUNTIME_12"})
  void numbersAreThoseOfTheHeaders(CudaWheels wheel, CudaWheels runtime) throws Exception {
    Path program = folder.resolve("abi");
    compile(wheel, runtime, Compiler.source("nvjpeg_abi.c", folder), "-o", program.toString());
    Map<String, Long> theirs = new TreeMap<>();
    for (String line : Compiler.output(List.of(program.toString())).lines().toList()) {
      int space = line.lastIndexOf(' ');
      theirs.put(line.substring(0, space), Long.valueOf(line.substring(space + 1)));
    }
    assertThat(ours()).isEqualTo(theirs);
  }

  @ParameterizedTest
  @CsvSource({"NVJPEG_13, RUNTIME_13", "NVJPEG_12, RUNTIME_12"})
  void prototypesAreThoseOfTheHeaders(CudaWheels wheel, CudaWheels runtime) throws Exception {
    String source = Files.readString(Path.of("src/main/java/io/affut/bindings/cuda/NvJpegC.java"));
    List<String> prototypes =
        PROTOTYPE
            .matcher(source)
            .results()
            .map(match -> match.group(1).replaceAll("(?m)^ *///", ""))
            .toList();
    assertThat(prototypes).hasSize(31);
    Path declaring =
        Files.writeString(
            folder.resolve("prototypes.c"),
            "#include <nvjpeg.h>\n" + String.join("\n", prototypes) + "\n");
    compile(wheel, runtime, declaring, "-fsyntax-only");
  }

  @ParameterizedTest
  @CsvSource({"NVJPEG_13", "NVJPEG_12"})
  void statusesHaveTheNamesOfTheHeaders(CudaWheels wheel) throws Exception {
    String header = Files.readString(wheel.headers().resolve("nvjpeg.h"));
    Map<Integer, String> theirs =
        Pattern.compile("(NVJPEG_STATUS_\\w+) *= *(\\d+)")
            .matcher(header)
            .results()
            .collect(
                Collectors.toMap(m -> Integer.valueOf(m.group(2)), (MatchResult m) -> m.group(1)));
    Map<Integer, String> ours =
        IntStream.rangeClosed(0, 10)
            .boxed()
            .collect(Collectors.toMap(status -> status, NvJpegLibrary::name));
    assertThat(ours).isEqualTo(theirs);
  }

  /// The error codes of the runtime after which a GPU is lost have those names in its headers.
  @ParameterizedTest
  @CsvSource({"RUNTIME_13", "RUNTIME_12"})
  void errorsOfALostDeviceAreThoseOfTheRuntimesHeaders(CudaWheels wheel) throws Exception {
    String header = Files.readString(wheel.headers().resolve("driver_types.h"));
    CudaException.LOST.forEach(
        (code, name) -> assertThat(header).containsPattern(name + " *= *" + code + "\\b"));
    assertThat(header)
        .containsPattern(
            "cudaErrorMemoryAllocation *= *" + CudaRuntimeC.CUDA_ERROR_MEMORY_ALLOCATION + "\\b");
  }

  private static Map<String, Long> ours() {
    Map<String, Long> ours = new TreeMap<>();
    ours.put("NVJPEG_STATUS_SUCCESS", (long) NvJpegC.NVJPEG_STATUS_SUCCESS);
    ours.put("NVJPEG_STATUS_NOT_INITIALIZED", (long) NvJpegC.NVJPEG_STATUS_NOT_INITIALIZED);
    ours.put("NVJPEG_STATUS_INVALID_PARAMETER", (long) NvJpegC.NVJPEG_STATUS_INVALID_PARAMETER);
    ours.put("NVJPEG_STATUS_BAD_JPEG", (long) NvJpegC.NVJPEG_STATUS_BAD_JPEG);
    ours.put("NVJPEG_STATUS_JPEG_NOT_SUPPORTED", (long) NvJpegC.NVJPEG_STATUS_JPEG_NOT_SUPPORTED);
    ours.put("NVJPEG_STATUS_ALLOCATOR_FAILURE", (long) NvJpegC.NVJPEG_STATUS_ALLOCATOR_FAILURE);
    ours.put("NVJPEG_STATUS_EXECUTION_FAILED", (long) NvJpegC.NVJPEG_STATUS_EXECUTION_FAILED);
    ours.put("NVJPEG_STATUS_ARCH_MISMATCH", (long) NvJpegC.NVJPEG_STATUS_ARCH_MISMATCH);
    ours.put("NVJPEG_STATUS_INTERNAL_ERROR", (long) NvJpegC.NVJPEG_STATUS_INTERNAL_ERROR);
    ours.put(
        "NVJPEG_STATUS_IMPLEMENTATION_NOT_SUPPORTED",
        (long) NvJpegC.NVJPEG_STATUS_IMPLEMENTATION_NOT_SUPPORTED);
    ours.put(
        "NVJPEG_STATUS_INCOMPLETE_BITSTREAM", (long) NvJpegC.NVJPEG_STATUS_INCOMPLETE_BITSTREAM);
    ours.put("NVJPEG_BACKEND_DEFAULT", (long) NvJpegC.NVJPEG_BACKEND_DEFAULT);
    ours.put("NVJPEG_BACKEND_HYBRID", (long) NvJpegC.NVJPEG_BACKEND_HYBRID);
    ours.put("NVJPEG_BACKEND_GPU_HYBRID", (long) NvJpegC.NVJPEG_BACKEND_GPU_HYBRID);
    ours.put("NVJPEG_BACKEND_HARDWARE", (long) NvJpegC.NVJPEG_BACKEND_HARDWARE);
    ours.put("NVJPEG_FLAGS_DEFAULT", (long) NvJpegC.NVJPEG_FLAGS_DEFAULT);
    ours.put(
        "NVJPEG_FLAGS_UPSAMPLING_WITH_INTERPOLATION",
        (long) NvJpegC.NVJPEG_FLAGS_UPSAMPLING_WITH_INTERPOLATION);
    ours.put("NVJPEG_OUTPUT_RGBI", (long) NvJpegC.NVJPEG_OUTPUT_RGBI);
    ours.put("NVJPEG_ENCODING_BASELINE_DCT", (long) NvJpegC.NVJPEG_ENCODING_BASELINE_DCT);
    ours.put(
        "NVJPEG_ENCODING_EXTENDED_SEQUENTIAL_DCT_HUFFMAN",
        (long) NvJpegC.NVJPEG_ENCODING_EXTENDED_SEQUENTIAL_DCT_HUFFMAN);
    ours.put(
        "NVJPEG_ENCODING_PROGRESSIVE_DCT_HUFFMAN",
        (long) NvJpegC.NVJPEG_ENCODING_PROGRESSIVE_DCT_HUFFMAN);
    ours.put("NVJPEG_ENCODING_LOSSLESS_HUFFMAN", (long) NvJpegC.NVJPEG_ENCODING_LOSSLESS_HUFFMAN);
    ours.put("NVJPEG_CSS_444", (long) NvJpegC.NVJPEG_CSS_444);
    ours.put("NVJPEG_CSS_422", (long) NvJpegC.NVJPEG_CSS_422);
    ours.put("NVJPEG_CSS_420", (long) NvJpegC.NVJPEG_CSS_420);
    ours.put("NVJPEG_CSS_440", (long) NvJpegC.NVJPEG_CSS_440);
    ours.put("NVJPEG_CSS_411", (long) NvJpegC.NVJPEG_CSS_411);
    ours.put("NVJPEG_CSS_410", (long) NvJpegC.NVJPEG_CSS_410);
    ours.put("NVJPEG_CSS_GRAY", (long) NvJpegC.NVJPEG_CSS_GRAY);
    ours.put("NVJPEG_CSS_410V", (long) NvJpegC.NVJPEG_CSS_410V);
    ours.put("MAJOR_VERSION", (long) NvJpegC.MAJOR_VERSION);
    ours.put("MINOR_VERSION", (long) NvJpegC.MINOR_VERSION);
    ours.put("PATCH_LEVEL", (long) NvJpegC.PATCH_LEVEL);
    ours.put("NVJPEG_MAX_COMPONENT", (long) NvJpegC.NVJPEG_MAX_COMPONENT);
    ours.put("size nvjpegImage_t", NvJpegC.IMAGE.byteSize());
    ours.put("offset nvjpegImage_t.channel", NvJpegC.IMAGE_CHANNEL);
    ours.put("offset nvjpegImage_t.pitch", NvJpegC.IMAGE_PITCH);
    for (String pointer :
        List.of("size_t", "nvjpegHandle_t", "nvjpegJpegStream_t", "nvjpegJpegState_t")) {
      ours.put("size " + pointer, (long) Long.BYTES);
    }
    for (String number :
        List.of(
            "nvjpegStatus_t",
            "nvjpegBackend_t",
            "nvjpegOutputFormat_t",
            "nvjpegJpegEncoding_t",
            "nvjpegChromaSubsampling_t",
            "libraryPropertyType")) {
      ours.put("size " + number, (long) Integer.BYTES);
    }
    return ours;
  }

  /// The wheels lack the headers of NVIDIA's compiler, of which the runtime's need macros only.
  private void compile(CudaWheels wheel, CudaWheels runtime, Path source, String... options)
      throws Exception {
    Path crt = Files.createDirectories(folder.resolve("include/crt"));
    if (Files.notExists(crt.resolve("host_defines.h"))) {
      Compiler.source("host_defines.h", crt);
    }
    Stream<String> headers =
        Stream.of(
            "-I",
            crt.getParent().toString(),
            "-isystem",
            wheel.headers().toString(),
            "-isystem",
            runtime.headers().toString());
    Compiler.compile(source, Stream.concat(headers, Stream.of(options)).toArray(String[]::new));
  }
}
