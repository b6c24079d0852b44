package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.cuda.CudaException;
import io.affut.engine.results.FailedPicture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/// Any lanes, any failures at any time.
class AnyFaultsTest {

  @Property(tries = 150)
  void everyPictureIsDoneOnceOrTheRunSaysWhyNot(
      @ForAll @IntRange(min = 1, max = 3) int lanes,
      @ForAll @IntRange(min = 1, max = 6) int workers,
      @ForAll @IntRange(min = 1, max = 3) int slots,
      @ForAll boolean classified,
      @ForAll @DoubleRange(min = 0, max = 0.02) double lost,
      @ForAll @DoubleRange(min = 0, max = 0.2) double memory,
      @ForAll @DoubleRange(min = 0, max = 0.1) double other,
      @ForAll long seed)
      throws Exception {
    Path pictures = Files.createDirectories(Path.of("target", "lanes"));
    CheckedLanes any = new CheckedLanes(pictures);
    for (int lane = 0; lane < lanes; lane++) {
      Map<Integer, FaultyGpu.Fault> faults = new ConcurrentHashMap<>();
      long own = seed + lane;
      any.lane(
          workers,
          slots,
          classified,
          step -> faults.computeIfAbsent(step, n -> fault(own, n, lost, memory, other)));
    }
    boolean ended = false;
    Thread late = Thread.currentThread(); // a run that hangs is what this is afraid of
    ScheduledExecutorService alarm = Executors.newSingleThreadScheduledExecutor();
    alarm.schedule(late::interrupt, 30, TimeUnit.SECONDS);
    try {
      any.run();
    } catch (DeviceUnavailableException | CudaException e) {
      ended = true;
    } finally {
      alarm.shutdownNow();
    }
    if (!ended) {
      assertThat(any.results).hasSize(CheckedLanes.COUNT);
    }
    any.assertOfEachPictureItsOwnCow(classified);
    any.results.values().stream()
        .filter(FailedPicture.class::isInstance)
        .map(FailedPicture.class::cast)
        .forEach(failed ->
            assertThat(failed.reason())
                .matches(
                    "an error of Affût, please report it: CUDA's \\w+ failed with"
                        + " cudaErrorInvalidValue \\(1\\)"
                        + "|the memory of cuda:\\d does not suffice for it"));
    any.assertAtRest();
  }

  private static FaultyGpu.Fault fault(
      long seed, int step, double lost, double memory, double other) {
    double chance = new Random(seed * 7919 + step).nextDouble();
    return chance < lost
        ? FaultyGpu.Fault.LOST
        : chance < lost + memory
            ? FaultyGpu.Fault.MEMORY
            : chance < lost + memory + other ? FaultyGpu.Fault.OTHER : FaultyGpu.Fault.NONE;
  }
}
