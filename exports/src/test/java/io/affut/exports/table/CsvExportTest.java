package io.affut.exports.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.affut.engine.detection.Category;
import io.affut.engine.species.Label;
import io.affut.engine.species.LabelledPicture;
import io.affut.engine.species.LabelledRun;
import io.affut.engine.species.Verdict;
import io.affut.exports.RunInMemory;
import io.affut.exports.Shown;
import io.affut.exports.csv.CsvCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvExportTest {
  private static final Label SQUIRREL = RunInMemory.species("squirrel");
  private static final LabelledPicture SEEN =
      Shown.picture("forêt/a, b.jpg")
          .sequence(7)
          .taken("2024:07:08 09:10:11")
          .alone(new Verdict(Label.Plain.UNDEFINED, 0.799, SQUIRREL))
          .labelled(SQUIRREL, 0.8799)
          .animal(0.9, Shown.at(0.125, 0.25, 0.5, 0.25), SQUIRREL)
          .box(Category.ANIMAL, 0.8, Shown.at(0, 0, 0.1, 0.1))
          .box(Category.PERSON, 0.7, Shown.at(0.5, 0.5, 0.1, 0.1))
          .repeated(1)
          .done();
  private static final LabelledPicture FAILED = Shown.failed("b.jpg", "is empty (0 bytes)");

  @TempDir Path folder;

  @Test
  void deepfaunesOwnFileHasItsColumnsAndItsBytes() throws Exception {
    assertThat(csv(deepfaune("fr", true), "/photos", SEEN, FAILED))
        .isEqualTo(
            """
            filename,date,seqnum,predictionbase,scorebase,prediction,score,top1,count,humancount
            "/photos/forêt/a, b.jpg",2024:07:08 09:10:11,7,indéfini,0.79,ecureuil,0.87,ecureuil,2,1
            /photos/b.jpg,NA,1,erreur,0.0,erreur,0.0,erreur,0,0
            """);
  }

  @Test
  void countsMayBeLeftOut() throws Exception {
    assertThat(csv(deepfaune("fr", false), "/photos", FAILED))
        .isEqualTo(
            """
            filename,date,seqnum,predictionbase,scorebase,prediction,score,top1,humancount
            /photos/b.jpg,NA,1,erreur,0.0,erreur,0.0,erreur,0
            """);
  }

  @Test
  void excelIsToldThatTheFileIsUtf8() throws Exception {
    assertThat(csv(new TableSettings("fr", TableColumns.DEEPFAUNE, true, false), "/photos", SEEN))
        .startsWith("\ufefffilename,date,")
        .contains("forêt");
  }

  @Test
  void formulasAreNotRunUnlessDeepfaunesOwnBytesAreAskedFor() throws Exception {
    assertThat(csv(new TableSettings("en", TableColumns.DEEPFAUNE, true, false), "=1+1", FAILED))
        .contains("\n'=1+1/b.jpg,");
    assertThat(csv(deepfaune("en", true), "=1+1", FAILED)).contains("\n=1+1/b.jpg,");
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
        new RunInMemory("/photos", List.of()) {
          @Override
          public void forEach(Taker taker) throws IOException {
            throw new IOException("the card was pulled");
          }
        };
    assertThatIOException()
        .isThrownBy(() ->
            CsvExport.write(
                broken, new TableSettings("en", TableColumns.DEEPFAUNE, true, false), output))
        .withMessage("the card was pulled");
    assertThat(output).hasContent("of yesterday");
    assertThat(folder.toFile().list()).containsExactly("labels.csv");
  }

  private String csv(TableSettings settings, String base, LabelledPicture... pictures)
      throws IOException {
    Path output = folder.resolve("labels.csv");
    CsvExport.write(new RunInMemory(base, List.of(pictures)), settings, output);
    return Files.readString(output);
  }

  private static TableSettings deepfaune(String language, boolean counts) {
    return new TableSettings(language, TableColumns.DEEPFAUNE, counts, true);
  }
}
