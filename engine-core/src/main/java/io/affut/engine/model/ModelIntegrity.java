package io.affut.engine.model;

import io.affut.bindings.library.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Whether a network, with its weights, is still the one that its manifest names.
public final class ModelIntegrity {
  /// A network larger than this is read in full only when its path, size, time or inode has changed
  /// since it was last found right; smaller ones are read at each load, which takes milliseconds.
  private static final long ALWAYS_READ = 64L << 20;

  private static final String STAMP = ".verified";

  private ModelIntegrity() {}

  /// Checks the network and its weights before they are loaded.
  ///
  /// @throws ModelException when a file is missing or is not what the manifest says
  public static void check(Model<?> model) {
    try {
      if (model.bytes() > ALWAYS_READ && isKnown(model)) {
        return;
      }
    } catch (IOException e) {
      throw missing(model, e);
    }
    verify(model);
  }

  /// Reads the whole network, with its weights, and compares it with the manifest.
  ///
  /// @return the SHA-256 that was found of each file, in the order of [About#files]
  /// @throws ModelException when a file is missing or is not what the manifest says
  public static List<String> verify(Model<?> model) {
    try {
      String stamp = stamp(model);
      List<String> found = new ArrayList<>();
      for (About.NetworkFile file : model.manifest().about().files()) {
        found.add(verify(model, file));
      }
      remember(model, stamp);
      return found;
    } catch (IOException e) {
      throw missing(model, e);
    }
  }

  private static String verify(Model<?> model, About.NetworkFile file) throws IOException {
    Path path = model.folder().resolve(file.name());
    String found = Sha256.of(path);
    if (!file.sha256().equals(Manifest.UNKNOWN) && !file.sha256().equals(found)) {
      throw new ModelException(
          "The model %s is damaged: %s has the SHA-256 %s, its manifest says %s. Delete the folder %s and run `affut setup`, or install the model again."
              .formatted(model.manifest().id(), path, found, file.sha256(), model.folder()));
    }
    return found;
  }

  private static ModelException missing(Model<?> model, IOException cause) {
    Path missing =
        model.files().stream()
            .filter(file -> !Files.isRegularFile(file))
            .findFirst()
            .orElse(model.network());
    return new ModelException(
        "The model %s is incomplete: %s cannot be read. Delete the folder %s and run `affut setup`, or install the model again."
            .formatted(model.manifest().id(), missing, model.folder()),
        cause);
  }

  private static boolean isKnown(Model<?> model) {
    try {
      return Files.readString(model.folder().resolve(STAMP)).equals(stamp(model));
    } catch (IOException e) {
      return false; // not there, or not ours: the network is read again
    }
  }

  private static void remember(Model<?> model, String stamp) {
    try {
      if (model.bytes() > ALWAYS_READ) {
        Files.writeString(model.folder().resolve(STAMP), stamp);
      }
    } catch (IOException e) {
      // A folder that cannot be written only means that the next load reads the network again.
    }
  }

  private static String stamp(Model<?> model) throws IOException {
    List<String> stamp = new ArrayList<>();
    for (About.NetworkFile file : model.manifest().about().files()) {
      stamp.add(FileStamp.of(model.folder().resolve(file.name())));
      stamp.add(file.sha256());
    }
    return String.join("\n", stamp);
  }
}
