package io.affut.exports.camtrapdp;

/// Where a camera stood, in decimal degrees (WGS84).
///
/// @param latitude -90 to 90
/// @param longitude -180 to 180
public record Place(double latitude, double longitude) {
  /// @throws IllegalArgumentException when there is no such place
  public Place {
    if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
      throw new IllegalArgumentException(
          "%s, %s is no latitude and longitude in degrees".formatted(latitude, longitude));
    }
  }
}
