package io.affut.engine.backend;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// TensorRT keeps what is expected of backends, as far as the stand-ins go.
class TensorRtContractTest extends BackendContract {
  @TempDir private Path engines;

  @Override
  BackendUnderTest open() throws Exception {
    return new TensorRtUnderTest(engines);
  }
}
