package io.affut.engine.backend;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.DeviceBuffer;
import io.affut.bindings.memory.NativeLedger;
import io.affut.bindings.openvino.CompiledModel;
import io.affut.bindings.openvino.Core;
import io.affut.bindings.openvino.Dimension;
import io.affut.bindings.openvino.Model;
import io.affut.bindings.openvino.OpenVino;
import io.affut.bindings.openvino.OpenVinoException;
import io.affut.bindings.openvino.PartialShape;
import io.affut.bindings.openvino.Port;
import io.affut.bindings.tensorrt.PlanRequest;
import io.affut.bindings.tensorrt.TensorRt;
import io.affut.bindings.tensorrt.TensorRtContext;
import io.affut.bindings.tensorrt.TensorRtEngine;
import io.affut.bindings.tensorrt.TensorRtException;
import io.affut.engine.RealParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// TensorRT without a GPU: networks are computed by OpenVINO, and what lies on the GPU lies in the
/// stand-in for CUDA, to which everything goes by streams. It is as strict as the real one, and
/// says what was done wrong.
///
/// What it cannot show: what TensorRT makes of a network, its arithmetic, its memory, its speed.
public final class StandInTensorRt implements TensorRt, AutoCloseable {
  private static final String MAGIC = "plan of the stand-in";
  private static final String VERSION = "10.15.1";

  private final NativeLedger own = new NativeLedger();
  private final OpenVino openVino = OpenVino.load(RealParts.openVino(), own);
  private final Core core = openVino.newCore();
  private final Map<String, Compiled> compiled = new HashMap<>();
  private final List<String> complaints = new ArrayList<>();
  private final List<String> living = new ArrayList<>();
  private String version = VERSION;
  private boolean halves;
  private Optional<TensorRtException> refusal = Optional.empty();
  private Optional<TensorRtException> batchRefusal = Optional.empty();
  private Optional<TensorRtException> nextContext = Optional.empty();
  private long memoryOfAContext = 1;
  private boolean overflows;
  private final Set<Integer> computed = new TreeSet<>();
  private int builds;
  private int most;

  /// Engines built from now on are of another version.
  public void upgrade(String other) {
    version = other;
  }

  /// Engines built from now on take and give 16-bit floats where the network has 32-bit ones.
  public void exchangeHalves() {
    halves = true;
  }

  /// Whether what is computed from now on is beyond the range of numbers.
  public synchronized void overflow(boolean does) {
    overflows = does;
  }

  synchronized boolean overflows() {
    return overflows;
  }

  /// How many pictures were computed at a time, each number once.
  public synchronized Set<Integer> computed() {
    return Set.copyOf(computed);
  }

  /// Engines for more than one picture are refused from now on.
  public void refuseBatches(TensorRtException why) {
    batchRefusal = Optional.of(why);
  }

  /// All engines are refused from now on.
  public void refuseAll(TensorRtException why) {
    refusal = Optional.of(why);
  }

  /// The next context is not made.
  public void failNextContext(TensorRtException why) {
    nextContext = Optional.of(why);
  }

  /// How many bytes of the GPU's memory a context takes for each picture at a time.
  public void memoryOfAContext(long bytes) {
    memoryOfAContext = bytes;
  }

  /// How many engines were built.
  public int builds() {
    return builds;
  }

  /// How many pictures were computed at a time at most.
  public synchronized int most() {
    return most;
  }

  /// What was done wrong.
  public synchronized List<String> complaints() {
    return List.copyOf(complaints);
  }

  /// What was not closed.
  public synchronized List<String> living() {
    return List.copyOf(living);
  }

  synchronized void complain(String what) {
    complaints.add(what);
  }

  synchronized void born(String what) {
    living.add(what);
  }

  synchronized void gone(String what) {
    living.remove(what);
  }

  synchronized void computed(int pictures) {
    computed.add(pictures);
    most = Math.max(most, pictures);
  }

