package io.affut.bindings.openvino;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// OpenVINO's devices and settings, and the reader and compiler of models. Any thread may use it;
/// whoever made it closes it. What was read and compiled outlives it.
public final class Core implements AutoCloseable {
  /// Whether files of weights are mapped or read.
  static final String MAPPING = "ENABLE_MMAP";

  private final OpenVinoLibrary library;
  private final OpenVinoC c;
  private final NativeHandle handle;

  Core(OpenVinoLibrary library, MemorySegment pointer) {
    this.library = library;
    this.c = library.c();
    this.handle = new NativeHandle(library.ledger(), "ov_core", "core", pointer, c::ov_core_free);
  }

  /// The devices that are there: `CPU`, `GPU`, `GPU.1`, `NPU`.
  ///
  /// @throws OpenVinoException when a plugin fails
  public List<String> devices() {
    MemorySegment core = handle.pointer();
    try (var call = new CallScope()) {
      MemorySegment found = call.arena().allocate(OpenVinoC.OV_AVAILABLE_DEVICES_T);
      library.check(c.ov_core_get_available_devices(core, found), "ov_core_get_available_devices");
      try {
        long size = found.get(JAVA_LONG, offset("size"));
        MemorySegment names =
            OpenVinoC.sized(found.get(ADDRESS, offset("devices")), size * ADDRESS.byteSize());
        List<String> devices = new ArrayList<>();
        for (long i = 0; i < size; i++) {
          devices.add(OpenVinoC.text(names.getAtIndex(ADDRESS, i)));
        }
        return List.copyOf(devices);
      } finally {
        c.ov_available_devices_free(found);
      }
    }
  }

  /// A property of a device, as text.
  ///
  /// @param device such as `CPU`
  /// @param key such as `FULL_DEVICE_NAME` or `OPTIMIZATION_CAPABILITIES`
  /// @throws OpenVinoException when there is no such device or property
  public String property(String device, String key) {
    MemorySegment core = handle.pointer();
    try (var call = new CallScope()) {
      MemorySegment slot = call.slot();
      library.check(
          c.ov_core_get_property(core, call.string(device), call.string(key), slot),
          "ov_core_get_property");
      return OpenVinoC.text(call.freeLater(slot, c::ov_free));
    }
  }

  /// Sets a property of a device for what is compiled from now on.
  ///
  /// @throws OpenVinoException when there is no such device or property, or the value is refused
  public void setProperty(String device, String key, String value) {
    try (var call = new CallScope()) {
      setProperty(call, call.string(device), key, value);
    }
  }

  /// Sets a property of the core itself, such as `CACHE_DIR`.
  ///
  /// @throws OpenVinoException when the value is refused
  public void setProperty(String key, String value) {
    try (var call = new CallScope()) {
      setProperty(call, MemorySegment.NULL, key, value);
    }
  }

  /// Reads a model from a file: ONNX, or OpenVINO's `.xml` with its `.bin` beside it.
  ///
  /// @return the caller's to close
  /// @throws OpenVinoException when the file is missing or no model
  /// @throws IllegalArgumentException when a file with a name outside ASCII, which is read here, is
  ///   neither ONNX nor XML, or is cut off
  /// @throws UncheckedIOException when such a file does not read
  public Model read(Path file) {
    return isPlain(file) ? readByName(file) : readByContent(file);
  }

  /// Like [#read(Path)], but large weights are mapped: they need not fit into memory twice. The
  /// file must not shrink before the model is compiled and has run once: that ends the process.
  ///
  /// @return the caller's to close
  public synchronized Model readMapped(Path file) {
    setProperty(MAPPING, "YES");
    try {
      return read(file);
    } finally {
      setProperty(MAPPING, "NO");
    }
  }

  /// Reads a model from its bytes: ONNX without outside weights, or OpenVINO's XML without any.
  ///
  /// @return the caller's to close
  /// @throws IllegalArgumentException when they are neither, or are cut off
  /// @throws OpenVinoException when they are no model
  public Model read(byte[] model) {
    return read(MemorySegment.ofArray(model));
  }

  /// Reads a model from its bytes: OpenVINO's XML and the weights that go with it, of which a copy
  /// is kept.
  ///
  /// @return the caller's to close
  /// @throws IllegalArgumentException when they are neither XML nor ONNX, or are cut off
  /// @throws OpenVinoException when they are no model
  public Model read(byte[] model, byte[] weights) {
    return read(MemorySegment.ofArray(model), MemorySegment.ofArray(weights));
  }

  /// Like [#read(byte[])], from memory on or off the heap, which may go once this returns.
  public Model read(MemorySegment model) {
    return read(model, MemorySegment.NULL);
  }

