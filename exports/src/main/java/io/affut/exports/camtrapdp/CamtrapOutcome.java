package io.affut.exports.camtrapdp;

import io.affut.exports.outcome.LeftOut;
import java.util.List;

/// What became of a package.
///
/// @param deployments how many there are, one a camera
/// @param media how many pictures and videos
/// @param observations how many, of pictures and of sequences
/// @param leftOut pictures that the standard has no room for, and why
/// @param toFillIn what the standard requires and was not known, a sentence each
public record CamtrapOutcome(
    int deployments, long media, long observations, List<LeftOut> leftOut, List<String> toFillIn) {
  /// Keeps copies of the lists.
  public CamtrapOutcome {
    leftOut = List.copyOf(leftOut);
    toFillIn = List.copyOf(toFillIn);
  }
}
