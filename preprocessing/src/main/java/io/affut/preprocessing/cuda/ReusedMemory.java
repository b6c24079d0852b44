package io.affut.preprocessing.cuda;

/// When memory that is reused is taken again, and when it goes back. It grows with the largest
/// picture, and each of some 48 readers has its own: after a few panoramas of 200 megapixels they
/// would hold 600 MB of the GPU and 750 MB of the host each, for pictures that want 36 MB.
final class ReusedMemory {
  /// What is kept in any case: as much as a picture of 90 megapixels takes.
  private static final long KEPT = 256L << 20;

  private ReusedMemory() {}

  /// Whether memory of `bytes` serves where `wanted` is needed: it is large enough, and not far too
  /// large. The next panorama has to ask for it again, which takes far less time than its pixels.
  static boolean serves(long bytes, long wanted) {
    return bytes >= wanted && (bytes <= KEPT || wanted >= bytes / 4);
  }
}
