package io.affut.preprocessing.cuda;

import io.affut.bindings.cuda.DeviceBuffer;
import java.util.List;

/// Where a network on a GPU takes one picture.
///
/// @param buffer of somebody else
/// @param offset where this picture begins, in bytes; aligned to the element
/// @param width in pixels
/// @param height in pixels
/// @param format what each value is
public record DeviceInput(DeviceBuffer buffer, long offset, int width, int height, Format format) {

  /// How many bytes the picture has.
  public long bytes() {
    return 3L * width * height * format.element().bytes();
  }

  /// What a value is.
  public enum Element {
    F32(4),
    F16(2);

    private final int bytes;

    Element(int bytes) {
      this.bytes = bytes;
    }

    /// How many bytes a value has.
    public int bytes() {
      return bytes;
    }
  }

  /// What a network wants of each pixel: `(level - mean) / deviation` for each channel.
  ///
  /// @param element the type of the values
  /// @param planar whether all values of a channel lie together (NCHW), or those of a pixel (NHWC)
  /// @param reversed whether the channels are blue, green, red; else red, green, blue
  /// @param mean three values for 0 to 255, in the order of the network's channels
  /// @param deviation likewise
  public record Format(
      Element element, boolean planar, boolean reversed, List<Float> mean, List<Float> deviation) {
    /// Keeps copies of the lists.
    ///
    /// @throws IllegalArgumentException when there are not three of each
    public Format {
      mean = List.copyOf(mean);
      deviation = List.copyOf(deviation);
      if (mean.size() != 3 || deviation.size() != 3) {
        throw new IllegalArgumentException(
            "%d means and %d deviations for three channels"
                .formatted(mean.size(), deviation.size()));
      }
    }
  }
}
