package io.affut.exports.copies;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.detection.Category;
import io.affut.engine.results.OutputException;
import io.affut.engine.results.RunInfo;
import io.affut.engine.species.Label;
import io.affut.engine.species.LabelSettings;
import io.affut.engine.species.LabelledPicture;
import io.affut.exports.RunInMemory;
import io.affut.exports.Shown;
import io.affut.exports.jpeg.JpegCopies;
import io.affut.exports.jpeg.MadeExif;
import io.affut.exports.jpeg.PictureCopy;
import io.affut.exports.outcome.ExportOutcome;
import io.affut.exports.outcome.LeftOut;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.Orientation;
import io.affut.preprocessing.picture.PictureReader;
import io.affut.preprocessing.resize.Crop;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Crops, boxes and blurred people, from files to files, through the reader of the program.
class PictureCopiesTest {
  private static final Instant TAKEN = Instant.parse("2024-07-08T09:10:11Z");
  private static final Label FOX = RunInMemory.species("fox");
  private static final Label SQUIRREL = RunInMemory.species("squirrel");
  private static final int LEFT = 0xc03020;
  private static final int RIGHT = 0x2040c0;

  private final NativeLedger ledger = new NativeLedger();
  private final PictureReader reader = new PictureReader(Optional.empty(), 10_000_000, ledger);

  @TempDir Path folder;

  private Path base;
  private Path target;

  @BeforeEach
  void pictures() throws IOException {
    base = folder.resolve("photos");
    target = folder.resolve("copies");
    write("north/a.jpg", JpegCopies.encode(halves(320, 240)));
    write("north/b.jpg", JpegCopies.encode(halves(320, 240)));
    // As the camera that lay on its side has it: upright, it is 240 wide and 320 high.
    byte[] turned =
        new MadeExif(ByteOrder.LITTLE_ENDIAN, "12 C").in(JpegCopies.encode(halves(320, 240)));
    write("south/person.jpg", turned);
    write("south/text.jpg", "not a picture".getBytes(ISO_8859_1));
  }

  @AfterEach
  void theReaderGivesItsMemoryBack() {
    reader.close();
    assertThat(ledger.snapshot()).isEmpty();
  }

  private static final LabelledPicture TWO_ANIMALS =
      Shown.picture("north/a.jpg")
          .size(320, 240)
          .animal(0.9, Shown.at(0.5, 0.25, 0.25, 0.5), FOX)
          .animal(0.8, Shown.at(0, 0, 0.25, 0.25), SQUIRREL)
          .box(Category.PERSON, 0.7, Shown.at(0.25, 0, 0.1, 0.1))
          .repeated(1)
          .labelled(SQUIRREL, 0.876)
          .done();
  private static final LabelledPicture NOTHING = Shown.picture("north/b.jpg").size(320, 240).done();
  private static final LabelledPicture PERSON =
      Shown.picture("south/person.jpg")
          .size(240, 320)
          .box(Category.PERSON, 0.1, Shown.at(0.25, 0.25, 0.5, 0.5))
          .labelled(Label.Plain.PERSON, 1)
          .done();
  private static final LabelledPicture VIDEO =
      Shown.picture("south/v.mp4").box(Category.PERSON, 0.9, Shown.at(0, 0, 1, 1)).video();
  private static final LabelledPicture FAILED = Shown.failed("south/text.jpg", "is a text file");

  @Test
  void everyAnimalIsCutOutWithItsNumberAndItsLabel() throws Exception {
    ExportOutcome outcome =
        crops(new CropSettings("fr", true, true), TWO_ANIMALS, NOTHING, VIDEO, FAILED);
    assertThat(outcome)
        .isEqualTo(
            new ExportOutcome(
                2,
                1,
                List.of(
                    new LeftOut("south/text.jpg", "is a text file"),
                    new LeftOut("south/v.mp4", "is a video; only pictures are copied"))));
    assertThat(files())
        .containsExactly(".affut-export", "north/a_1_ecureuil.jpg", "north/a_2_indéfini.jpg");
    BufferedImage crop = ImageIO.read(target.resolve("north/a_1_ecureuil.jpg").toFile());
    assertThat(crop.getWidth()).isEqualTo(80);
    assertThat(crop.getHeight()).isEqualTo(120);
    assertThat(near(crop.getRGB(40, 60), RIGHT)).isTrue();
    assertThat(time("north/a_1_ecureuil.jpg")).isEqualTo(TAKEN);
  }

  @Test
  void onlyTheBestAnimalMayBeCutOutAndRepeatedOnesLeftOut() throws Exception {
    assertThat(crops(new CropSettings("fr", false, true), TWO_ANIMALS).written()).isOne();
    assertThat(crops(new CropSettings("fr", true, false), TWO_ANIMALS).written()).isOne();
    assertThat(files()).as("the same crop twice").hasSize(2);
  }

