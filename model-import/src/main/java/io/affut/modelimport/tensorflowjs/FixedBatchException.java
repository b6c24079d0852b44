package io.affut.modelimport.tensorflowjs;

/// A node does something with the batch that is not done to each picture alone, so the batch has to
/// be one. The importer then converts the graph for one picture; this never leaves it.
final class FixedBatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FixedBatchException(String message) {
    super(message);
  }
}
