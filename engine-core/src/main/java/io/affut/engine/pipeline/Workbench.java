package io.affut.engine.pipeline;

import io.affut.engine.backend.SlotInput;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.picture.UnreadablePictureException;
import io.affut.preprocessing.resize.Crop;
import io.affut.preprocessing.resize.Letterbox;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/// What one worker handles pictures with. One picture lies on it at a time, in memory of the device
/// that its lane computes on, until the next is read or taken in.
///
/// One thread at a time; the worker closes it.
interface Workbench extends AutoCloseable {

  /// Reads and decodes a picture.
  ///
  /// @param decoding called when the file lies in memory and is to be decoded, with its size in
  ///   bytes
  /// @throws UnreadablePictureException with a plain reason, if there is no picture to be had
  Look read(Path file, DecodeScale scale, LongConsumer decoding) throws UnreadablePictureException;

  /// Takes a picture in that was decoded elsewhere, whose pixels stay there until the next call.
  Look take(Picture decoded);

  /// Fits the picture into the input of a network. The network may be started afterwards, and finds
  /// it there.
  ///
  /// @param pad the value 0 to 255 around it
  void letterbox(Letterbox box, int pad, SlotInput into);

  /// Cuts rectangles out of the picture and scales each to a square. The network may compute
  /// afterwards, and finds them there.
  ///
  /// @param crops at most [#cropsAtOnce()], in pixels of the upright picture
  /// @param size the side of the squares
  /// @param into where they go, as many
  void crop(List<Crop> crops, int size, List<SlotInput> into);

  /// How many rectangles are best cut out at once, at least 1.
  int cropsAtOnce();

  /// Waits until nothing is written any more that was begun here, so that what it was written into
  /// can go to others. To be called after a failure; fails at nothing.
  void settle();

  @Override
  void close();
}
