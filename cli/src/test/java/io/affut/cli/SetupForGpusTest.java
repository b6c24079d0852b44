package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.testing.gpu.StandInLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `affut setup` fetches what NVIDIA's GPUs need when it is asked for, and never otherwise. There
/// is no pip here, so that nothing is really fetched.
class SetupForGpusTest {
  @TempDir Path folder;
  private InProcess affut;

  @BeforeEach
  void prepare() throws IOException {
    InProcess.installed();
    affut = new InProcess(folder).environment("PATH", Files.createDirectory(folder.resolve("bin")));
  }

  @Test
  void withoutTheOptionNothingOfNvidiaIsLookedFor() {
    affut.environment("AFFUT_CUDA_HOME", "/nowhere");

    assertThat(affut.run("setup").with(0).out()).doesNotContain("CUDA", "TensorRT");
  }

  @Test
  void whatIsThereIsTakenAndWhatIsNotIsFetched() throws Exception {
    Path cuda = Files.createDirectory(folder.resolve("cuda")).toRealPath();
    StandInLibraries.compile(cuda);
    for (String other : new String[] {"libnvrtc.so.13", "libnvjpeg.so.13"}) {
      Files.deleteIfExists(cuda.resolve(other));
    }
    affut.environment("AFFUT_CUDA_HOME", cuda);

    Ended ended = affut.run("setup", "--device", "cuda");

    Assumptions.assumeFalse(ended.out().contains("NVRTC "), "this machine has NVRTC");
    assertThat(ended.out()).contains("CUDA           " + cuda.resolve("libcudart.so.13"));
    assertThat(ended.with(3).errLines())
        .contains("affut: NVRTC could not be fetched.")
        .anyMatch(line -> line.contains("neither a Python 3 with pip nor a pip on the PATH"));
  }

  @Test
  void aNamedFolderThatDoesNotServeIsAnError() {
    affut.environment("AFFUT_CUDA_HOME", folder.resolve("nowhere"));

    assertThat(affut.run("setup", "--device", "cuda").with(3).firstSentence())
        .contains("does not serve for CUDA");
  }
}
