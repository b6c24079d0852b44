package io.affut.engine.pipeline;

import io.affut.bindings.library.NativeException;
import io.affut.engine.model.ModelException;
import io.affut.engine.results.PictureResult;
import io.affut.preprocessing.picture.UnreadablePictureException;
import java.util.Optional;

/// What a worker hands to the collecting thread.
sealed interface Step {

  /// The network of a lane computes a picture that is not needed any more.
  record Started(Turn turn, Look look, DetectorWork.Begun begun, LaneRun lane) implements Step {}

  /// A picture or video is done.
  record Done(int index, PictureResult result) implements Step {}

  /// Nothing can be had of a picture.
  ///
  /// @param reason for the user
  /// @param cause what lies behind it
  record Failed(int index, String reason, Optional<Throwable> cause) implements Step {

    /// What a picture has failed at.
    static Failed of(int index, Throwable e) {
      return switch (e) {
        case UnreadablePictureException _, ModelException _ ->
            new Failed(index, e.getMessage(), Optional.of(e));
        case NativeException called -> ours(index, called.getMessage(), e);
        default -> ours(index, e.toString(), e);
      };
    }

    private static Failed ours(int index, String what, Throwable cause) {
      return new Failed(index, "an error of Affût, please report it: " + what, Optional.of(cause));
    }
  }

  /// A thread has handed over its last step.
  ///
  /// @param failure that ends the run
  record WorkerEnded(Optional<Throwable> failure) implements Step {}
}
