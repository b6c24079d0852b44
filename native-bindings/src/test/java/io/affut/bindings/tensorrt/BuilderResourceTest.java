package io.affut.bindings.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.cuda.ComputeCapability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuilderResourceTest {
  private static final ComputeCapability H100 = new ComputeCapability(9, 0);

  @TempDir Path folder;
  private BuilderResource resource;

  @BeforeEach
  void prepare() throws IOException {
    Path library = Files.createFile(folder.resolve("libnvinfer.so.10"));
    resource = new BuilderResource(library, "10.15.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "libnvinfer_builder_resource_sm90.so.10.15.1",
        "libnvinfer_builder_resource.so.10.15.1"
      })
  void thatOfTheGpuOrThatForAllServes(String file) throws IOException {
    Files.createFile(folder.resolve(file));

    assertThat(resource.fault(H100)).isEmpty();
    assertThat(resource.hint(H100)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "libnvinfer_builder_resource_sm89.so.10.15.1",
        "libnvinfer_builder_resource_sm90.so.10.13.0",
        "libnvinfer_builder_resource_win_sm90.so.10.15.1"
      })
  void thatOfAnotherGpuOrVersionDoesNot(String file) throws IOException {
    Files.createFile(folder.resolve(file));

    assertThat(resource.fault(H100))
        .hasValue(
            "TensorRT needs libnvinfer_builder_resource_sm90.so.10.15.1 beside %s to build engines for a GPU of compute capability 9.0; take it from an installation of TensorRT 10.15.1, or name that with AFFUT_TENSORRT_HOME"
                .formatted(folder.resolve("libnvinfer.so.10")));
  }

  /// Whether it serves for a GPU that has one of its own was not seen yet, so TensorRT is asked.
  @Test
  void thatForLaterGpusIsTriedAndNamedWhereItDoesNotServe() throws IOException {
    Files.createFile(folder.resolve("libnvinfer_builder_resource_ptx.so.10.15.1"));

    assertThat(resource.fault(H100)).isEmpty();
    assertThat(resource.hint(H100)).contains("libnvinfer_builder_resource_sm90.so.10.15.1");
  }

  @Test
  void liesBesideTheFileThatALinkLeadsTo() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Files.createFile(real.resolve("libnvinfer.so.10.15.1"));
    Files.createFile(real.resolve("libnvinfer_builder_resource_sm90.so.10.15.1"));
    Path link = folder.resolve("linked.so.10");
    Files.createSymbolicLink(link, real.resolve("libnvinfer.so.10.15.1"));

    assertThat(new BuilderResource(link, "10.15.1").fault(H100)).isEmpty();
  }
}
