package io.affut.bindings.turbojpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.library.NativeLibrary;
import io.affut.bindings.library.Search;
import io.affut.bindings.memory.NativeLedger;
import io.affut.testing.Fixtures;
import io.affut.testing.GuardPageArena;
import io.affut.testing.Required;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecompressorTest {
  private final NativeLedger ledger = new NativeLedger();
  private final Arena arena = Arena.ofConfined();
  private TurboJpeg turboJpeg;
  private Decompressor decompressor;

  @BeforeEach
  void load() {
    Search search = NativeLibraries.ofEnvironment(_ -> {}).search(NativeLibrary.TURBOJPEG);
    Required.present(
        "turbojpeg", search.found().isPresent(), "no libturbojpeg: " + search.attempts());
    turboJpeg = TurboJpeg.load(search.found().orElseThrow(), ledger);
    decompressor = turboJpeg.newDecompressor();
  }

  @AfterEach
  void nothingNativeIsLeft() {
    if (decompressor != null) {
      decompressor.close();
    }
    arena.close();
    assertThat(ledger.snapshot()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "african_elephants, 2048, 1536, YCBCR",
    "african_elephants_bw, 2048, 1536, GRAY",
    "african_elephants_cmyk, 2048, 1536, CMYK",
    "african_elephants_truncated_file, 2048, 1536, YCBCR",
    "african_elephants_with_exif_orientation, 1536, 2048, YCBCR",
    "blank, 2048, 1536, YCBCR",
    "domestic_cattle, 2048, 1536, YCBCR",
    "human, 3072, 1728, YCBCR",
    "vehicle, 2048, 1536, YCBCR"
  })
  void theHeaderTellsSizeAndColoursAsStored(
      String name, int width, int height, ColorSpace colorSpace) throws IOException {
    JpegHeader header = decompressor.header(photo(name));

    assertThat(header.width()).isEqualTo(width);
    assertThat(header.height()).isEqualTo(height);
    assertThat(header.colorSpace()).isEqualTo(colorSpace);
    assertThat(header.subsampling() == Subsampling.GRAY).isEqualTo(colorSpace == ColorSpace.GRAY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "african_elephants",
        "african_elephants_bw",
        "african_elephants_cmyk",
        "african_elephants_with_exif_orientation",
        "blank",
        "domestic_cattle",
        "human",
        "vehicle"
      })
  void aWholeFileIsDecodedWithoutAWarningAndItsEighthIsTheMeanOfItsBlocks(String name)
      throws IOException {
    MemorySegment jpeg = photo(name);
    JpegHeader header = decompressor.header(jpeg);
    PixelFormat format = header.colorSpace().isCmyk() ? PixelFormat.CMYK : PixelFormat.RGB;
    var eighth = new ScalingFactor(1, 8);

    Decoded full = decode(jpeg, header, ScalingFactor.FULL, format);
    Decoded small = decode(jpeg, header, eighth, format);

    assertThat(full.damage()).isEmpty();
    assertThat(small.damage()).isEmpty();
    assertThat(meanDifferenceOfBlocks(full, small)).isLessThan(3);
    assertThat(full.contrast()).as("a photo is not one colour").isGreaterThan(20);
  }

  @Test
  void everyScaleGivesPicturesOfTheSizeThatItPromises() throws IOException {
    MemorySegment jpeg = photo("vehicle");
    JpegHeader header = decompressor.header(jpeg);

    assertThat(turboJpeg.scalingFactors())
        .contains(ScalingFactor.FULL, new ScalingFactor(1, 2), new ScalingFactor(1, 8));
    for (ScalingFactor scale : turboJpeg.scalingFactors()) {
      if (scale.reduces()) {
        Decoded decoded = decode(jpeg, header, scale, PixelFormat.RGB);
        assertThat(decoded.width()).isEqualTo(scale.scaled(header.width()));
        assertThat(decoded.lastRowIsWritten()).as("last row at " + scale).isTrue();
      }
    }
  }

  @Test
  void aCutFileGivesThePixelsThatAreThereAndTheLibrarysWords() throws IOException {
    MemorySegment whole = photo("african_elephants");
    MemorySegment cut = photo("african_elephants_truncated_file");
    JpegHeader header = decompressor.header(whole);

    Decoded expected = decode(whole, header, ScalingFactor.FULL, PixelFormat.RGB);
    Decoded decoded = decode(cut, header, ScalingFactor.FULL, PixelFormat.RGB);

    assertThat(decoded.damage()).isPresent();
    assertThat(decoded.damage().orElseThrow()).containsIgnoringCase("premature end");
    int half = decoded.pixels().length / 3;
    assertThat(Arrays.mismatch(decoded.pixels(), 0, half, expected.pixels(), 0, half))
        .as("the upper third is whole")
        .isEqualTo(-1);
    assertThat(decoded.pixels()).isNotEqualTo(expected.pixels());
  }

  @Test
  void aWarningOfOneFileDoesNotStickToTheNext() throws IOException {
    MemorySegment cut = photo("african_elephants_truncated_file");
    MemorySegment whole = photo("african_elephants");
    JpegHeader header = decompressor.header(whole);

    assertThat(decode(cut, header, ScalingFactor.FULL, PixelFormat.RGB).damage()).isPresent();
    assertThat(decode(whole, header, ScalingFactor.FULL, PixelFormat.RGB).damage()).isEmpty();
  }

  @Test
  void aHeaderThatIsBrokenDoesNotSpoilTheNextFile() throws IOException {
    MemorySegment whole = photo("vehicle");
    JpegHeader expected = decompressor.header(whole);
    int refused = 0;
    for (int length = 2; length < 20_000; length += 13) {
      byte[] broken = whole.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
      broken[length - 1] ^= 0x55;
      try {
        decompressor.header(offHeap(broken));
      } catch (TurboJpegException e) {
        refused++;
      }
      assertThat(decompressor.header(whole)).as("after %d bytes", length).isEqualTo(expected);
    }
    assertThat(refused).isPositive();
  }

  @Test
  void cmykIsDecodedToCmykAndToNothingElse() throws IOException {
    MemorySegment jpeg = photo("african_elephants_cmyk");
    JpegHeader header = decompressor.header(jpeg);

    Decoded decoded = decode(jpeg, header, ScalingFactor.FULL, PixelFormat.CMYK);
    assertThat(decoded.pixels()).hasSize(header.width() * header.height() * 4);
    assertThatExceptionOfType(TurboJpegException.class)
        .isThrownBy(() -> decode(jpeg, header, ScalingFactor.FULL, PixelFormat.RGB))
        .satisfies(e -> assertThat(e.function()).isEqualTo("tjDecompress2"))
        .satisfies(e -> assertThat(e.nativeText()).isNotBlank());
  }

  @Test
  void greyPicturesAreDecodedToEqualRedGreenAndBlue() throws IOException {
    MemorySegment jpeg = photo("african_elephants_bw");
    byte[] rgb =
        decode(jpeg, decompressor.header(jpeg), ScalingFactor.FULL, PixelFormat.RGB).pixels();

    for (int i = 0; i < rgb.length; i += 3) {
      if (rgb[i] != rgb[i + 1] || rgb[i] != rgb[i + 2]) {
        throw new AssertionError("pixel " + i / 3 + " is not grey");
      }
    }
  }

  @Test
  void garbageIsRefusedWithTheLibrarysWords() {
    byte[] noise = new byte[10_000];
    new Random(1).nextBytes(noise);
    for (byte[] garbage :
        new byte[][] {
          noise, {1}, "not a picture".getBytes(StandardCharsets.UTF_8), {-1, -40, -1, -39}
        }) {
      assertThatExceptionOfType(TurboJpegException.class)
          .isThrownBy(() -> decompressor.header(offHeap(garbage)))
          .satisfies(e -> assertThat(e.function()).isEqualTo("tjDecompressHeader3"))
          .satisfies(e -> assertThat(e.nativeText()).isNotBlank());
    }
  }

  @Test
  void aFileCutInItsHeaderIsRefused() throws IOException {
    MemorySegment photo = photo("vehicle");
    assertThatExceptionOfType(TurboJpegException.class)
        .isThrownBy(() -> decompressor.header(photo.asSlice(0, 100)));
  }

  @Test
  void anErrorAfterAWarningIsAnErrorAndNotAPicture() {
    MemorySegment good = offHeap(TinyJpeg.progressive());
    MemorySegment bad = offHeap(TinyJpeg.progressiveWithStrayBytesAndABrokenScan());
    MemorySegment pixels = arena.allocate(16 * 16 * 3);

    assertThat(decompressor.decode(good, ScalingFactor.FULL, PixelFormat.RGB, pixels, 48))
        .isEmpty();
    assertThat(pixels.toArray(ValueLayout.JAVA_BYTE)).containsOnly((byte) 128);
    assertThatExceptionOfType(TurboJpegException.class)
        .isThrownBy(() -> decompressor.decode(bad, ScalingFactor.FULL, PixelFormat.RGB, pixels, 48))
        .satisfies(e -> assertThat(e.function()).isEqualTo("tjDecompress2"));
  }

  @Test
  void nothingIsReadOrWrittenBeyondSourceAndDestination() throws IOException {
    byte[] cattle = Files.readAllBytes(Fixtures.at("photos/domestic_cattle.jpg"));
    byte[] cut = Files.readAllBytes(Fixtures.at("photos/african_elephants_truncated_file.jpg"));
    for (byte[] file : new byte[][] {cattle, cut, Arrays.copyOf(cattle, 100_001)}) {
      for (var scale : new ScalingFactor[] {ScalingFactor.FULL, new ScalingFactor(3, 8)}) {
        try (var guarded = new GuardPageArena()) {
          MemorySegment jpeg = guarded.allocate(file.length, 1);
          MemorySegment.copy(file, 0, jpeg, ValueLayout.JAVA_BYTE, 0, file.length);
          JpegHeader header = decompressor.header(jpeg);
          int rowBytes = scale.scaled(header.width()) * 3;
          MemorySegment rgb = guarded.allocate((long) rowBytes * scale.scaled(header.height()), 1);
          Optional<String> damage =
              decompressor.decode(jpeg, scale, PixelFormat.RGB, rgb, rowBytes);
          assertThat(damage.isEmpty()).isEqualTo(file == cattle);
        }
      }
    }
  }

  @Test
  void whatLiesBetweenTheRowsIsLeftAlone() throws IOException {
    MemorySegment jpeg = photo("vehicle");
    var scale = new ScalingFactor(1, 8);
    JpegHeader header = decompressor.header(jpeg);
    int row = scale.scaled(header.width()) * 3;
    int height = scale.scaled(header.height());
    int gap = 10;
    MemorySegment rgb = arena.allocate((long) (row + gap) * height - gap);
    rgb.fill((byte) 77);

    decompressor.decode(jpeg, scale, PixelFormat.RGB, rgb, row + gap);

    for (int y = 0; y < height - 1; y++) {
      for (int i = 0; i < gap; i++) {
        assertThat(rgb.get(ValueLayout.JAVA_BYTE, (long) y * (row + gap) + row + i))
            .isEqualTo((byte) 77);
      }
    }
  }

  @Test
  void buffersThatAreTooSmallOrOnTheHeapAreRefusedBeforeTheLibrarySeesThem() throws IOException {
    MemorySegment jpeg = photo("vehicle");
    JpegHeader header = decompressor.header(jpeg);
    int row = header.width() * 3;
    long size = (long) row * header.height();
    MemorySegment rgb = arena.allocate(size);

    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            decompressor.decode(jpeg, ScalingFactor.FULL, PixelFormat.RGB, rgb.asSlice(1), row));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> decompressor.decode(jpeg, ScalingFactor.FULL, PixelFormat.RGB, rgb, row - 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            decompressor.decode(jpeg, ScalingFactor.FULL, PixelFormat.RGB, rgb.asReadOnly(), row));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            decompressor.decode(
                jpeg,
                ScalingFactor.FULL,
                PixelFormat.RGB,
                MemorySegment.ofArray(new byte[(int) size]),
                row));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decompressor.header(MemorySegment.ofArray(new byte[100])));
    assertThatIllegalArgumentException().isThrownBy(() -> decompressor.header(arena.allocate(0)));
  }

  @Test
  void closingTwiceIsFineAndUseAfterwardsNamesTheObject() {
    assertThat(ledger.snapshot()).containsEntry("tjhandle", 1L);
    decompressor.close();
    decompressor.close();
    assertThat(ledger.snapshot()).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> decompressor.header(offHeap(new byte[] {1})))
        .withMessageContaining("decompressor");
  }

  @Test
  void theVersionIsKnownAtLeastRoughly() {
    assertThat(turboJpeg.version()).matches("[23]\\..+");
  }

  private record Decoded(
      byte[] pixels, int width, int height, int samples, Optional<String> damage) {
    boolean lastRowIsWritten() {
      for (int i = pixels.length - width * samples; i < pixels.length; i++) {
        if (pixels[i] != 0) {
          return true;
        }
      }
      return false;
    }

    int contrast() {
      int low = 255;
      int high = 0;
      for (byte pixel : pixels) {
        low = Math.min(low, pixel & 0xff);
        high = Math.max(high, pixel & 0xff);
      }
      return high - low;
    }
  }

  private Decoded decode(
      MemorySegment jpeg, JpegHeader header, ScalingFactor scale, PixelFormat format) {
    int width = scale.scaled(header.width());
    int height = scale.scaled(header.height());
    int rowBytes = width * format.bytes();
    try (Arena call = Arena.ofConfined()) {
      MemorySegment pixels = call.allocate((long) rowBytes * height);
      Optional<String> damage = decompressor.decode(jpeg, scale, format, pixels, rowBytes);
      byte[] bytes = pixels.toArray(ValueLayout.JAVA_BYTE);
      return new Decoded(bytes, width, height, format.bytes(), damage);
    }
  }

  private static double meanDifferenceOfBlocks(Decoded full, Decoded small) {
    double sum = 0;
    int count = 0;
    for (int y = 0; y < full.height() / 8; y++) {
      for (int x = 0; x < full.width() / 8; x++) {
        for (int s = 0; s < full.samples(); s++) {
          int block = 0;
          for (int i = 0; i < 64; i++) {
            int at = (y * 8 + i / 8) * full.width() + x * 8 + i % 8;
            block += full.pixels()[at * full.samples() + s] & 0xff;
          }
          int mean = small.pixels()[(y * small.width() + x) * small.samples() + s] & 0xff;
          sum += Math.abs(block / 64.0 - mean);
          count++;
        }
      }
    }
    return sum / count;
  }

  private MemorySegment photo(String name) throws IOException {
    return offHeap(Files.readAllBytes(Fixtures.at("photos/" + name + ".jpg")));
  }

  private MemorySegment offHeap(byte[] bytes) {
    MemorySegment segment = arena.allocate(bytes.length);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }
}
