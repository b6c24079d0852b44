/// Other people's model files to ONNX.
module io.affut.modelimport {
  requires com.fasterxml.jackson.databind;
  requires org.tribuo.util.onnx;
}
