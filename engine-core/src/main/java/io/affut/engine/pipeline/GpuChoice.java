package io.affut.engine.pipeline;

import io.affut.bindings.cuda.CudaDevice;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which GPUs a user has asked for.
final class GpuChoice {
  private GpuChoice() {}

  /// Those of `found` that `wanted` names.
  ///
  /// @throws DeviceUnavailableException when it names one that is not there
  static List<CudaDevice> of(Device wanted, List<CudaDevice> found) {
    missing(wanted, found)
        .ifPresent(reason -> {
          throw unavailable(wanted, "is not there", List.of(reason));
        });
    return found.stream().filter(device -> isMeant(wanted, device)).toList();
  }

  /// That `wanted` names one that is not among `found`, if so, and what is there.
  static Optional<String> missing(Device wanted, List<CudaDevice> found) {
    if (found.stream().anyMatch(device -> isMeant(wanted, device))) {
      return Optional.empty();
    }
    return Optional.of(
        "CUDA finds no %s, but %s."
            .formatted(
                wanted.word(),
                found.stream().map(CudaDevice::toString).collect(Collectors.joining(", "))));
  }

  private static boolean isMeant(Device wanted, CudaDevice device) {
    return !(wanted instanceof Device.Cuda(int index)) || device.index() == index;
  }

  /// What a user is told who cannot have a device.
  ///
  /// @param how such as `is not there`
  /// @param reasons all that stands in the way, each of one line or more
  static DeviceUnavailableException unavailable(Device wanted, String how, List<String> reasons) {
    return new DeviceUnavailableException(
        "The device %s %s. Choose auto, cpu, gpu or npu with --device.%s"
            .formatted(
                wanted.word(),
                how,
                reasons.stream()
                    .flatMap(String::lines)
                    .map(line -> "\n  " + line)
                    .collect(Collectors.joining())));
  }
}
