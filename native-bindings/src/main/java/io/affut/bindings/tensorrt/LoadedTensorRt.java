package io.affut.bindings.tensorrt;

import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.memory.NativeLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IRuntime;

/// TensorRT through Bytedeco's preset. What it does was never done on a GPU.
final class LoadedTensorRt implements TensorRt {
  /// TensorRT keeps the first that it is given for as long as the process lives.
  private static final TensorRtLog LOG = new TensorRtLog();

  private final Owners owners;
  private final BuilderResource resource;
  private final boolean parses;
  private final String version;

  /// @param file `libnvinfer` itself
  /// @param parses whether the parser of ONNX is loaded
  LoadedTensorRt(Path file, String version, boolean parses, NativeLedger ledger) {
    this.owners = new Owners(ledger);
    this.resource = new BuilderResource(file, version);
    this.parses = parses;
    this.version = version;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public void build(PlanRequest request, Path plan, Consumer<String> progress) {
    if (!parses) {
      throw new TensorRtException(
          "createParser",
          "there is no libnvonnxparser.so." + Preset.MAJOR + " beside " + resource.tensorRt());
    }
    var build = new PlanBuild(version, LOG, owners, resource, request, progress);
    DeepStack.run("affut-tensorrt-build", () -> build.write(plan));
  }

  @Override
  public TensorRtEngine load(CudaDevice device, Path plan) {
    device.makeCurrent();
    Owned<IRuntime> runtime = runtime();
    try (BytePointer bytes = PlanFile.read(plan)) {
      long before = LOG.now();
      ICudaEngine engine = runtime.get().deserializeCudaEngine(bytes, bytes.capacity());
      if (engine == null) {
        throw new TensorRtException("deserializeCudaEngine", LOG.since(before));
      }
      return new LoadedEngine(device, runtime, owners.own(engine), owners, LOG);
    } catch (IOException e) {
      runtime.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      runtime.close();
      throw e;
    }
  }

  /// What it says is believed more than the pointer, which is to nothing where CUDA does not work.
  private Owned<IRuntime> runtime() {
    long before = LOG.now();
    IRuntime runtime = nvinfer.createInferRuntime(LOG);
    if (runtime == null || LOG.failedSince(before)) {
      throw new TensorRtException("createInferRuntime", LOG.since(before));
    }
    return owners.own(runtime);
  }
}
