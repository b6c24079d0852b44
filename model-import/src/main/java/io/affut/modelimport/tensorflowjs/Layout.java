package io.affut.modelimport.tensorflowjs;

/// In which order the axes of a value are laid out in the ONNX graph.
enum Layout {
  /// As in the TensorFlow graph; pictures are `[batch, height, width, channels]`.
  AS_WRITTEN,
  /// Only for values of four axes: the last axis comes second, `[batch, channels, height, width]`.
  CHANNELS_FIRST;

  private static final int[] TO_CHANNELS_FIRST = {0, 3, 1, 2};
  private static final int[] FROM_CHANNELS_FIRST = {0, 2, 3, 1};

  /// Where an axis of the TensorFlow graph lies in this layout.
  int axis(int asWritten) {
    return this == AS_WRITTEN ? asWritten : FROM_CHANNELS_FIRST[asWritten];
  }

  /// Where several axes lie.
  int[] axes(int... asWritten) {
    int[] axes = asWritten.clone();
    for (int i = 0; i < axes.length; i++) {
      axes[i] = axis(axes[i]);
    }
    return axes;
  }

  /// The permutation that brings a value of the other layout into this one.
  int[] permutation() {
    return (this == CHANNELS_FIRST ? TO_CHANNELS_FIRST : FROM_CHANNELS_FIRST).clone();
  }

  /// What names of tensors end with in this layout. No node's name has a colon.
  String suffix() {
    return this == AS_WRITTEN ? "" : ":nchw";
  }
}
