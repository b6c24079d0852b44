package io.affut.modelimport.tensorflowjs;

/// Shapes that cannot be, or do not fit each other. Whoever knows the node or the weight that is
/// meant turns it into a refusal that names it; it never leaves the importer.
final class ShapeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ShapeException(String message) {
    super(message);
  }
}
