package io.affut.bindings.tensorrt;

import io.affut.bindings.cuda.CudaDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvinfer.BuilderFlag;
import org.bytedeco.tensorrt.global.nvinfer.MemoryPoolType;
import org.bytedeco.tensorrt.global.nvinfer.OptProfileSelector;
import org.bytedeco.tensorrt.global.nvonnxparser;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvinfer.IOptimizationProfile;
import org.bytedeco.tensorrt.nvinfer.ITensor;
import org.bytedeco.tensorrt.nvinfer.ITimingCache;
import org.bytedeco.tensorrt.nvonnxparser.IParser;
import org.bytedeco.tensorrt.nvonnxparser.IParserError;

/// One network on its way to an engine. One thread, once.
final class PlanBuild {
  /// What a layer may take of the GPU's memory while it computes. TensorRT's own limit is all of
  /// it, and then two contexts would not fit.
  private static final long MOST_WORKSPACE = 4L << 30;

  /// Nothing lies below it: TensorRT makes such addresses where it makes no object, by adding where
  /// a part of the object would lie.
  private static final long LEAST_ADDRESS = 1L << 16;

  private final String version;
  private final TensorRtLog log;
  private final Owners owners;
  private final BuilderResource resource;
  private final PlanRequest request;
  private final Consumer<String> progress;

  PlanBuild(
      String version,
      TensorRtLog log,
      Owners owners,
      BuilderResource resource,
      PlanRequest request,
      Consumer<String> progress) {
    this.version = version;
    this.log = log;
    this.owners = owners;
    this.resource = resource;
    this.request = request;
    this.progress = progress;
  }

  /// Builds the engine and writes it; everything that it made is given back in any case, in the
  /// order that TensorRT wants.
  void write(Path plan) {
    CudaDevice device = request.device();
    resource
        .fault(device.computeCapability())
        .ifPresent(fault -> {
          throw new TensorRtException("createInferBuilder", fault);
        });
    device.makeCurrent();
    progress.accept("TensorRT %s reads %s.".formatted(version, request.network().getFileName()));
    try (Owned<IBuilder> builder = builder(device);
        Owned<INetworkDefinition> network = network(builder.get());
        Owned<IParser> parser = parser(network.get())) {
      parse(parser.get());
      try (Owned<IBuilderConfig> config = config(builder.get());
          Owned<ITimingCache> timings = timings(config.get())) {
        settings(config.get());
        shapes(builder.get(), network.get(), config.get());
        progress.accept("TensorRT measures what is fastest on " + device + ".");
        write(builder.get(), network.get(), config.get(), plan);
        keep(timings.get());
      }
    }
  }

  /// An error beside a builder need not be one of the builder: TensorRT may tell of a library that
  /// it has looked for before the one that it took. So it is said, and the builder is used.
  private Owned<IBuilder> builder(CudaDevice device) {
    long before = log.now();
    IBuilder builder = nvinfer.createInferBuilder(log);
    boolean failed = log.failedSince(before);
    String said = log.since(before);
    String hint = resource.hint(device.computeCapability());
    String reason = hint.isEmpty() || said.isEmpty() ? said + hint : said + "; " + hint;
    if (builder == null || builder.address() < LEAST_ADDRESS) {
      throw new TensorRtException("createInferBuilder", reason);
    }
    if (failed) {
      progress.accept("TensorRT made a builder and said: " + reason + ".");
    }
    return owners.own(builder);
  }

  private Owned<INetworkDefinition> network(IBuilder builder) {
    long before = log.now();
    return owners.own(present(builder.createNetworkV2(0), "createNetworkV2", before));
  }

  private Owned<IParser> parser(INetworkDefinition network) {
    long before = log.now();
    return owners.own(present(nvonnxparser.createParser(network, log), "createParser", before));
  }

  private Owned<IBuilderConfig> config(IBuilder builder) {
    long before = log.now();
    return owners.own(present(builder.createBuilderConfig(), "createBuilderConfig", before));
  }

  private void parse(IParser parser) {
    long before = log.now();
    String file = request.network().toAbsolutePath().toString();
    if (!parser.parseFromFile(file, 2)) { // warnings and errors
      StringBuilder reasons = new StringBuilder();
      for (int i = 0; i < parser.getNbErrors(); i++) {
        IParserError error = parser.getError(i);
        reasons.append(i == 0 ? "" : "; ").append(error.desc());
        if (error.node() >= 0) {
          reasons.append(" (%s, node %d)".formatted(error.nodeOperator(), error.node()));
        }
      }
      throw new TensorRtException(
          "parseFromFile",
          request.network() + ": " + (reasons.isEmpty() ? log.since(before) : reasons));
    }
  }

