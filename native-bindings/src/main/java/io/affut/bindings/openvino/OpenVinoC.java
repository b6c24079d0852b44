package io.affut.bindings.openvino;

import static io.affut.bindings.library.NativeCall.unexpected;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.affut.bindings.library.LoadedLibrary;
import io.affut.bindings.library.NativeLibraryException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/// The functions of OpenVINO's C library that we use, under their C names; no logic but the call.
///
/// All of them are in every release from 2025.0 to 2026.4. The handles are constants without an
/// address; each takes the function's address first, so that two releases can be loaded side by
/// side. Parameters are 64-bit: `size_t` is `long`, an enum is `int`, `ov_shape_t` goes by value.
/// Threads, ownership and sizes are the callers' affair.
@SuppressWarnings("restricted") // the functions of C are what it is for
final class OpenVinoC {
  /// How many keys and values [#ov_core_compile_model] passes.
  static final int MAX_PROPERTY_ARGS = 32;

  /// The longest text that is read from C, in bytes.
  static final int MAX_TEXT = 64 * 1024;

  /// `typedef struct { int64_t rank; int64_t* dims; } ov_shape_t;`
  static final StructLayout OV_SHAPE_T =
      MemoryLayout.structLayout(JAVA_LONG.withName("rank"), ADDRESS.withName("dims"))
          .withName("ov_shape_t");

  /// `typedef struct ov_dimension { int64_t min; int64_t max; } ov_dimension_t;`
  static final StructLayout OV_DIMENSION_T =
      MemoryLayout.structLayout(JAVA_LONG.withName("min"), JAVA_LONG.withName("max"))
          .withName("ov_dimension_t");

  /// `typedef struct ov_partial_shape { ov_rank_t rank; ov_dimension_t* dims; }
  /// ov_partial_shape_t;`
  static final StructLayout OV_PARTIAL_SHAPE_T =
      MemoryLayout.structLayout(OV_DIMENSION_T.withName("rank"), ADDRESS.withName("dims"))
          .withName("ov_partial_shape_t");

  /// `typedef struct ov_version { const char* buildNumber; const char* description; }
  /// ov_version_t;`
  static final StructLayout OV_VERSION_T =
      MemoryLayout.structLayout(ADDRESS.withName("buildNumber"), ADDRESS.withName("description"))
          .withName("ov_version_t");

  /// `typedef struct { char** devices; size_t size; } ov_available_devices_t;`
  static final StructLayout OV_AVAILABLE_DEVICES_T =
      MemoryLayout.structLayout(ADDRESS.withName("devices"), JAVA_LONG.withName("size"))
          .withName("ov_available_devices_t");

  /// ```
  /// typedef struct { enum Status { NOT_RUN, OPTIMIZED_OUT, EXECUTED } status;
  ///   int64_t real_time; int64_t cpu_time;
  ///   const char* node_name; const char* exec_type; const char* node_type; } ov_profiling_info_t;
  /// ```
  static final StructLayout OV_PROFILING_INFO_T =
      MemoryLayout.structLayout(
              JAVA_INT.withName("status"),
              MemoryLayout.paddingLayout(4),
              JAVA_LONG.withName("real_time"),
              JAVA_LONG.withName("cpu_time"),
              ADDRESS.withName("node_name"),
              ADDRESS.withName("exec_type"),
              ADDRESS.withName("node_type"))
          .withName("ov_profiling_info_t");

  /// `typedef struct { ov_profiling_info_t* profiling_infos; size_t size; }
  /// ov_profiling_info_list_t;`
  static final StructLayout OV_PROFILING_INFO_LIST_T =
      MemoryLayout.structLayout(ADDRESS.withName("profiling_infos"), JAVA_LONG.withName("size"))
          .withName("ov_profiling_info_list_t");

  private static final Linker LINKER = Linker.nativeLinker();

  private final LoadedLibrary library;

  /// @throws NativeLibraryException when the library lacks one of the functions
  OpenVinoC(LoadedLibrary library) {
    this.library = library;
    super(); // the addresses below are looked up now
  }

  /// Where `member` of a struct lies, in bytes from its start.
  static long offset(StructLayout struct, String member) {
    return struct.byteOffset(PathElement.groupElement(member));
  }

  /// The `bytes` bytes that C says are at `pointer`; they live as long as C lets them.
  static MemorySegment sized(MemorySegment pointer, long bytes) {
    return pointer.reinterpret(bytes);
  }

  /// The `bytes` bytes that C says are at `pointer`, usable until `arena` is closed.
  static MemorySegment sized(MemorySegment pointer, long bytes, Arena arena) {
    return pointer.reinterpret(bytes, arena, null);
  }

