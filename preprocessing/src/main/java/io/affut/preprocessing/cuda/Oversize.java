package io.affut.preprocessing.cuda;

/// When memory that is reused goes back. It grows with the largest picture, and each of some 48
/// readers has its own: after a few panoramas of 200 megapixels they would hold 600 MB of the GPU
/// and 750 MB of the host each, for pictures that want 36 MB.
final class Oversize {
  /// What is kept in any case: as much as a picture of 90 megapixels takes.
  private static final long KEPT = 256L << 20;

  private Oversize() {}

  /// Whether memory of `bytes` is far too large where `wanted` is needed. The next panorama has to
  /// ask for it again, which takes far less time than its pixels.
  static boolean is(long bytes, long wanted) {
    return bytes > KEPT && wanted < bytes / 4;
  }
}
