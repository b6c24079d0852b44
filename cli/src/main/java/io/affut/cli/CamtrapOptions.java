package io.affut.cli;

import io.affut.exports.camtrapdp.CamtrapSettings;
import io.affut.exports.camtrapdp.Place;
import io.affut.exports.camtrapdp.SamplingDesign;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// What a Camera Trap Data Package says that pictures do not.
final class CamtrapOptions {
  @Option(
      names = "--title",
      paramLabel = "TEXT",
      defaultValue = "Camera-trap pictures",
      description = "Of camtrap-dp: the project. Default: ${DEFAULT-VALUE}.")
  private String title;

  @Option(
      names = "--contributor",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Of camtrap-dp: who it is by.")
  private String contributor;

  @Option(
      names = "--sampling",
      paramLabel = "DESIGN",
      defaultValue = "opportunistic",
      description =
          "Of camtrap-dp: simple-random, systematic-random, clustered-random, experimental, targeted or opportunistic. Default: ${DEFAULT-VALUE}.")
  private String design;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "Of camtrap-dp: the cameras' time zone, such as Europe/Paris or +01:00.")
  private String zone;

  @Option(
      names = "--place",
      paramLabel = "CAMERA=LAT,LON",
      description = "Of camtrap-dp: where a camera stood, in degrees.")
  private Map<String, String> places = Map.of();

  @Option(names = "--public", description = "Of camtrap-dp: anybody may see the pictures.")
  private boolean filesPublic;

  /// @param cameras those of the run; a place of any other is a mistake
  CamtrapSettings settings(Collection<String> cameras) {
    for (String camera : places.keySet()) {
      if (!cameras.contains(camera)) {
        throw new UsageException(
            "There is no camera '%s' to place; there are: %s."
                .formatted(
                    camera, cameras.stream().sorted().limit(10).collect(Collectors.joining(", "))));
      }
    }
    return new CamtrapSettings(
        title,
        contributor,
        EngineOptions.word("--sampling", "", design, SamplingDesign.class),
        Optional.ofNullable(zone).map(CamtrapOptions::zone),
        places(),
        filesPublic,
        Instant.now());
  }

  private Map<String, Place> places() {
    Map<String, Place> known = new LinkedHashMap<>();
    places.forEach((camera, text) -> known.put(camera, place(camera, text)));
    return known;
  }

  private static Place place(String camera, String text) {
    String[] degrees = text.split(",", -1);
    try {
      if (degrees.length == 2) {
        return new Place(Double.parseDouble(degrees[0]), Double.parseDouble(degrees[1]));
      }
    } catch (IllegalArgumentException e) {
      throw noPlace(camera, text);
    }
    throw noPlace(camera, text);
  }

  private static UsageException noPlace(String camera, String text) {
    return new UsageException(
        "--place takes a latitude and a longitude in degrees, such as %s=46.2,7.5, not %s."
            .formatted(camera, text));
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new UsageException(
          "--zone takes a time zone such as Europe/Paris or +01:00, not " + text + ".");
    }
  }
}