  /// The text that starts at `pointer`, at most its first [#MAX_TEXT] bytes; "" for NULL. Nothing
  /// is read past its end.
  static String text(MemorySegment pointer) {
    if (pointer.address() == 0) {
      return "";
    }
    MemorySegment bytes = pointer.reinterpret(MAX_TEXT);
    int length = 0;
    while (length < MAX_TEXT && bytes.get(JAVA_BYTE, length) != 0) {
      length++;
    }
    return new String(bytes.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
  }

  private static MethodHandle status(MemoryLayout... parameters) {
    return handle(FunctionDescriptor.of(JAVA_INT, parameters));
  }

  private static MethodHandle nothing(MemoryLayout... parameters) {
    return handle(FunctionDescriptor.ofVoid(parameters));
  }

  private static MethodHandle handle(FunctionDescriptor function) {
    return LINKER.downcallHandle(function);
  }

  private MemorySegment address(String symbol) {
    return library
        .symbols()
        .find(symbol)
        .orElseGet(() ->
            new LoadedLibrary(library.title(), version(), library.file(), library.symbols())
                .symbol(symbol));
  }

  /// The library's own version, such as `2026.4.1-22982-...`; `unknown` where it lacks even that
  /// function.
  String version() {
    if (ov_version_free == null) {
      return "unknown";
    }
    try (Arena call = Arena.ofConfined()) {
      MemorySegment version = call.allocate(OV_VERSION_T);
      if (ov_get_openvino_version(version) != 0) {
        return "unknown";
      }
      String number = text(version.get(ADDRESS, offset(OV_VERSION_T, "buildNumber")));
      ov_version_free(version);
      return number;
    }
  }

  // Versions, text and errors

  /// ```c
  /// ov_status_e ov_get_openvino_version(ov_version_t* version);
  /// ```
  private static final MethodHandle ov_get_openvino_version$mh = status(ADDRESS);

  private final MemorySegment ov_get_openvino_version = address("ov_get_openvino_version");

  int ov_get_openvino_version(MemorySegment version) {
    try {
      return (int) ov_get_openvino_version$mh.invokeExact(ov_get_openvino_version, version);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// void ov_version_free(ov_version_t* version);
  /// ```
  private static final MethodHandle ov_version_free$mh = nothing(ADDRESS);

  private final MemorySegment ov_version_free = address("ov_version_free");

  void ov_version_free(MemorySegment version) {
    try {
      ov_version_free$mh.invokeExact(ov_version_free, version);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// const char* ov_get_error_info(ov_status_e status);
  /// ```
  private static final MethodHandle ov_get_error_info$mh =
      handle(FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private final MemorySegment ov_get_error_info = address("ov_get_error_info");

  MemorySegment ov_get_error_info(int status) {
    try {
      return (MemorySegment) ov_get_error_info$mh.invokeExact(ov_get_error_info, status);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// const char* ov_get_last_err_msg();
  /// ```
  private static final MethodHandle ov_get_last_err_msg$mh = handle(FunctionDescriptor.of(ADDRESS));

  private final MemorySegment ov_get_last_err_msg = address("ov_get_last_err_msg");

  MemorySegment ov_get_last_err_msg() {
    try {
      return (MemorySegment) ov_get_last_err_msg$mh.invokeExact(ov_get_last_err_msg);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// void ov_free(const char* content);
  /// ```
  private static final MethodHandle ov_free$mh = nothing(ADDRESS);

  private final MemorySegment ov_free = address("ov_free");

  void ov_free(MemorySegment content) {
    try {
      ov_free$mh.invokeExact(ov_free, content);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  // Core

  /// ```c
  /// ov_status_e ov_core_create(ov_core_t** core);
  /// ```
  private static final MethodHandle ov_core_create$mh = status(ADDRESS);

  private final MemorySegment ov_core_create = address("ov_core_create");

  int ov_core_create(MemorySegment core) {
    try {
      return (int) ov_core_create$mh.invokeExact(ov_core_create, core);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// void ov_core_free(ov_core_t* core);
  /// ```
  private static final MethodHandle ov_core_free$mh = nothing(ADDRESS);

  private final MemorySegment ov_core_free = address("ov_core_free");

  void ov_core_free(MemorySegment core) {
    try {
      ov_core_free$mh.invokeExact(ov_core_free, core);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_core_get_available_devices(const ov_core_t* core,
  ///                                           ov_available_devices_t* devices);
  /// ```
  private static final MethodHandle ov_core_get_available_devices$mh = status(ADDRESS, ADDRESS);

  private final MemorySegment ov_core_get_available_devices =
      address("ov_core_get_available_devices");

  int ov_core_get_available_devices(MemorySegment core, MemorySegment devices) {
    try {
      return (int)
          ov_core_get_available_devices$mh.invokeExact(
              ov_core_get_available_devices, core, devices);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// void ov_available_devices_free(ov_available_devices_t* devices);
  /// ```
  private static final MethodHandle ov_available_devices_free$mh = nothing(ADDRESS);

  private final MemorySegment ov_available_devices_free = address("ov_available_devices_free");

  void ov_available_devices_free(MemorySegment devices) {
    try {
      ov_available_devices_free$mh.invokeExact(ov_available_devices_free, devices);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_core_get_property(const ov_core_t* core,
  ///                                  const char* device_name,
  ///                                  const char* property_key,
  ///                                  char** property_value);
  /// ```
  private static final MethodHandle ov_core_get_property$mh =
      status(ADDRESS, ADDRESS, ADDRESS, ADDRESS);

  private final MemorySegment ov_core_get_property = address("ov_core_get_property");

  int ov_core_get_property(
      MemorySegment core,
      MemorySegment deviceName,
      MemorySegment propertyKey,
      MemorySegment propertyValue) {
    try {
      return (int)
          ov_core_get_property$mh.invokeExact(
              ov_core_get_property, core, deviceName, propertyKey, propertyValue);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_core_set_property(const ov_core_t* core, const char* device_name, ...);
  /// ```
  ///
  /// The variadic part is one key and one value.
  private static final MethodHandle ov_core_set_property$mh =
      LINKER.downcallHandle(
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS),
          Linker.Option.firstVariadicArg(2));

  private final MemorySegment ov_core_set_property = address("ov_core_set_property");

  int ov_core_set_property(
      MemorySegment core, MemorySegment deviceName, MemorySegment key, MemorySegment value) {
    try {
      return (int)
          ov_core_set_property$mh.invokeExact(ov_core_set_property, core, deviceName, key, value);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_core_read_model(const ov_core_t* core,
  ///                                const char* model_path,
  ///                                const char* bin_path,
  ///                                ov_model_t** model);
  /// ```
  private static final MethodHandle ov_core_read_model$mh =
      status(ADDRESS, ADDRESS, ADDRESS, ADDRESS);

  private final MemorySegment ov_core_read_model = address("ov_core_read_model");

  int ov_core_read_model(
      MemorySegment core, MemorySegment modelPath, MemorySegment binPath, MemorySegment model) {
    try {
      return (int)
          ov_core_read_model$mh.invokeExact(ov_core_read_model, core, modelPath, binPath, model);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_core_read_model_from_memory_buffer(const ov_core_t* core,
  ///                                                   const char* model_str,
  ///                                                   const size_t str_len,
  ///                                                   const ov_tensor_t* weights,
  ///                                                   ov_model_t** model);
  /// ```
  private static final MethodHandle ov_core_read_model_from_memory_buffer$mh =
      status(ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);

  private final MemorySegment ov_core_read_model_from_memory_buffer =
      address("ov_core_read_model_from_memory_buffer");

  int ov_core_read_model_from_memory_buffer(
      MemorySegment core,
      MemorySegment modelStr,
      long strLen,
      MemorySegment weights,
      MemorySegment model) {
    try {
      return (int)
          ov_core_read_model_from_memory_buffer$mh.invokeExact(
              ov_core_read_model_from_memory_buffer, core, modelStr, strLen, weights, model);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_core_compile_model(const ov_core_t* core,
  ///                                   const ov_model_t* model,
  ///                                   const char* device_name,
  ///                                   const size_t property_args_size,
  ///                                   ov_compiled_model_t** compiled_model,
  ///                                   ...);
  /// ```
  ///
  /// The variadic part is always [#MAX_PROPERTY_ARGS] pointers, so that one handle serves; C reads
  /// the first `property_args_size` of them and leaves the rest alone.
  private static final MethodHandle ov_core_compile_model$mh =
      LINKER
          .downcallHandle(
              FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS)
                  .appendArgumentLayouts(
                      Collections.nCopies(MAX_PROPERTY_ARGS, ADDRESS).toArray(MemoryLayout[]::new)),
              Linker.Option.firstVariadicArg(5))
          .asSpreader(MemorySegment[].class, MAX_PROPERTY_ARGS);

  private final MemorySegment ov_core_compile_model = address("ov_core_compile_model");

  /// `propertyArgs` holds exactly [#MAX_PROPERTY_ARGS] pointers.
  int ov_core_compile_model(
      MemorySegment core,
      MemorySegment model,
      MemorySegment deviceName,
      long propertyArgsSize,
      MemorySegment compiledModel,
      MemorySegment[] propertyArgs) {
    try {
      return (int)
          ov_core_compile_model$mh.invokeExact(
              ov_core_compile_model,
              core,
              model,
              deviceName,
              propertyArgsSize,
              compiledModel,
              propertyArgs);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  // Model

  /// ```c
  /// void ov_model_free(ov_model_t* model);
  /// ```
  private static final MethodHandle ov_model_free$mh = nothing(ADDRESS);

  private final MemorySegment ov_model_free = address("ov_model_free");

  void ov_model_free(MemorySegment model) {
    try {
      ov_model_free$mh.invokeExact(ov_model_free, model);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_model_get_friendly_name(const ov_model_t* model, char** friendly_name);
  /// ```
  private static final MethodHandle ov_model_get_friendly_name$mh = status(ADDRESS, ADDRESS);

  private final MemorySegment ov_model_get_friendly_name = address("ov_model_get_friendly_name");

  int ov_model_get_friendly_name(MemorySegment model, MemorySegment friendlyName) {
    try {
      return (int)
          ov_model_get_friendly_name$mh.invokeExact(
              ov_model_get_friendly_name, model, friendlyName);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_model_inputs_size(const ov_model_t* model, size_t* input_size);
  /// ```
  private static final MethodHandle ov_model_inputs_size$mh = status(ADDRESS, ADDRESS);

  private final MemorySegment ov_model_inputs_size = address("ov_model_inputs_size");

  int ov_model_inputs_size(MemorySegment model, MemorySegment inputSize) {
    try {
      return (int) ov_model_inputs_size$mh.invokeExact(ov_model_inputs_size, model, inputSize);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_model_outputs_size(const ov_model_t* model, size_t* output_size);
  /// ```
  private static final MethodHandle ov_model_outputs_size$mh = status(ADDRESS, ADDRESS);

  private final MemorySegment ov_model_outputs_size = address("ov_model_outputs_size");

  int ov_model_outputs_size(MemorySegment model, MemorySegment outputSize) {
    try {
      return (int) ov_model_outputs_size$mh.invokeExact(ov_model_outputs_size, model, outputSize);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_model_const_input_by_index(const ov_model_t* model,
  ///                                           const size_t index,
  ///                                           ov_output_const_port_t** input_port);
  /// ```
  private static final MethodHandle ov_model_const_input_by_index$mh =
      status(ADDRESS, JAVA_LONG, ADDRESS);

  private final MemorySegment ov_model_const_input_by_index =
      address("ov_model_const_input_by_index");

  int ov_model_const_input_by_index(MemorySegment model, long index, MemorySegment inputPort) {
    try {
      return (int)
          ov_model_const_input_by_index$mh.invokeExact(
              ov_model_const_input_by_index, model, index, inputPort);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_model_const_output_by_index(const ov_model_t* model,
  ///                                            const size_t index,
  ///                                            ov_output_const_port_t** output_port);
  /// ```
  private static final MethodHandle ov_model_const_output_by_index$mh =
      status(ADDRESS, JAVA_LONG, ADDRESS);

  private final MemorySegment ov_model_const_output_by_index =
      address("ov_model_const_output_by_index");

  int ov_model_const_output_by_index(MemorySegment model, long index, MemorySegment outputPort) {
    try {
      return (int)
          ov_model_const_output_by_index$mh.invokeExact(
              ov_model_const_output_by_index, model, index, outputPort);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_model_reshape_by_port_indexes(const ov_model_t* model,
  ///                                              const size_t* port_indexes,
  ///                                              const ov_partial_shape_t* partial_shape,
  ///                                              size_t size);
  /// ```
  private static final MethodHandle ov_model_reshape_by_port_indexes$mh =
      status(ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);

  private final MemorySegment ov_model_reshape_by_port_indexes =
      address("ov_model_reshape_by_port_indexes");

  int ov_model_reshape_by_port_indexes(
      MemorySegment model, MemorySegment portIndexes, MemorySegment partialShape, long size) {
    try {
      return (int)
          ov_model_reshape_by_port_indexes$mh.invokeExact(
              ov_model_reshape_by_port_indexes, model, portIndexes, partialShape, size);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  // Ports

  /// ```c
  /// void ov_output_const_port_free(ov_output_const_port_t* port);
  /// ```
  private static final MethodHandle ov_output_const_port_free$mh = nothing(ADDRESS);

  private final MemorySegment ov_output_const_port_free = address("ov_output_const_port_free");

  void ov_output_const_port_free(MemorySegment port) {
    try {
      ov_output_const_port_free$mh.invokeExact(ov_output_const_port_free, port);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_port_get_any_name(const ov_output_const_port_t* port,
  ///                                  char** tensor_name);
  /// ```
  private static final MethodHandle ov_port_get_any_name$mh = status(ADDRESS, ADDRESS);

  private final MemorySegment ov_port_get_any_name = address("ov_port_get_any_name");

  int ov_port_get_any_name(MemorySegment port, MemorySegment tensorName) {
    try {
      return (int) ov_port_get_any_name$mh.invokeExact(ov_port_get_any_name, port, tensorName);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_port_get_element_type(const ov_output_const_port_t* port,
  ///                                      ov_element_type_e* tensor_type);
  /// ```
  private static final MethodHandle ov_port_get_element_type$mh = status(ADDRESS, ADDRESS);

  private final MemorySegment ov_port_get_element_type = address("ov_port_get_element_type");

  int ov_port_get_element_type(MemorySegment port, MemorySegment tensorType) {
    try {
      return (int)
          ov_port_get_element_type$mh.invokeExact(ov_port_get_element_type, port, tensorType);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_port_get_partial_shape(const ov_output_const_port_t* port,
  ///                                       ov_partial_shape_t* partial_shape);
  /// ```
  private static final MethodHandle ov_port_get_partial_shape$mh = status(ADDRESS, ADDRESS);

  private final MemorySegment ov_port_get_partial_shape = address("ov_port_get_partial_shape");

  int ov_port_get_partial_shape(MemorySegment port, MemorySegment partialShape) {
    try {
      return (int)
          ov_port_get_partial_shape$mh.invokeExact(ov_port_get_partial_shape, port, partialShape);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// void ov_partial_shape_free(ov_partial_shape_t* partial_shape);
  /// ```
  private static final MethodHandle ov_partial_shape_free$mh = nothing(ADDRESS);

  private final MemorySegment ov_partial_shape_free = address("ov_partial_shape_free");

  void ov_partial_shape_free(MemorySegment partialShape) {
    try {
      ov_partial_shape_free$mh.invokeExact(ov_partial_shape_free, partialShape);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  // Preprocessing

  /// ```c
  /// ov_status_e ov_layout_create(const char* layout_desc, ov_layout_t** layout);
  /// ```
  private static final MethodHandle ov_layout_create$mh = status(ADDRESS, ADDRESS);

  private final MemorySegment ov_layout_create = address("ov_layout_create");

  int ov_layout_create(MemorySegment layoutDesc, MemorySegment layout) {
    try {
      return (int) ov_layout_create$mh.invokeExact(ov_layout_create, layoutDesc, layout);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// void ov_layout_free(ov_layout_t* layout);
  /// ```
  private static final MethodHandle ov_layout_free$mh = nothing(ADDRESS);

  private final MemorySegment ov_layout_free = address("ov_layout_free");

  void ov_layout_free(MemorySegment layout) {
    try {
      ov_layout_free$mh.invokeExact(ov_layout_free, layout);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_preprocess_prepostprocessor_create(
  ///     const ov_model_t* model,
  ///     ov_preprocess_prepostprocessor_t** preprocess);
  /// ```
  private static final MethodHandle ov_preprocess_prepostprocessor_create$mh =
      status(ADDRESS, ADDRESS);

  private final MemorySegment ov_preprocess_prepostprocessor_create =
      address("ov_preprocess_prepostprocessor_create");

  int ov_preprocess_prepostprocessor_create(MemorySegment model, MemorySegment preprocess) {
    try {
      return (int)
          ov_preprocess_prepostprocessor_create$mh.invokeExact(
              ov_preprocess_prepostprocessor_create, model, preprocess);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// void ov_preprocess_prepostprocessor_free(ov_preprocess_prepostprocessor_t* preprocess);
  /// ```
  private static final MethodHandle ov_preprocess_prepostprocessor_free$mh = nothing(ADDRESS);

  private final MemorySegment ov_preprocess_prepostprocessor_free =
      address("ov_preprocess_prepostprocessor_free");

  void ov_preprocess_prepostprocessor_free(MemorySegment preprocess) {
    try {
      ov_preprocess_prepostprocessor_free$mh.invokeExact(
          ov_preprocess_prepostprocessor_free, preprocess);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_preprocess_prepostprocessor_get_input_info_by_index(
  ///     const ov_preprocess_prepostprocessor_t* preprocess,
  ///     const size_t tensor_index,
  ///     ov_preprocess_input_info_t** preprocess_input_info);
  /// ```
  private static final MethodHandle ov_preprocess_prepostprocessor_get_input_info_by_index$mh =
      status(ADDRESS, JAVA_LONG, ADDRESS);

  private final MemorySegment ov_preprocess_prepostprocessor_get_input_info_by_index =
      address("ov_preprocess_prepostprocessor_get_input_info_by_index");

  int ov_preprocess_prepostprocessor_get_input_info_by_index(
      MemorySegment preprocess, long tensorIndex, MemorySegment preprocessInputInfo) {
    try {
      return (int)
          ov_preprocess_prepostprocessor_get_input_info_by_index$mh.invokeExact(
              ov_preprocess_prepostprocessor_get_input_info_by_index,
              preprocess,
              tensorIndex,
              preprocessInputInfo);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_preprocess_prepostprocessor_build(
  ///     const ov_preprocess_prepostprocessor_t* preprocess,
  ///     ov_model_t** model);
  /// ```
  private static final MethodHandle ov_preprocess_prepostprocessor_build$mh =
      status(ADDRESS, ADDRESS);

  private final MemorySegment ov_preprocess_prepostprocessor_build =
      address("ov_preprocess_prepostprocessor_build");

  int ov_preprocess_prepostprocessor_build(MemorySegment preprocess, MemorySegment model) {
    try {
      return (int)
          ov_preprocess_prepostprocessor_build$mh.invokeExact(
              ov_preprocess_prepostprocessor_build, preprocess, model);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// void ov_preprocess_input_info_free(ov_preprocess_input_info_t* preprocess_input_info);
  /// ```
  private static final MethodHandle ov_preprocess_input_info_free$mh = nothing(ADDRESS);

  private final MemorySegment ov_preprocess_input_info_free =
      address("ov_preprocess_input_info_free");

  void ov_preprocess_input_info_free(MemorySegment preprocessInputInfo) {
    try {
      ov_preprocess_input_info_free$mh.invokeExact(
          ov_preprocess_input_info_free, preprocessInputInfo);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_preprocess_input_info_get_tensor_info(
  ///     const ov_preprocess_input_info_t* preprocess_input_info,
  ///     ov_preprocess_input_tensor_info_t** preprocess_input_tensor_info);
  /// ```
  private static final MethodHandle ov_preprocess_input_info_get_tensor_info$mh =
      status(ADDRESS, ADDRESS);

  private final MemorySegment ov_preprocess_input_info_get_tensor_info =
      address("ov_preprocess_input_info_get_tensor_info");

  int ov_preprocess_input_info_get_tensor_info(
      MemorySegment preprocessInputInfo, MemorySegment preprocessInputTensorInfo) {
    try {
      return (int)
          ov_preprocess_input_info_get_tensor_info$mh.invokeExact(
              ov_preprocess_input_info_get_tensor_info,
              preprocessInputInfo,
              preprocessInputTensorInfo);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_preprocess_input_info_get_preprocess_steps(
  ///     const ov_preprocess_input_info_t* preprocess_input_info,
  ///     ov_preprocess_preprocess_steps_t** preprocess_input_steps);
  /// ```
  private static final MethodHandle ov_preprocess_input_info_get_preprocess_steps$mh =
      status(ADDRESS, ADDRESS);

  private final MemorySegment ov_preprocess_input_info_get_preprocess_steps =
      address("ov_preprocess_input_info_get_preprocess_steps");

  int ov_preprocess_input_info_get_preprocess_steps(
      MemorySegment preprocessInputInfo, MemorySegment preprocessInputSteps) {
    try {
      return (int)
          ov_preprocess_input_info_get_preprocess_steps$mh.invokeExact(
              ov_preprocess_input_info_get_preprocess_steps,
              preprocessInputInfo,
              preprocessInputSteps);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_preprocess_input_info_get_model_info(
  ///     const ov_preprocess_input_info_t* preprocess_input_info,
  ///     ov_preprocess_input_model_info_t** preprocess_input_model_info);
  /// ```
  private static final MethodHandle ov_preprocess_input_info_get_model_info$mh =
      status(ADDRESS, ADDRESS);

  private final MemorySegment ov_preprocess_input_info_get_model_info =
      address("ov_preprocess_input_info_get_model_info");

  int ov_preprocess_input_info_get_model_info(
      MemorySegment preprocessInputInfo, MemorySegment preprocessInputModelInfo) {
    try {
      return (int)
          ov_preprocess_input_info_get_model_info$mh.invokeExact(
              ov_preprocess_input_info_get_model_info,
              preprocessInputInfo,
              preprocessInputModelInfo);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// void ov_preprocess_input_tensor_info_free(
  ///     ov_preprocess_input_tensor_info_t* preprocess_input_tensor_info);
  /// ```
  private static final MethodHandle ov_preprocess_input_tensor_info_free$mh = nothing(ADDRESS);

  private final MemorySegment ov_preprocess_input_tensor_info_free =
      address("ov_preprocess_input_tensor_info_free");

  void ov_preprocess_input_tensor_info_free(MemorySegment preprocessInputTensorInfo) {
    try {
      ov_preprocess_input_tensor_info_free$mh.invokeExact(
          ov_preprocess_input_tensor_info_free, preprocessInputTensorInfo);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_preprocess_input_tensor_info_set_element_type(
  ///     ov_preprocess_input_tensor_info_t* preprocess_input_tensor_info,
  ///     const ov_element_type_e element_type);
  /// ```
  private static final MethodHandle ov_preprocess_input_tensor_info_set_element_type$mh =
      status(ADDRESS, JAVA_INT);

  private final MemorySegment ov_preprocess_input_tensor_info_set_element_type =
      address("ov_preprocess_input_tensor_info_set_element_type");

  int ov_preprocess_input_tensor_info_set_element_type(
      MemorySegment preprocessInputTensorInfo, int elementType) {
    try {
      return (int)
          ov_preprocess_input_tensor_info_set_element_type$mh.invokeExact(
              ov_preprocess_input_tensor_info_set_element_type,
              preprocessInputTensorInfo,
              elementType);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_preprocess_input_tensor_info_set_layout(
  ///     ov_preprocess_input_tensor_info_t* preprocess_input_tensor_info,
  ///     ov_layout_t* layout);
  /// ```
  private static final MethodHandle ov_preprocess_input_tensor_info_set_layout$mh =
      status(ADDRESS, ADDRESS);

  private final MemorySegment ov_preprocess_input_tensor_info_set_layout =
      address("ov_preprocess_input_tensor_info_set_layout");

  int ov_preprocess_input_tensor_info_set_layout(
      MemorySegment preprocessInputTensorInfo, MemorySegment layout) {
    try {
      return (int)
          ov_preprocess_input_tensor_info_set_layout$mh.invokeExact(
              ov_preprocess_input_tensor_info_set_layout, preprocessInputTensorInfo, layout);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_preprocess_input_tensor_info_set_spatial_static_shape(
  ///     ov_preprocess_input_tensor_info_t* preprocess_input_tensor_info,
  ///     const size_t input_height,
  ///     const size_t input_width);
  /// ```
  private static final MethodHandle ov_preprocess_input_tensor_info_set_spatial_static_shape$mh =
      status(ADDRESS, JAVA_LONG, JAVA_LONG);

  private final MemorySegment ov_preprocess_input_tensor_info_set_spatial_static_shape =
      address("ov_preprocess_input_tensor_info_set_spatial_static_shape");

  int ov_preprocess_input_tensor_info_set_spatial_static_shape(
      MemorySegment preprocessInputTensorInfo, long inputHeight, long inputWidth) {
    try {
      return (int)
          ov_preprocess_input_tensor_info_set_spatial_static_shape$mh.invokeExact(
              ov_preprocess_input_tensor_info_set_spatial_static_shape,
              preprocessInputTensorInfo,
              inputHeight,
              inputWidth);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// void ov_preprocess_preprocess_steps_free(
  ///     ov_preprocess_preprocess_steps_t* preprocess_input_process_steps);
  /// ```
  private static final MethodHandle ov_preprocess_preprocess_steps_free$mh = nothing(ADDRESS);

  private final MemorySegment ov_preprocess_preprocess_steps_free =
      address("ov_preprocess_preprocess_steps_free");

  void ov_preprocess_preprocess_steps_free(MemorySegment preprocessInputProcessSteps) {
    try {
      ov_preprocess_preprocess_steps_free$mh.invokeExact(
          ov_preprocess_preprocess_steps_free, preprocessInputProcessSteps);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_preprocess_preprocess_steps_convert_element_type(
  ///     ov_preprocess_preprocess_steps_t* preprocess_input_process_steps,
  ///     const ov_element_type_e element_type);
  /// ```
  private static final MethodHandle ov_preprocess_preprocess_steps_convert_element_type$mh =
      status(ADDRESS, JAVA_INT);

  private final MemorySegment ov_preprocess_preprocess_steps_convert_element_type =
      address("ov_preprocess_preprocess_steps_convert_element_type");

  int ov_preprocess_preprocess_steps_convert_element_type(
      MemorySegment preprocessInputProcessSteps, int elementType) {
    try {
      return (int)
          ov_preprocess_preprocess_steps_convert_element_type$mh.invokeExact(
              ov_preprocess_preprocess_steps_convert_element_type,
              preprocessInputProcessSteps,
              elementType);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_preprocess_preprocess_steps_reverse_channels(
  ///     ov_preprocess_preprocess_steps_t* preprocess_input_process_steps);
  /// ```
  private static final MethodHandle ov_preprocess_preprocess_steps_reverse_channels$mh =
      status(ADDRESS);

  private final MemorySegment ov_preprocess_preprocess_steps_reverse_channels =
      address("ov_preprocess_preprocess_steps_reverse_channels");

  int ov_preprocess_preprocess_steps_reverse_channels(MemorySegment preprocessInputProcessSteps) {
    try {
      return (int)
          ov_preprocess_preprocess_steps_reverse_channels$mh.invokeExact(
              ov_preprocess_preprocess_steps_reverse_channels, preprocessInputProcessSteps);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_preprocess_preprocess_steps_mean(
  ///     ov_preprocess_preprocess_steps_t* preprocess_input_process_steps,
  ///     float value);
  /// ```
  private static final MethodHandle ov_preprocess_preprocess_steps_mean$mh =
      status(ADDRESS, JAVA_FLOAT);

  private final MemorySegment ov_preprocess_preprocess_steps_mean =
      address("ov_preprocess_preprocess_steps_mean");

  int ov_preprocess_preprocess_steps_mean(MemorySegment preprocessInputProcessSteps, float value) {
    try {
      return (int)
          ov_preprocess_preprocess_steps_mean$mh.invokeExact(
              ov_preprocess_preprocess_steps_mean, preprocessInputProcessSteps, value);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_preprocess_preprocess_steps_mean_multi_channels(
  ///     ov_preprocess_preprocess_steps_t* preprocess_input_process_steps,
  ///     const float* values,
  ///     const int32_t value_size);
  /// ```
  private static final MethodHandle ov_preprocess_preprocess_steps_mean_multi_channels$mh =
      status(ADDRESS, ADDRESS, JAVA_INT);

  private final MemorySegment ov_preprocess_preprocess_steps_mean_multi_channels =
      address("ov_preprocess_preprocess_steps_mean_multi_channels");

  int ov_preprocess_preprocess_steps_mean_multi_channels(
      MemorySegment preprocessInputProcessSteps, MemorySegment values, int valueSize) {
    try {
      return (int)
          ov_preprocess_preprocess_steps_mean_multi_channels$mh.invokeExact(
              ov_preprocess_preprocess_steps_mean_multi_channels,
              preprocessInputProcessSteps,
              values,
              valueSize);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_preprocess_preprocess_steps_scale(
  ///     ov_preprocess_preprocess_steps_t* preprocess_input_process_steps,
  ///     float value);
  /// ```
  private static final MethodHandle ov_preprocess_preprocess_steps_scale$mh =
      status(ADDRESS, JAVA_FLOAT);

  private final MemorySegment ov_preprocess_preprocess_steps_scale =
      address("ov_preprocess_preprocess_steps_scale");

  int ov_preprocess_preprocess_steps_scale(MemorySegment preprocessInputProcessSteps, float value) {
    try {
      return (int)
          ov_preprocess_preprocess_steps_scale$mh.invokeExact(
              ov_preprocess_preprocess_steps_scale, preprocessInputProcessSteps, value);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_preprocess_preprocess_steps_scale_multi_channels(
  ///     ov_preprocess_preprocess_steps_t* preprocess_input_process_steps,
  ///     const float* values,
  ///     const int32_t value_size);
  /// ```
  private static final MethodHandle ov_preprocess_preprocess_steps_scale_multi_channels$mh =
      status(ADDRESS, ADDRESS, JAVA_INT);

  private final MemorySegment ov_preprocess_preprocess_steps_scale_multi_channels =
      address("ov_preprocess_preprocess_steps_scale_multi_channels");

  int ov_preprocess_preprocess_steps_scale_multi_channels(
      MemorySegment preprocessInputProcessSteps, MemorySegment values, int valueSize) {
    try {
      return (int)
          ov_preprocess_preprocess_steps_scale_multi_channels$mh.invokeExact(
              ov_preprocess_preprocess_steps_scale_multi_channels,
              preprocessInputProcessSteps,
              values,
              valueSize);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// void ov_preprocess_input_model_info_free(
  ///     ov_preprocess_input_model_info_t* preprocess_input_model_info);
  /// ```
  private static final MethodHandle ov_preprocess_input_model_info_free$mh = nothing(ADDRESS);

  private final MemorySegment ov_preprocess_input_model_info_free =
      address("ov_preprocess_input_model_info_free");

  void ov_preprocess_input_model_info_free(MemorySegment preprocessInputModelInfo) {
    try {
      ov_preprocess_input_model_info_free$mh.invokeExact(
          ov_preprocess_input_model_info_free, preprocessInputModelInfo);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_preprocess_input_model_info_set_layout(
  ///     ov_preprocess_input_model_info_t* preprocess_input_model_info,
  ///     ov_layout_t* layout);
  /// ```
  private static final MethodHandle ov_preprocess_input_model_info_set_layout$mh =
      status(ADDRESS, ADDRESS);

  private final MemorySegment ov_preprocess_input_model_info_set_layout =
      address("ov_preprocess_input_model_info_set_layout");

  int ov_preprocess_input_model_info_set_layout(
      MemorySegment preprocessInputModelInfo, MemorySegment layout) {
    try {
      return (int)
          ov_preprocess_input_model_info_set_layout$mh.invokeExact(
              ov_preprocess_input_model_info_set_layout, preprocessInputModelInfo, layout);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  // Compiled model

  /// ```c
  /// void ov_compiled_model_free(ov_compiled_model_t* compiled_model);
  /// ```
  private static final MethodHandle ov_compiled_model_free$mh = nothing(ADDRESS);

  private final MemorySegment ov_compiled_model_free = address("ov_compiled_model_free");

  void ov_compiled_model_free(MemorySegment compiledModel) {
    try {
      ov_compiled_model_free$mh.invokeExact(ov_compiled_model_free, compiledModel);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_compiled_model_inputs_size(const ov_compiled_model_t* compiled_model,
  ///                                           size_t* size);
  /// ```
  private static final MethodHandle ov_compiled_model_inputs_size$mh = status(ADDRESS, ADDRESS);

  private final MemorySegment ov_compiled_model_inputs_size =
      address("ov_compiled_model_inputs_size");

  int ov_compiled_model_inputs_size(MemorySegment compiledModel, MemorySegment size) {
    try {
      return (int)
          ov_compiled_model_inputs_size$mh.invokeExact(
              ov_compiled_model_inputs_size, compiledModel, size);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_compiled_model_outputs_size(const ov_compiled_model_t* compiled_model,
  ///                                            size_t* size);
  /// ```
  private static final MethodHandle ov_compiled_model_outputs_size$mh = status(ADDRESS, ADDRESS);

  private final MemorySegment ov_compiled_model_outputs_size =
      address("ov_compiled_model_outputs_size");

  int ov_compiled_model_outputs_size(MemorySegment compiledModel, MemorySegment size) {
    try {
      return (int)
          ov_compiled_model_outputs_size$mh.invokeExact(
              ov_compiled_model_outputs_size, compiledModel, size);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_compiled_model_input_by_index(const ov_compiled_model_t* compiled_model,
  ///                                              const size_t index,
  ///                                              ov_output_const_port_t** input_port);
  /// ```
  private static final MethodHandle ov_compiled_model_input_by_index$mh =
      status(ADDRESS, JAVA_LONG, ADDRESS);

  private final MemorySegment ov_compiled_model_input_by_index =
      address("ov_compiled_model_input_by_index");

  int ov_compiled_model_input_by_index(
      MemorySegment compiledModel, long index, MemorySegment inputPort) {
    try {
      return (int)
          ov_compiled_model_input_by_index$mh.invokeExact(
              ov_compiled_model_input_by_index, compiledModel, index, inputPort);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_compiled_model_output_by_index(const ov_compiled_model_t* compiled_model,
  ///                                               const size_t index,
  ///                                               ov_output_const_port_t** output_port);
  /// ```
  private static final MethodHandle ov_compiled_model_output_by_index$mh =
      status(ADDRESS, JAVA_LONG, ADDRESS);

  private final MemorySegment ov_compiled_model_output_by_index =
      address("ov_compiled_model_output_by_index");

  int ov_compiled_model_output_by_index(
      MemorySegment compiledModel, long index, MemorySegment outputPort) {
    try {
      return (int)
          ov_compiled_model_output_by_index$mh.invokeExact(
              ov_compiled_model_output_by_index, compiledModel, index, outputPort);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_compiled_model_get_property(const ov_compiled_model_t* compiled_model,
  ///                                            const char* property_key,
  ///                                            char** property_value);
  /// ```
  private static final MethodHandle ov_compiled_model_get_property$mh =
      status(ADDRESS, ADDRESS, ADDRESS);

  private final MemorySegment ov_compiled_model_get_property =
      address("ov_compiled_model_get_property");

  int ov_compiled_model_get_property(
      MemorySegment compiledModel, MemorySegment propertyKey, MemorySegment propertyValue) {
    try {
      return (int)
          ov_compiled_model_get_property$mh.invokeExact(
              ov_compiled_model_get_property, compiledModel, propertyKey, propertyValue);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_compiled_model_create_infer_request(
  ///     const ov_compiled_model_t* compiled_model,
  ///     ov_infer_request_t** infer_request);
  /// ```
  private static final MethodHandle ov_compiled_model_create_infer_request$mh =
      status(ADDRESS, ADDRESS);

  private final MemorySegment ov_compiled_model_create_infer_request =
      address("ov_compiled_model_create_infer_request");

  int ov_compiled_model_create_infer_request(
      MemorySegment compiledModel, MemorySegment inferRequest) {
    try {
      return (int)
          ov_compiled_model_create_infer_request$mh.invokeExact(
              ov_compiled_model_create_infer_request, compiledModel, inferRequest);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  // Infer request

  /// ```c
  /// void ov_infer_request_free(ov_infer_request_t* infer_request);
  /// ```
  private static final MethodHandle ov_infer_request_free$mh = nothing(ADDRESS);

  private final MemorySegment ov_infer_request_free = address("ov_infer_request_free");

  void ov_infer_request_free(MemorySegment inferRequest) {
    try {
      ov_infer_request_free$mh.invokeExact(ov_infer_request_free, inferRequest);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_infer_request_set_input_tensor_by_index(ov_infer_request_t* infer_request,
  ///                                                        const size_t idx,
  ///                                                        const ov_tensor_t* tensor);
  /// ```
  private static final MethodHandle ov_infer_request_set_input_tensor_by_index$mh =
      status(ADDRESS, JAVA_LONG, ADDRESS);

  private final MemorySegment ov_infer_request_set_input_tensor_by_index =
      address("ov_infer_request_set_input_tensor_by_index");

  int ov_infer_request_set_input_tensor_by_index(
      MemorySegment inferRequest, long idx, MemorySegment tensor) {
    try {
      return (int)
          ov_infer_request_set_input_tensor_by_index$mh.invokeExact(
              ov_infer_request_set_input_tensor_by_index, inferRequest, idx, tensor);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_infer_request_set_output_tensor_by_index(ov_infer_request_t* infer_request,
  ///                                                         const size_t idx,
  ///                                                         const ov_tensor_t* tensor);
  /// ```
  private static final MethodHandle ov_infer_request_set_output_tensor_by_index$mh =
      status(ADDRESS, JAVA_LONG, ADDRESS);

  private final MemorySegment ov_infer_request_set_output_tensor_by_index =
      address("ov_infer_request_set_output_tensor_by_index");

  int ov_infer_request_set_output_tensor_by_index(
      MemorySegment inferRequest, long idx, MemorySegment tensor) {
    try {
      return (int)
          ov_infer_request_set_output_tensor_by_index$mh.invokeExact(
              ov_infer_request_set_output_tensor_by_index, inferRequest, idx, tensor);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_infer_request_get_output_tensor_by_index(
  ///     const ov_infer_request_t* infer_request,
  ///     const size_t idx,
  ///     ov_tensor_t** tensor);
  /// ```
  private static final MethodHandle ov_infer_request_get_output_tensor_by_index$mh =
      status(ADDRESS, JAVA_LONG, ADDRESS);

  private final MemorySegment ov_infer_request_get_output_tensor_by_index =
      address("ov_infer_request_get_output_tensor_by_index");

  int ov_infer_request_get_output_tensor_by_index(
      MemorySegment inferRequest, long idx, MemorySegment tensor) {
    try {
      return (int)
          ov_infer_request_get_output_tensor_by_index$mh.invokeExact(
              ov_infer_request_get_output_tensor_by_index, inferRequest, idx, tensor);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_infer_request_infer(ov_infer_request_t* infer_request);
  /// ```
  private static final MethodHandle ov_infer_request_infer$mh = status(ADDRESS);

  private final MemorySegment ov_infer_request_infer = address("ov_infer_request_infer");

  int ov_infer_request_infer(MemorySegment inferRequest) {
    try {
      return (int) ov_infer_request_infer$mh.invokeExact(ov_infer_request_infer, inferRequest);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_infer_request_start_async(ov_infer_request_t* infer_request);
  /// ```
  private static final MethodHandle ov_infer_request_start_async$mh = status(ADDRESS);

  private final MemorySegment ov_infer_request_start_async =
      address("ov_infer_request_start_async");

  int ov_infer_request_start_async(MemorySegment inferRequest) {
    try {
      return (int)
          ov_infer_request_start_async$mh.invokeExact(ov_infer_request_start_async, inferRequest);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_infer_request_wait(ov_infer_request_t* infer_request);
  /// ```
  private static final MethodHandle ov_infer_request_wait$mh = status(ADDRESS);

  private final MemorySegment ov_infer_request_wait = address("ov_infer_request_wait");

  int ov_infer_request_wait(MemorySegment inferRequest) {
    try {
      return (int) ov_infer_request_wait$mh.invokeExact(ov_infer_request_wait, inferRequest);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_infer_request_wait_for(ov_infer_request_t* infer_request,
  ///                                       const int64_t timeout);
  /// ```
  private static final MethodHandle ov_infer_request_wait_for$mh = status(ADDRESS, JAVA_LONG);

  private final MemorySegment ov_infer_request_wait_for = address("ov_infer_request_wait_for");

  int ov_infer_request_wait_for(MemorySegment inferRequest, long timeout) {
    try {
      return (int)
          ov_infer_request_wait_for$mh.invokeExact(
              ov_infer_request_wait_for, inferRequest, timeout);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_infer_request_cancel(ov_infer_request_t* infer_request);
  /// ```
  private static final MethodHandle ov_infer_request_cancel$mh = status(ADDRESS);

  private final MemorySegment ov_infer_request_cancel = address("ov_infer_request_cancel");

  int ov_infer_request_cancel(MemorySegment inferRequest) {
    try {
      return (int) ov_infer_request_cancel$mh.invokeExact(ov_infer_request_cancel, inferRequest);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_infer_request_get_profiling_info(const ov_infer_request_t* infer_request,
  ///                                                 ov_profiling_info_list_t* profiling_infos);
  /// ```
  private static final MethodHandle ov_infer_request_get_profiling_info$mh =
      status(ADDRESS, ADDRESS);

  private final MemorySegment ov_infer_request_get_profiling_info =
      address("ov_infer_request_get_profiling_info");

  int ov_infer_request_get_profiling_info(
      MemorySegment inferRequest, MemorySegment profilingInfos) {
    try {
      return (int)
          ov_infer_request_get_profiling_info$mh.invokeExact(
              ov_infer_request_get_profiling_info, inferRequest, profilingInfos);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// void ov_profiling_info_list_free(ov_profiling_info_list_t* profiling_infos);
  /// ```
  private static final MethodHandle ov_profiling_info_list_free$mh = nothing(ADDRESS);

  private final MemorySegment ov_profiling_info_list_free = address("ov_profiling_info_list_free");

  void ov_profiling_info_list_free(MemorySegment profilingInfos) {
    try {
      ov_profiling_info_list_free$mh.invokeExact(ov_profiling_info_list_free, profilingInfos);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  // Tensor

  /// ```c
  /// ov_status_e ov_tensor_create(const ov_element_type_e type,
  ///                              const ov_shape_t shape,
  ///                              ov_tensor_t** tensor);
  /// ```
  private static final MethodHandle ov_tensor_create$mh = status(JAVA_INT, OV_SHAPE_T, ADDRESS);

  private final MemorySegment ov_tensor_create = address("ov_tensor_create");

  int ov_tensor_create(int type, MemorySegment shape, MemorySegment tensor) {
    try {
      return (int) ov_tensor_create$mh.invokeExact(ov_tensor_create, type, shape, tensor);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_tensor_create_from_host_ptr(const ov_element_type_e type,
  ///                                            const ov_shape_t shape,
  ///                                            void* host_ptr,
  ///                                            ov_tensor_t** tensor);
  /// ```
  private static final MethodHandle ov_tensor_create_from_host_ptr$mh =
      status(JAVA_INT, OV_SHAPE_T, ADDRESS, ADDRESS);

  private final MemorySegment ov_tensor_create_from_host_ptr =
      address("ov_tensor_create_from_host_ptr");

  int ov_tensor_create_from_host_ptr(
      int type, MemorySegment shape, MemorySegment hostPtr, MemorySegment tensor) {
    try {
      return (int)
          ov_tensor_create_from_host_ptr$mh.invokeExact(
              ov_tensor_create_from_host_ptr, type, shape, hostPtr, tensor);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// void ov_tensor_free(ov_tensor_t* tensor);
  /// ```
  private static final MethodHandle ov_tensor_free$mh = nothing(ADDRESS);

  private final MemorySegment ov_tensor_free = address("ov_tensor_free");

  void ov_tensor_free(MemorySegment tensor) {
    try {
      ov_tensor_free$mh.invokeExact(ov_tensor_free, tensor);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_tensor_get_shape(const ov_tensor_t* tensor, ov_shape_t* shape);
  /// ```
  private static final MethodHandle ov_tensor_get_shape$mh = status(ADDRESS, ADDRESS);

  private final MemorySegment ov_tensor_get_shape = address("ov_tensor_get_shape");

  int ov_tensor_get_shape(MemorySegment tensor, MemorySegment shape) {
    try {
      return (int) ov_tensor_get_shape$mh.invokeExact(ov_tensor_get_shape, tensor, shape);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_tensor_get_element_type(const ov_tensor_t* tensor,
  ///                                        ov_element_type_e* type);
  /// ```
  private static final MethodHandle ov_tensor_get_element_type$mh = status(ADDRESS, ADDRESS);

  private final MemorySegment ov_tensor_get_element_type = address("ov_tensor_get_element_type");

  int ov_tensor_get_element_type(MemorySegment tensor, MemorySegment type) {
    try {
      return (int)
          ov_tensor_get_element_type$mh.invokeExact(ov_tensor_get_element_type, tensor, type);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_tensor_get_byte_size(const ov_tensor_t* tensor, size_t* byte_size);
  /// ```
  private static final MethodHandle ov_tensor_get_byte_size$mh = status(ADDRESS, ADDRESS);

  private final MemorySegment ov_tensor_get_byte_size = address("ov_tensor_get_byte_size");

  int ov_tensor_get_byte_size(MemorySegment tensor, MemorySegment byteSize) {
    try {
      return (int)
          ov_tensor_get_byte_size$mh.invokeExact(ov_tensor_get_byte_size, tensor, byteSize);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_tensor_data(const ov_tensor_t* tensor, void** data);
  /// ```
  private static final MethodHandle ov_tensor_data$mh = status(ADDRESS, ADDRESS);

  private final MemorySegment ov_tensor_data = address("ov_tensor_data");

  int ov_tensor_data(MemorySegment tensor, MemorySegment data) {
    try {
      return (int) ov_tensor_data$mh.invokeExact(ov_tensor_data, tensor, data);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /// ```c
  /// ov_status_e ov_shape_free(ov_shape_t* shape);
  /// ```
  private static final MethodHandle ov_shape_free$mh = status(ADDRESS);

  private final MemorySegment ov_shape_free = address("ov_shape_free");

  int ov_shape_free(MemorySegment shape) {
    try {
      return (int) ov_shape_free$mh.invokeExact(ov_shape_free, shape);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }
}
