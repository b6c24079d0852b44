package io.affut.cli;

import io.affut.bindings.library.FoundLibrary;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.library.Search;
import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelIntegrity;
import io.affut.preprocessing.video.VideoLibrary;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `affut setup`: fetches native libraries and the default model, once.
@Command(
    name = "setup",
    description = "Fetches the native libraries and the default model, once.",
    mixinStandardHelpOptions = true)
final class SetupCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  /// For the launcher, which keeps the classes that this run needs.
  @Option(names = "--rehearse", hidden = true)
  private boolean rehearse;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description =
          "cuda: also what NVIDIA's GPUs need (some 50 MB are fetched), which no run fetches by itself.")
  private String device;

  @Mixin private MessageOptions messageOptions;

  SetupCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Messages messages = messageOptions.messages(surroundings);
    Installation installation = new Installation(surroundings.environment(), messages);
    if (device != null && !device.equals("cuda")) {
      throw new UsageException("--device takes cuda, not " + device + ".");
    }
    if (rehearse) {
      return Rehearsal.run(surroundings, installation.defaultModel().manifest().id());
    }
    NativeLibraries libraries = installation.libraries(Optional.empty());
    messages.result("OpenVINO       " + libraries.require(NativeLibrary.OPENVINO).file());
    Search turboJpeg = libraries.search(NativeLibrary.TURBOJPEG);
    messages.result(
        "libturbojpeg   "
            + turboJpeg
                .found()
                .map(f -> f.file().toString())
                .orElse("not found; see affut doctor"));
    messages.result("FFmpeg         " + ffmpeg(libraries, messages));
    if (device != null) {
      nvidia(libraries, messages);
    }
    Model<?> model = installation.defaultModel().renew(installation.packageClients());
    ModelIntegrity.verify(model);
    messages.result("default model  " + model.network());
    return ExitCode.DONE;
  }

  /// What is nowhere is fetched; TensorRT cannot be.
  private static void nvidia(NativeLibraries libraries, Messages messages) {
    for (NativeLibrary library :
        List.of(NativeLibrary.CUDA, NativeLibrary.NVRTC, NativeLibrary.NVJPEG)) {
      FoundLibrary found =
          libraries.search(library).found().orElseGet(() -> libraries.fetch(library));
      messages.result("%-14s %s".formatted(library.title(), found.file()));
    }
    Search tensorRt = libraries.search(NativeLibrary.TENSORRT);
    messages.result(
        "TensorRT       "
            + tensorRt
                .found()
                .map(f -> f.file().toString())
                .orElse("not found. " + NativeLibrary.TENSORRT.advice()));
  }

  /// Unpacks it; only videos need it, so its absence ends nothing.
  private static String ffmpeg(NativeLibraries libraries, Messages messages) {
    try {
      return new VideoLibrary(libraries, new NativeLedger()).version();
    } catch (NativeLibraryException e) {
      messages.cause(e);
      return "not found; see affut doctor";
    }
  }
}
