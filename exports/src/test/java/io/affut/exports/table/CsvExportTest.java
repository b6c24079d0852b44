package io.affut.exports.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.affut.engine.detection.Category;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.PictureResult;
import io.affut.engine.results.RunInfo;
import io.affut.engine.species.Label;
import io.affut.engine.species.LabelNames;
import io.affut.engine.species.LabelSettings;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.LabelledRun;
import io.affut.engine.species.Verdict;
import io.affut.preprocessing.picture.CaptureDate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvExportTest {
  private static final Label SQUIRREL = new Label.Species(13);
  private static final Verdict UNREADABLE =
      new Verdict(Label.Plain.UNREADABLE, 0, Label.Plain.UNREADABLE);
  private static final LabelledPicture SEEN =
      picture(
          seen("forêt/a, b.jpg"),
          new Verdict(Label.Plain.UNDEFINED, 0.799, SQUIRREL),
          new Verdict(SQUIRREL, 0.8799, SQUIRREL));
  private static final LabelledPicture FAILED =
      picture(new FailedPicture("b.jpg", "is empty (0 bytes)"), UNREADABLE, UNREADABLE);

  @TempDir Path folder;

  @Test
  void deepfaunesOwnFileHasItsColumnsAndItsBytes() throws Exception {
    assertThat(csv(new TableSettings("fr", true, true), "/photos", SEEN, FAILED))
        .isEqualTo(
            """
            filename,date,seqnum,predictionbase,scorebase,prediction,score,top1,count,humancount
            "/photos/forêt/a, b.jpg",2024:07:08 09:10:11,7,indéfini,0.79,écureuil,0.87,écureuil,2,1
            /photos/b.jpg,NA,7,erreur,0.0,erreur,0.0,erreur,2,1
            """);
  }

  @Test
  void countsMayBeLeftOut() throws Exception {
    assertThat(csv(new TableSettings("de", false, true), "/photos", FAILED))
        .isEqualTo(
            """
            filename,date,seqnum,predictionbase,scorebase,prediction,score,top1,humancount
            /photos/b.jpg,NA,7,Fehler,0.0,Fehler,0.0,Fehler,1
            """);
  }

  @Test
  void excelIsToldThatTheFileIsUtf8() throws Exception {
    assertThat(csv(new TableSettings("fr", true, false), "/photos", SEEN))
        .startsWith("\ufefffilename,date,")
        .contains("écureuil");
  }

  @Test
  void formulasAreNotRunUnlessDeepfaunesOwnBytesAreAskedFor() throws Exception {
    assertThat(csv(new TableSettings("en", true, false), "=1+1", FAILED))
        .contains("\n'=1+1/b.jpg,");
    assertThat(csv(new TableSettings("en", true, true), "=1+1", FAILED)).contains("\n=1+1/b.jpg,");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"=a, '=a", "+a, '+a", "-a, '-a", "@a, '@a", "a=, a="})
  void whatStartsAFormulaGetsAnApostrophe(String text, String cell) {
    assertThat(CsvCell.harmless(text)).isEqualTo(cell);
  }

  @Test
  void controlCharactersThatStartAFormulaAreDefusedToo() {
    assertThat(CsvCell.harmless("\ta")).isEqualTo("'\ta");
    assertThat(CsvCell.harmless("\ra")).isEqualTo("\"'\ra\"");
    assertThat(CsvCell.plain("say \"a\"")).isEqualTo("\"say \"\"a\"\"\"");
  }

  @Test
  void whatWasThereStaysWhenTheResultsCannotBeRead() throws Exception {
    Path output = Files.writeString(folder.resolve("labels.csv"), "of yesterday");
    LabelledRun broken =
        new Run("/photos") {
          @Override
          public void forEach(Taker taker) throws IOException {
            throw new IOException("the card was pulled");
          }
        };
    assertThatIOException()
        .isThrownBy(() -> CsvExport.write(broken, new TableSettings("en", true, false), output))
        .withMessage("the card was pulled");
    assertThat(output).hasContent("of yesterday");
    assertThat(folder.toFile().list()).containsExactly("labels.csv");
  }

  private String csv(TableSettings settings, String base, LabelledPicture... pictures)
      throws IOException {
    Path output = folder.resolve("labels.csv");
    CsvExport.write(new Run(base, pictures), settings, output);
    return Files.readString(output);
  }

  private static DetectedPicture seen(String file) {
    LocalDateTime local = LocalDateTime.of(2024, 7, 8, 9, 10, 11);
    var date = new CaptureDate("2024:07:08 09:10:11", local, Optional.empty());
    return new DetectedPicture(
        file, 640, 480, List.of(), "libjpeg-turbo", Optional.of(date), Optional.empty());
  }

  private static LabelledPicture picture(PictureResult result, Verdict base, Verdict verdict) {
    return new LabelledPicture(
        result,
        "forêt",
        Optional.empty(),
        7,
        base,
        verdict,
        OptionalInt.empty(),
        OptionalInt.empty(),
        2,
        1,
        Set.of());
  }

  /// A run in memory.
  private static class Run implements LabelledRun {
    private final String base;
    private final List<LabelledPicture> pictures;

    Run(String base, LabelledPicture... pictures) {
      this.base = base;
      this.pictures = List.of(pictures);
    }

    @Override
    public RunInfo run() {
      return new RunInfo(
          "affut",
          "2026-05-04T12:00:00Z",
          base,
          "detector",
          "0",
          960,
          0.5f,
          0.6f,
          Category.STANDARD,
          Optional.empty(),
          Map.of());
    }

    @Override
    public LabelSettings settings() {
      return LabelSettings.DEEPFAUNE;
    }

    @Override
    public List<String> cameras() {
      return List.of("forêt");
    }

    @Override
    public List<String> limits() {
      return List.of();
    }

    @Override
    public Path journal() {
      return Path.of("run.affut.jsonl");
    }

    @Override
    public LabelNames names(String language) {
      return new LabelNames() {
        @Override
        public String of(Label label) {
          if (label == Label.Plain.UNREADABLE) {
            return language.equals("de") ? "Fehler" : "erreur";
          }
          return label.equals(SQUIRREL) ? "écureuil" : "indéfini";
        }

        @Override
        public String display(Label label) {
          return of(label);
        }
      };
    }

    @Override
    public void forEach(Taker taker) throws IOException {
      for (LabelledPicture picture : pictures) {
        taker.take(picture);
      }
    }

    @Override
    public void byFile(Taker taker) throws IOException {
      forEach(taker);
    }

    @Override
    public void close() {}
  }
}
