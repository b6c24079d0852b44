package io.affut.bindings.cuda;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affut.bindings.library.CudaWheels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What we believe of the CUDA runtime, compared with what a C compiler makes of NVIDIA's headers.
class CudaAbiTest {
  private static final Pattern PROTOTYPE =
      Pattern.compile("/// ```c\\n(.*?)/// ```", Pattern.DOTALL);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = "RUNTIME_.*", mode = EnumSource.Mode.MATCH_ALL)
  void numbersAreThoseOfTheHeaders(CudaWheels wheel) throws Exception {
    Path program = folder.resolve("abi");
    compile(wheel, Compiler.source("abi.c", folder), "-o", program.toString());
    Map<String, Long> theirs = new TreeMap<>();
    for (String line : Compiler.output(List.of(program.toString())).lines().toList()) {
      int space = line.lastIndexOf(' ');
      theirs.put(line.substring(0, space), Long.valueOf(line.substring(space + 1)));
    }
    long room = theirs.remove("size struct cudaDeviceProp");
    assertThat(room).isBetween(256L, CudaRuntimeC.DEVICE_PROP_ROOM);
    assertThat(ours()).isEqualTo(theirs);
  }

  @ParameterizedTest
  @EnumSource(names = "RUNTIME_.*", mode = EnumSource.Mode.MATCH_ALL)
  void prototypesAreThoseOfTheHeaders(CudaWheels wheel) throws Exception {
    List<String> prototypes = prototypes("CudaRuntimeC");
    assertThat(prototypes).hasSizeGreaterThan(25);
    compile(wheel, declaring("cuda_runtime_api.h", prototypes), "-fsyntax-only");
  }

  @Test
  void prototypesOfTheCompilerAreThoseOfItsHeader() throws Exception {
    List<String> prototypes = prototypes("NvrtcC");
    assertThat(prototypes).hasSizeGreaterThan(10);
    compile(CudaWheels.NVRTC_13, declaring("nvrtc.h", prototypes), "-fsyntax-only");
    compile(CudaWheels.NVRTC_12, declaring("nvrtc.h", prototypes), "-fsyntax-only");
  }

  @Test
  void aWrongPrototypeWouldBeNoticed() throws Exception {
    Path source = declaring("cuda_runtime_api.h", List.of("cudaError_t cudaFree(void **devPtr);"));
    assertThatThrownBy(() -> compile(CudaWheels.RUNTIME_13, source, "-fsyntax-only"))
        .hasMessageContaining("conflicting types");
  }

  private static Map<String, Long> ours() {
    Map<String, Long> ours = new TreeMap<>();
    ours.put("cudaSuccess", (long) CudaRuntimeC.CUDA_SUCCESS);
    ours.put("cudaErrorInsufficientDriver", (long) CudaRuntimeC.CUDA_ERROR_INSUFFICIENT_DRIVER);
    ours.put("cudaErrorNoDevice", (long) CudaRuntimeC.CUDA_ERROR_NO_DEVICE);
    ours.put("cudaErrorNotReady", (long) CudaRuntimeC.CUDA_ERROR_NOT_READY);
    ours.put("cudaStreamNonBlocking", (long) CudaRuntimeC.CUDA_STREAM_NON_BLOCKING);
    ours.put(
        "cudaDeviceScheduleBlockingSync", (long) CudaRuntimeC.CUDA_DEVICE_SCHEDULE_BLOCKING_SYNC);
    ours.put("cudaEventBlockingSync", (long) CudaRuntimeC.CUDA_EVENT_BLOCKING_SYNC);
    ours.put("cudaEventDisableTiming", (long) CudaRuntimeC.CUDA_EVENT_DISABLE_TIMING);
    ours.put("cudaHostAllocDefault", (long) CudaRuntimeC.CUDA_HOST_ALLOC_DEFAULT);
    ours.put(
        "cudaStreamCaptureModeThreadLocal",
        (long) CudaRuntimeC.CUDA_STREAM_CAPTURE_MODE_THREAD_LOCAL);
    ours.put("cudaMemcpyHostToDevice", (long) CudaRuntimeC.CUDA_MEMCPY_HOST_TO_DEVICE);
    ours.put("cudaMemcpyDeviceToHost", (long) CudaRuntimeC.CUDA_MEMCPY_DEVICE_TO_HOST);
    ours.put("cudaMemcpyDeviceToDevice", (long) CudaRuntimeC.CUDA_MEMCPY_DEVICE_TO_DEVICE);
    ours.put(
        "cudaDevAttrMultiProcessorCount", (long) CudaRuntimeC.CUDA_DEV_ATTR_MULTI_PROCESSOR_COUNT);
    ours.put("cudaDevAttrAsyncEngineCount", (long) CudaRuntimeC.CUDA_DEV_ATTR_ASYNC_ENGINE_COUNT);
    ours.put(
        "cudaDevAttrComputeCapabilityMajor",
        (long) CudaRuntimeC.CUDA_DEV_ATTR_COMPUTE_CAPABILITY_MAJOR);
    ours.put(
        "cudaDevAttrComputeCapabilityMinor",
        (long) CudaRuntimeC.CUDA_DEV_ATTR_COMPUTE_CAPABILITY_MINOR);
    ours.put("offset struct cudaDeviceProp.name", 0L);
    ours.put("size struct cudaDeviceProp.name", CudaRuntimeC.DEVICE_NAME_BYTES);
    ours.put("size dim3", CudaRuntimeC.DIM3.byteSize());
    ours.put("offset dim3.y", CudaRuntimeC.DIM3.byteOffset(groupElement("y")));
    ours.put("offset dim3.z", CudaRuntimeC.DIM3.byteOffset(groupElement("z")));
    ours.put("size size_t", (long) Long.BYTES);
    ours.put("size void*", (long) Long.BYTES);
    ours.put("size cudaStream_t", (long) Long.BYTES);
    ours.put("size cudaEvent_t", (long) Long.BYTES);
    ours.put("size cudaGraph_t", (long) Long.BYTES);
    ours.put("size cudaGraphExec_t", (long) Long.BYTES);
    ours.put("size cudaLibrary_t", (long) Long.BYTES);
    ours.put("size cudaKernel_t", (long) Long.BYTES);
    ours.put("size cudaError_t", (long) Integer.BYTES);
    return ours;
  }

  /// A source that declares functions again, which has to be the same each time.
  private Path declaring(String header, List<String> prototypes) throws IOException {
    return Files.writeString(
        folder.resolve("prototypes.c"),
        "#include <" + header + ">\n" + String.join("\n", prototypes) + "\n");
  }

  /// The prototypes in the Javadoc of a raw class.
  private static List<String> prototypes(String raw) throws IOException {
    String source =
        Files.readString(Path.of("src/main/java/io/affut/bindings/cuda/" + raw + ".java"));
    return PROTOTYPE
        .matcher(source)
        .results()
        .map(match -> match.group(1).replaceAll("(?m)^ *///", ""))
        .toList();
  }

  /// The wheels lack the headers of NVIDIA's compiler, of which the runtime's need macros only.
  private void compile(CudaWheels wheel, Path source, String... options) throws Exception {
    Path crt = Files.createDirectories(folder.resolve("include/crt"));
    if (Files.notExists(crt.resolve("host_defines.h"))) {
      Compiler.source("host_defines.h", crt);
    }
    Compiler.compile(
        source,
        Stream.concat(
                Stream.of("-I", crt.getParent() + "", "-isystem", wheel.headers() + ""),
                Stream.of(options))
            .toArray(String[]::new));
  }
}
