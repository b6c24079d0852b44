package io.affut.engine.install;

import io.affut.engine.model.ManifestReader;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;

/// What models in a store are called.
///
/// @param store whose names are taken
record ModelNames(ModelStore store) {
  private static final int LONGEST = 80;
  private static final int OF_SUM = 8;

  /// What a file's name makes of it as a model's name.
  static String of(String fileName) {
    String id =
        fileName
            .replaceFirst("(?<=.)\\.[A-Za-z]{1,6}$", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9._-]+", "-")
            .replaceFirst("^[^a-z0-9]+", "")
            .replaceFirst("[^a-z0-9]+$", "");
    return id.isEmpty() ? "model" : id.substring(0, Math.min(id.length(), LONGEST));
  }

  /// Refuses what cannot be a name.
  ///
  /// @throws SettingException when `id` cannot
  static void require(String id) {
    if (!ManifestReader.isId(id)) {
      throw new SettingException(
          "A model's name has small letters, digits, dots, hyphens and underscores, at most 100, and begins with a letter or digit; %s does not."
              .formatted(id));
    }
  }

  /// A name that is not taken: the user's, or the file's, with the start of its SHA-256 after it
  /// where another model has that.
  ///
  /// @throws ModelException when it is taken
  String free(Source source, Optional<String> id) throws IOException {
    String name = id.orElse(of(source.file().getFileName().toString()));
    if (id.isEmpty() && Files.exists(store.place(name))) {
      name += "-" + source.sha256().substring(0, OF_SUM);
    }
    return free(name);
  }

  /// The name, if it is not taken.
  ///
  /// @throws ModelException when it is
  String free(String id) {
    if (Files.exists(store.place(id))) {
      throw taken(id);
    }
    return id;
  }

  /// Why a model cannot get a name.
  ModelException taken(String id) {
    return new ModelException(
        "There is a model %s already; choose another name with --id, or delete the folder %s."
            .formatted(id, store.place(id)));
  }
}
