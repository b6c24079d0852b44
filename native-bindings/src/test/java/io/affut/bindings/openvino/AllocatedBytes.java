package io.affut.bindings.openvino;

import java.lang.reflect.Method;

/// How much the calling thread has allocated on the Java heap.
///
/// By reflection, since the module under test does not read `jdk.management` and need not.
final class AllocatedBytes {
  private final Object threads;
  private final Method allocated;

  AllocatedBytes() throws ReflectiveOperationException {
    threads =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getThreadMXBean")
            .invoke(null);
    allocated =
        Class.forName("com.sun.management.ThreadMXBean")
            .getMethod("getCurrentThreadAllocatedBytes");
  }

  long now() throws ReflectiveOperationException {
    return (long) allocated.invoke(threads);
  }
}