  /// Like [#read(byte[], byte[])], from memory on or off the heap, which may go once this returns.
  ///
  /// @param weights of size 0 where there are none
  public Model read(MemorySegment model, MemorySegment weights) {
    MemorySegment core = handle.pointer();
    if (!ModelBytes.canBeModel(model)) {
      throw new IllegalArgumentException("the bytes are neither ONNX nor XML, or are cut off");
    }
    ModelMemory kept =
        weights.byteSize() == 0
            ? ModelMemory.none(library.ledger())
            : ModelMemory.copyOf(weights, library.ledger());
    try (var call = new CallScope()) {
      MemorySegment text =
          model.isNative()
              ? model
              : call.arena().allocate(Math.max(1, model.byteSize())).copyFrom(model);
      MemorySegment slot = call.slot();
      library.check(
          c.ov_core_read_model_from_memory_buffer(
              core, text, model.byteSize(), weightsTensor(call, kept), slot),
          "ov_core_read_model_from_memory_buffer");
      return new Model(library, slot.get(ADDRESS, 0), kept);
    } catch (RuntimeException | Error e) {
      kept.release();
      throw e;
    }
  }

  /// Compiles a model as it is now; later changes of it do not count.
  ///
  /// @param device such as `CPU` or `AUTO`
  /// @param properties such as `INFERENCE_PRECISION_HINT` = `f32`, `NUM_STREAMS` = `2`; at most 16
  /// @return the caller's to close
  /// @throws OpenVinoException when there is no such device or property, or it cannot run the model
  public CompiledModel compile(Model model, String device, Map<String, String> properties) {
    MemorySegment core = handle.pointer();
    if (2 * properties.size() > OpenVinoC.MAX_PROPERTY_ARGS) {
      throw new IllegalArgumentException(
          properties.size() + " properties are more than " + OpenVinoC.MAX_PROPERTY_ARGS / 2);
    }
    ModelMemory kept = model.shareMemory();
    try (var call = new CallScope()) {
      MemorySegment slot = call.slot();
      library.check(
          c.ov_core_compile_model(
              core,
              model.pointer(),
              call.string(device),
              2L * properties.size(),
              slot,
              arguments(call, properties)),
          "ov_core_compile_model");
      String title = "compiled model " + model.name() + " on " + device;
      return new CompiledModel(library, slot.get(ADDRESS, 0), title, kept);
    } catch (RuntimeException | Error e) {
      kept.release();
      throw e;
    }
  }

  @Override
  public void close() {
    handle.close();
  }

  private void setProperty(CallScope call, MemorySegment device, String key, String value) {
    library.check(
        c.ov_core_set_property(handle.pointer(), device, call.string(key), call.string(value)),
        "ov_core_set_property");
  }

  private Model readByName(Path file) {
    MemorySegment core = handle.pointer();
    try (var call = new CallScope()) {
      MemorySegment slot = call.slot();
      library.check(
          c.ov_core_read_model(core, call.string(file.toString()), MemorySegment.NULL, slot),
          "ov_core_read_model");
      return new Model(library, slot.get(ADDRESS, 0), ModelMemory.none(library.ledger()));
    }
  }

  /// Names outside ASCII mean something else to C in some locales and on Windows.
  private static boolean isPlain(Path file) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(file.toString());
  }

  private Model readByContent(Path file) {
    try {
      byte[] model = Files.readAllBytes(file);
      String name = file.getFileName().toString();
      if (name.endsWith(".xml")) {
        Path weights = file.resolveSibling(name.replaceAll("\\.xml$", ".bin"));
        if (Files.exists(weights)) {
          return read(model, Files.readAllBytes(weights));
        }
      }
      return read(model);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the model " + file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("the model " + file + " cannot be read", e);
    }
  }

  private MemorySegment weightsTensor(CallScope call, ModelMemory kept) {
    if (kept.bytes().byteSize() == 0) {
      return MemorySegment.NULL;
    }
    MemorySegment slot = call.slot();
    MemorySegment shape = Shapes.allocate(call.arena(), new long[] {kept.bytes().byteSize()});
    library.check(
        c.ov_tensor_create_from_host_ptr(library.code(ElementType.U8), shape, kept.bytes(), slot),
        "ov_tensor_create_from_host_ptr");
    return call.freeLater(slot, c::ov_tensor_free);
  }

  private static MemorySegment[] arguments(CallScope call, Map<String, String> properties) {
    MemorySegment[] arguments = new MemorySegment[OpenVinoC.MAX_PROPERTY_ARGS];
    Arrays.fill(arguments, MemorySegment.NULL);
    int next = 0;
    for (Map.Entry<String, String> property : properties.entrySet()) {
      arguments[next++] = call.string(property.getKey());
      arguments[next++] = call.string(property.getValue());
    }
    return arguments;
  }

  private static long offset(String member) {
    return OpenVinoC.offset(OpenVinoC.OV_AVAILABLE_DEVICES_T, member);
  }
}
