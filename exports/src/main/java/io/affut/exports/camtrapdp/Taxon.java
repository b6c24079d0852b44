package io.affut.exports.camtrapdp;

/// What something is called in science.
///
/// @param name such as `Vulpes vulpes`, or of a larger group
/// @param rank of the name, such as `species`
record Taxon(String name, String rank) {
  static final Taxon HUMAN = new Taxon("Homo sapiens", "species");
}
