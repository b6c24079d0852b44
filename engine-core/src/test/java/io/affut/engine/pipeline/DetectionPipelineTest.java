package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.backend.Slot;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.PictureResult;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.PictureReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The pipeline over slots that are not computed by any network. A run that does not come back is
/// what most of these tests are afraid of.
@Timeout(20)
class DetectionPipelineTest {
  /// What there is without a classifier.
  private static final List<Stage> STAGES =
      Arrays.stream(Stage.values()).filter(stage -> stage != Stage.CLASSIFY).toList();

  @TempDir private Path folder;
  private final NativeLedger ledger = new NativeLedger();
  private final Sink sink = new Sink();
  private StageObserver observer = StageObserver.NONE;

  /// What a test's sink was given, and by which threads.
  private static class Sink implements ResultSink {
    final List<Integer> indices = new ArrayList<>();
    final List<PictureResult> results = new ArrayList<>();
    final List<Optional<Throwable>> causes = new ArrayList<>();
    final Set<Thread> threads = new HashSet<>();
    final AtomicInteger idle = new AtomicInteger();

    @Override
    public void accept(int index, PictureResult result, Optional<Throwable> cause)
        throws IOException {
      indices.add(index);
      results.add(result);
      causes.add(cause);
      threads.add(Thread.currentThread());
    }

    @Override
    public void idle() throws IOException {
      idle.incrementAndGet();
    }

    int count() {
      return indices.size();
    }
  }

  private PictureReader reader() {
    return new PictureReader(Optional.empty(), PictureReader.DEFAULT_MAX_PIXELS, ledger);
  }

