package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PictureFinderTest {
  @TempDir private Path folder;

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, name);
  }

  private Path link(String name, Path target) throws IOException {
    return Files.createSymbolicLink(folder.resolve(name), target);
  }

  private static List<String> names(FoundPictures found) {
    return found.pictures().stream().map(PictureFile::name).toList();
  }

  private static FoundPictures find(Path... inputs) {
    FoundPictures found = PictureFinder.find(List.of(inputs));
    assertThat(found.problems()).isEmpty();
    for (PictureFile picture : found.pictures()) {
      assertThat(found.base().resolve(picture.name())).isEqualTo(picture.path());
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.jpg",
        "a.JPG",
        "a.JpEg",
        "a.jpe",
        "a.png",
        "a.BMP",
        "a.gif",
        "a.tif",
        "a.TIFF",
        "a.webp",
        "a.heic",
        "a.HEIF",
        "a.avif",
        "a.mp4",
        "a.AVI",
        "a.mov",
        "a.mpeg",
        "a.mpg",
        "a.m4v",
        "a.MKV",
        "a.b.jpg",
        "with space.jpg",
        "été.jpg",
        "new\nline.jpg",
        "-o.jpg",
        "*.jpg",
        "🦊.jpg",
        "back\\slash.jpg"
      })
  void whatHasTheExtensionOfAPictureOrVideoIsTaken(String name) throws Exception {
    Charset encoding = Charset.forName(System.getProperty("sun.jnu.encoding"));
    Assumptions.assumeTrue(
        encoding.newEncoder().canEncode(name), "file names are in " + encoding + " here");
    file(name);
    assertThat(names(find(folder))).containsExactly(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.txt",
        "jpg",
        "a.jpg.xmp",
        "a.jpgx",
        "a",
        ".jpg",
        ".hidden.jpg",
        "._a.jpg",
        ".hidden/a.jpg",
        ".Trash/deep/a.jpg",
        "a.mp3",
        "Thumbs.db"
      })
  void anythingElseInAFolderIsNot(String name) throws Exception {
    file(name);
    assertThat(names(find(folder))).isEmpty();
  }

  @Test
  void whatIsLeftAloneIsCountedByItsEndingUnlessItIsHidden() throws Exception {
    for (String name :
        List.of(
            "a.jpg",
            "notes.txt",
            "b/Notes.TXT",
            "raw.NEF",
            "._raw.NEF",
            ".cache/x.txt",
            "IMG_0001",
            "Read me. Then go",
            "x.éé")) {
      file(name);
    }
    link("again.txt", folder.resolve("notes.txt"));
    link("loop", folder);
    assertThat(find(folder).others()).isEqualTo(Map.of(".txt", 2, ".nef", 1, "", 3));
    assertThat(find(folder.resolve("notes.txt")).others()).as("named by the user").isEmpty();
  }

  @Test
  void picturesAreFoundAtAnyDepthAndSortedByName() throws Exception {
    for (String name :
        List.of(
            "b.jpg", "a/z.jpg", "a/b/c/d.png", "a.jpg", "Z.jpg", "a b.jpg", "10.jpg", "9.jpg")) {
      file(name);
    }
    assertThat(names(find(folder)))
        .containsExactly(
            "10.jpg", "9.jpg", "Z.jpg", "a b.jpg", "a.jpg", "a/b/c/d.png", "a/z.jpg", "b.jpg");
  }

  @Test
  void aFolderThatIsCalledLikeAPictureIsAFolder() throws Exception {
    file("x.jpg/y.jpg");
    assertThat(names(find(folder))).containsExactly("x.jpg/y.jpg");
    assertThat(names(find(folder.resolve("x.jpg")))).containsExactly("y.jpg");
  }

  @Test
  void aFolderThatTheUserNamesIsTakenAlsoWhenItIsHidden() throws Exception {
    file(".hidden/a.jpg");
    assertThat(names(find(folder.resolve(".hidden")))).containsExactly("a.jpg");
  }

  @Test
  void aFileThatTheUserNamesIsTakenWhateverItIsCalled() throws Exception {
    assertThat(names(find(file("picture")))).containsExactly("picture");
    assertThat(names(find(file(".hidden.dat")))).containsExactly(".hidden.dat");
  }

  @Test
  void anEmptyFolderHasNoPictures() {
    assertThat(find(folder)).isEqualTo(new FoundPictures(folder, List.of(), List.of(), Map.of()));
  }

  @Test
  void namesAreRelativeToTheOneFolder() throws Exception {
    file("a/b/c.jpg");
    FoundPictures found = find(folder.resolve("a"));
    assertThat(found.base()).isEqualTo(folder.resolve("a"));
    assertThat(names(found)).containsExactly("b/c.jpg");
  }

  @Test
  void orToTheFolderOfTheOneFile() throws Exception {
    FoundPictures found = find(file("a/b/c.jpg"));
    assertThat(found.base()).isEqualTo(folder.resolve("a/b"));
    assertThat(names(found)).containsExactly("c.jpg");
  }

  @Test
  void orToTheDeepestFolderThatAllInputsShare() throws Exception {
    file("site/a/1.jpg");
    file("site/ab/2.jpg");
    file("site/other/4.jpg");
    FoundPictures found =
        find(folder.resolve("site/a"), folder.resolve("site/ab"), file("site/x/y/3.jpg"));
    assertThat(found.base()).isEqualTo(folder.resolve("site"));
    assertThat(names(found)).containsExactly("a/1.jpg", "ab/2.jpg", "x/y/3.jpg");
  }

  @Test
  void oneInputInsideAnotherChangesNothing() throws Exception {
    file("a/1.jpg");
    FoundPictures found = find(folder.resolve("a/1.jpg"), folder, folder.resolve("a"));
    assertThat(found.base()).isEqualTo(folder);
    assertThat(names(found)).containsExactly("a/1.jpg");
  }

  @Test
  void dotsInInputsMakeNoDifference() throws Exception {
    file("a/1.jpg");
    assertThat(find(folder.resolve("a/../a/./"), folder.resolve("a")))
        .isEqualTo(find(folder.resolve("a")));
  }

  @Test
  void inputsMayBeRelative() throws Exception {
    Path here = Path.of("").toAbsolutePath();
    file("a/1.jpg");
    assertThat(find(here.relativize(folder.resolve("a")))).isEqualTo(find(folder.resolve("a")));
  }

  /// As the operating system reads it: the folder above the one that the link leads to.
  @Test
  void aLinkBeforeTwoDotsIsFollowed() throws Exception {
    file("there/up.jpg");
    file("here/wrong.jpg");
    Files.createDirectories(folder.resolve("there/deep"));
    link("here/link", folder.resolve("there/deep"));
    assertThat(names(find(folder.resolve("here/link/..")))).containsExactly("up.jpg");
  }

  @Test
  void theSameFileTwiceIsOnePicture() throws Exception {
    Path picture = file("b.jpg");
    link("a.jpg", picture);
    link("c.jpg", picture);
    assertThat(names(find(folder))).containsExactly("a.jpg");
    assertThat(names(find(picture, picture, folder.resolve("c.jpg")))).containsExactly("b.jpg");
  }

  @Test
  void filesWithTheSameContentAreTwo() throws Exception {
    Files.writeString(folder.resolve("a.jpg"), "same");
    Files.writeString(folder.resolve("b.jpg"), "same");
    assertThat(names(find(folder))).containsExactly("a.jpg", "b.jpg");
  }

  @Test
  void aLinkedFolderIsVisitedAndItsPicturesAreOnce() throws Exception {
    file("real/a.jpg");
    link("again", folder.resolve("real"));
    assertThat(names(find(folder))).containsExactly("again/a.jpg");
    assertThat(names(find(folder.resolve("real"), folder.resolve("again"))))
        .containsExactly("again/a.jpg");
  }

  @Test
  void foldersThatLinkInALoopAreVisitedOnce() throws Exception {
    file("a/b/1.jpg");
    link("a/b/up", folder.resolve("a"));
    link("a/b/here", folder.resolve("a/b"));
    link("a/other", folder.resolve("c"));
    file("c/2.jpg");
    link("c/back", folder.resolve("a"));
    assertThat(names(find(folder.resolve("a")))).containsExactly("b/1.jpg", "other/2.jpg");
  }

  @Test
  void aLinkToItselfIsFoundSoThatItIsListedAsAFailure() throws Exception {
    link("loop.jpg", folder.resolve("loop.jpg"));
    file("a.jpg");
    assertThat(names(find(folder))).containsExactly("a.jpg", "loop.jpg");
    assertThat(names(find(folder.resolve("loop.jpg")))).containsExactly("loop.jpg");
  }

  @Test
  void soIsALinkThatLeadsNowhere() throws Exception {
    link("gone.jpg", folder.resolve("nowhere"));
    link("gone.txt", folder.resolve("nowhere"));
    assertThat(names(find(folder))).containsExactly("gone.jpg");
  }

  @Test
  void manyFilesAreEachFoundOnce() throws Exception {
    String[] expected = new String[300];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = "%d/%d.jpg".formatted(i % 7, i);
      file(expected[i]);
    }
    Arrays.sort(expected);
    assertThat(names(find(folder))).containsExactly(expected);
  }

  @Test
  void whatAnExportWroteIsNoInputAgain() throws Exception {
    file("camera/fox.jpg");
    file("species/.affut-export");
    file("species/fox/fox.jpg");
    assertThat(names(find(folder))).containsExactly("camera/fox.jpg");
  }

  @Test
  void anExportThatIsNamedIsLookedAt() throws Exception {
    file("species/.affut-export");
    file("species/fox/fox.jpg");
    assertThat(names(find(folder.resolve("species")))).containsExactly("fox/fox.jpg");
  }
}
