package io.affut.engine.pipeline;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaVersion;
import io.affut.bindings.cuda.NvJpeg;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.memory.OwnedParts;
import io.affut.bindings.nvidia.NvidiaLibraries;
import io.affut.bindings.openvino.ProfiledLayer;
import io.affut.bindings.turbojpeg.TurboJpeg;
import io.affut.engine.backend.CropNetwork;
import io.affut.engine.backend.EngineCache;
import io.affut.engine.backend.Network;
import io.affut.engine.backend.NetworkSettings;
import io.affut.engine.backend.TensorRtBackend;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.Precision;
import io.affut.preprocessing.cuda.DeviceKernels;
import io.affut.preprocessing.cuda.GpuJpegs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A lane for each of the GPUs that were asked for. It has never run on a GPU.
final class GpuLanes implements Lanes {
  private final OwnedParts parts = new OwnedParts();
  private final NvidiaLibraries nvidia;
  private final List<CudaDevice> devices;
  private final Optional<NvJpeg> nvJpeg;
  private final EngineSettings settings;
  private final Optional<TurboJpeg> turboJpeg;
  private final NativeLedger ledger;
  private final List<Lane> lanes = new ArrayList<>();

  /// @param progress is told in one line each what takes long
  /// @throws DeviceUnavailableException when a GPU that is asked for is not there, or fails
  GpuLanes(
      NvidiaLibraries nvidia,
      BoxSource<Model<DetectorManifest>> detectors,
      Optional<Classification> classification,
      EngineSettings settings,
      Optional<TurboJpeg> turboJpeg,
      NativeLedger ledger,
      Consumer<String> progress) {
    this.nvidia = nvidia;
    this.devices = GpuChoice.of(settings.device(), nvidia.devices());
    this.settings = settings;
    this.turboJpeg = turboJpeg;
    this.ledger = ledger;
    try {
      nvJpeg = nvidia.nvJpeg().map(found -> NvJpeg.load(found, ledger));
      EngineFolder folder = parts.add(EngineFolder.of(settings.compiled()));
      CudaVersion driver = nvidia.cuda().driverVersion().orElse(nvidia.cuda().version());
      EngineCache cache = new EngineCache(folder.path(), driver);
      for (CudaDevice device : devices) {
        TensorRtBackend backend =
            parts.add(new TensorRtBackend(nvidia.tensorRt(), device, cache, ledger, progress));
        lanes.add(lane(device, backend, detectors, classification));
      }
    } catch (NativeLibraryException | CudaException e) {
      DeviceUnavailableException unavailable =
          GpuChoice.unavailable(settings.device(), "cannot be used", List.of(e.getMessage()));
      unavailable.initCause(e);
      throw parts.closedAfter(unavailable);
    } catch (RuntimeException | Error e) {
      throw parts.closedAfter(e);
    }
  }

  private Lane lane(
      CudaDevice cuda,
      TensorRtBackend backend,
      BoxSource<Model<DetectorManifest>> detectors,
      Optional<Classification> classification) {
    DeviceKernels kernels = parts.add(DeviceKernels.load(cuda, nvidia.nvrtc()));
    Optional<GpuJpegs> jpegs = nvJpeg.map(found -> parts.add(GpuJpegs.open(found, cuda)));
    LaneNetworks networks =
        parts.add(
            LaneNetworks.load(
                new Loader(backend, cuda, settings),
                detectors,
                classification,
                settings,
                TensorRtBackend.CROPS));
    return new Lane(
        new GpuDevice(
            cuda,
            kernels,
            jpegs,
            turboJpeg,
            settings.maxPixels(),
            new RefusedJpegs(),
            classification.map(LaneNetworks::filter),
            ledger),
        networks.source(),
        networks.classifier(),
        Math.max(1, settings.threads() / devices.size()) + jpegs.map(GpuJpegs::waiting).orElse(0));
  }

  /// Loads networks onto one GPU: in half precision, if nothing else is asked for.
  private record Loader(TensorRtBackend backend, CudaDevice cuda, EngineSettings wanted)
      implements NetworkLoader {
    private NetworkSettings settings() {
      return new NetworkSettings(
          "cuda:" + cuda.index(),
          wanted.precision().orElse(Precision.F16),
          wanted.threads(),
          wanted.manyPictures());
    }

    @Override
    public Network detector(Model<DetectorManifest> model, int width, int height) {
      return wanted
          .batch()
          .map(batch -> backend.load(model, settings(), width, height, batch))
          .orElseGet(() -> backend.load(model, settings(), width, height));
    }

    @Override
    public CropNetwork classifier(
        Model<ClassifierManifest> model, Optional<Model<BirdHeadManifest>> birdHead, int capacity) {
      return backend.load(model, birdHead, settings(), capacity);
    }
  }

  @Override
  public List<Lane> all() {
    return List.copyOf(lanes);
  }

  @Override
  public String runtime() {
    return "TensorRT " + nvidia.tensorRt().version();
  }

  @Override
  public String devices() {
    return devices.stream().map(CudaDevice::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String decoder() {
    String processor = turboJpeg.map(t -> "libjpeg-turbo " + t.version()).orElse("ImageIO");
    return nvJpeg
        .map(found -> "nvJPEG %s, %s".formatted(found.version(), processor))
        .orElse(processor);
  }

  /// nvJPEG knows no smaller scale, and all pictures shall be read alike.
  @Override
  public boolean canReduce() {
    return nvJpeg.isEmpty() && turboJpeg.isPresent();
  }

  /// TensorRT is not asked.
  @Override
  public List<ProfiledLayer> profile(int runs) {
    return List.of();
  }

  /// A device that was lost, which has been said, takes nothing back.
  @Override
  public void close() {
    try {
      parts.close();
    } catch (CudaException e) {
      if (Trouble.of(e) != Trouble.LOST) {
        throw e;
      }
    }
  }
}
