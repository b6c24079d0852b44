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
import java.util.Set;

/// The kernels for pictures, loaded for one GPU. Any thread may use them.
///
/// The maker closes them, when nobody queues work with them any more; twice is fine.
public final class DeviceKernels implements AutoCloseable {
  /// What compilers call an architecture for which they make code that is no machine code yet.
  private static final String FOR_DRIVERS = "compute_";

  /// What CUDA says when a driver cannot make machine code of such code: an invalid or unfitting
  /// image (200, 209), PTX that it does not take (218, 222), no compiler in it, or one that was
  /// switched off (221, 223).
  private static final Set<Integer> NOT_COMPILED = Set.of(200, 209, 218, 221, 222, 223);

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
  /// For a GPU that came after the compiler, the driver does the second half of it.
  ///
  /// @return the caller's to close
  /// @throws CudaException when the compiler has no code for the device, or CUDA fails
  public static DeviceKernels load(CudaDevice device, Nvrtc nvrtc) {
    String architecture = architecture(nvrtc.architectures(), device.computeCapability());
    byte[] code = PictureKernels.compile(nvrtc, architecture);
    try {
      return load(device, code);
    } catch (CudaException e) {
      if (architecture.startsWith(FOR_DRIVERS) && NOT_COMPILED.contains(e.status())) {
        throw notCompiled(device, nvrtc, e);
      }
      throw e;
    }
  }

  private static CudaException notCompiled(CudaDevice device, Nvrtc nvrtc, CudaException cause) {
    String text =
        "%s. NVRTC %s has no machine code for %s, whose compute capability is %s, and the driver did not compile what it made. Update NVIDIA's driver, or name a newer CUDA with AFFUT_CUDA_HOME."
            .formatted(
                cause.nativeText().replaceFirst("\\.$", ""),
                nvrtc.version(),
                device,
                device.computeCapability());
    var told = new CudaException(cause.function(), cause.status(), cause.statusName(), text);
    told.initCause(cause);
    return told;
  }

  /// Loads what was compiled before, for another device of the same architecture.
  ///
  /// @param code what [PictureKernels#compile] made
  /// @return the caller's to close
  /// @throws CudaException when CUDA fails
  public static DeviceKernels load(CudaDevice device, byte[] code) {
    CudaProgram program = device.load(code);
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

  /// What to compile for: code for a lower minor number runs too. Where the compiler knows none of
  /// the same major number, what it can make for older GPUs is left to the driver to compile.
  ///
  /// @param known what the compiler has code for
  static String architecture(List<String> known, ComputeCapability device) {
    for (int minor = device.minor(); minor >= 0; minor--) {
      String name = new ComputeCapability(device.major(), minor).architecture();
      if (known.contains(name)) {
        return name;
      }
    }
    int number = number(device.architecture());
    return known.stream()
        .map(DeviceKernels::number)
        .filter(older -> older < number)
        .max(Integer::compare)
        .map(older -> FOR_DRIVERS + older)
        .orElse(device.architecture()); // the compiler says that it does not know it
  }

  private static int number(String architecture) {
    return Integer.parseInt(architecture.substring(architecture.indexOf('_') + 1));
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
