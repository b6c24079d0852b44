package io.affut.engine.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.affut.engine.detection.BoundingBox;
import io.affut.engine.detection.Category;
import io.affut.engine.detection.Detection;
import io.affut.engine.detection.Logits;
import io.affut.preprocessing.picture.CaptureDate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("run.affut.jsonl");
  }

  private static List<PictureResult> throughTheFile(Path file, List<PictureResult> results)
      throws IOException {
    List<Long> positions = new ArrayList<>();
    try (JournalWriter journal = JournalWriter.create(file, TestResults.RUN)) {
      for (PictureResult result : results) {
        positions.add(journal.append(result));
      }
    }
    List<PictureResult> back = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(file)) {
      assertThat(reader.run()).isEqualTo(TestResults.RUN);
      for (long position : positions.reversed()) {
        back.addFirst(reader.picture(position));
      }
    }
    return back;
  }

  @Test
  void whatAClassifierSaidIsReadBackToTheBitWithItsClasses() throws Exception {
    Detection bird =
        TestResults.COW.with(
            new Logits(new float[] {0.1f, -3.4e-38f, 12.345679f}, new float[] {1f / 3}));
    PictureResult picture = TestResults.picture("bird.jpg", bird, TestResults.HIKER);
    long position;
    try (JournalWriter journal = JournalWriter.create(file(), TestResults.CLASSIFIED)) {
      position = journal.append(picture);
    }
    try (JournalReader reader = JournalReader.open(file())) {
      assertThat(reader.run()).isEqualTo(TestResults.CLASSIFIED);
      assertThat(reader.picture(position)).isEqualTo(picture);
    }
  }

  @Property(tries = 200)
  void anyResultIsReadBackEqual(@ForAll("results") List<PictureResult> results) throws Exception {
    Path own = Files.createTempDirectory("affut-journal");
    try {
      assertThat(throughTheFile(own.resolve("j"), results)).isEqualTo(results);
    } finally {
      Files.delete(own.resolve("j"));
      Files.delete(own);
    }
  }

  @Property
  void aFloatIsReadBackToTheBit(@ForAll("floats") float value) throws Exception {
    String json = JournalText.of(TestResults.picture("x", box(value)));
    DetectedPicture back = (DetectedPicture) JournalText.parse(json);
    assertThat(Float.floatToRawIntBits(back.detections().getFirst().confidence()))
        .isEqualTo(Float.floatToRawIntBits(value));
  }

  private static Detection box(float value) {
    return new Detection(Category.ANIMAL, value, new BoundingBox(value, value, value, value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b/c d.jpg",
        "été/Ünïcödé.jpg",
        "new\nline\r\n.jpg",
        "\"quotes\" and \\backslashes\\.jpg",
        "tab\tbell\u0007nul\0.jpg",
        "🦊/👩‍🌾.jpg",
        "line\u2028paragraph\u2029.jpg",
        "",
      })
  void aNameIsReadBackAsItIs(String name) throws Exception {
    List<PictureResult> results =
        List.of(TestResults.picture(name), new FailedPicture(name, "is no picture: " + name));
    assertThat(throughTheFile(file(), results)).isEqualTo(results);
    assertThat(Files.readAllLines(file())).hasSize(3);
  }

  /// File names of Windows may hold half a character, which UTF-8 cannot.
  @ParameterizedTest
  @ValueSource(strings = {"high \uD83E.jpg", "low \uDD8A.jpg", "last \uD83E", "\uDD8A\uD83E"})
  void halfACharacterIsReadBackAsItIs(String name) throws Exception {
    List<PictureResult> results =
        List.of(TestResults.picture(name), new FailedPicture("x", "no picture: " + name));
    assertThat(throughTheFile(file(), results)).isEqualTo(results);
  }

  @Test
  void aRecordLongerThanAnyBufferIsReadBack() throws Exception {
    DetectedPicture many =
        TestResults.picture(
            "many.jpg",
            java.util.Collections.nCopies(5000, TestResults.COW).toArray(Detection[]::new));
    List<PictureResult> results =
        List.of(TestResults.picture("before.jpg"), many, TestResults.picture("after.jpg"));
    assertThat(throughTheFile(file(), results)).isEqualTo(results);
  }

  @Test
  void theFirstRecordIsTheRunAndEachOtherAPicture() throws Exception {
    throughTheFile(
        file(), List.of(TestResults.damaged("b.jpg"), new FailedPicture("a.jpg", "is empty")));
    assertThat(Files.readAllLines(file()))
        .satisfiesExactly(
            run -> assertThat(run).startsWith("{\"affut_journal\":1,").contains("\"small\""),
            b -> assertThat(b).contains("\"damage\":\"Premature end of JPEG file\""),
            a -> assertThat(a).isEqualTo("{\"file\":\"a.jpg\",\"failure\":\"is empty\"}"));
  }

  @Test
  void theRunIsOnDiskAtOnce() throws Exception {
    try (JournalWriter journal = JournalWriter.create(file(), TestResults.RUN)) {
      assertThat(Files.readAllLines(file())).hasSize(1);
      journal.append(TestResults.picture("a.jpg"));
    }
  }

  @Test
  void aPictureIsOnDiskASecondLaterAtTheLatest() throws Exception {
    AtomicLong clock = new AtomicLong(Long.MAX_VALUE); // it may begin anywhere
    try (JournalWriter journal = JournalWriter.create(file(), TestResults.RUN, clock::get)) {
      journal.append(TestResults.picture("a.jpg"));
      clock.addAndGet(999_999_999);
      journal.flushWhenDue();
      assertThat(Files.readAllLines(file())).as("not yet").hasSize(1);
      clock.addAndGet(1);
      journal.flushWhenDue();
      assertThat(Files.readAllLines(file())).hasSize(2);
    }
  }

  /// Else its records would be there twice, or one would be damaged in the middle.
  @Test
  void whatADiskTookBeforeItWasFullIsNotWrittenAgain() throws Exception {
    try (FileChannel file =
            FileChannel.open(file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FullInBetween disk = new FullInBetween(file);
        JournalWriter journal = JournalWriter.start(disk, TestResults.RUN)) {
      journal.append(TestResults.picture("a.jpg"));
      journal.append(TestResults.picture("b.jpg"));
      disk.room = 100;
      assertThatIOException().isThrownBy(journal::flush).withMessage("No space left on device");
      disk.room = Integer.MAX_VALUE;
    }
    List<String> files = new ArrayList<>();
    try (JournalReader journal = JournalReader.open(file())) {
      journal.forEach((position, picture) -> files.add(picture.file()));
    }
    assertThat(files).containsExactly("a.jpg", "b.jpg");
  }

  private static final class FullInBetween implements WritableByteChannel {
    private final FileChannel file;
    int room = Integer.MAX_VALUE;

    FullInBetween(FileChannel file) {
      this.file = file;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      if (room == 0) {
        throw new IOException("No space left on device");
      }
      ByteBuffer fits = bytes.slice(bytes.position(), Math.min(room, bytes.remaining()));
      int written = file.write(fits);
      bytes.position(bytes.position() + written);
      room -= written;
      return written;
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  @Test
  void theNextPictureTakesADueOneAlong() throws Exception {
    AtomicLong clock = new AtomicLong();
    try (JournalWriter journal = JournalWriter.create(file(), TestResults.RUN, clock::get)) {
      journal.append(TestResults.picture("a.jpg"));
      clock.addAndGet(JournalWriter.FLUSH_INTERVAL.toNanos());
      journal.append(TestResults.picture("b.jpg"));
      assertThat(Files.readAllLines(file())).hasSize(3);
    }
  }

  @Test
  void muchAtOnceDoesNotWaitForTheSecond() throws Exception {
    try (JournalWriter journal = JournalWriter.create(file(), TestResults.RUN)) {
      for (int i = 0; i < 1000; i++) {
        journal.append(TestResults.picture(i + "-" + "x".repeat(200)));
      }
      assertThat(Files.size(file())).isGreaterThan(100_000);
    }
    assertThat(Files.readAllLines(file())).hasSize(1001);
  }

  @Test
  void closingWritesWhatIsPendingAndMayBeDoneTwice() throws Exception {
    JournalWriter journal = JournalWriter.create(file(), TestResults.RUN);
    journal.append(TestResults.picture("a.jpg"));
    journal.close();
    assertThat(Files.readAllLines(file())).hasSize(2);
    journal.close();
    assertThat(Files.readAllLines(file())).hasSize(2);
    JournalReader reader = JournalReader.open(file());
    reader.close();
    reader.close();
  }

  @Test
  void aJournalThatExistsIsNotWrittenOver() throws Exception {
    Files.writeString(file(), "what a run of an hour ago left");
    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> JournalWriter.create(file(), TestResults.RUN));
    assertThat(file()).hasContent("what a run of an hour ago left");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}\n", "no json\n", "{\"affut_journal\":2}\n", "{\"affut_journal\":1}"})
  void whatIsNoJournalOfThisVersionIsRefused(String text) throws Exception {
    Files.writeString(file(), text, StandardCharsets.UTF_8);
    try (JournalReader reader = JournalReader.open(file())) {
      assertThatExceptionOfType(IOException.class).isThrownBy(reader::run);
    }
  }

  @Test
  void aRecordThatWasCutIsRefused() throws Exception {
    long position;
    try (JournalWriter journal = JournalWriter.create(file(), TestResults.RUN)) {
      position = journal.append(TestResults.picture("a.jpg", TestResults.COW));
    }
    byte[] whole = Files.readAllBytes(file());
    Files.write(file(), java.util.Arrays.copyOf(whole, whole.length - 5));
    try (JournalReader reader = JournalReader.open(file())) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> reader.picture(position))
          .withMessageContaining("ends in the middle of a record");
    }
  }

  @Provide
  Arbitrary<Float> floats() {
    return Arbitraries.integers()
        .between(Integer.MIN_VALUE, Integer.MAX_VALUE)
        .map(Float::intBitsToFloat)
        .filter(Float::isFinite);
  }

  @Provide
  Arbitrary<List<PictureResult>> results() {
    Arbitrary<Float> floats = floats();
    Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(30);
    Arbitrary<Detection> detections =
        Combinators.combine(
                Arbitraries.of(Category.ANIMAL, Category.PERSON, TestResults.FOX),
                floats,
                floats,
                floats,
                floats,
                floats)
            .as((c, p, x, y, w, h) -> new Detection(c, p, new BoundingBox(x, y, w, h)));
    Arbitrary<CaptureDate> dates =
        Combinators.combine(
                texts,
                Arbitraries.longs().between(0, 4_000_000_000L),
                Arbitraries.integers().between(0, 999_999_999),
                Arbitraries.integers().between(-18 * 60, 18 * 60).optional())
            .as((raw, second, nano, minutes) ->
                new CaptureDate(
                    raw,
                    LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC),
                    minutes.map(m -> ZoneOffset.ofTotalSeconds(60 * m))));
    Arbitrary<PictureResult> detected =
        Combinators.combine(
                texts,
                Arbitraries.integers().between(1, 100_000),
                detections.list().ofMaxSize(5),
                dates.optional(),
                texts.optional())
            .as((file, size, boxes, date, damage) ->
                new DetectedPicture(file, size, size + 1, boxes, "ImageIO", date, damage));
    Arbitrary<PictureResult> failed = Combinators.combine(texts, texts).as(FailedPicture::new);
    return Arbitraries.oneOf(detected, failed).list().ofMaxSize(6);
  }
}
