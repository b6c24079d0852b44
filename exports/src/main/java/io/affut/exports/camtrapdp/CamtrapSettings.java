package io.affut.exports.camtrapdp;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/// What the standard asks for and pictures do not tell.
///
/// @param title of the project
/// @param contributor who it is by, a person or an organisation; empty where that is to be filled
///   in
/// @param design how the places of the cameras were chosen
/// @param zone that the cameras' clocks are set to; without it dates are written as if they were
///   UTC, and marked as doubtful
/// @param places of the cameras, by their names as the run has them
/// @param filesPublic whether anybody may see the pictures; those with people never are
/// @param created when the package is made
public record CamtrapSettings(
    String title,
    String contributor,
    SamplingDesign design,
    Optional<ZoneId> zone,
    Map<String, Place> places,
    boolean filesPublic,
    Instant created) {
  /// Keeps a copy of the places.
  public CamtrapSettings {
    places = Map.copyOf(places);
  }
}
