package io.affut.preprocessing.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.library.NativeLibraries;
import io.affut.bindings.memory.NativeLedger;
import io.affut.preprocessing.picture.UnreadablePictureException;
import io.affut.testing.TestClip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Videos with wrong bytes: whatever they claim, they cost at most themselves.
@Timeout(120)
class HostileVideosTest {
  private static final int ROUNDS = 150;
  private static final int MOST_WRONG_BYTES = 40;

  @TempDir Path folder;
  private final NativeLedger ledger = new NativeLedger();
  private final VideoLibrary library =
      new VideoLibrary(NativeLibraries.ofEnvironment(_ -> {}), ledger);

  @AfterEach
  void nothingNativeIsLeft() {
    assertThat(ledger.snapshot()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "mpeg4, clip.mp4",
    "mjpeg, clip.avi",
    "libopenh264, clip.mov",
    "mpeg4, clip.mkv",
    "mpeg2video, clip.mpg"
  })
  void wrongBytesGiveFramesOrAReasonAndNothingElse(String codec, String name) throws Exception {
    library.version();
    Path whole = folder.resolve(name);
    TestClip.of(codec, 64, 48).bFrames(0).write(whole, TestClip.numbered(64, 48, 20));
    byte[] bytes = Files.readAllBytes(whole);
    Random random = new Random(name.hashCode());
    int read = 0;
    int refused = 0;
    try (VideoReader reader = new VideoReader(library, 1_000_000, ledger)) {
      for (int round = 0; round < ROUNDS; round++) {
        Path file = Files.write(whole, spoiled(bytes, random));
        try (Video video = reader.open(file, new FrameChoice.PerSecond(10))) {
          while (video.next().isPresent()) {
            read++;
          }
        } catch (UnreadablePictureException e) {
          assertThat(e.getMessage()).isNotBlank();
          refused++;
        }
      }
    }
    assertThat(read).isPositive();
    assertThat(refused).isLessThan(ROUNDS);
  }

  /// Up to [#MOST_WRONG_BYTES] bytes are wrong, half of them near the beginning; one file in four
  /// is cut.
  private static byte[] spoiled(byte[] bytes, Random random) {
    byte[] spoiled = bytes.clone();
    int wrong = 1 + random.nextInt(MOST_WRONG_BYTES);
    for (int i = 0; i < wrong; i++) {
      int range = random.nextBoolean() ? Math.min(400, bytes.length) : bytes.length;
      spoiled[random.nextInt(range)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0
        ? Arrays.copyOf(spoiled, 1 + random.nextInt(spoiled.length))
        : spoiled;
  }
}
