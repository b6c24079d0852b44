package io.affut.bindings.turbojpeg;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/// JPEG files of 16 x 16 grey pixels, made by hand.
final class TinyJpeg {
  private static final HexFormat HEX = HexFormat.of();

  private TinyJpeg() {}

  /// A progressive file whose only scan holds the mean of each block, and then ends.
  static byte[] progressive() {
    return bytes("");
  }

  /// The same with stray bytes, which the library warns of, before a second scan that it refuses.
  static byte[] progressiveWithStrayBytesAndABrokenScan() {
    return bytes("00".repeat(100) + "ffda000300");
  }

  private static byte[] bytes(String afterFirstScan) {
    var file = new ByteArrayOutputStream();
    file.writeBytes(HEX.parseHex("ffd8")); // start
    file.writeBytes(HEX.parseHex("ffdb004300" + "01".repeat(64))); // quantisation
    file.writeBytes(HEX.parseHex("ffc2000b080010001001011100")); // progressive, 16 x 16, one colour
    file.writeBytes(HEX.parseHex("ffc4001400" + "01" + "00".repeat(15) + "00")); // one code: "0"
    file.writeBytes(HEX.parseHex("ffda0008010100000000")); // the scan of the means
    file.writeBytes(HEX.parseHex("0f")); // four blocks, each "no difference"; rest filled up
    file.writeBytes(HEX.parseHex(afterFirstScan));
    file.writeBytes(HEX.parseHex("ffd9")); // end
    return file.toByteArray();
  }
}
