/// Other people's model files to ONNX.
module io.affut.modelimport {
  requires com.fasterxml.jackson.databind;
  requires com.google.protobuf;
  requires org.tribuo.util.onnx;

  exports io.affut.modelimport;
  exports io.affut.modelimport.checkpoint;
  exports io.affut.modelimport.tensorflowjs;
}