  OpenVino openVino() {
    return openVino;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public void build(PlanRequest request, Path plan, Consumer<String> progress) {
    builds++;
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    boolean batches = request.inputs().stream().anyMatch(i -> !i.smallest().equals(i.largest()));
    if (batches && batchRefusal.isPresent()) {
      throw batchRefusal.get();
    }
    String text =
        Stream.concat(
                Stream.of(
                    MAGIC,
                    version,
                    request.device().name() + " " + request.device().computeCapability(),
                    request.network().toString(),
                    Boolean.toString(halves)),
                request.inputs().stream()
                    .map(input ->
                        "%s %s %s"
                            .formatted(
                                input.name(), words(input.smallest()), words(input.largest()))))
            .collect(Collectors.joining("\n"));
    compile(text, "buildSerializedNetwork");
    progress.accept("The stand-in has built " + plan.getFileName() + ".");
    try {
      Path beside = plan.resolveSibling(plan.getFileName() + ".part");
      Files.writeString(beside, text);
      Files.move(beside, plan, StandardCopyOption.ATOMIC_MOVE);
      if (request.timings().isPresent()) {
        Files.writeString(request.timings().get(), "timings");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String words(List<Long> extents) {
    return extents.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  @Override
  public TensorRtEngine load(CudaDevice device, Path plan) {
    String text;
    try {
      text = Files.readString(plan);
    } catch (IOException e) {
      throw new TensorRtException("deserializeCudaEngine", "it cannot be read");
    }
    List<String> lines = text.lines().toList();
    if (lines.size() < 6
        || !lines.get(0).equals(MAGIC)
        || !lines.get(1).equals(version)
        || !lines.get(2).equals(device.name() + " " + device.computeCapability())) {
      throw new TensorRtException("deserializeCudaEngine", "magicTagRead == kMAGIC_TAG");
    }
    Compiled model = compile(text, "deserializeCudaEngine");
    return new Engine(
        device, model, Boolean.parseBoolean(lines.get(4)), shapes(lines), weights(device));
  }

  private static DeviceBuffer weights(CudaDevice device) {
    try {
      return device.allocate(1024);
    } catch (CudaException e) {
      throw new TensorRtException("deserializeCudaEngine", e.nativeText());
    }
  }

  /// The shapes of a plan's inputs, by their names.
  private static Map<String, Profile> shapes(List<String> lines) {
    Map<String, Profile> shapes = new HashMap<>();
    for (String line : lines.subList(5, lines.size())) {
      String[] words = line.split(" ");
      shapes.put(words[0], new Profile(numbers(words[1]), numbers(words[2])));
    }
    return shapes;
  }

  private static List<Long> numbers(String words) {
    return Stream.of(words.split(",")).map(Long::valueOf).toList();
  }

  /// Between which extents an input may be.
  record Profile(List<Long> smallest, List<Long> largest) {
    boolean takes(List<Long> extents) {
      boolean takes = extents.size() == smallest.size();
      for (int i = 0; takes && i < extents.size(); i++) {
        takes = extents.get(i) >= smallest.get(i) && extents.get(i) <= largest.get(i);
      }
      return takes;
    }

    PartialShape shape() {
      List<Dimension> dimensions = new ArrayList<>();
      for (int i = 0; i < smallest.size(); i++) {
        dimensions.add(new Dimension(smallest.get(i), largest.get(i)));
      }
      return new PartialShape(Optional.of(dimensions));
    }
  }

  /// A network for OpenVINO, and its ports as they were before, since compiling changes their
  /// names.
  private record Compiled(CompiledModel model, List<Port> inputs, List<Port> outputs) {}

  private synchronized Compiled compile(String plan, String function) {
    Compiled known = compiled.get(plan);
    if (known != null) {
      return known;
    }
    List<String> lines = plan.lines().toList();
    Map<String, Profile> profiles = shapes(lines);
    try (Model model = core.read(Path.of(lines.get(3)))) {
      Map<Integer, PartialShape> shapes = new HashMap<>();
      List<Port> inputs = model.inputs();
      for (int i = 0; i < inputs.size(); i++) {
        Profile profile = profiles.get(inputs.get(i).name());
        if (profile == null) {
          throw new TensorRtException(
              function, "the input " + inputs.get(i).name() + " has no profile");
        }
        shapes.put(i, profile.shape());
      }
      if (profiles.size() != inputs.size()) {
        throw new TensorRtException(function, "a profile of no input: " + profiles.keySet());
      }
      model.reshape(shapes);
      var made =
          new Compiled(
              core.compile(model, "CPU", Map.of("INFERENCE_PRECISION_HINT", "f32")),
              model.inputs(),
              model.outputs());
      compiled.put(plan, made);
      return made;
    } catch (OpenVinoException | IllegalArgumentException e) {
      throw new TensorRtException(
          function, e.getMessage().strip().lines().toList().getLast().strip());
    }
  }

  @Override
  public void close() {
    compiled.values().forEach(made -> made.model().close());
    core.close();
    openVino.close();
    if (!own.snapshot().isEmpty()) {
      throw new AssertionError("the stand-in itself has not given back " + own.snapshot());
    }
  }

  /// An engine, with its weights in the memory of the GPU.
  private final class Engine implements TensorRtEngine {
    private final CudaDevice device;
    private final Compiled model;
    private final boolean halves;
    private final Map<String, Profile> profiles;
    private final DeviceBuffer weights;
    private int contexts;
    private boolean closed;

    Engine(
        CudaDevice device,
        Compiled model,
        boolean halves,
        Map<String, Profile> profiles,
        DeviceBuffer weights) {
      this.device = device;
      this.model = model;
      this.halves = halves;
      this.profiles = profiles;
      this.weights = weights;
      born("engine");
    }

    @Override
    public List<Tensor> tensors() {
      requireOpen();
      return Stream.concat(
              model.inputs().stream().map(port -> tensor(port, true)),
              model.outputs().stream().map(port -> tensor(port, false)))
          .toList();
    }

    private Tensor tensor(Port port, boolean input) {
      Element element =
          switch (port.type()) {
            case F32 -> halves ? Element.F16 : Element.F32;
            case F16 -> Element.F16;
            case I32 -> Element.I32;
            case I64 -> Element.I64;
            case U8 -> Element.U8;
            default -> Element.OTHER;
          };
      List<Long> extents =
          port.shape().dimensions().orElseThrow().stream()
              .map(dimension -> dimension.isStatic() ? dimension.min() : -1)
              .toList();
      return new Tensor(port.name(), input, element, extents);
    }

    @Override
    public synchronized TensorRtContext newContext() {
      requireOpen();
      if (nextContext.isPresent()) {
        TensorRtException failure = nextContext.get();
        nextContext = Optional.empty();
        throw failure;
      }
      long pictures = 1;
      for (Profile profile : profiles.values()) {
        pictures = Math.max(pictures, profile.largest().getFirst());
      }
      StandInTensorRtContext context;
      try {
        context =
            new StandInTensorRtContext(
                StandInTensorRt.this,
                model.model().newRequest(),
                tensors(),
                profiles,
                device,
                pictures * memoryOfAContext,
                this::contextGone);
      } catch (CudaException e) {
        throw new TensorRtException("createExecutionContext", e.nativeText());
      }
      contexts++;
      return context;
    }

    private synchronized void contextGone() {
      contexts--;
    }

    private void requireOpen() {
      if (closed) {
        complain("an engine was used after it was closed");
        throw new IllegalStateException("the engine is closed");
      }
    }

    @Override
    public synchronized void close() {
      if (closed) {
        return;
      }
      closed = true;
      gone("engine");
      if (contexts > 0) {
        complain("an engine was closed before its contexts");
      }
      weights.close();
    }
  }
}