  private List<PictureFile> pictures(int count) throws IOException {
    List<PictureFile> pictures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path file = SolidPicture.write(folder.resolve(i + ".bmp"), 257 * i % 65536);
      pictures.add(new PictureFile("card/" + i + ".bmp", file));
    }
    return pictures;
  }

  private static List<CheckedSlot> slots(int count, double milliseconds) {
    return CheckedSlot.several(count, (long) (milliseconds * 1e6));
  }

  private void run(
      int workers, List<? extends Slot> slots, List<PictureFile> pictures, ResultSink sink)
      throws IOException {
    run(workers, slots, pictures, sink, () -> false, this::reader);
  }

  private void run(
      int workers,
      List<? extends Slot> slots,
      List<PictureFile> pictures,
      ResultSink sink,
      BooleanSupplier stopped,
      Supplier<PictureReader> readers)
      throws IOException {
    new DetectionPipeline(
            List.of(
                HostLane.of(
                    new BoxSource.One<>(CheckedDetector.over(slots)),
                    Optional.empty(),
                    workers,
                    readers)),
            new DecodeScale.Full(),
            pictures,
            NoVideos.source(ledger),
            sink,
            stopped,
            observer)
        .run();
  }

  @AfterEach
  void noWorkerAndNoMemoryIsLeft() {
    Remains.assertNone(ledger);
  }

  @Test
  void everyStageOfEveryPictureIsObservedInOrder() throws Exception {
    List<PictureFile> pictures = pictures(50);
    Map<Integer, List<String>> seen = new ConcurrentHashMap<>();
    observer =
        new StageObserver() {
          @Override
          public void begin(Stage stage, int picture) {
            seen.computeIfAbsent(picture, p -> new CopyOnWriteArrayList<>())
                .add(stage.word() + " begins");
          }

          @Override
          public void end(Stage stage, int picture) {
            seen.get(picture).add(stage.word() + " ends");
          }
        };
    run(2, slots(2, 0.2), pictures, sink);
    List<String> each =
        STAGES.stream()
            .flatMap(stage -> Stream.of(stage.word() + " begins", stage.word() + " ends"))
            .toList();
    assertThat(seen).hasSize(50);
    assertThat(seen.values()).allSatisfy(events -> assertThat(events).isEqualTo(each));
  }

  @Test
  void aStageThatFailsDoesNotEnd() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty.jpg"));
    List<String> seen = new CopyOnWriteArrayList<>();
    observer =
        new StageObserver() {
          @Override
          public void begin(Stage stage, int picture) {
            seen.add(stage.word() + " begins");
          }

          @Override
          public void end(Stage stage, int picture) {
            seen.add(stage.word() + " ends");
          }
        };
    run(1, slots(1, 0), List.of(new PictureFile("empty.jpg", empty)), sink);
    assertThat(seen).containsExactly("read begins", "write begins", "write ends");
  }

  @Test
  void theFlightRecorderSeesEveryStageOfEveryPicture() throws Exception {
    List<PictureFile> pictures = pictures(20);
    Path file = folder.resolve("run.jfr");
    try (Recording recording = new Recording()) {
      for (Stage stage : STAGES) {
        recording.enable(event(stage)).withoutThreshold();
      }
      recording.start();
      run(2, slots(2, 1), pictures, sink);
      recording.stop();
      recording.dump(file);
    }
    Map<String, List<RecordedEvent>> events =
        RecordingFile.readAllEvents(file).stream()
            .collect(Collectors.groupingBy(event -> event.getEventType().getName()));
    for (Stage stage : STAGES) {
      assertThat(events.get(event(stage)))
          .as(event(stage))
          .allSatisfy(event -> {
            assertThat(event.getEventType().getCategoryNames()).containsExactly("Affût");
            assertThat(event.getDuration()).isGreaterThanOrEqualTo(Duration.ZERO);
          })
          .extracting(event -> event.getString("file"))
          .containsExactlyInAnyOrderElementsOf(pictures.stream().map(PictureFile::name).toList());
    }
    assertThat(events.get("io.affut.Read"))
        .allSatisfy(event -> assertThat(event.getLong("bytes")).isEqualTo(54 + 3 * 16 * 16));
    assertThat(events.get("io.affut.Decode"))
        .allSatisfy(event -> {
          assertThat(event.getLong("pixels")).isEqualTo(16 * 16);
          assertThat(event.getString("format")).isEqualTo("BMP");
        });
    assertThat(events.get("io.affut.Infer"))
        .allSatisfy(event -> {
          assertThat(event.getDuration()).isGreaterThanOrEqualTo(Duration.ofMillis(1));
          assertThat(event.getInt("width")).isEqualTo(SolidPicture.SIDE);
        });
  }

  private static String event(Stage stage) {
    String word = stage.word();
    return "io.affut." + word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  @ParameterizedTest(name = "{0} workers, {1} slots of {2} ms")
  @CsvSource({"1, 1, 0", "1, 4, 1", "2, 1, 1", "2, 2, 0.2", "3, 2, 1", "4, 3, 0", "8, 1, 0.1"})
  void everyPictureComesOutOnceWithItsOwnBoxes(int workers, int count, double milliseconds)
      throws Exception {
    List<PictureFile> pictures = pictures(100);
    List<CheckedSlot> slots = slots(count, milliseconds);
    run(workers, slots, pictures, sink);
    assertThat(sink.indices)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100).boxed().toList());
    for (int i = 0; i < sink.count(); i++) {
      int index = sink.indices.get(i);
      DetectedPicture result = (DetectedPicture) sink.results.get(i);
      assertThat(result.file()).isEqualTo("card/" + index + ".bmp");
      assertThat(result.width()).isEqualTo(SolidPicture.SIDE);
      assertThat(result.decoder()).isEqualTo("ImageIO");
      assertThat(result.detections())
          .singleElement()
          .satisfies(cow ->
              assertThat(CheckedSlot.number(cow.confidence())).isEqualTo(257 * index % 65536));
      assertThat(sink.causes.get(i)).isEmpty();
    }
    CheckedSlot.assertAtRest(slots);
  }

  @Test
  void theSinkIsCalledByTheCallingThreadAlone() throws Exception {
    run(4, slots(3, 0), pictures(30), sink);
    assertThat(sink.threads).containsExactly(Thread.currentThread());
  }

  @Test
  void withOneWorkerResultsComeInTheOrderOfTheList() throws Exception {
    run(1, slots(3, 1), pictures(20), sink);
    assertThat(sink.indices).isSorted();
  }

  @Test
  void aSlotIsUsedAgainAndNoneIsForgotten() throws Exception {
    List<CheckedSlot> slots = slots(3, 0);
    run(2, slots, pictures(40), sink);
    assertThat(slots).allMatch(slot -> slot.runs() > 0);
    assertThat(CheckedSlot.runs(slots)).isEqualTo(40);
  }

  @Test
  void nothingToDoIsDoneAtOnce() throws Exception {
    run(2, slots(2, 0), List.of(), sink);
    assertThat(sink.count()).isZero();
  }

  @Test
  void unreadablePicturesAreFailuresBetweenTheOthers() throws Exception {
    List<PictureFile> pictures = new ArrayList<>(pictures(10));
    pictures.set(3, new PictureFile("text.bmp", Files.writeString(folder.resolve("t"), "text")));
    pictures.set(6, new PictureFile("gone.bmp", folder.resolve("gone.bmp")));
    List<CheckedSlot> slots = slots(2, 0);
    run(2, slots, pictures, sink);
    assertThat(sink.indices).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(sink.results)
        .filteredOn(FailedPicture.class::isInstance)
        .extracting(PictureResult::file)
        .containsExactlyInAnyOrder("text.bmp", "gone.bmp");
    FailedPicture gone = (FailedPicture) sink.results.get(sink.indices.indexOf(6));
    assertThat(gone.reason()).isEqualTo("does not exist (any more)");
    assertThat(sink.causes.get(sink.indices.indexOf(6))).isPresent();
    CheckedSlot.assertAtRest(slots);
  }

  @Test
  void unreadablePicturesNeedNoSlot() throws Exception {
    List<PictureFile> none =
        IntStream.range(0, 100)
            .mapToObj(i -> new PictureFile("gone", folder.resolve("gone")))
            .toList();
    List<CheckedSlot> slots = slots(1, 0);
    run(3, slots, none, sink);
    assertThat(sink.results).hasSize(100).allMatch(FailedPicture.class::isInstance);
    assertThat(slots.getFirst().runs()).isZero();
  }

  /// Runs into a sink that throws at the fifth picture.
  private void assertSinkEndsTheRun(Throwable thrown, int workers, int slotCount) throws Exception {
    List<CheckedSlot> slots = slots(slotCount, 1);
    List<PictureFile> pictures = pictures(200);
    Sink throwing =
        new Sink() {
          @Override
          public void accept(int index, PictureResult result, Optional<Throwable> cause)
              throws IOException {
            super.accept(index, result, cause);
            if (count() == 5) {
              switch (thrown) {
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new AssertionError(thrown);
              }
            }
          }
        };
    assertThatThrownBy(() -> run(workers, slots, pictures, throwing)).isSameAs(thrown);
    assertThat(throwing.count()).isEqualTo(5);
    assertThat(CheckedSlot.runs(slots)).isLessThan(200);
    CheckedSlot.assertAtRest(slots);
  }

  @ParameterizedTest(name = "{0} workers, {1} slots")
  @CsvSource({"1, 1", "4, 1", "1, 4", "3, 3"})
  void aSinkThatThrowsEndsTheRunAndNoSlotStaysInFlight(int workers, int slots) throws Exception {
    assertSinkEndsTheRun(new IOException("the disk is full"), workers, slots);
  }

  @Test
  void aSinkThatThrowsAnythingElseEndsItToo() throws Exception {
    assertSinkEndsTheRun(new IllegalStateException("no"), 3, 2);
    assertSinkEndsTheRun(new StackOverflowError("no"), 3, 2);
  }

  /// A slot that has to fail in some way.
  private abstract static class Failing extends SlotAround {
    final CheckedSlot slot;
    int runs;

    Failing() {
      this(new CheckedSlot(0));
    }

    private Failing(CheckedSlot slot) {
      super(slot);
      this.slot = slot;
    }

    @Override
    public void start() {
      runs++;
      super.start();
    }
  }

  private static NativeLibraryException nativeFailure() {
    return new NativeLibraryException("OpenVINO", "the device is gone", List.of(), "");
  }

  private void assertOnlyTheThirdFails(Failing failing, Class<?> cause, String reason)
      throws Exception {
    run(1, List.of(failing), pictures(6), sink);
    assertThat(sink.indices).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    assertThat(sink.results)
        .filteredOn(FailedPicture.class::isInstance)
        .singleElement()
        .satisfies(
            failed -> assertThat(failed.file()).isEqualTo("card/2.bmp"),
            failed ->
                assertThat(((FailedPicture) failed).reason())
                    .startsWith("an error of Affût, please report it: " + reason));
    assertThat(sink.causes.stream().flatMap(Optional::stream)).singleElement().isInstanceOf(cause);
    assertThat(failing.slot.misuse()).isEmpty();
  }

  @Test
  void aSlotThatFailsToComputeFailsOnlyItsPicture() throws Exception {
    Failing failing =
        new Failing() {
          @Override
          public void await() {
            super.await();
            if (runs == 3) {
              throw nativeFailure();
            }
          }
        };
    assertOnlyTheThirdFails(failing, NativeLibraryException.class, "the device is gone");
  }

  @Test
  void aSlotThatFailsToStartFailsOnlyItsPicture() throws Exception {
    Failing failing =
        new Failing() {
          @Override
          public void start() {
            if (++runs == 3) {
              throw nativeFailure();
            }
            slot.start();
          }
        };
    assertOnlyTheThirdFails(failing, NativeLibraryException.class, "the device is gone");
  }

  @Test
  void outputsThatCannotBeReadFailOnlyTheirPicture() throws Exception {
    Failing failing =
        new Failing() {
          @Override
          public List<MemorySegment> outputs() {
            List<MemorySegment> outputs = super.outputs();
            return runs == 3 ? List.of(outputs.get(0).asSlice(0, 4), outputs.get(1)) : outputs;
          }
        };
    assertOnlyTheThirdFails(
        failing, IndexOutOfBoundsException.class, "java.lang.IndexOutOfBoundsException");
  }

  /// Other workers wait for the only slot at that moment.
  @Test
  void anErrorWhileASlotIsFilledEndsTheRun() throws Exception {
    List<PictureFile> pictures = pictures(50);
    Failing failing =
        new Failing() {
          @Override
          public void start() {
            throw new OutOfMemoryError("not really");
          }
        };
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> run(4, List.of(failing), pictures, sink));
    assertThat(sink.count()).isZero();
  }

  @Test
  void anErrorWhileOutputsAreReadEndsTheRun() throws Exception {
    List<PictureFile> pictures = pictures(50);
    Failing failing =
        new Failing() {
          @Override
          public List<MemorySegment> outputs() {
            throw new OutOfMemoryError("not really");
          }
        };
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> run(4, List.of(failing), pictures, sink));
    assertThat(sink.count()).isZero();
    assertThat(failing.slot.isComputing()).isFalse();
  }

  @Test
  void aReaderThatCannotBeMadeEndsTheRun() throws Exception {
    List<PictureFile> pictures = pictures(50);
    List<CheckedSlot> slots = slots(2, 0);
    AtomicInteger made = new AtomicInteger();
    assertThatExceptionOfType(NativeLibraryException.class)
        .isThrownBy(() ->
            run(
                3,
                slots,
                pictures,
                sink,
                () -> false,
                () -> {
                  if (made.incrementAndGet() == 2) {
                    throw nativeFailure();
                  }
                  return reader();
                }));
    CheckedSlot.assertAtRest(slots);
  }

  @ParameterizedTest(name = "{0} workers")
  @ValueSource(ints = {1, 4})
  void aStopFinishesWhatWasBegunAndLeavesTheRest(int workers) throws Exception {
    List<CheckedSlot> slots = slots(2, 1);
    run(workers, slots, pictures(200), sink, () -> sink.count() >= 5, this::reader);
    assertThat(sink.count()).isBetween(5, 5 + slots.size() + workers);
    assertThat(sink.count()).isEqualTo(CheckedSlot.runs(slots));
    assertThat(sink.indices)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, sink.count()).boxed().toList());
    assertThat(sink.results).allMatch(DetectedPicture.class::isInstance);
    CheckedSlot.assertAtRest(slots);
  }

  @Test
  void aStopBeforeTheFirstPictureLeavesAll() throws Exception {
    List<CheckedSlot> slots = slots(2, 0);
    run(2, slots, pictures(10), sink, () -> true, this::reader);
    assertThat(sink.count()).isZero();
    assertThat(slots).allMatch(slot -> slot.runs() == 0);
  }

  @Test
  void anInterruptEndsTheRunAndNoSlotStaysInFlight() throws Exception {
    List<CheckedSlot> slots = slots(3, 1);
    List<PictureFile> pictures = pictures(200);
    Sink interrupting =
        new Sink() {
          @Override
          public void accept(int index, PictureResult result, Optional<Throwable> cause)
              throws IOException {
            super.accept(index, result, cause);
            if (count() == 5) {
              Thread.currentThread().interrupt();
            }
          }
        };
    assertThatExceptionOfType(InterruptedIOException.class)
        .isThrownBy(() -> run(2, slots, pictures, interrupting));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(interrupting.count()).isLessThan(200);
    CheckedSlot.assertAtRest(slots);
  }

  @Test
  void theSinkIsCalledEachSecondWhileNothingIsDone() throws Exception {
    Supplier<PictureReader> slow =
        () -> {
          try {
            Thread.sleep(1300);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return reader();
        };
    run(1, slots(1, 0), pictures(1), sink, () -> false, slow);
    assertThat(sink.idle).hasValue(1);
    assertThat(sink.count()).isEqualTo(1);
  }
}
