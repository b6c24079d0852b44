package io.affut.cli.bench;

import io.affut.engine.pipeline.Stage;
import io.affut.engine.pipeline.StageObserver;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Writes down every stage of every picture, by the wall clock and the thread's. A picture costs it
/// half a kibibyte of heap, which counts as the engine's where allocation is measured.
final class StageRecorder implements StageObserver {
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final ThreadLocal<Begin> begins = ThreadLocal.withInitial(Begin::new);
  private final Map<Integer, Long> networks = new ConcurrentHashMap<>();
  private final Queue<Slice> slices = new ConcurrentLinkedQueue<>();

  /// When the stage began that this thread is at.
  private static final class Begin {
    long wall;
    long cpu;
  }

  StageRecorder() {}

  @Override
  public void begin(Stage stage, int picture) {
    if (stage == Stage.INFER) { // another thread ends it
      networks.put(picture, System.nanoTime());
    } else {
      Begin begin = begins.get();
      begin.cpu = threads.getCurrentThreadCpuTime();
      begin.wall = System.nanoTime();
    }
  }

  @Override
  public void end(Stage stage, int picture) {
    long end = System.nanoTime();
    String thread = Thread.currentThread().getName();
    if (stage == Stage.INFER) {
      slices.add(new Slice(stage, picture, thread, networks.remove(picture), end, 0));
    } else {
      Begin begin = begins.get();
      long cpu = threads.getCurrentThreadCpuTime() - begin.cpu;
      slices.add(new Slice(stage, picture, thread, begin.wall, end, cpu));
    }
  }

  /// What was written down so far, in the order in which it ended.
  List<Slice> slices() {
    return List.copyOf(slices);
  }
}
