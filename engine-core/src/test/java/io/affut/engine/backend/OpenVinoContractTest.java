package io.affut.engine.backend;

/// OpenVINO keeps what is expected of backends.
class OpenVinoContractTest extends BackendContract {
  @Override
  BackendUnderTest open() {
    return new OpenVinoUnderTest();
  }
}
