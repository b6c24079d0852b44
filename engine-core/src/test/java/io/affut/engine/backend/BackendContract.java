package io.affut.engine.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.FixtureModels;
import io.affut.engine.RealParts;
import io.affut.engine.detection.Logits;
import io.affut.engine.head.Candidate;
import io.affut.engine.head.Head;
import io.affut.engine.head.NonMaximumSuppression;
import io.affut.engine.model.BirdHeadManifest;
import io.affut.engine.model.ClassMapping;
import io.affut.engine.model.ClassNames;
import io.affut.engine.model.ClassifierManifest;
import io.affut.engine.model.DetectorManifest;
import io.affut.engine.model.Model;
import io.affut.engine.model.ModelException;
import io.affut.engine.model.Precision;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.picture.PictureReader;
import io.affut.testing.Fixtures;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What whoever computes networks can rely on, whatever computes them.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class BackendContract {
  private static final int SIZE = 512;
  private static final int WIDTH = 96;
  private static final int HEIGHT = 64;
  private static final int CROP = 182;
  private static final float TOLERANCE = 1e-3f;

  /// The default network, which is NHWC.
  private static Model<DetectorManifest> catalogued;

  @TempDir private static Path store;

  @TempDir private static Path folder;

  /// What any picture can be told apart with.
  private static Model<DetectorManifest> tiny;

  /// A YOLOv8, which is NCHW.
  private static Model<DetectorManifest> yolo;

  private static Model<ClassifierManifest> classifier;
  private static Model<BirdHeadManifest> birds;

  private static byte[] cattle;

  private BackendUnderTest backend;

  abstract BackendUnderTest open() throws Exception;

  @BeforeAll
  static void getModels() throws Exception {
    cattle = cattle();
    tiny = TinyDetector.in(folder);
    catalogued = RealParts.defaultModel();
    FixtureModels models = new FixtureModels(store);
    yolo = models.detector();
    classifier = models.classifier();
    birds = models.birdHead();
  }

  @BeforeEach
  void prepare() throws Exception {
    backend = open();
  }

  @AfterEach
  void everythingIsGivenBackAndNothingWasWrong() {
    if (backend == null) {
      return; // what it needs is not here, so it was skipped
    }
    backend.close();
    assertThat(backend.left()).isEmpty();
  }

  private NetworkSettings settings() {
    return new NetworkSettings(backend.device(), Precision.F32, 2, true);
  }

  @Test
  void theBoxesOfAPictureAreThoseOfOpenVino() {
    List<Candidate> wanted;
    try (var reference = new OpenVinoUnderTest()) {
      wanted = boxes(reference, cattle);
    }
    List<Candidate> found = boxes(backend, cattle);

    assertThat(wanted).isNotEmpty();
    assertThat(found).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.size(); i++) {
      assertThat(found.get(i).category()).isEqualTo(wanted.get(i).category());
      assertThat(found.get(i).confidence()).isCloseTo(wanted.get(i).confidence(), within(1e-3f));
      assertThat(edges(found.get(i)))
          .usingComparatorWithPrecision(1e-3f)
          .containsExactly(edges(wanted.get(i)));
    }
  }

  private static float[] edges(Candidate box) {
    return new float[] {
      box.left() / SIZE, box.top() / SIZE, box.right() / SIZE, box.bottom() / SIZE
    };
  }

  private List<Candidate> boxes(BackendUnderTest computed, byte[] picture) {
    DetectorManifest manifest = catalogued.manifest();
    NetworkSettings settings = new NetworkSettings(computed.device(), Precision.F32, 2, true);
    try (Network network = computed.load(catalogued, settings, SIZE, SIZE);
        BackendUnderTest.Writer writer = computed.newWriter()) {
      Slot slot = network.slots().getLast();
      writer.show(slot.input(), picture);
      slot.start();
      slot.await();
      return NonMaximumSuppression.within(
          Head.of(manifest)
              .candidates(
                  slot.outputs(), slot.width(), slot.height(), manifest.thresholds().confidence()),
          manifest.thresholds().overlap(),
          manifest.thresholds().mostBoxes());
    }
  }

  /// The top left 512 x 480 pixels of a photo, nothing below.
  private static byte[] cattle() throws Exception {
    byte[] cut = new byte[3 * SIZE * SIZE];
    try (PictureReader reader =
        new PictureReader(Optional.empty(), PictureReader.DEFAULT_MAX_PIXELS, new NativeLedger())) {
      Picture photo =
          reader.read(Fixtures.at("letterbox/domestic_cattle-640.png"), new DecodeScale.Full());
      for (int y = 0; y < 480; y++) {
        MemorySegment.copy(
            photo.pixels(), ValueLayout.JAVA_BYTE, 3L * 640 * y, cut, 3 * SIZE * y, 3 * SIZE);
      }
    }
    return cut;
  }

  /// Noise of another brightness each, so that networks of random weights tell them apart too.
  private static byte[] noise(int seed, int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    Random random = new Random(seed);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) random.nextInt(1 + 37 * seed % 256);
    }
    return rgb;
  }

  private static float[] floats(Slot slot) {
    return slot.outputs().getFirst().toArray(ValueLayout.JAVA_FLOAT);
  }

  /// What the tiny detector says of noise, alone.
  private static List<float[]> alone(int pictures) {
    List<float[]> outputs = new ArrayList<>();
    try (var reference = new OpenVinoUnderTest();
        Network network =
            reference.load(
                tiny, new NetworkSettings("CPU", Precision.F32, 2, false), WIDTH, HEIGHT)) {
      Slot slot = network.slots().getFirst();
      for (int i = 0; i < pictures; i++) {
        slot.input().host().copyFrom(MemorySegment.ofArray(noise(i, WIDTH, HEIGHT)));
        slot.start();
        slot.await();
        outputs.add(floats(slot));
        for (float[] other : outputs.subList(0, i)) {
          assertThat(largestDifference(other, outputs.getLast()))
              .as("or pictures could take each other's places")
              .isGreaterThan(5 * TOLERANCE);
        }
      }
    }
    return outputs;
  }

  private static float largestDifference(float[] one, float[] other) {
    float largest = 0;
    for (int i = 0; i < one.length; i++) {
      largest = Math.max(largest, Math.abs(one[i] - other[i]));
    }
    return largest;
  }

  private static void assertAlike(float[] found, float[] wanted, String what) {
    assertThat(found).as(what).hasSameSizeAs(wanted);
    assertThat(largestDifference(found, wanted)).as(what).isLessThan(TOLERANCE);
  }

  @Test
  void whatASlotSaysDoesNotDependOnTheOthersThatComputeMeanwhile() {
    List<float[]> wanted = alone(7);
    try (Network network = backend.load(tiny, settings(), WIDTH, HEIGHT);
        BackendUnderTest.Writer writer = backend.newWriter()) {
      List<Slot> slots = network.slots();
      for (int i = 0; i < slots.size(); i++) {
        writer.show(slots.get(i).input(), noise(i % 7, WIDTH, HEIGHT));
        slots.get(i).start();
      }
      for (int i = 0; i < slots.size(); i++) {
        slots.get(i).await();
        assertAlike(floats(slots.get(i)), wanted.get(i % 7), "slot " + i);
      }
    }
  }

  @Test
  void outputsStayUntilTheSlotIsStartedAgain() {
    List<float[]> wanted = alone(2);
    try (Network network = backend.load(tiny, settings(), WIDTH, HEIGHT);
        BackendUnderTest.Writer writer = backend.newWriter()) {
      Slot first = network.slots().getFirst();
      Slot other = network.slots().getLast();
      writer.show(first.input(), noise(0, WIDTH, HEIGHT));
      first.start();
      first.await();
      if (other != first) {
        for (int i = 0; i < 3; i++) {
          writer.show(other.input(), noise(1, WIDTH, HEIGHT));
          other.start();
          other.await();
        }
        assertAlike(floats(other), wanted.get(1), "the other");
      }
      first.await();
      assertAlike(floats(first), wanted.get(0), "the first");
      writer.show(first.input(), noise(1, WIDTH, HEIGHT));
      first.start();
      first.await();
      assertAlike(floats(first), wanted.get(1), "the first, again");
    }
  }

  @Test
  void slotsMayBeUsedByManyThreadsAtOnce() throws Exception {
    List<float[]> wanted = alone(5);
    try (Network network = backend.load(tiny, settings(), WIDTH, HEIGHT);
        ExecutorService workers = Executors.newFixedThreadPool(4)) {
      BlockingQueue<Slot> free =
          new ArrayBlockingQueue<>(network.slots().size(), false, network.slots());
      List<Future<?>> done = new ArrayList<>();
      for (int worker = 0; worker < 4; worker++) {
        int seed = worker;
        done.add(
            workers.submit(() -> {
              try (BackendUnderTest.Writer writer = backend.newWriter()) {
                for (int i = 0; i < 50; i++) {
                  int picture = (seed + i) % 5;
                  Slot slot = free.take();
                  writer.show(slot.input(), noise(picture, WIDTH, HEIGHT));
                  slot.start();
                  slot.await();
                  assertAlike(floats(slot), wanted.get(picture), "picture " + picture);
                  free.add(slot);
                }
              }
              return null;
            }));
      }
      for (Future<?> one : done) {
        one.get(60, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void aNetworkSaysItsDeviceAndPrecision() {
    try (Network network = backend.load(yolo, settings(), WIDTH, HEIGHT)) {
      assertThat(network.device()).startsWith(backend.device() + " (");
      assertThat(network.precision()).isEqualTo("f32");
      assertThat(network.slots())
          .isNotEmpty()
          .allSatisfy(slot -> assertThat(slot.width()).isEqualTo(WIDTH))
          .allSatisfy(slot -> assertThat(slot.height()).isEqualTo(HEIGHT));
    }
  }

  @Test
  void closingTwiceIsFineAndSlotsAreDeadThen() {
    Network network = backend.load(yolo, settings(), WIDTH, HEIGHT);
    Slot slot = network.slots().getFirst();
    MemorySegment output = slot.outputs().getFirst();
    network.close();
    network.close();
    assertThatIllegalStateException()
        .isThrownBy(slot::start)
        .withMessageContaining("infer request")
        .withMessageContaining("closed");
    assertThat(output.scope().isAlive()).isFalse();

    CropNetwork crops = backend.load(classifier, Optional.of(birds), settings(), 2);
    crops.close();
    crops.close();
    backend.close();
  }

  private void assertRefused(DetectorManifest manifest, String... reasons) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(
            () -> backend.load(new Model<>(manifest, yolo.folder()), settings(), WIDTH, HEIGHT))
        .satisfies(e ->
            assertThat(e.getMessage())
                .startsWith(
                    backend.runtime() + " cannot use the model " + yolo.manifest().id() + ": ")
                .contains(reasons)
                .doesNotContain("\n"));
  }

  private static DetectorManifest with(DetectorManifest.HeadSettings head, ClassMapping classes) {
    DetectorManifest m = yolo.manifest();
    return new DetectorManifest(
        m.about(), m.input(), m.decode(), m.precision(), head, m.thresholds(), classes);
  }

  @Test
  void anOutputThatTheNetworkDoesNotHaveIsNamedWithThoseThatItHas() {
    assertRefused(
        with(new DetectorManifest.YoloAnchorFree("boxes", 32), yolo.manifest().classes()),
        "it has no input or output boxes, but output0");
  }

  /// Each box would get the name of another class.
  @Test
  void aClassListOfAnotherLengthIsRefused() {
    ClassMapping more = new ClassMapping(List.of("a", "b", "c", "d"), Map.of(), true);
    assertRefused(
        with(yolo.manifest().head(), more),
        "its output output0 has the shape {1",
        ",7,126}, and what its manifest says makes [8, 126]");
  }

  @Test
  void aSizeThatTheNetworkDoesNotTakeIsRefused() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> backend.load(yolo, settings(), WIDTH, HEIGHT + 7))
        .withMessageStartingWith(backend.runtime() + " cannot use the model ");
  }

  private static List<Logits> said(BackendUnderTest backend, int count) {
    NetworkSettings settings = new NetworkSettings(backend.device(), Precision.F32, 2, true);
    try (CropNetwork network = backend.load(classifier, Optional.of(birds), settings, 8);
        BackendUnderTest.Writer writer = backend.newWriter()) {
      assertThat(network.size()).isEqualTo(CROP);
      assertThat(network.precision()).isEqualTo("f32");
      CropBatch batch = network.batches().getFirst();
      assertThat(batch.capacity()).isEqualTo(8);
      List<Logits> said = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        writer.show(batch.input(i), noise(i, CROP, CROP));
      }
      batch.compute(count);
      for (int i = 0; i < count; i++) {
        said.add(batch.logits(i));
      }
      return said;
    }
  }

  @Test
  void theLogitsOfACropAreThoseOfOpenVino() {
    List<Logits> wanted;
    try (var reference = new OpenVinoUnderTest()) {
      wanted = said(reference, 3);
    }
    List<Logits> found = said(backend, 3);
    for (int i = 0; i < 3; i++) {
      assertAlike(found.get(i).classes(), wanted.get(i).classes(), "crop " + i);
      assertAlike(found.get(i).birds(), wanted.get(i).birds(), "bird " + i);
    }
    for (int i = 0; i < 2; i++) {
      assertThat(largestDifference(found.get(i).classes(), found.get(i + 1).classes()))
          .isGreaterThan(5 * TOLERANCE);
      assertThat(largestDifference(found.get(i).birds(), found.get(i + 1).birds()))
          .isGreaterThan(5 * TOLERANCE);
    }
  }

  @Test
  void theLogitsOfACropDependNeitherOnItsPlaceNorOnTheOthers() {
    try (CropNetwork network = backend.load(classifier, Optional.of(birds), settings(), 5);
        BackendUnderTest.Writer writer = backend.newWriter()) {
      byte[] crop = noise(1, CROP, CROP);
      CropBatch alone = network.batches().getFirst();
      writer.show(alone.input(0), crop);
      alone.compute(1);
      Logits wanted = alone.logits(0);
      CropBatch batch = network.batches().getLast();
      for (int count = 1; count <= 5; count++) {
        for (int i = 0; i < count; i++) {
          writer.show(batch.input(i), i == count - 1 ? crop : noise(10 + i, CROP, CROP));
        }
        batch.compute(count);
        Logits found = batch.logits(count - 1);
        assertAlike(found.classes(), wanted.classes(), "the last of " + count);
        assertAlike(found.birds(), wanted.birds(), "the last of " + count);
      }
    }
  }

  @Test
  void withoutABirdHeadNothingIsSaidOfBirds() {
    try (CropNetwork network = backend.load(classifier, Optional.empty(), settings(), 1);
        BackendUnderTest.Writer writer = backend.newWriter()) {
      CropBatch batch = network.batches().getFirst();
      writer.show(batch.input(0), noise(0, CROP, CROP));
      batch.compute(1);
      assertThat(batch.logits(0).birds()).isEmpty();
    }
  }

  /// Each animal would get the name of another.
  @Test
  void aClassifierWithAnotherNumberOfClassesThanItsManifestIsRefused() {
    ClassifierManifest m = classifier.manifest();
    ClassifierManifest wrong =
        new ClassifierManifest(
            m.about(),
            m.input(),
            m.precision(),
            m.logits(),
            m.embedding(),
            new ClassNames.Named(Arrays.asList("fox", "deer")),
            m.temperatures());
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() ->
            backend.load(
                new Model<>(wrong, classifier.folder()), Optional.of(birds), settings(), 8))
        .withMessage(
            "%s cannot use the model %s: its output logits has the shape {1..8,38}, and what its manifest says makes [2]"
                .formatted(backend.runtime(), m.id()));
  }

  @Test
  void aBirdHeadForOtherEmbeddingsIsRefused() {
    BirdHeadManifest m = birds.manifest();
    BirdHeadManifest other =
        new BirdHeadManifest(
            m.about(), m.input(), 1024, m.precision(), m.logits(), m.classes(), m.temperatures());
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() ->
            backend.load(
                classifier, Optional.of(new Model<>(other, birds.folder())), settings(), 2))
        .withMessage(
            "The bird head %s reads embeddings of 1024 values, and the classifier %s gives 64 values."
                .formatted(m.id(), classifier.manifest().id()));
  }
}
