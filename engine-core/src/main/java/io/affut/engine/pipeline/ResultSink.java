package io.affut.engine.pipeline;

import io.affut.engine.results.PictureResult;
import java.io.IOException;
import java.util.Optional;

/// Takes what a run finds. Called by one thread, in the order in which pictures are done.
public interface ResultSink {

  /// Takes the result of the picture at `index` of the list that the run was given.
  ///
  /// @param cause what lies behind a failure, for those who ask for it
  void accept(int index, PictureResult result, Optional<Throwable> cause) throws IOException;

  /// Takes a sentence that the user has to hear, such as that a device has failed.
  default void notice(String sentence) throws IOException {}

  /// Called at least each second while nothing is done.
  void idle() throws IOException;
}
