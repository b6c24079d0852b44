package io.affut.engine.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunOutputTest {
  @TempDir private Path folder;

  private Path output() {
    return folder.resolve("results.json");
  }

  private Path journal() {
    return folder.resolve("results.affut.jsonl");
  }

  private static void assertRefused(Path output, boolean overwrite, String... reasons) {
    assertThatExceptionOfType(OutputException.class)
        .isThrownBy(() -> RunOutput.check(output, overwrite))
        .satisfies(e -> assertThat(e.getMessage()).contains(reasons).contains("-o"));
  }

  private List<String> files() throws IOException {
    try (var all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theJournalLiesBesideTheResults() {
    assertThat(RunOutput.journalOf(Path.of("a/X.json"))).isEqualTo(Path.of("a/X.affut.jsonl"));
    assertThat(RunOutput.journalOf(Path.of("X.JSON"))).isEqualTo(Path.of("X.JSON.affut.jsonl"));
    assertThat(RunOutput.journalOf(Path.of("X"))).isEqualTo(Path.of("X.affut.jsonl"));
  }

  @Test
  void aJournalKnowsItsResults() {
    assertThat(RunOutput.resultsOf(Path.of("a/X.affut.jsonl"))).isEqualTo(Path.of("a/X.json"));
    assertThat(RunOutput.resultsOf(Path.of("X.jsonl"))).isEqualTo(Path.of("X.json"));
  }

  @Test
  void aNewFileInAFolderIsFineAndTheCheckLeavesNothing() throws Exception {
    RunOutput.check(output(), false);
    assertThat(files()).isEmpty();
  }

  @Test
  void aMissingFolderIsMade() {
    Path deep = folder.resolve("a/b/c/results.json");
    RunOutput.check(deep, false);
    assertThat(deep.getParent()).isEmptyDirectory();
  }

  @Test
  void resultsThatExistAreNotOverwrittenUnasked() throws Exception {
    Files.writeString(output(), "{}");
    assertRefused(output(), false, output() + " exists already", "--overwrite");
    assertThatCode(() -> RunOutput.check(output(), true)).doesNotThrowAnyException();
    assertThat(output()).hasContent("{}");
  }

  @Test
  void norIsAJournal() throws Exception {
    Files.writeString(journal(), "{}");
    assertRefused(output(), false, journal() + " exists already");
    RunOutput.check(output(), true);
    assertThat(journal()).hasContent("{}");
  }

  @Test
  void aFolderIsNoFileForResults() {
    assertRefused(folder, true, folder + " is a folder");
    assertRefused(Path.of("/"), true, "/ is a folder");
    assertRefused(Path.of("."), false, ". is a folder");
  }

  @Test
  void aFileInTheFoldersPlaceIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path output = file.resolve("results.json");
    assertRefused(
        output, false, "Results cannot be written to " + output, file + " is not a folder");
    assertRefused(file.resolve("deeper/results.json"), false, "Results cannot be written to");
  }

  /// As root, who may do so, a run must not put a file in the place of a device.
  @Test
  void aDeviceIsNotReplaced() {
    Path device = Path.of("/dev/null");
    Assumptions.assumeTrue(Files.exists(device), "there is no /dev/null here");
    assertRefused(device, true, "/dev/null is no file that can be replaced");
  }

  @Test
  void aFolderThatMayNotBeWrittenIsNamed() throws Exception {
    Assumptions.assumeFalse(
        System.getProperty("user.name").equals("root"), "root may write everywhere");
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    assertRefused(closed.resolve("results.json"), false, "permission denied");
  }

  /// Not even root makes files there.
  @Test
  void aPlaceWhereNobodyMayWriteIsNamed() {
    Path system = Path.of("/sys/kernel");
    Assumptions.assumeTrue(Files.isDirectory(system), "there is no /sys/kernel here");
    Path output = system.resolve("results.json");
    assertRefused(output, false, "Results cannot be written to " + output + " (");
  }

  /// What stands in for the result file: how long the journal is.
  private static Path write(Path journal, Path output) throws IOException {
    return Files.writeString(output, Files.readAllLines(journal).size() + " lines");
  }

  @Test
  void theResultFileIsMadeFromTheWholeJournal() throws Exception {
    try (RunOutput run = RunOutput.begin(output(), true, TestResults.RUN)) {
      run.accept(TestResults.picture("c.jpg", TestResults.COW));
      run.accept(new FailedPicture("a.jpg", "is empty (0 bytes)"));
      run.accept(TestResults.damaged("b.jpg"));
      assertThat(run.counts()).isEqualTo(new ResultCounts(3, 1, 0, 0, 0, 1, 1));
      run.finish(RunOutputTest::write);
    }
    assertThat(output()).hasContent("4 lines");
    assertThat(files()).containsExactly("results.affut.jsonl", "results.json");
  }

  @Test
  void aRunThatNeverFinishesLeavesItsJournal() throws Exception {
    RunOutput run = RunOutput.begin(output(), true, TestResults.RUN);
    run.accept(TestResults.picture("b.jpg"));
    run.close();
    run.close();
    assertThat(files()).containsExactly("results.affut.jsonl");
    assertThat(Files.readAllLines(journal())).hasSize(2);
  }

  @Test
  void aPictureIsInTheJournalASecondLaterAlsoWhenNothingElseIsDone() throws Exception {
    try (RunOutput run = RunOutput.begin(output(), true, TestResults.RUN)) {
      run.accept(TestResults.picture("b.jpg"));
      Thread.sleep(JournalWriter.FLUSH_INTERVAL);
      run.idle();
      assertThat(Files.readAllLines(journal())).hasSize(2);
    }
  }

  @Test
  void theJournalOfTheRunBeforeIsReplaced() throws Exception {
    Files.writeString(journal(), "old");
    try (RunOutput run = RunOutput.begin(output(), true, TestResults.RUN)) {
      run.finish(RunOutputTest::write);
    }
    assertThat(journal()).content().startsWith("{\"affut_journal\":1,");
  }

  private static void assertNotBegun(Path output, boolean overwrite, String... reasons) {
    assertThatExceptionOfType(OutputException.class)
        .isThrownBy(() -> RunOutput.begin(output, overwrite, TestResults.RUN))
        .satisfies(e -> assertThat(e.getMessage()).contains(reasons).contains("-o"));
  }

  @Test
  void twoRunsAtOnceDoNotWriteTheSameFiles() throws Exception {
    try (RunOutput first = RunOutput.begin(output(), false, TestResults.RUN)) {
      assertNotBegun(output(), false, "Another run is writing to " + journal());
      assertNotBegun(output(), true, "Another run is writing to " + journal());
      first.accept(TestResults.picture("a.jpg"));
      first.finish(RunOutputTest::write);
    }
    assertThat(output()).hasContent("2 lines");
    try (RunOutput later = RunOutput.begin(output(), true, TestResults.RUN)) {
      assertThat(later.counts()).isEqualTo(ResultCounts.NONE);
    }
  }

  /// On POSIX a process loses its locks of a file when it closes that file anywhere.
  @Test
  void anotherProcessIsKeptOutUntilTheResultsAreWritten() throws Exception {
    Path other = folder.resolve("Other.java");
    Files.writeString(
        other,
        """
        import java.nio.channels.FileChannel;
        import java.nio.file.StandardOpenOption;

        void main(String[] file) throws Exception {
          try (var channel = FileChannel.open(Path.of(file[0]), StandardOpenOption.WRITE)) {
            IO.println(channel.tryLock(Long.MAX_VALUE - 1, 1, false) == null ? "kept out" : "in");
          }
        }
        """);
    String java = ProcessHandle.current().info().command().orElseThrow();
    try (RunOutput run = RunOutput.begin(output(), true, TestResults.RUN)) {
      run.accept(TestResults.picture("a.jpg"));
      run.finish((journal, output) -> {
        try (JournalReader reader = JournalReader.open(journal)) {
          reader.forEach((position, picture) -> {});
          Process tried =
              new ProcessBuilder(java, other.toString(), journal.toString())
                  .redirectErrorStream(true)
                  .start();
          assertThat(tried.inputReader().readAllAsString()).isEqualToIgnoringNewLines("kept out");
        }
        return output;
      });
    }
  }

  /// Between the check and the first picture a model may have been fetched, and another run done.
  @Test
  void whatCameSinceTheCheckIsNotOverwrittenUnasked() throws Exception {
    RunOutput.check(output(), false);
    Files.writeString(output(), "of another run");
    assertNotBegun(output(), false, output() + " exists already", "--overwrite");
    assertThat(files()).containsExactly("results.json");
    Files.move(output(), journal());
    assertNotBegun(output(), false, journal() + " exists already", "--overwrite");
    assertThat(journal()).hasContent("of another run");
  }

  @Test
  void aJournalThatMayNotBeWrittenIsNoFullDisk() {
    var denied = new AccessDeniedException("x.part");
    assertThat(OutputException.unwritable("x", denied))
        .hasMessage("x cannot be written: x.part: permission denied. Choose another place with -o.")
        .hasCause(denied);
    var full = new FileSystemException("x", null, "No space left on device");
    assertThat(OutputException.unwritable("x", full))
        .hasMessage("x cannot be written: No space left on device. Is the disk full or gone?");
  }

  @Test
  void aJournalThatCannotBeMadeIsNamed() throws Exception {
    Files.createDirectories(journal().resolve("full"));
    assertThatExceptionOfType(OutputException.class)
        .isThrownBy(() -> RunOutput.begin(output(), true, TestResults.RUN))
        .withMessageContaining(journal() + " cannot be written");
  }

  private static Path fill(Path journal, Path output) throws IOException {
    return Files.writeString(Path.of("/dev/full"), "results");
  }

  @Test
  void aFullDiskIsASentenceAndNothingOfTheOldResultsIsLost() throws Exception {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full), "there is no /dev/full here");
    Files.writeString(output(), "results of before");
    try (RunOutput run = RunOutput.begin(output(), true, TestResults.RUN)) {
      run.accept(TestResults.picture("a.jpg"));
      assertThatExceptionOfType(OutputException.class)
          .isThrownBy(() -> run.finish(RunOutputTest::fill))
          .withMessageContaining(output() + " cannot be written")
          .withMessageContaining("full")
          .withMessageContaining("`affut rethreshold " + journal() + " -o FILE`");
    }
    assertThat(output()).hasContent("results of before");
    assertThat(files()).containsExactly("results.affut.jsonl", "results.json");
  }

  @Test
  void aPictureWithAnAnimalAndAPersonCountsForBoth() {
    ResultCounts counts =
        ResultCounts.NONE
            .with(TestResults.picture("a", TestResults.COW, TestResults.COW, TestResults.HIKER))
            .with(TestResults.picture("b"))
            .with(TestResults.damaged("c"))
            .with(new FailedPicture("d", "is empty"));
    assertThat(counts).isEqualTo(new ResultCounts(4, 1, 1, 0, 1, 1, 1));
  }

  @Test
  void aDamagedPictureWithoutDetectionsIsNotCalledEmpty() {
    ResultCounts counts = ResultCounts.NONE.with(TestResults.damaged("c"));
    assertThat(counts.damaged()).isEqualTo(1);
    assertThat(counts.empty()).isZero();
  }
}
