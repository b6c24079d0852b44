package io.affut.bindings.tensorrt;

import io.affut.bindings.library.JavaCpp;
import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibraryException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvonnxparser;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.ILogger;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvinfer.IOptimizationProfile;
import org.bytedeco.tensorrt.nvinfer.IRuntime;
import org.bytedeco.tensorrt.nvinfer.ITensor;
import org.bytedeco.tensorrt.nvinfer.ITimingCache;
import org.bytedeco.tensorrt.nvonnxparser.IParser;
import org.bytedeco.tensorrt.nvonnxparser.IParserError;

/// Bytedeco's preset of TensorRT, loaded by hand: by itself it would load its presets of cuBLAS,
/// cuDNN and NVRTC too, which TensorRT does not need, and one of CUDA that only loads with a
/// driver.
final class Preset {
  /// The version that the preset was made for.
  static final int MAJOR = nvinfer.NV_TENSORRT_MAJOR;

  /// The version that the preset was made for.
  static final int MINOR = nvinfer.NV_TENSORRT_MINOR;

  /// The classes of the preset that are used here, all of them. What were left out would load the
  /// rest the first time that it is used.
  private static final List<Class<?>> INFERENCE =
      List.of(
          ILogger.class,
          Dims64.class,
          IBuilder.class,
          IBuilderConfig.class,
          ICudaEngine.class,
          IExecutionContext.class,
          IHostMemory.class,
          INetworkDefinition.class,
          IOptimizationProfile.class,
          IRuntime.class,
          ITensor.class,
          ITimingCache.class,
          CUstream_st.class,
          nvinfer.class);

  private static final List<Class<?>> PARSER =
      List.of(IParser.class, IParserError.class, nvonnxparser.class);

  private Preset() {}

  /// Loads it over a TensorRT that is loaded.
  ///
  /// @param tensorRt `libnvinfer` itself
  /// @return whether the parser of ONNX lies beside it and is loaded too
  /// @throws NativeLibraryException when the preset is not there, or does not load
  static boolean load(NativeLibraries libraries, Path tensorRt) {
    Path folder = folder(libraries);
    Path parser = tensorRt.resolveSibling("libnvonnxparser.so." + MAJOR);
    boolean parses = Files.isRegularFile(parser);
    List<Path> files = new ArrayList<>(List.of(tensorRt, folder.resolve("libjninvinfer.so")));
    List<Class<?>> classes = new ArrayList<>(INFERENCE);
    if (parses) {
      files.addAll(List.of(parser, folder.resolve("libjninvonnxparser.so")));
      classes.addAll(PARSER);
    }
    JavaCpp.prepare(libraries);
    try {
      JavaCpp.loading(() -> initialised(List.of(Pointer.class)));
      JavaCpp.loadingByHand(files, () -> initialised(classes));
      return parses;
    } catch (LinkageError e) {
      var failure =
          new NativeLibraryException(
              TensorRtLibrary.TITLE,
              "The binding of TensorRT does not load from " + folder + ": " + e.getMessage() + ".",
              List.of(),
              "Remove that folder, so that it is unpacked anew.");
      failure.initCause(e);
      throw failure;
    }
  }

  private static Path folder(NativeLibraries libraries) {
    try {
      return libraries.preset("tensorrt", "Its binding");
    } catch (NativeLibraryException e) {
      throw new NativeLibraryException(
          TensorRtLibrary.TITLE,
          "This Affût has no binding of TensorRT. " + e.reason(),
          List.of(),
          TensorRtLibrary.HOW_TO_GET);
    }
  }

  private static boolean initialised(List<Class<?>> classes) {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    for (Class<?> type : classes) {
      try {
        lookup.ensureInitialized(type);
      } catch (IllegalAccessException e) {
        throw new AssertionError("the classes of the preset are public", e);
      }
    }
    return true;
  }
}