  @Test
  void aBoxAtTheBorderIsCutOutWithinThePicture() {
    var crop = CropsExport.pixels(Shown.at(0.999, 0.999, 0.01, 0.01), 320, 240);
    assertThat(crop).isEqualTo(new Crop(319, 239, 1, 1));
    crop = CropsExport.pixels(Shown.at(0.001, 0, 0.001, 1), 320, 240);
    assertThat(crop).isEqualTo(new Crop(0, 0, 1, 240));
  }

  @Test
  void aPictureThatIsNotTheOneThatWasLookedAtIsLeftOut() throws Exception {
    write("north/a.jpg", JpegCopies.encode(halves(640, 480)));
    assertThat(crops(new CropSettings("fr", true, true), TWO_ANIMALS).leftOut())
        .containsExactly(new LeftOut("north/a.jpg", "is no longer the picture that was looked at"));
  }

  /// As most files of MegaDetector's own programs have it.
  @Test
  void aPictureWhoseSizeTheResultsDoNotSayIsCutAsItIs() throws Exception {
    LabelledPicture unknown =
        Shown.picture("north/a.jpg")
            .size(0, 0)
            .animal(0.9, Shown.at(0.5, 0.25, 0.25, 0.5), FOX)
            .done();
    assertThat(crops(new CropSettings("fr", true, true), unknown).written()).isOne();
    Path crop = target.resolve(files().getLast());
    assertThat(ImageIO.read(crop.toFile()).getWidth()).isEqualTo(80);
  }

  @Test
  void boxesAreDrawnOnCopiesOfWhatHasSome() throws Exception {
    BoxesSettings settings = new BoxesSettings("fr", false);
    var run = new RunInMemory(base, TWO_ANIMALS, NOTHING, PERSON, VIDEO);
    ExportOutcome outcome = BoxesExport.write(run, settings, reader, target);
    assertThat(outcome.written()).isEqualTo(2);
    assertThat(outcome.unwanted()).isOne();
    assertThat(outcome.leftOut()).hasSize(1);
    assertThat(files()).containsExactly(".affut-export", "north/a.jpg", "south/person.jpg");
    BufferedImage copy = ImageIO.read(target.resolve("north/a.jpg").toFile());
    assertThat(near(copy.getRGB(240, 120), RIGHT)).as("the line of the fox").isFalse();
    assertThat(near(copy.getRGB(230, 120), RIGHT)).as("within").isTrue();
    assertThat(near(copy.getRGB(80, 30), LEFT)).as("no line of what is repeated").isTrue();
    assertThat(time("south/person.jpg")).isEqualTo(TAKEN);
  }

  @Test
  void peopleAreBlurredHoweverUnsureTheDetectorWasAndNothingElseIsChanged() throws Exception {
    write("south/person.jpg", noisyPerson());
    ExportOutcome outcome = blur(new BlurSettings(false), NOTHING, PERSON, VIDEO, FAILED);
    assertThat(outcome.written()).isEqualTo(2);
    assertThat(outcome.leftOut())
        .extracting(LeftOut::file)
        .containsExactly("south/text.jpg", "south/v.mp4");
    assertThat(files()).containsExactly(".affut-export", "north/b.jpg", "south/person.jpg");
    assertThat(Files.mismatch(base.resolve("north/b.jpg"), target.resolve("north/b.jpg")))
        .isEqualTo(-1);
    BufferedImage original = upright(base.resolve("south/person.jpg"));
    BufferedImage copy = ImageIO.read(target.resolve("south/person.jpg").toFile());
    assertThat(roughness(original, 64, 84, 112)).isGreaterThan(40);
    assertThat(roughness(copy, 64, 84, 112)).as("inside").isLessThan(2);
    assertThat(roughness(copy, 4, 4, 48)).as("outside").isGreaterThan(40);
    assertThat(time("south/person.jpg")).isEqualTo(TAKEN);
    assertThat(time("north/b.jpg")).isEqualTo(TAKEN);
  }

  @Test
  void aBlurredCopyKeepsItsExifWithoutTheSmallPictureOfThePerson() throws Exception {
    assertThat(Files.readString(base.resolve("south/person.jpg"), ISO_8859_1))
        .contains("small face");
    blur(new BlurSettings(false), PERSON);
    Path copy = target.resolve("south/person.jpg");
    assertThat(Files.readString(copy, ISO_8859_1)).doesNotContain("small face").contains("12 C");
    var read = reader.read(copy, new DecodeScale.Full());
    assertThat(read.orientation()).isEqualTo(Orientation.UPRIGHT);
    assertThat(read.width()).isEqualTo(240);
    assertThat(read.date().orElseThrow().raw()).isEqualTo("2024:07:08 09:10:11");
  }

