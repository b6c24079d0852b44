package io.affut.engine.backend;

import java.util.List;

/// A classifier that is ready to compute on a device, with the bird head behind it if there is one.
public interface CropNetwork extends AutoCloseable {

  /// The side of the square that each crop is scaled to, in pixels.
  int size();

  /// Room for crops, made once; it lives as long as the network. One batch computes while crops are
  /// put into another.
  List<CropBatch> batches();

  /// The precision that the classifier is really computed in, read back from the runtime, such as
  /// `f32`.
  String precision();

  /// Ends the network. No batch may be computing.
  @Override
  void close();
}
