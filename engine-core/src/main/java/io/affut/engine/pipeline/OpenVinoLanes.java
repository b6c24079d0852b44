package io.affut.engine.pipeline;

import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.memory.OwnedParts;
import io.affut.bindings.openvino.ProfiledLayer;
import io.affut.bindings.turbojpeg.TurboJpeg;
import io.affut.engine.backend.CropNetwork;
import io.affut.engine.backend.Network;
import io.affut.engine.backend.NetworkSettings;
import io.affut.engine.backend.OpenVinoBackend;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.Precision;
import io.affut.preprocessing.picture.PictureReader;
import io.affut.preprocessing.resize.Letterbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// One lane, on a device of OpenVINO.
final class OpenVinoLanes implements Lanes {
  /// Crops that are classified together at most, as in the DeepFaune software.
  private static final int CROPS = 4;

  private final OwnedParts parts = new OwnedParts();
  private final OpenVinoBackend backend;
  private final String device;
  private final String fullName;
  private final BoxSource<Model<DetectorManifest>> source;
  private final EngineSettings settings;
  private final Optional<TurboJpeg> turboJpeg;
  private final Lane lane;

  /// @param openVino its C library
  /// @param name OpenVINO's of the device, such as `CPU`
  /// @throws DeviceUnavailableException when the device is not there
  OpenVinoLanes(
      Path openVino,
      String name,
      BoxSource<Model<DetectorManifest>> source,
      Optional<Classification> classification,
      EngineSettings settings,
      Optional<TurboJpeg> turboJpeg,
      NativeLedger ledger) {
    this.source = source;
    this.settings = settings;
    this.turboJpeg = turboJpeg;
    try {
      backend = parts.add(new OpenVinoBackend(openVino, ledger));
      device = backend.device(name).orElseThrow(() -> missing(name));
      fullName = "%s (%s)".formatted(device, backend.deviceName(device));
      LaneNetworks networks =
          parts.add(LaneNetworks.load(new Loader(), source, classification, settings, CROPS));
      lane =
          new Lane(
              new HostDevice(
                  fullName,
                  () -> new PictureReader(turboJpeg, settings.maxPixels(), ledger),
                  classification.map(LaneNetworks::filter)),
              networks.source(),
              networks.classifier(),
              settings.threads());
    } catch (RuntimeException | Error e) {
      throw parts.closedAfter(e);
    }
  }

  /// Loads networks as the settings say.
  private final class Loader implements NetworkLoader {
    @Override
    public Network detector(Model<DetectorManifest> model, int width, int height) {
      return backend.load(model, network(model.manifest()), width, height);
    }

    /// One request at a time on all threads: two would have the activations of two batches, and be
    /// no faster.
    @Override
    public CropNetwork classifier(
        Model<ClassifierManifest> model, Optional<Model<BirdHeadManifest>> birdHead, int capacity) {
      NetworkSettings one =
          new NetworkSettings(
              device, precision(model.manifest().precision()), settings.threads(), false);
      return backend.load(model, birdHead, one, capacity);
    }
  }

  private NetworkSettings network(DetectorManifest manifest) {
    return new NetworkSettings(
        device,
        precision(manifest.precision()),
        settings.threads(),
        settings.manyPictures(),
        settings.compiled());
  }

  private Precision precision(Precision manifests) {
    try {
      return OpenVinoBackend.precision(device, settings.precision(), manifests);
    } catch (IllegalArgumentException e) {
      throw new DeviceUnavailableException(e.getMessage());
    }
  }

  @Override
  public List<Lane> all() {
    return List.of(lane);
  }

  @Override
  public String runtime() {
    return "OpenVINO " + backend.version().split("-", 2)[0];
  }

  @Override
  public String devices() {
    return fullName;
  }

  @Override
  public String decoder() {
    return turboJpeg.map(t -> "libjpeg-turbo " + t.version()).orElse("ImageIO");
  }

  /// ImageIO knows no smaller scale.
  @Override
  public boolean canReduce() {
    return turboJpeg.isPresent();
  }

  @Override
  public List<ProfiledLayer> profile(int runs) {
    return source.detectors().stream()
        .findFirst()
        .map(model -> profile(model, runs))
        .orElse(List.of());
  }

  private List<ProfiledLayer> profile(Model<DetectorManifest> model, int runs) {
    Letterbox usual = LaneNetworks.usual(model.manifest());
    return backend.profile(
        model, network(model.manifest()), usual.targetWidth(), usual.targetHeight(), runs);
  }

  @Override
  public void close() {
    parts.close();
  }

  private DeviceUnavailableException missing(String name) {
    List<String> present = backend.devices();
    String lines =
        backend.obstacles(name).stream()
            .map(reason -> "\n  " + reason)
            .collect(Collectors.joining());
    return new DeviceUnavailableException(
        "There is no device %s here: OpenVINO finds %s. Choose another with --device.%s"
            .formatted(
                name.toLowerCase(Locale.ROOT),
                present.isEmpty() ? "none" : String.join(", ", present).toLowerCase(Locale.ROOT),
                lines));
  }
}