  /// The flag for half precision is the only way for networks that do not name the type of each
  /// value themselves.
  @SuppressWarnings("deprecation")
  private void settings(IBuilderConfig config) {
    if (request.half()) {
      config.setFlag(BuilderFlag.kFP16);
    } else {
      config.clearFlag(BuilderFlag.kTF32); // which is on unless told otherwise
    }
    long workspace = Math.min(MOST_WORKSPACE, request.device().memory().free() / 2);
    config.setMemoryPoolLimit(MemoryPoolType.kWORKSPACE, workspace);
  }

  /// Gives the inputs the extents of the request, and the engine a range of them where they are
  /// one.
  private void shapes(IBuilder builder, INetworkDefinition network, IBuilderConfig config) {
    long before = log.now();
    IOptimizationProfile profile = // the builder's, so it is not given back
        present(builder.createOptimizationProfile(), "createOptimizationProfile", before);
    boolean ranges = false;
    try (Dims64 room = new Dims64()) {
      for (int i = 0; i < network.getNbInputs(); i++) {
        ITensor input = network.getInput(i);
        PlanRequest.InputShape shape = shape(input.getName());
        input.setDimensions(Extents.write(extents(shape), room));
        ranges |= extents(shape).contains(-1L);
        set(profile, shape.name(), OptProfileSelector.kMIN, shape.smallest(), room);
        set(profile, shape.name(), OptProfileSelector.kOPT, shape.usual(), room);
        set(profile, shape.name(), OptProfileSelector.kMAX, shape.largest(), room);
      }
    }
    if (ranges && config.addOptimizationProfile(profile) < 0) {
      throw new TensorRtException("addOptimizationProfile", log.since(before));
    }
  }

  private PlanRequest.InputShape shape(String input) {
    return request.inputs().stream()
        .filter(shape -> shape.name().equals(input))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s has an input %s, whose shape is not given"
                    .formatted(request.network(), input)));
  }

  /// One extent where there is only one, -1 where there is a range.
  private static List<Long> extents(PlanRequest.InputShape shape) {
    List<Long> extents = new ArrayList<>(shape.usual());
    for (int i = 0; i < extents.size(); i++) {
      if (!shape.smallest().get(i).equals(shape.largest().get(i))) {
        extents.set(i, -1L);
      }
    }
    return List.copyOf(extents);
  }

  private void set(
      IOptimizationProfile profile,
      String input,
      OptProfileSelector which,
      List<Long> extents,
      Dims64 room) {
    long before = log.now();
    if (!profile.setDimensions(input, which, Extents.write(extents, room))) {
      throw new TensorRtException(
          "IOptimizationProfile::setDimensions",
          "%s %s %s".formatted(input, extents, log.since(before)).strip());
    }
  }

  private void write(
      IBuilder builder, INetworkDefinition network, IBuilderConfig config, Path plan) {
    long before = log.now();
    long start = System.nanoTime();
    try (Owned<IHostMemory> memory =
        owners.own(
            present(
                builder.buildSerializedNetwork(network, config),
                "buildSerializedNetwork",
                before))) {
      PlanFile.write(memory.get().data(), memory.get().size(), plan);
      progress.accept(
          String.format(
              Locale.ROOT,
              "TensorRT built an engine of %.0f MB in %.0f s.",
              memory.get().size() / 1e6,
              (System.nanoTime() - start) / 1e9));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What earlier builds measured, where that serves.
  private Owned<ITimingCache> timings(IBuilderConfig config) {
    Optional<Path> file = request.timings().filter(Files::isRegularFile);
    if (file.isPresent()) {
      try (BytePointer bytes = PlanFile.read(file.get())) {
        ITimingCache old = config.createTimingCache(bytes, bytes.capacity());
        if (old != null) {
          Owned<ITimingCache> timings = owners.own(old);
          if (config.setTimingCache(old, false)) {
            return timings;
          }
          timings.close(); // of another GPU or version
        }
      } catch (IOException e) {
        progress.accept("What was measured before cannot be read: " + e + ".");
      }
    }
    long before = log.now();
    Owned<ITimingCache> timings =
        owners.own(
            present(config.createTimingCache(new Address(0), 0), "createTimingCache", before));
    if (!config.setTimingCache(timings.get(), false)) {
      timings.close();
      throw new TensorRtException("setTimingCache", log.since(before));
    }
    return timings;
  }

  /// Only time is at stake.
  private void keep(ITimingCache timings) {
    if (request.timings().isEmpty()) {
      return;
    }
    IHostMemory memory = timings.serialize();
    if (memory == null) {
      return;
    }
    try (Owned<IHostMemory> owned = owners.own(memory)) {
      PlanFile.write(owned.get().data(), owned.get().size(), request.timings().get());
    } catch (IOException e) {
      progress.accept("What was measured cannot be kept: " + e + ".");
    }
  }

  private <T extends Pointer> T present(T object, String function, long before) {
    if (object == null) {
      throw new TensorRtException(function, log.since(before));
    }
    return object;
  }
}
