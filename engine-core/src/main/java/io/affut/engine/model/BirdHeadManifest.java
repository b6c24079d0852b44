package io.affut.engine.model;

/// What a manifest says of a bird head: a small network that reads a classifier's embedding.
///
/// @param about what it is and where it comes from
/// @param input the input's name in the network
/// @param length how many values an embedding has
/// @param precision what the network needs
/// @param logits the output with one logit a class
/// @param classes what the logits stand for
/// @param temperatures that logits are divided by
public record BirdHeadManifest(
    About about,
    String input,
    int length,
    Precision precision,
    String logits,
    ClassNames classes,
    Temperatures temperatures)
    implements Manifest {

  @Override
  public Task task() {
    return Task.BIRD_HEAD;
  }

  @Override
  public BirdHeadManifest with(About other) {
    return new BirdHeadManifest(other, input, length, precision, logits, classes, temperatures);
  }
}
