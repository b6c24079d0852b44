package io.affut.engine.install;

import io.affut.engine.model.About;
import io.affut.engine.model.Model;
import io.affut.modelimport.NetworkDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A file that is to become a model.
sealed interface Source permits CheckpointSource, NetworkSource {

  /// The file that the user gave.
  Path file();

  /// Its SHA-256, 64 hexadecimal digits.
  String sha256() throws IOException;

  /// The model that was made of the same before, if there is one in the store.
  ///
  /// @param settings that it may have been made with
  Optional<Model<?>> installed(List<ModelSettings> settings) throws IOException;

  /// The model that was made of the same before with whatever settings, if there is one.
  Optional<Model<?>> installed() throws IOException;

  /// Puts the network into `folder`.
  ///
  /// @throws io.affut.engine.model.ModelException when it is refused
  Made make(Path folder, ModelSettings settings) throws IOException;

  /// A network in its folder.
  ///
  /// @param network what it is
  /// @param files of the network, its own first
  /// @param implied settings that follow from it
  /// @param licence found in the file
  /// @param origin the file that it was converted from, if it was
  record Made(
      NetworkDescription network,
      List<About.NetworkFile> files,
      ModelSettings implied,
      Optional<String> licence,
      Optional<About.Origin> origin) {}
}
