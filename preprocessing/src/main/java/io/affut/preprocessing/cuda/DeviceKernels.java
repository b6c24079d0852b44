package io.affut.preprocessing.cuda;

import io.affut.bindings.cuda.ComputeCapability;
import io.affut.bindings.cuda.CudaDevice;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaKernel;
import io.affut.bindings.cuda.CudaProgram;
import io.affut.bindings.cuda.KernelParameter;
import io.affut.bindings.cuda.Nvrtc;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The kernels for pictures, loaded for one GPU. Any thread may use them.
///
/// The maker closes them, when nobody queues work with them any more; twice is fine.
public final class DeviceKernels implements AutoCloseable {
  private final CudaProgram program;
  private final Map<DeviceInput.Element, CudaKernel> letterbox;
  private final CudaKernel cropTaps;
  private final CudaKernel cropFirst;
  private final Map<DeviceInput.Element, CudaKernel> cropSecond;

  private DeviceKernels(CudaProgram program) {
    this.program = program;
    this.letterbox =
        byElement(
            "letterbox_",
            KernelParameter.BUFFER,
            KernelStructs.PICTURE,
            KernelStructs.CONTENT,
            KernelStructs.FORMAT,
            KernelParameter.BUFFER);
    this.cropTaps = program.kernel("crop_taps", KernelStructs.CROPS, KernelParameter.BUFFER);
    this.cropFirst =
        program.kernel(
            "crop_first",
            KernelParameter.BUFFER,
            KernelStructs.PICTURE,
            KernelStructs.CROPS,
            KernelParameter.BUFFER,
            KernelParameter.BUFFER);
    this.cropSecond =
        byElement(
            "crop_second_",
            KernelParameter.BUFFER,
            KernelStructs.CROPS,
            KernelParameter.BUFFER,
            KernelStructs.FORMAT,
            KernelParameter.buffers(KernelStructs.CROPS_TOGETHER));
  }

  /// Compiles the kernels for a device and loads them.
  ///
  /// @return the caller's to close
  /// @throws CudaException when the compiler has no code for the device, or CUDA fails
  public static DeviceKernels load(CudaDevice device, Nvrtc nvrtc) {
    String architecture = architecture(nvrtc.architectures(), device.computeCapability());
    return load(device, PictureKernels.compile(nvrtc, architecture));
  }

  /// Loads what was compiled before, for another device of the same architecture.
  ///
  /// @param cubin what [PictureKernels#compile] made
  /// @return the caller's to close
  /// @throws CudaException when CUDA fails
  public static DeviceKernels load(CudaDevice device, byte[] cubin) {
    CudaProgram program = device.load(cubin);
    try {
      return new DeviceKernels(program);
    } catch (RuntimeException | Error e) {
      try {
        program.close();
      } catch (CudaException later) {
        e.addSuppressed(later);
      }
      throw e;
    }
  }

  /// What to compile for: code for a lower minor number runs too.
  ///
  /// @param known what the compiler has code for
  static String architecture(List<String> known, ComputeCapability device) {
    for (int minor = device.minor(); minor >= 0; minor--) {
      String name = new ComputeCapability(device.major(), minor).architecture();
      if (known.contains(name)) {
        return name;
      }
    }
    return device.architecture(); // the compiler says that it does not know it
  }

  /// Where they run.
  public CudaDevice device() {
    return program.device();
  }

  /// Waits for what was queued with them, and gives them back in any case.
  ///
  /// @throws CudaException when some of that work failed
  @Override
  public void close() {
    program.close();
  }

  /// Takes the stored pixels, PICTURE, CONTENT, FORMAT and the input.
  CudaKernel letterbox(DeviceInput.Element element) {
    return letterbox.get(element);
  }

  /// Takes CROPS and room for the tables.
  CudaKernel cropTaps() {
    return cropTaps;
  }

  /// Takes the stored pixels, PICTURE, CROPS, the tables and room for lines.
  CudaKernel cropFirst() {
    return cropFirst;
  }

  /// Takes the lines, CROPS, the tables, FORMAT and the inputs.
  CudaKernel cropSecond(DeviceInput.Element element) {
    return cropSecond.get(element);
  }

  private Map<DeviceInput.Element, CudaKernel> byElement(
      String name, KernelParameter... parameters) {
    var kernels = new EnumMap<DeviceInput.Element, CudaKernel>(DeviceInput.Element.class);
    kernels.put(DeviceInput.Element.F32, program.kernel(name + "f32", parameters));
    kernels.put(DeviceInput.Element.F16, program.kernel(name + "f16", parameters));
    return kernels;
  }
}
