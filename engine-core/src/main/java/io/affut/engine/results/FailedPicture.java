package io.affut.engine.results;

import io.affut.preprocessing.picture.CaptureDate;
import java.util.Optional;

/// A picture that could not be looked at. It is never taken for an empty one.
///
/// @param reason a plain sentence for the user
public record FailedPicture(String file, String reason) implements PictureResult {
  @Override
  public FailedPicture named(String other) {
    return new FailedPicture(other, reason);
  }

  @Override
  public Optional<CaptureDate> date() {
    return Optional.empty();
  }
}
