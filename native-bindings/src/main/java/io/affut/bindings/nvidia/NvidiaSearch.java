package io.affut.bindings.nvidia;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaRuntime;
import io.affut.bindings.cuda.CudaState;
import io.affut.bindings.cuda.CudaVersion;
import io.affut.bindings.cuda.Nvrtc;
import io.affut.bindings.library.Attempt;
import io.affut.bindings.library.FoundLibrary;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.library.Search;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.tensorrt.TensorRt;
import io.affut.bindings.tensorrt.TensorRtLibrary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What the search for NVIDIA's libraries came to: all of them, or everything that is in the way,
/// not only the first.
///
/// @param searches one for each library, with every step
/// @param versions what the libraries say of themselves, by their titles, as far as they load
/// @param reasons what is in the way, a sentence each, with the places below where one was not
///   found; empty where nothing is
/// @param remarks what a user has to know although nothing is in the way, a sentence each
/// @param libraries all of them; nothing where there is a reason
public record NvidiaSearch(
    List<Search> searches,
    Map<String, String> versions,
    List<String> reasons,
    List<String> remarks,
    Optional<NvidiaLibraries> libraries) {
  /// Keeps a copy of the lists.
  public NvidiaSearch {
    searches = List.copyOf(searches);
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    reasons = List.copyOf(reasons);
    remarks = List.copyOf(remarks);
  }

  /// Looks for all of them, loads what is there, and sees whether they fit each other. TensorRT is
  /// loaded where CUDA has found a device, and not used.
  ///
  /// @param ledger counts what the libraries make
  public static NvidiaSearch of(NativeLibraries libraries, NativeLedger ledger) {
    return new Collector(libraries, ledger).result();
  }

  /// This, where every folder that the user names serves.
  ///
  /// @throws NativeLibraryException when one does not
  public NvidiaSearch checked() {
    for (Search search : searches) {
      if (search.error().isPresent()) {
        throw search.exception();
      }
    }
    return this;
  }

  /// Goes from library to library.
  private static final class Collector {
    private final NativeLibraries libraries;
    private final NativeLedger ledger;
    private final List<Search> searches = new ArrayList<>();
    private final Map<String, String> versions = new LinkedHashMap<>();
    private final List<String> reasons = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    Collector(NativeLibraries libraries, NativeLedger ledger) {
      this.libraries = libraries;
      this.ledger = ledger;
    }

    NvidiaSearch result() {
      Optional<CudaRuntime> cuda =
          needed(NativeLibrary.CUDA)
              .flatMap(found -> loaded(() -> CudaRuntime.load(found, ledger)));
      cuda.ifPresent(it -> versions.put("CUDA", it.version().toString()));
      List<CudaDevice> devices = cuda.map(this::devices).orElse(List.of());
      Optional<Nvrtc> nvrtc =
          needed(NativeLibrary.NVRTC)
              .flatMap(found -> loaded(() -> Nvrtc.load(found.file(), ledger)));
      nvrtc.ifPresent(it -> versions.put("NVRTC", it.version().toString()));
      if (cuda.isPresent() && nvrtc.isPresent()) {
        compare(cuda.get().version(), nvrtc.get().version());
      }
      Optional<FoundLibrary> nvJpeg = nvJpeg(cuda.map(CudaRuntime::version));
      Optional<FoundLibrary> tensorRt = needed(NativeLibrary.TENSORRT);
      tensorRt.ifPresent(found -> versions.put("TensorRT", found.version()));
      Optional<TensorRt> opened =
          tensorRt.isEmpty() || devices.isEmpty()
              ? Optional.empty()
              : loaded(() ->
                  TensorRtLibrary.open(libraries, tensorRt.get(), cuda.orElseThrow(), ledger));
      opened.ifPresent(it -> versions.put("TensorRT", it.version()));
      Optional<NvidiaLibraries> all =
          reasons.isEmpty()
              ? Optional.of(
                  new NvidiaLibraries(
                      cuda.orElseThrow(),
                      devices,
                      nvrtc.orElseThrow(),
                      nvJpeg,
                      opened.orElseThrow()))
              : Optional.empty();
      return new NvidiaSearch(searches, versions, reasons, remarks, all);
    }

    private Search search(NativeLibrary library) {
      Search search = libraries.examine(library);
      searches.add(search);
      return search;
    }

    private Optional<FoundLibrary> needed(NativeLibrary library) {
      Search search = search(library);
      if (search.found().isEmpty()) {
        reasons.add(
            "%s\n%s\n%s"
                .formatted(
                    search.error().orElse(library.title() + " was not found."),
                    places(search),
                    library.advice()));
      }
      return search.found();
    }

    private static String places(Search search) {
      return search.attempts().stream()
          .map(Attempt::toString)
          .collect(Collectors.joining("\n"))
          .indent(2)
          .stripTrailing();
    }

    private List<CudaDevice> devices(CudaRuntime cuda) {
      CudaState state = cuda.state();
      if (state instanceof CudaState.Ready ready) {
        return ready.devices();
      }
      reasons.add(state.sentence());
      return List.of();
    }

    private void compare(CudaVersion cuda, CudaVersion nvrtc) {
      if (cuda.major() != nvrtc.major()) {
        reasons.add(
            "NVRTC is %s and the CUDA runtime %s; both have to be of the same major version."
                .formatted(nvrtc, cuda));
      }
    }

    /// The decoder can be done without, but never without a word.
    private Optional<FoundLibrary> nvJpeg(Optional<CudaVersion> cuda) {
      Search search = search(NativeLibrary.NVJPEG);
      Optional<FoundLibrary> found = search.found();
      if (search.error().isPresent()) {
        reasons.add(search.error().get());
      } else if (found.isEmpty()) {
        remarks.add(
            "nvJPEG was not found, so the processor decodes every JPEG. "
                + NativeLibrary.NVJPEG.advice());
      } else {
        String version = found.get().version();
        versions.put("nvJPEG", version);
        String major = version.split("\\.")[0];
        if (cuda.isPresent()
            && major.matches("\\d+")
            && Integer.parseInt(major) != cuda.get().major()) {
          remarks.add(
              "nvJPEG is %s and the CUDA runtime %s, which do not fit, so the processor decodes every JPEG."
                  .formatted(version, cuda.get()));
          return Optional.empty();
        }
      }
      return found;
    }

    private <T> Optional<T> loaded(Supplier<T> load) {
      try {
        return Optional.of(load.get());
      } catch (NativeLibraryException e) {
        reasons.add(e.getMessage());
      } catch (CudaException e) {
        reasons.add(e.getMessage() + ".");
      }
      return Optional.empty();
    }
  }
}
