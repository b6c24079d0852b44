package io.affut.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/// What the process has used since it began, or between two moments.
///
/// @param nanoseconds by the wall clock
/// @param cpu of all threads, Java's and others, in nanoseconds
/// @param allocated on the Java heap by all threads, in bytes
/// @param collections of garbage
/// @param collecting that collections took, in milliseconds
public record Usage(long nanoseconds, long cpu, long allocated, long collections, long collecting) {

  /// Until now.
  public static Usage now() {
    long collections = 0;
    long collecting = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      collections += Math.max(0, collector.getCollectionCount());
      collecting += Math.max(0, collector.getCollectionTime());
    }
    return new Usage(
        System.nanoTime(),
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime(),
        ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getTotalThreadAllocatedBytes(),
        collections,
        collecting);
  }

  /// From `earlier` to this.
  public Usage since(Usage earlier) {
    return new Usage(
        nanoseconds - earlier.nanoseconds,
        cpu - earlier.cpu,
        allocated - earlier.allocated,
        collections - earlier.collections,
        collecting - earlier.collecting);
  }
}
