package io.affut.exports.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affut.engine.detection.Category;
import io.affut.engine.pipeline.PictureFinder;
import io.affut.engine.results.OutputException;
import io.affut.engine.species.Label;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.Verdict;
import io.affut.exports.RunInMemory;
import io.affut.exports.Shown;
import io.affut.exports.outcome.ExportOutcome;
import io.affut.exports.outcome.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FolderExportTest {
  private static final Instant TAKEN = Instant.parse("2024-07-08T09:10:11Z");
  private static final Verdict FOX = Verdict.certain(RunInMemory.species("fox"));
  private static final Verdict EMPTY = Verdict.certain(Label.Plain.EMPTY);

  @TempDir Path folder;

  private Path base;
  private Path target;

  @BeforeEach
  void pictures() throws IOException {
    base = folder.resolve("photos");
    target = folder.resolve("by species");
    for (String file : List.of("north/a.jpg", "north/b.jpg", "south/a.jpg", "south/e.jpg")) {
      Path path = base.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "the bytes of " + file);
      Files.setLastModifiedTime(path, FileTime.from(TAKEN));
    }
  }

  private LabelledPicture[] everything() {
    return new LabelledPicture[] {
      Shown.picture("north/a.jpg").labelled(FOX).alone(EMPTY).done(),
      Shown.picture("north/b.jpg").labelled(FOX).video(),
      Shown.failed("south/e.jpg", "is a text file"),
      Shown.picture("south/a.jpg").labelled(FOX).sequence(2).done()
    };
  }

  @Test
  void aSequenceStaysTogetherUnderItsLabelInTheLanguageThatIsAskedFor() throws Exception {
    ExportOutcome outcome = export(Placement.COPY, everything());
    assertThat(outcome).isEqualTo(new ExportOutcome(4, 0, List.of()));
    assertThat(files(target))
        .containsExactly(
            ".affut-export",
            "affut-undo.jsonl",
            "erreur/e.jpg",
            "renard/a.jpg",
            "renard/a_2.jpg",
            "renard/b.jpg");
  }

  @Test
  void copiesHaveTheSameBytesAndTimesAndTheOriginalsStay() throws Exception {
    export(Placement.COPY, everything());
    assertThat(target.resolve("renard/a_2.jpg")).hasContent("the bytes of south/a.jpg");
    assertThat(Files.getLastModifiedTime(target.resolve("renard/a_2.jpg")).toInstant())
        .isEqualTo(TAKEN);
    assertThat(files(base))
        .containsExactly("north/a.jpg", "north/b.jpg", "south/a.jpg", "south/e.jpg");
  }

  @Test
  void movedFilesAreNoLongerWhereTheyWereAndTheirFolderIsNotMarked() throws Exception {
    export(Placement.MOVE, everything());
    assertThat(files(base)).isEmpty();
    assertThat(files(target)).contains("renard/a.jpg").doesNotContain(".affut-export");
    assertThat(Files.getLastModifiedTime(target.resolve("renard/a.jpg")).toInstant())
        .isEqualTo(TAKEN);
  }

  @Test
  void movedFilesMayStayBelowTheirOldFolder() throws Exception {
    target = base;
    export(Placement.MOVE, everything());
    assertThat(files(base))
        .containsExactly(
            "affut-undo.jsonl", "erreur/e.jpg", "renard/a.jpg", "renard/a_2.jpg", "renard/b.jpg");
  }

  @Test
  void linksAreTheSameFile() throws Exception {
    export(Placement.LINK, everything());
    assertThat(Files.isSameFile(target.resolve("renard/b.jpg"), base.resolve("north/b.jpg")))
        .isTrue();
    assertThat(files(target)).contains("renard/a_2.jpg");
  }

  @Test
  void laterRunsDoNotFindTheCopies() throws Exception {
    target = base.resolve("by species");
    export(Placement.COPY, everything());
    assertThat(PictureFinder.find(List.of(base)).pictures()).hasSize(4);
  }

  @Test
  void emptyOnesMayBeLeftOut() throws Exception {
    LabelledPicture empty = Shown.picture("north/a.jpg").labelled(EMPTY).done();
    RunInMemory run = new RunInMemory(base, empty);
    FolderSettings without = new FolderSettings("fr", Placement.COPY, false);
    assertThat(FolderExport.write(run, without, target))
        .isEqualTo(new ExportOutcome(0, 1, List.of()));
    FolderSettings with = new FolderSettings("fr", Placement.COPY, true);
    assertThat(FolderExport.write(run, with, folder.resolve("with")).written()).isOne();
    assertThat(folder.resolve("with/vide/a.jpg")).exists();
  }

  @Test
  void aPictureThatIsGoneIsToldAndTheOthersGoOn() throws Exception {
    Files.delete(base.resolve("north/a.jpg"));
    assertThat(export(Placement.COPY, everything()))
        .isEqualTo(
            new ExportOutcome(3, 0, List.of(new LeftOut("north/a.jpg", "is no longer there"))));
  }

  @Test
  void aPathThatLeadsElsewhereAndAnEvilLabelStayInTheFolder() throws Exception {
    Files.writeString(folder.resolve("outside.jpg"), "outside");
    Label evil = new Label.Thing("../../etc/CON");
    export(
        Placement.COPY,
        Shown.picture("../outside.jpg").labelled(evil, 1).done(),
        Shown.picture("north/a.jpg").labelled(new Label.Thing("nul."), 1).done(),
        Shown.picture("north/b.jpg").labelled(new Label.Thing(".."), 1).done());
    assertThat(files(target))
        .containsExactly(
            ".._.._etc_CON/outside.jpg",
            ".affut-export",
            "_/b.jpg",
            "_nul/a.jpg",
            "affut-undo.jsonl");
  }

  @Test
  void nothingIsEverOverwritten() throws Exception {
    Files.createDirectories(target.resolve("renard"));
    Files.writeString(target.resolve("renard/a.jpg"), "mine");
    Files.createDirectories(target.resolve("renard/b.jpg"));
    export(Placement.MOVE, everything());
    assertThat(target.resolve("renard/a.jpg")).hasContent("mine");
    assertThat(target.resolve("renard/a_2.jpg")).hasContent("the bytes of north/a.jpg");
    assertThat(target.resolve("renard/a_3.jpg")).hasContent("the bytes of south/a.jpg");
    assertThat(target.resolve("renard/b_2.jpg")).exists();
  }

  @Test
  void copiesDoNotGoIntoTheFolderOfThePicturesWhereNobodyWouldFindThoseAgain() {
    target = folder;
    assertThatThrownBy(() -> export(Placement.COPY, everything()))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("The pictures themselves lie in")
        .hasMessageContaining("name another folder");
    assertThat(folder.resolve(".affut-export")).doesNotExist();
  }

  @Test
  void copiesDoNotGoIntoAFolderWithOtherFilesWhichWouldNoLongerBeFound() throws Exception {
    target = base.resolve("north");
    assertThatThrownBy(() -> export(Placement.LINK, everything()))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("There are other files in");
    assertThat(files(target)).containsExactly("a.jpg", "b.jpg");
  }

  @Test
  void aFolderHasOneExport() throws Exception {
    export(Placement.COPY, everything());
    assertThatThrownBy(() -> export(Placement.COPY, everything()))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("undo that first");
  }

  @ParameterizedTest
  @EnumSource
  void anExportCanBeUndoneAndLeavesNothing(Placement how) throws Exception {
    List<String> before = files(base);
    ExportOutcome outcome = export(how, everything());
    UndoOutcome undone = undo();
    assertThat(undone.kept()).isEmpty();
    assertThat(undone.restored() + undone.removed()).isEqualTo(outcome.written());
    assertThat(undone.restored()).isEqualTo(how == Placement.MOVE ? 4 : 0);
    assertThat(files(base)).isEqualTo(before);
    assertThat(base.resolve("south/a.jpg")).hasContent("the bytes of south/a.jpg");
    assertThat(target).doesNotExist();
  }

  @Test
  void theFoldersThatFilesCameFromAreMadeAgain() throws Exception {
    export(Placement.MOVE, everything());
    Files.delete(base.resolve("north"));
    Files.delete(base.resolve("south"));
    Files.delete(base);
    assertThat(undo().restored()).isEqualTo(4);
    assertThat(base.resolve("north/a.jpg")).hasContent("the bytes of north/a.jpg");
  }

  @Test
  void aCopyThatWasChangedStays() throws Exception {
    export(Placement.COPY, everything());
    Files.writeString(target.resolve("renard/b.jpg"), "with a tag", StandardOpenOption.APPEND);
    UndoOutcome undone = undo();
    assertThat(undone.removed()).isEqualTo(3);
    assertThat(undone.kept())
        .singleElement()
        .satisfies(kept -> {
          assertThat(kept.file()).endsWith("b.jpg");
          assertThat(kept.reason()).contains("no longer the same");
        });
    assertThat(files(target)).containsExactly(".affut-export", "affut-undo.jsonl", "renard/b.jpg");
    assertThat(undo().kept()).as("again").hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"COPY", "LINK"})
  void theLastOneThatIsLeftOfAPictureStays(Placement how) throws Exception {
    export(how, everything());
    Files.delete(base.resolve("north/b.jpg"));
    assertThat(undo().kept())
        .singleElement()
        .satisfies(kept -> assertThat(kept.reason()).contains("the original is no longer at"));
    assertThat(target.resolve("renard/b.jpg")).hasContent("the bytes of north/b.jpg");
  }

  @Test
  void aFileThatWasPutAtTheOldPlaceStays() throws Exception {
    export(Placement.MOVE, everything());
    Files.writeString(base.resolve("north/a.jpg"), "of another card");
    UndoOutcome undone = undo();
    assertThat(undone.restored()).isEqualTo(3);
    assertThat(undone.kept())
        .singleElement()
        .satisfies(kept -> assertThat(kept.reason()).contains("there is another file at"));
    assertThat(base.resolve("north/a.jpg")).hasContent("of another card");
    assertThat(target.resolve("renard/a.jpg")).hasContent("the bytes of north/a.jpg");
  }

  @Test
  void anExportThatWasCutOffCanBeUndone() throws Exception {
    var cut =
        new RunInMemory(base, everything()) {
          @Override
          public void byFile(Taker taker) throws IOException {
            taker.take(everything()[0]);
            taker.take(everything()[1]);
            throw new IOException("the power went");
          }
        };
    assertThatThrownBy(
            () -> FolderExport.write(cut, new FolderSettings("fr", Placement.MOVE, true), target))
        .hasMessage("the power went");
    // The name of the third was taken, and its line begun.
    Files.createDirectories(target.resolve("erreur"));
    Path list = target.resolve("affut-undo.jsonl");
    Files.writeString(list, "{\"source\":\"", StandardOpenOption.APPEND);
    UndoOutcome undone = undo();
    assertThat(undone).isEqualTo(new UndoOutcome(2, 0, List.of()));
    assertThat(files(base))
        .containsExactly("north/a.jpg", "north/b.jpg", "south/a.jpg", "south/e.jpg");
  }

  @ParameterizedTest
  @EnumSource(names = {"COPY", "MOVE"})
  void aNameThatWasOnlyTakenAndAHalfCopyGo(Placement how) throws Exception {
    Files.createDirectories(target.resolve("renard"));
    Files.createFile(target.resolve("renard/a.jpg"));
    Files.writeString(target.resolve("renard/a.jpg.part"), "the by");
    Path source = base.resolve("north/a.jpg");
    UndoLine line = new UndoLine(source.toString(), "renard/a.jpg", how, 24, Optional.empty());
    Files.writeString(target.resolve("affut-undo.jsonl"), line.text() + "\n");
    assertThat(undo()).isEqualTo(new UndoOutcome(0, 0, List.of()));
    assertThat(target).doesNotExist();
    assertThat(source).hasContent("the bytes of north/a.jpg");
  }

  @Test
  void aListThatNamesFilesElsewhereTouchesNone() throws Exception {
    Files.createDirectories(target);
    Path precious = Files.writeString(folder.resolve("precious"), "x");
    UndoLine line =
        new UndoLine(
            folder.resolve("new").toString(), "../precious", Placement.MOVE, 1, Optional.empty());
    Files.writeString(target.resolve("affut-undo.jsonl"), line.text() + "\n");
    assertThat(undo().kept()).hasSize(1);
    assertThat(precious).hasContent("x");
  }

  @Test
  void aDamagedOrMissingListIsSaid() throws Exception {
    Files.createDirectories(target);
    assertThatThrownBy(this::undo)
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("no undo list");
    Files.writeString(target.resolve("affut-undo.jsonl"), "{}\nx\n");
    assertThatThrownBy(this::undo)
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void betweenFileSystemsAFileIsCopiedCheckedAndDeleted() throws Exception {
    Path memory = Path.of("/dev/shm");
    Assumptions.assumeTrue(
        Files.isWritable(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(folder)),
        "no second file system at /dev/shm");
    target = Files.createTempDirectory(memory, "affut-test").resolve("by species");
    try {
      assertThat(export(Placement.MOVE, everything()).written()).isEqualTo(4);
      assertThat(files(base)).isEmpty();
      assertThat(Files.readString(target.resolve("affut-undo.jsonl"))).contains("\"sha256\":\"");
      assertThat(Files.getLastModifiedTime(target.resolve("renard/a.jpg")).toInstant())
          .isEqualTo(TAKEN);
      assertThat(undo()).isEqualTo(new UndoOutcome(4, 0, List.of()));
      assertThat(files(base)).hasSize(4);
      assertThat(export(Placement.LINK, everything()).leftOut())
          .hasSize(4)
          .allSatisfy(left -> assertThat(left.reason()).contains("copy instead"));
      undo();
    } finally {
      Files.deleteIfExists(target);
      Files.delete(target.getParent());
    }
  }

  @Test
  void aLinkIsNotMoved() throws Exception {
    Files.delete(base.resolve("north/a.jpg"));
    Files.createSymbolicLink(base.resolve("north/a.jpg"), Path.of("b.jpg"));
    ExportOutcome outcome = export(Placement.MOVE, everything());
    assertThat(outcome.leftOut())
        .singleElement()
        .satisfies(left -> assertThat(left.reason()).contains("is a link"));
    assertThat(Files.isSymbolicLink(base.resolve("north/a.jpg"))).isTrue();
  }

  @Test
  void peopleAndVehiclesHaveTheirFoldersToo() throws Exception {
    export(
        Placement.COPY,
        Shown.picture("north/a.jpg")
            .box(Category.PERSON, 0.9, Shown.at(0, 0, 1, 1))
            .labelled(Label.Plain.PERSON, 1)
            .done(),
        Shown.picture("north/b.jpg").labelled(Label.Plain.UNDEFINED, 0.5).done());
    assertThat(files(target)).contains("humain/a.jpg", "indéfini/b.jpg");
  }

  private ExportOutcome export(Placement how, LabelledPicture... pictures) throws IOException {
    FolderSettings settings = new FolderSettings("fr", how, true);
    return FolderExport.write(new RunInMemory(base, pictures), settings, target);
  }

  private UndoOutcome undo() throws IOException {
    return FoldersUndo.run(target.resolve("affut-undo.jsonl"));
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }
}
