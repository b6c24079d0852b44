package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.affut.bindings.cuda.CudaException;
import io.affut.engine.results.FailedPicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs of several lanes, whose devices fail as GPUs do, over networks that compute nothing. Each
/// picture comes out once, whatever happens, or the run says why it does not.
@Timeout(60)
class LanesTest {
  private static final int COUNT = CheckedLanes.COUNT;
  private static final IntFunction<FaultyGpu.Fault> SOUND = step -> FaultyGpu.Fault.NONE;

  @TempDir private Path folder;
  private CheckedLanes way;

  private CheckedLanes way() throws IOException {
    way = new CheckedLanes(folder);
    return way;
  }

  /// What a device does whose nth step goes wrong.
  private static IntFunction<FaultyGpu.Fault> at(int nth, FaultyGpu.Fault fault) {
    return step -> step == nth ? fault : FaultyGpu.Fault.NONE;
  }

  /// A sound device whose workers stand still at their first picture until nobody is missing.
  ///
  /// @param come is called by each worker that comes to its first picture
  private static IntFunction<FaultyGpu.Fault> together(CountDownLatch missing, Runnable come) {
    ThreadLocal<Integer> steps = ThreadLocal.withInitial(() -> 0);
    return step -> {
      steps.set(steps.get() + 1);
      if (steps.get() == 2) { // the first was its workbench
        come.run();
        try {
          missing.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      return FaultyGpu.Fault.NONE;
    };
  }

  @AfterEach
  void nothingIsLeft() {
    if (way != null) {
      way.assertAtRest();
    }
  }

  @ParameterizedTest(name = "{0} lanes of {1} workers and {2} slots, classified {3}")
  @CsvSource({"2, 1, 1, false", "3, 2, 2, false", "2, 4, 1, true", "3, 1, 2, true"})
  void lanesShareTheQueueAndFindTheSame(int lanes, int workers, int slots, boolean classified)
      throws IOException {
    way();
    CountDownLatch missing = new CountDownLatch(lanes); // each has a picture before one has two
    for (int i = 0; i < lanes; i++) {
      AtomicBoolean come = new AtomicBoolean();
      Runnable first =
          () -> {
            if (come.compareAndSet(false, true)) {
              missing.countDown();
            }
          };
      way.lane(workers, slots, classified, together(missing, first));
    }
    way.run();
    assertThat(way.results).hasSize(COUNT);
    assertThat(way.failed()).isZero();
    way.assertOfEachPictureItsOwnCow(classified);
    assertThat(way.gpus).allMatch(gpu -> gpu.steps() > 3);
    assertThat(way.notices).isEmpty();
  }

  /// As many steps as a lane that does all pictures takes, in leaps.
  static IntStream someSteps() {
    return IntStream.concat(
        IntStream.range(1, 30), IntStream.iterate(30, n -> n < 170, n -> n + 7));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatALostDeviceHadBegunIsDoneByTheOtherLane(boolean classified) throws IOException {
    for (int nth : someSteps().toArray()) {
      way()
          .lane(3, 2, classified, at(nth, FaultyGpu.Fault.LOST))
          .lane(1, 1, classified, SOUND)
          .run();
      assertThat(way.results).as("at step %d", nth).hasSize(COUNT);
      assertThat(way.failed()).as("at step %d", nth).isZero();
      way.assertOfEachPictureItsOwnCow(classified);
      if (way.gpus.getFirst().steps() >= nth) {
        assertThat(way.notices)
            .as("at step %d", nth)
            .singleElement()
            .asString()
            .startsWith("cuda:0 has failed, and its pictures go to others: CUDA's ");
      }
      way.assertAtRest();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRunWithoutAnyDeviceLeftSaysSoAndWhatWasDoneWasHandedOn(boolean classified)
      throws IOException {
    for (int nth : someSteps().filter(n -> n < 60).toArray()) {
      way()
          .lane(2, 2, classified, at(nth, FaultyGpu.Fault.LOST))
          .lane(2, 1, classified, at(nth + 3, FaultyGpu.Fault.LOST));
      assertThatExceptionOfType(DeviceUnavailableException.class)
          .as("at step %d", nth)
          .isThrownBy(way::run)
          .withMessageStartingWith(
              "No device is left to compute on, with %d of %d pictures not done; what was done is"
                  + " kept.",
              COUNT - way.results.size(), COUNT)
          .withMessageContaining("\n  cuda:0: CUDA's ")
          .withMessageContaining("\n  cuda:1: CUDA's ");
      assertThat(way.failed()).isZero();
      way.assertOfEachPictureItsOwnCow(classified);
      way.assertAtRest();
    }
  }

  @Test
  void aFailureThatIsNotTheDevicesCostsItsPictureAndNoOther() throws IOException {
    for (int nth : someSteps().filter(n -> n > 1).toArray()) {
      way().lane(1, 2, false, at(nth, FaultyGpu.Fault.OTHER)).run();
      assertThat(way.results).as("at step %d", nth).hasSize(COUNT);
      assertThat(way.failed() + way.notices.size()).as("at step %d", nth).isLessThanOrEqualTo(1);
      way.assertOfEachPictureItsOwnCow(false);
      way.assertAtRest();
    }
  }

  @Test
  void aBenchThatCannotBeMadeEndsTheRun() throws IOException {
    way().lane(1, 1, false, at(1, FaultyGpu.Fault.OTHER));
    assertThatExceptionOfType(CudaException.class).isThrownBy(way::run);
  }

  @Test
  void memoryForThreePicturesLeavesNoMoreThanThreeWorkers() throws IOException {
    CountDownLatch missing = new CountDownLatch(4); // one more than there is room for
    way().lane(8, 1, false, together(missing, missing::countDown), 300, file -> 100).run();
    assertThat(way.results).hasSize(COUNT);
    assertThat(way.failed()).isZero();
    way.assertOfEachPictureItsOwnCow(false);
    assertThat(way.notices)
        .isNotEmpty()
        .allSatisfy(notice ->
            assertThat(notice)
                .matches(
                    "The memory of cuda:0 does not suffice for so many pictures at the same time:"
                        + " [1-4] from now on\\."));
  }

  /// The last resort takes half of what the usual way takes.
  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void aPictureForWhichThereIsNeverEnoughFailsAndTheOthersAreDone(int workers) throws IOException {
    way()
        .lane(
            workers,
            2,
            false,
            SOUND,
            100,
            file ->
                switch (file.getFileName().toString()) {
                  case "7.bmp" -> 150;
                  case "20.bmp" -> 250;
                  default -> 50;
                })
        .run();
    assertThat(way.results).hasSize(COUNT);
    assertThat(way.failed()).isEqualTo(1);
    assertThat(way.results.get(20))
        .isEqualTo(new FailedPicture("20.bmp", "the memory of cuda:0 does not suffice for it"));
    way.assertOfEachPictureItsOwnCow(false);
  }

  @Test
  void anotherGpuWithMoreMemoryDoesWhatTheFirstCannot() throws IOException {
    way().lane(2, 1, true, SOUND, 40, file -> 50).lane(1, 1, true, SOUND, 1000, file -> 50).run();
    assertThat(way.results).hasSize(COUNT);
    way.assertOfEachPictureItsOwnCow(true);
  }

  @Test
  void aStopLeavesWhatWasNotBegunAlsoWhenADeviceIsLost() throws IOException {
    way()
        .lane(2, 1, false, at(40, FaultyGpu.Fault.LOST))
        .lane(1, 1, false, at(40, FaultyGpu.Fault.LOST));
    way.stopped = () -> way.results.size() >= 5;
    way.run();
    assertThat(way.results).hasSizeBetween(5, 20);
  }
}
