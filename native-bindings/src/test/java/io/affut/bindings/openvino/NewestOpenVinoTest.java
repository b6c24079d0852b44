package io.affut.bindings.openvino;

class NewestOpenVinoTest extends OpenVinoContract {
  NewestOpenVinoTest() {
    super(OpenVinoWheel.NEWEST);
  }
}
