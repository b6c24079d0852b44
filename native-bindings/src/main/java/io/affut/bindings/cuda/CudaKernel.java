package io.affut.bindings.cuda;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// A function of a [CudaProgram] that runs on the device: [CudaStream#launch]. It holds nothing
/// itself, and is of use until its program is closed. Any thread may use it.
public final class CudaKernel {
  private final CudaProgram program;
  private final String name;
  private final MemorySegment pointer;
  private final List<KernelParameter> parameters;

  CudaKernel(
      CudaProgram program, String name, MemorySegment pointer, List<KernelParameter> parameters) {
    this.program = program;
    this.name = name;
    this.pointer = pointer;
    this.parameters = parameters;
  }

  /// Its C name.
  public String name() {
    return name;
  }

  /// Room for what it is launched with; each thread has its own.
  ///
  /// @return the caller's to close
  public KernelArguments newArguments() {
    return new KernelArguments(parameters);
  }

  /// Such as `kernel letterbox_f32 on cuda:0`.
  @Override
  public String toString() {
    return "kernel " + name + " on cuda:" + program.device().index();
  }

  CudaProgram program() {
    return program;
  }

  List<KernelParameter> parameters() {
    return parameters;
  }

  /// For a stream of `user`.
  MemorySegment pointer(CudaDevice user) {
    program.requireOpen();
    if (user.index() != program.device().index()) {
      throw new IllegalArgumentException(
          "the CUDA " + this + " cannot be launched by a stream on cuda:" + user.index());
    }
    return pointer;
  }
}
