package io.affut.engine.model;

import io.affut.bindings.library.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;

/// Whether a network is still the one that its manifest names.
public final class ModelIntegrity {
  /// A network larger than this is read in full only when its path, size, time or inode has changed
  /// since it was last found right; smaller ones are read at each load, which takes milliseconds.
  private static final long ALWAYS_READ = 64L << 20;

  private static final String STAMP = ".verified";

  private ModelIntegrity() {}

  /// Checks the network before it is loaded.
  ///
  /// @throws ModelException when the file is missing or is not what the manifest says
  public static void check(Model model) {
    try {
      if (Files.size(model.network()) > ALWAYS_READ && isKnown(model)) {
        return;
      }
    } catch (IOException e) {
      throw missing(model, e);
    }
    verify(model);
  }

  /// Reads the whole network and compares it with the manifest.
  ///
  /// @return the SHA-256 that was found
  /// @throws ModelException when the file is missing or is not what the manifest says
  public static String verify(Model model) {
    String expected = model.manifest().sha256();
    try {
      String stamp = stamp(model);
      String found = Sha256.of(model.network());
      if (!expected.equals(Manifest.UNKNOWN) && !expected.equals(found)) {
        throw new ModelException(
            "The model %s is damaged: %s has the SHA-256 %s, its manifest says %s. Delete the folder %s and run `affut setup`, or install the model again."
                .formatted(
                    model.manifest().id(), model.network(), found, expected, model.folder()));
      }
      remember(model, stamp);
      return found;
    } catch (IOException e) {
      throw missing(model, e);
    }
  }

  private static ModelException missing(Model model, IOException cause) {
    return new ModelException(
        "The model %s is incomplete: %s cannot be read. Delete the folder %s and run `affut setup`, or install the model again."
            .formatted(model.manifest().id(), model.network(), model.folder()),
        cause);
  }

  private static boolean isKnown(Model model) {
    try {
      return Files.readString(model.folder().resolve(STAMP)).equals(stamp(model));
    } catch (IOException e) {
      return false; // not there, or not ours: the network is read again
    }
  }

  private static void remember(Model model, String stamp) {
    try {
      if (Files.size(model.network()) > ALWAYS_READ) {
        Files.writeString(model.folder().resolve(STAMP), stamp);
      }
    } catch (IOException e) {
      // A folder that cannot be written only means that the next load reads the network again.
    }
  }

  private static String stamp(Model model) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(model.network(), BasicFileAttributes.class);
    return String.join(
        "\n",
        model.network().toRealPath().toString(),
        Long.toString(attributes.size()),
        attributes.lastModifiedTime().toString(),
        String.valueOf(attributes.fileKey()),
        model.manifest().sha256());
  }
}
