package io.affut.cli;

import io.affut.bindings.library.CacheFolder;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.PackageClients;
import io.affut.bindings.library.SearchSettings;
import io.affut.engine.download.Download;
import io.affut.engine.download.Patience;
import io.affut.engine.download.Proxies;
import io.affut.engine.install.ClassifierChoice;
import io.affut.engine.install.DefaultModel;
import io.affut.engine.install.DetectorChoice;
import io.affut.engine.install.ModelInstaller;
import io.affut.engine.install.ModelPull;
import io.affut.engine.model.ModelStore;
import io.affut.engine.recipe.RecipeChoice;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where this user's libraries, models and sample pictures lie, and how they get there.
final class Installation {
  private final Map<String, String> environment;
  private final Path cache;
  private final Messages messages;

  Installation(Map<String, String> environment, Messages messages) {
    this.environment = environment;
    this.cache =
        CacheFolder.of(
            environment, System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
    this.messages = messages;
  }

  Path cache() {
    return cache;
  }

  /// Where OpenVINO keeps what it has compiled, for faster starts.
  Path compiledNetworks() {
    return cache.resolve("compiled");
  }

  ModelStore models() {
    return new ModelStore(cache.resolve("models"));
  }

  DefaultModel defaultModel() {
    return new DefaultModel(models(), messages::say);
  }

  ModelInstaller installer() {
    return new ModelInstaller(models(), messages::say);
  }

  /// Fetches the files of model cards.
  ModelPull pull() {
    return new ModelPull(
        models(),
        cache.resolve("downloads").resolve("models"),
        new Download(
            new Proxies(ProxySelector.getDefault(), environment),
            Patience.USUAL,
            new DownloadLines(messages)),
        messages::say);
  }

  DetectorChoice detectors() {
    return new DetectorChoice(models(), installer(), defaultModel(), packageClients());
  }

  ClassifierChoice classifiers() {
    return new ClassifierChoice(models(), installer());
  }

  RecipeChoice recipes() {
    return new RecipeChoice(models());
  }

  PackageClients packageClients() {
    return new PackageClients(cache, environment, messages::say);
  }

  /// The search for native libraries, which fetches what is missing.
  NativeLibraries libraries(Optional<Path> nativeDir) {
    return libraries(nativeDir, true);
  }

  /// The search for native libraries.
  ///
  /// @param mayFetch whether what is missing is fetched
  NativeLibraries libraries(Optional<Path> nativeDir, boolean mayFetch) {
    return new NativeLibraries(
        new SearchSettings(nativeDir, environment, cache, mayFetch, messages::say));
  }
}
