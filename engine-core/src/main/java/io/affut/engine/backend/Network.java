package io.affut.engine.backend;

import java.util.List;

/// A network that is ready to compute on a device. Its slots may be used by different threads at
/// the same time.
public interface Network extends AutoCloseable {

  /// The inference requests, made once; they live as long as the network.
  List<Slot> slots();

  /// The device as its runtime names it, such as `CPU` and the processor's name.
  String device();

  /// The precision that the network is really computed in, read back from the runtime, such as
  /// `f32`.
  String precision();

  /// Ends the slots and the network. No slot may be computing.
  @Override
  void close();
}
