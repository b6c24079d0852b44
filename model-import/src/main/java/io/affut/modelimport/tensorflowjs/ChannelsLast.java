package io.affut.modelimport.tensorflowjs;

import io.affut.modelimport.ModelImportException;

/// The one data format that is known: NHWC, which TensorFlow.js itself computes in.
final class ChannelsLast {
  private ChannelsLast() {}

  /// Refuses a node whose attribute says another format.
  static void require(GraphNode node) throws ModelImportException {
    String format = node.attributes().text("data_format", "NHWC");
    if (!format.equals("NHWC")) {
      throw node.refusal("has the data format " + format + ", and only NHWC is known");
    }
  }
}
