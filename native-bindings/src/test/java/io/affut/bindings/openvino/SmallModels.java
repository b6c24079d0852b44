package io.affut.bindings.openvino;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Models small enough to write down.
final class SmallModels {
  private SmallModels() {}

  /// `product = picture * factor` in OpenVINO's own format: f32, pictures of any size and number
  /// with three channels, the layout NCHW; [#weights] go with it.
  static byte[] scaling() {
    return """
    <?xml version="1.0"?>
    <net name="scaling" version="11">
      <layers>
        <layer id="0" name="picture" type="Parameter" version="opset1">
          <data shape="?,3,?,?" element_type="f32"/>
          <output>
            <port id="0" precision="FP32" names="picture">
              <dim>-1</dim><dim>3</dim><dim>-1</dim><dim>-1</dim>
            </port>
          </output>
        </layer>
        <layer id="1" name="factor" type="Const" version="opset1">
          <data element_type="f32" shape="1" offset="0" size="4"/>
          <output><port id="0" precision="FP32"><dim>1</dim></port></output>
        </layer>
        <layer id="2" name="product" type="Multiply" version="opset1">
          <data auto_broadcast="numpy"/>
          <input>
            <port id="0" precision="FP32">
              <dim>-1</dim><dim>3</dim><dim>-1</dim><dim>-1</dim>
            </port>
            <port id="1" precision="FP32"><dim>1</dim></port>
          </input>
          <output>
            <port id="2" precision="FP32" names="product">
              <dim>-1</dim><dim>3</dim><dim>-1</dim><dim>-1</dim>
            </port>
          </output>
        </layer>
        <layer id="3" name="result" type="Result" version="opset1">
          <input>
            <port id="0" precision="FP32">
              <dim>-1</dim><dim>3</dim><dim>-1</dim><dim>-1</dim>
            </port>
          </input>
        </layer>
      </layers>
      <edges>
        <edge from-layer="0" from-port="0" to-layer="2" to-port="0"/>
        <edge from-layer="1" from-port="0" to-layer="2" to-port="1"/>
        <edge from-layer="2" from-port="2" to-layer="3" to-port="0"/>
      </edges>
    </net>
    """
        .getBytes(StandardCharsets.UTF_8);
  }

  /// The weights of [#scaling].
  static byte[] weights(float factor) {
    return ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(factor).array();
  }

  /// `y = x * x * ...` of square f32 matrices of any size, as many products as asked for: work that
  /// takes a while.
  static byte[] power(int products) {
    var layers = new StringBuilder();
    var edges = new StringBuilder();
    for (int i = 1; i <= products; i++) {
      layers.append(
          """
          <layer id="%d" name="product%d" type="MatMul" version="opset1">
            <data transpose_a="false" transpose_b="false"/>
            <input>
              <port id="0" precision="FP32"><dim>-1</dim><dim>-1</dim></port>
              <port id="1" precision="FP32"><dim>-1</dim><dim>-1</dim></port>
            </input>
            <output><port id="2" precision="FP32"><dim>-1</dim><dim>-1</dim></port></output>
          </layer>
          """
              .formatted(i, i));
      edges.append(
          """
          <edge from-layer="%d" from-port="%d" to-layer="%d" to-port="0"/>
          <edge from-layer="0" from-port="0" to-layer="%d" to-port="1"/>
          """
              .formatted(i - 1, i == 1 ? 0 : 2, i, i));
    }
    return """
    <?xml version="1.0"?>
    <net name="power" version="11">
      <layers>
        <layer id="0" name="x" type="Parameter" version="opset1">
          <data shape="?,?" element_type="f32"/>
          <output>
            <port id="0" precision="FP32" names="x"><dim>-1</dim><dim>-1</dim></port>
          </output>
        </layer>
        %s
        <layer id="%d" name="y" type="Result" version="opset1">
          <input><port id="0" precision="FP32"><dim>-1</dim><dim>-1</dim></port></input>
        </layer>
      </layers>
      <edges>
        %s
        <edge from-layer="%d" from-port="2" to-layer="%d" to-port="0"/>
      </edges>
    </net>
    """
        .formatted(layers, products + 1, edges, products, products + 1)
        .getBytes(StandardCharsets.UTF_8);
  }

  /// `y = max(x, 0)` in ONNX: f32 of the shape {2,2}.
  static byte[] onnxRelu() {
    byte[] node = join(text(1, "x"), text(2, "y"), text(4, "Relu"));
    byte[] graph =
        join(
            message(1, node),
            text(2, "positive part"),
            message(11, onnxValue("x")),
            message(12, onnxValue("y")));
    return join(number(1, 8), message(7, graph), message(8, number(2, 13)));
  }

  /// `ValueInfoProto`: a tensor of f32 (type 1) with the shape {2,2}.
  private static byte[] onnxValue(String name) {
    byte[] two = message(1, number(1, 2));
    byte[] tensor = join(number(1, 1), message(2, join(two, two)));
    return join(text(1, name), message(2, message(1, tensor)));
  }

  private static byte[] text(int field, String value) {
    return message(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /// A field of protobuf that holds a length and so many bytes; none here is longer than 127.
  private static byte[] message(int field, byte[] content) {
    return join(new byte[] {(byte) (field << 3 | 2), (byte) content.length}, content);
  }

  private static byte[] number(int field, int value) {
    return new byte[] {(byte) (field << 3), (byte) value};
  }

  private static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
