package io.affut.engine.card;

import io.affut.engine.model.Manifest;
import io.affut.engine.model.Task;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What is known of a model that others publish: where its file is, and what the file does not say
/// of itself.
///
/// @param id the model's name in the store
/// @param title one line for people
/// @param task what it does
/// @param address of the file, where it is known
/// @param file its name
/// @param size in bytes, where it is known exactly
/// @param sizeAbout in words, such as `22 MB`, or `unknown`
/// @param sum what is known of its SHA-256
/// @param licence as far as it is known
/// @param source who publishes it
/// @param settings what its manifest says, as users set it (`size`, `confidence`, ...)
public record ModelCard(
    String id,
    String title,
    Task task,
    Optional<URI> address,
    String file,
    OptionalLong size,
    String sizeAbout,
    KnownSum sum,
    String licence,
    String source,
    Map<String, String> settings) {

  /// Keeps a copy of the settings.
  public ModelCard {
    settings = Map.copyOf(settings);
  }

  /// The size in words, as exactly as it is known, for a sentence about the file.
  public String sizeInWords() {
    return size.isPresent() ? "%,d bytes".formatted(size.getAsLong()) : sizeInBrief();
  }

  /// The size in two words, rounded, such as `22 MB` or `size unknown`.
  public String sizeInBrief() {
    return sizeAbout.equals(Manifest.UNKNOWN) ? "size unknown" : sizeAbout;
  }
}