  @Test
  void vehiclesAreBlurredWhenThatIsAskedFor() throws Exception {
    LabelledPicture car =
        Shown.picture("north/b.jpg")
            .size(320, 240)
            .box(Category.VEHICLE, 0.9, Shown.at(0.25, 0.25, 0.5, 0.5))
            .done();
    blur(new BlurSettings(true), car);
    assertThat(Files.mismatch(base.resolve("north/b.jpg"), target.resolve("north/b.jpg")))
        .isNotNegative();
    BufferedImage copy = ImageIO.read(target.resolve("north/b.jpg").toFile());
    assertThat(near(copy.getRGB(158, 120), LEFT)).isFalse();
  }

  @Test
  void aPictureWithPeopleThatCannotBeReadAnyMoreIsNotCopied() throws Exception {
    write("south/person.jpg", "not a picture".getBytes(ISO_8859_1));
    assertThat(blur(new BlurSettings(false), PERSON).leftOut()).hasSize(1);
    assertThat(files()).containsExactly(".affut-export");
  }

  @Test
  void anotherRoundAddsNothing() throws Exception {
    blur(new BlurSettings(false), NOTHING, PERSON);
    List<String> first = files();
    blur(new BlurSettings(false), NOTHING, PERSON);
    assertThat(files()).isEqualTo(first);
  }

  @Test
  void aRunWithoutItsRepeatedBoxesIsRefusedAsPeopleMayBeAmongThem() {
    var fewer =
        new RunInMemory(base, NOTHING) {
          @Override
          public LabelSettings settings() {
            return LabelSettings.DEEPFAUNE.leavingOutRepeated();
          }
        };
    assertThatThrownBy(() -> BlurredExport.write(fewer, new BlurSettings(false), reader, target))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("would not be blurred");
    assertThat(target).doesNotExist();
  }

  @Test
  void aRunThatDidNotLookForPeopleIsRefused() {
    var blind =
        new RunInMemory(base, NOTHING) {
          @Override
          public RunInfo run() {
            RunInfo run = super.run();
            return new RunInfo(
                run.program(),
                run.started(),
                run.base(),
                run.detector(),
                run.detectorSha256(),
                run.inputSize(),
                run.confidence(),
                run.typicalConfidence(),
                List.of(Category.ANIMAL),
                run.classifier(),
                run.settings());
          }
        };
    assertThatThrownBy(() -> BlurredExport.write(blind, new BlurSettings(false), reader, target))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("does not find people");
  }

  private ExportOutcome crops(CropSettings settings, LabelledPicture... pictures)
      throws IOException {
    return CropsExport.write(new RunInMemory(base, pictures), settings, reader, target);
  }

  private ExportOutcome blur(BlurSettings settings, LabelledPicture... pictures)
      throws IOException {
    return BlurredExport.write(new RunInMemory(base, pictures), settings, reader, target);
  }

  private void write(String file, byte[] bytes) throws IOException {
    Path path = base.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, bytes);
    Files.setLastModifiedTime(path, FileTime.from(TAKEN));
  }

  private Instant time(String copy) throws IOException {
    return Files.getLastModifiedTime(target.resolve(copy)).toInstant();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(target)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> target.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private static BufferedImage halves(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, i % width < width / 2 ? LEFT : RIGHT);
    }
    return image;
  }

  /// Blocks of black and white, as stored by the camera on its side.
  private static byte[] noisyPerson() throws IOException {
    BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 320 * 240; i++) {
      image.setRGB(i % 320, i / 320, (i % 320 / 8 + i / 320 / 8) % 2 == 0 ? 0 : 0xffffff);
    }
    return new MadeExif(ByteOrder.BIG_ENDIAN, "12 C").in(JpegCopies.encode(image));
  }

  private BufferedImage upright(Path file) throws Exception {
    return PictureCopy.of(reader.read(file, new DecodeScale.Full()));
  }

  /// The standard deviation of green in a square.
  private static double roughness(BufferedImage image, int left, int top, int side) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < side * side; i++) {
      int green = image.getRGB(left + i % side, top + i / side) >> 8 & 255;
      sum += green;
      squares += (double) green * green;
    }
    int count = side * side;
    return Math.sqrt(Math.max(0, squares / count - sum / count * (sum / count)));
  }

  private static boolean near(int rgb, int expected) {
    for (int shift = 0; shift <= 16; shift += 8) {
      if (Math.abs((rgb >> shift & 255) - (expected >> shift & 255)) > 60) {
        return false;
      }
    }
    return true;
  }
}
