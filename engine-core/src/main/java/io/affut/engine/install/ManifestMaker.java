package io.affut.engine.install;

import io.affut.engine.card.ModelCard;
import io.affut.engine.model.About;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassList;
import io.affut.engine.model.ClassLists;
import io.affut.engine.model.ClassNames;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Manifest;
import io.affut.modelimport.NetworkDescription;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// How a manifest comes to be: the defaults of the network's architecture, over them what the model
/// card of its file says, over that what the user sets.
///
/// @param fileName of the file that the network comes from
/// @param card of a file of that name or SHA-256, if there is one
/// @param address where the file was fetched, if it was
/// @param settings the user's
/// @param progress is told what the user should know of the manifest
record ManifestMaker(
    String fileName,
    Optional<ModelCard> card,
    Optional<URI> address,
    ModelSettings settings,
    Consumer<String> progress) {

  /// What the card sets, or nothing.
  ModelSettings ofCard() {
    return card.map(known -> ModelSettings.of(known.settings())).orElse(ModelSettings.NONE);
  }

  /// The manifest of a network that is made.
  ///
  /// @throws SettingException when a setting of the user's does not suit it
  Manifest manifest(String id, Source.Made made) {
    Manifest manifest =
        SettingsOn.manifest(
            ManifestDefaults.of(about(id, made, Optional.empty()), made.network()), made.implied());
    if (card.isPresent()) {
      manifest = withCard(manifest, made, card.get());
    }
    manifest = SettingsOn.manifest(manifest, settings);
    tellOfUnnamed(manifest);
    return manifest;
  }

  /// Somebody may give another network the name of a published one.
  private Manifest withCard(Manifest manifest, Source.Made made, ModelCard known) {
    try {
      About about = about(manifest.id(), made, Optional.of(known));
      Manifest with = SettingsOn.manifest(manifest, ofCard()).with(about);
      progress.accept("%s is taken for %s.".formatted(fileName, known.title()));
      return with;
    } catch (SettingException e) {
      progress.accept(
          "%s has the name of a file of %s, but is another network; what is known of that one is not used."
              .formatted(fileName, known.title()));
      return manifest;
    }
  }

  private About about(String id, Source.Made made, Optional<ModelCard> known) {
    Optional<About.Origin> origin =
        made.origin()
            .map(o ->
                new About.Origin(o.file(), o.sha256(), address.map(URI::toString), o.conversion()));
    String source = origin.isPresent() ? fileName + ", converted by Affût" : fileName;
    return new About(
        id,
        known.map(ModelCard::title).orElseGet(() -> describe(made.network())),
        made.files().getFirst(),
        made.files().subList(1, made.files().size()),
        licence(made.licence(), known.map(ModelCard::licence)),
        known.map(k -> k.source() + "; " + source).orElse(source),
        "",
        origin);
  }

  /// What the file says, and what the card says.
  private static String licence(Optional<String> inFile, Optional<String> ofCard) {
    Optional<String> published = ofCard.filter(text -> !text.equals(Manifest.UNKNOWN));
    if (published.isPresent() && inFile.isPresent()) {
      return "%s; the file says: %s".formatted(published.get(), inFile.get());
    }
    return published.or(() -> inFile).orElse(Manifest.UNKNOWN);
  }

  private static String describe(NetworkDescription network) {
    return switch (network) {
      case NetworkDescription.AnchorFreeDetector n -> detector(n.architecture(), n.classes());
      case NetworkDescription.AnchorDetector n -> detector(n.architecture(), n.classes());
      case NetworkDescription.Classifier n -> "%s, %d classes".formatted(n.backbone(), n.classes());
      case NetworkDescription.EmbeddingHead n ->
          "head on embeddings of %d values, %d classes".formatted(n.embedding(), n.classes());
    };
  }

  private static String detector(String architecture, List<String> classes) {
    return "%s, %d classes".formatted(architecture, classes.size());
  }

  private void tellOfUnnamed(Manifest manifest) {
    ClassNames classes =
        switch (manifest) {
          case DetectorManifest _ -> new ClassNames.Named(List.of());
          case ClassifierManifest m -> m.classes();
          case BirdHeadManifest m -> m.classes();
        };
    if (classes instanceof ClassNames.Unnamed unnamed) {
      List<String> lists =
          ClassLists.all().stream()
              .filter(list -> list.size() == unnamed.size())
              .map(ClassList::id)
              .toList();
      progress.accept(
          "The %d classes of %s are not named in the file. Name them with --set classes=NAME,NAME,...%s"
              .formatted(
                  unnamed.size(),
                  fileName,
                  lists.isEmpty()
                      ? ""
                      : ", or, if they are those, with classes=" + String.join(" or ", lists)));
    }
  }
}
