package io.affut.exports.camtrapdp;

/// How the places of the cameras were chosen, in the words of Camtrap DP.
public enum SamplingDesign {
  /// At random.
  SIMPLE_RANDOM("simpleRandom"),
  /// At random, in a regular pattern.
  SYSTEMATIC_RANDOM("systematicRandom"),
  /// At random, in groups.
  CLUSTERED_RANDOM("clusteredRandom"),
  /// For an experiment.
  EXPERIMENTAL("experimental"),
  /// Where some species are likely.
  TARGETED("targeted"),
  /// Where it was possible.
  OPPORTUNISTIC("opportunistic");

  private final String word;

  SamplingDesign(String word) {
    this.word = word;
  }

  /// The word of the standard.
  public String word() {
    return word;
  }
}
