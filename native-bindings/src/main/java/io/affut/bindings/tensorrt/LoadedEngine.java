package io.affut.bindings.tensorrt;

import io.affut.bindings.cuda.CudaDevice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.tensorrt.global.nvinfer.TensorIOMode;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;
import org.bytedeco.tensorrt.nvinfer.IRuntime;

/// An engine with the runtime that it was loaded by. Any thread.
final class LoadedEngine implements TensorRtEngine {
  private final CudaDevice device;
  private final Owned<IRuntime> runtime;
  private final Owned<ICudaEngine> engine;
  private final Owners owners;
  private final TensorRtLog log;
  private final List<Tensor> tensors;
  private final Set<LoadedContext> contexts = new HashSet<>();

  /// @param runtime owned from now on, unless this throws
  /// @param engine owned from now on, and given back when this throws
  LoadedEngine(
      CudaDevice device,
      Owned<IRuntime> runtime,
      Owned<ICudaEngine> engine,
      Owners owners,
      TensorRtLog log) {
    this.device = device;
    this.runtime = runtime;
    this.engine = engine;
    this.owners = owners;
    this.log = log;
    try {
      this.tensors = tensors(engine.get());
    } catch (RuntimeException | Error e) {
      engine.close();
      throw e;
    }
  }

  private static List<Tensor> tensors(ICudaEngine engine) {
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < engine.getNbIOTensors(); i++) {
      String name = engine.getIOTensorName(i);
      Element element =
          switch (engine.getTensorDataType(name).intern()) {
            case kFLOAT -> Element.F32;
            case kHALF -> Element.F16;
            case kINT32 -> Element.I32;
            case kINT64 -> Element.I64;
            case kUINT8 -> Element.U8;
            default -> Element.OTHER;
          };
      boolean input = engine.getTensorIOMode(name).intern() == TensorIOMode.kINPUT;
      tensors.add(new Tensor(name, input, element, Extents.take(engine.getTensorShape(name))));
    }
    return List.copyOf(tensors);
  }

  @Override
  public List<Tensor> tensors() {
    return tensors;
  }

  @Override
  public synchronized TensorRtContext newContext() {
    ICudaEngine living = engine.get();
    device.makeCurrent();
    long before = log.now();
    IExecutionContext context = living.createExecutionContext();
    if (context == null) {
      throw new TensorRtException("createExecutionContext", log.since(before));
    }
    Owned<IExecutionContext> owned = owners.own(context);
    try {
      LoadedContext made = new LoadedContext(this, device, owned, log);
      contexts.add(made);
      return made;
    } catch (RuntimeException | Error e) {
      owned.close();
      throw e;
    }
  }

  synchronized void closed(LoadedContext context) {
    contexts.remove(context);
  }

  /// Closes contexts that were left open first: they point into the engine. Deletes it in any case.
  ///
  /// @throws io.affut.bindings.cuda.CudaException when the device is lost
  @Override
  public synchronized void close() {
    try (runtime;
        engine) {
      List.copyOf(contexts).forEach(LoadedContext::close);
      device.makeCurrent(); // what is deleted gives memory of it back
    }
  }
}
