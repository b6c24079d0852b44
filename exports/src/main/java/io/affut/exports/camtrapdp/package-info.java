/// A run as a Camera Trap Data Package (Camtrap DP 1.0), the standard that GBIF, Agouti and R's
/// `camtrapdp` read.
///
/// ```java
/// var settings =
///     new CamtrapSettings(
///         "Wolves of the Vercors",
///         "Office of the park",
///         SamplingDesign.TARGETED,
///         Optional.of(ZoneId.of("Europe/Paris")),
///         Map.of("north", new Place(44.95, 5.43)),
///         false,
///         Instant.now());
/// CamtrapOutcome outcome = CamtrapExport.write(run, settings, Path.of("package"));
/// outcome.toFillIn().forEach(System.err::println);
/// ```
package io.affut.exports.camtrapdp;
