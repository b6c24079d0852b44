package io.affut.engine.model;

/// What `manifest.toml` says of a network: everything that is needed to feed it and to read its
/// outputs.
///
/// What is not known is the word `unknown`.
public sealed interface Manifest permits DetectorManifest, ClassifierManifest, BirdHeadManifest {

  /// What stands where something is not known.
  String UNKNOWN = "unknown";

  /// What the model is and where it comes from.
  About about();

  /// What the network needs.
  Precision precision();

  /// What the network does.
  Task task();

  /// The same under another description.
  Manifest with(About about);

  /// The model's name in the store and on the command line.
  default String id() {
    return about().id();
  }

  /// One line for people.
  default String description() {
    return about().description();
  }

  /// As far as it is known.
  default String licence() {
    return about().licence();
  }

  /// Where the network comes from.
  default String source() {
    return about().source();
  }

  /// A line to show at each run, or empty.
  default String notice() {
    return about().notice();
  }

  /// The network's file, beside the manifest.
  default String file() {
    return about().network().name();
  }

  /// The SHA-256 of [#file], or `unknown`.
  default String sha256() {
    return about().network().sha256();
  }

  /// The order of a network's axes: batch, channels, height, width.
  enum Layout {
    NHWC,
    NCHW
  }

  /// The order of the colours in a network's input.
  enum Channels {
    RGB,
    BGR
  }
}
