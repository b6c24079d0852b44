package io.affut.engine.pipeline;

import io.affut.bindings.openvino.ProfiledLayer;
import java.util.List;

/// The lanes of an engine, with everything that they need. To be closed when no run goes on.
interface Lanes extends AutoCloseable {

  /// The lanes, at least one; all of them find the same.
  List<Lane> all();

  /// The inference library and its version.
  String runtime();

  /// The devices as the runtime names them.
  String devices();

  /// What decodes JPEGs, with its version.
  String decoder();

  /// Whether JPEGs can be decoded at a smaller scale.
  boolean canReduce();

  /// How long each layer of the first detector takes, in a network that is made for this.
  ///
  /// @param runs how often the network runs for it
  /// @return nothing without a detector, or where the runtime cannot tell
  List<ProfiledLayer> profile(int runs);

  @Override
  void close();
}
