package io.affut.bindings.openvino;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// What became of one layer of a model on a device.
///
/// @param name the node's name in the model that the device executes
/// @param type the operation, such as `Convolution`
/// @param execution the implementation that computes it, such as `brgconv_avx512_f32`
/// @param status whether it was computed at all
/// @param time by the wall clock, in whole microseconds
/// @param cpuTime on the processor, in whole microseconds; some devices tell the wall clock's again
public record ProfiledLayer(
    String name, String type, String execution, Status status, Duration time, Duration cpuTime) {

  /// Whether a layer is computed; the C constants, in their order.
  public enum Status {
    /// It is there, but was not run.
    NOT_RUN,
    /// It went away when the model was compiled.
    OPTIMIZED_OUT,
    /// It is computed in each run.
    EXECUTED
  }

  /// The layers of an `ov_profiling_info_list_t`.
  static List<ProfiledLayer> read(MemorySegment list) {
    long count = list.get(JAVA_LONG, OpenVinoC.offset(OpenVinoC.OV_PROFILING_INFO_LIST_T, "size"));
    MemorySegment first =
        list.get(ADDRESS, OpenVinoC.offset(OpenVinoC.OV_PROFILING_INFO_LIST_T, "profiling_infos"));
    long bytes = OpenVinoC.OV_PROFILING_INFO_T.byteSize();
    MemorySegment all = OpenVinoC.sized(first, Math.multiplyExact(count, bytes));
    List<ProfiledLayer> layers = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      layers.add(layer(all.asSlice(i * bytes, bytes)));
    }
    return List.copyOf(layers);
  }

  private static ProfiledLayer layer(MemorySegment info) {
    return new ProfiledLayer(
        text(info, "node_name"),
        text(info, "node_type"),
        text(info, "exec_type"),
        Status.values()[info.get(JAVA_INT, offset("status"))],
        microseconds(info, "real_time"),
        microseconds(info, "cpu_time"));
  }

  private static String text(MemorySegment info, String member) {
    return OpenVinoC.text(info.get(ADDRESS, offset(member)));
  }

  private static Duration microseconds(MemorySegment info, String member) {
    return Duration.of(info.get(JAVA_LONG, offset(member)), ChronoUnit.MICROS);
  }

  private static long offset(String member) {
    return OpenVinoC.offset(OpenVinoC.OV_PROFILING_INFO_T, member);
  }
}
