package io.affut.engine.backend;

import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import java.util.Optional;

/// What the backends have in common, for the tests that all of them have to pass.
interface BackendUnderTest extends AutoCloseable {

  /// What messages call the library, such as `OpenVINO`.
  String runtime();

  /// The device as the settings name it.
  String device();

  Network load(Model<DetectorManifest> model, NetworkSettings settings, int width, int height);

  CropNetwork load(
      Model<ClassifierManifest> model,
      Optional<Model<BirdHeadManifest>> birdHead,
      NetworkSettings settings,
      int capacity);

  /// What a worker writes pictures with; one thread at a time.
  Writer newWriter();

  /// What is alive and what was done wrong, or nothing, as text.
  String left();

  @Override
  void close();

  /// Puts pictures where networks take them.
  interface Writer extends AutoCloseable {

    /// Writes a picture.
    ///
    /// @param rgb as large as the input
    void show(SlotInput input, byte[] rgb);

    @Override
    void close();
  }
}
