package io.affut.exports.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.affut.engine.species.LabelledPicture;
import io.affut.exports.RunInMemory;
import io.affut.exports.Shown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipFile;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class XlsxExportTest {
  private static final TableSettings FRENCH =
      new TableSettings("fr", TableColumns.DEEPFAUNE, true, false);

  @TempDir Path folder;

  @Test
  void textsAreTextsNumbersAreNumbersAndDatesAreDates() throws Exception {
    Path file =
        export(
            Shown.picture("forêt/a.jpg")
                .sequence(7)
                .taken("2024:07:08 12:00:00")
                .labelled(RunInMemory.species("wild boar"), 0.879)
                .done());
    assertThat(cell(file, "A2")).isEqualTo("text /photos/forêt/a.jpg");
    assertThat(cell(file, "B2")).isEqualTo("number 45481.5");
    assertThat(cell(file, "C2")).isEqualTo("number 7");
    assertThat(cell(file, "F2")).isEqualTo("text sanglier");
    assertThat(cell(file, "G2")).isEqualTo("number 0.87");
    assertThat(element(file, "B2").getAttribute("s")).isNotEmpty();
    assertThat(part(file, "xl/styles.xml")).contains("yyyy-mm-dd hh:mm:ss");
  }

  @Test
  void aDateThatExcelCannotShowIsText() throws Exception {
    Path file = export(Shown.picture("a.jpg").taken("1899:07:08 12:00:00").done());
    assertThat(cell(file, "B2")).isEqualTo("text 1899:07:08 12:00:00");
  }

  @Test
  void theNamesOfTheColumnsAreBoldAndStayInSight() throws Exception {
    Path file = export(Shown.picture("a.jpg").done());
    assertThat(cell(file, "A1")).isEqualTo("text filename");
    assertThat(element(file, "A1").getAttribute("s")).isNotEmpty().isNotEqualTo("0");
    assertThat(part(file, "xl/styles.xml")).contains("<b/>");
    assertThat(part(file, "xl/worksheets/sheet1.xml"))
        .containsPattern("<pane [^>]*ySplit=\"1\"[^>]*state=\"frozen\"");
  }

  @Test
  void noFormulaIsEverRun() throws Exception {
    Path output = folder.resolve("labels.xlsx");
    LabelledPicture picture = Shown.failed("b.jpg", "=HYPERLINK(\"x\")");
    TableSettings full = new TableSettings("fr", TableColumns.FULL, true, false);
    XlsxExport.write(new RunInMemory("=1+1", List.of(picture)), full, output);
    assertThat(cell(output, "A2")).isEqualTo("text =1+1/b.jpg");
    assertThat(part(output, "xl/worksheets/sheet1.xml"))
        .contains("=HYPERLINK(")
        .doesNotContain("<f>");
  }

  @Test
  void controlCharactersAndLongTextsDoNotBreakTheFile() throws Exception {
    Path file = export(Shown.failed("a\u0001\ud83e\udd8a<&>" + "x".repeat(40_000), "no"));
    assertThat(cell(file, "A2"))
        .startsWith("text /photos/a\ud83e\udd8a<&>xxx")
        .hasSizeBetween(32_000, 5 + 32_767);
  }

  @Test
  void whatIsTooMuchForASheetGoesToTheNext() throws Exception {
    List<LabelledPicture> pictures =
        List.of("a", "b", "c", "d", "e").stream().map(n -> Shown.picture(n).done()).toList();
    Path output = folder.resolve("labels.xlsx");
    XlsxExport.write(new RunInMemory("/p", pictures), FRENCH, output, 3);
    assertThat(part(output, "xl/workbook.xml"))
        .contains("\"labels\"", "\"labels 2\"", "\"labels 3\"");
    assertThat(part(output, "xl/worksheets/sheet3.xml")).contains("filename", "/p/e");
    try (ZipFile zip = new ZipFile(output.toFile())) {
      assertThat(zip.getEntry("xl/worksheets/sheet4.xml")).isNull();
    }
  }

  @Test
  void aLongTableIsWrittenToItsEnd() throws Exception {
    LabelledPicture picture =
        Shown.picture("north/IMG_0001.JPG").taken("2024:07:08 09:10:11").done();
    int pictures = 200_000;
    Path output = folder.resolve("labels.xlsx");
    XlsxExport.write(new RunInMemory("/p", Collections.nCopies(pictures, picture)), FRENCH, output);
    assertThat(part(output, "xl/worksheets/sheet1.xml")).contains("<row r=\"" + (pictures + 1));
  }

  @Test
  void whatWasThereStaysWhenTheResultsCannotBeRead() throws Exception {
    Path output = Files.writeString(folder.resolve("labels.xlsx"), "of yesterday");
    var broken =
        new RunInMemory("/photos", List.of()) {
          @Override
          public void forEach(Taker taker) throws IOException {
            throw new IOException("the card was pulled");
          }
        };
    assertThatIOException()
        .isThrownBy(() -> XlsxExport.write(broken, FRENCH, output))
        .withMessage("the card was pulled");
    assertThat(output).hasContent("of yesterday");
    assertThat(folder.toFile().list()).containsExactly("labels.xlsx");
  }

  private Path export(LabelledPicture... pictures) throws IOException {
    Path output = folder.resolve("labels.xlsx");
    XlsxExport.write(new RunInMemory(Path.of("/photos"), pictures), FRENCH, output);
    return output;
  }

  private static String part(Path file, String name) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      byte[] bytes = zip.getInputStream(zip.getEntry(name)).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /// `number 7`, or `text fox`.
  private static String cell(Path file, String place) throws Exception {
    Element cell = element(file, place);
    String kind = cell.getAttribute("t").equals("inlineStr") ? "text " : "number ";
    return kind + cell.getTextContent();
  }

  private static Element element(Path file, String place) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Document sheet =
          factory
              .newDocumentBuilder()
              .parse(zip.getInputStream(zip.getEntry("xl/worksheets/sheet1.xml")));
      var cells = sheet.getElementsByTagName("c");
      for (int i = 0; i < cells.getLength(); i++) {
        if (((Element) cells.item(i)).getAttribute("r").equals(place)) {
          return (Element) cells.item(i);
        }
      }
    }
    throw new AssertionError("there is no cell " + place);
  }
}
