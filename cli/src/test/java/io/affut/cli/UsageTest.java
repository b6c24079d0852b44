package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.affut.engine.species.LabelLanguages;
import io.affut.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the program says when it is asked for help, and when it is asked for nonsense: one sentence
/// and the status 2.
class UsageTest {
  @TempDir Path folder;

  @Test
  void theVersionIsOneLine() {
    Ended version = new InProcess(folder).run("--version").with(0);
    assertThat(version.out()).matches("affut \\S+\\R");
    assertThat(version.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "demo",
        "setup",
        "doctor",
        "run",
        "bench",
        "models",
        "models list",
        "models info",
        "models add",
        "models pull",
        "models verify",
        "import",
        "export",
        "undo",
        "rethreshold"
      })
  void everyCommandHasHelpThatFitsATerminal(String command) {
    Ended help = new InProcess(folder).run((Object[]) (command + " --help").strip().split(" "));
    help.with(0);
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).startsWith(("Usage: affut " + command).strip());
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      quoteCharacter = '`',
      textBlock =
          """
          -                           | Missing required subcommand. See affut --help.
          fotograph                   | There is no command fotograph. See affut --help.
          --frobnicate                | Unknown option: '--frobnicate'. See affut --help.
          models                      | Missing required subcommand. See affut models --help.
          models burn                 | There is no command burn. See affut models --help.
          models add                  | Missing required parameter: 'FILE'. See affut models add --help.
          models pull                 | Missing required parameter: 'ID'. See affut models pull --help.
          import a.pt                 | Missing required option: '--output=FILE'. See affut import --help.
          models info                 | Missing required parameter: 'ID'. See affut models info --help.
          run                         | `Missing required parameter: 'PICTURE|FOLDER'. See affut run --help.`
          run a.jpg --frobnicate      | Unknown option: '--frobnicate'. See affut run --help.
          run a.jpg -o                | Missing required parameter for option '--output' (FILE). See affut run --help.
          run nowhere                 | There is no file or folder nowhere.
          run a.jpg --device toaster  | --device takes auto, cpu, gpu, npu, cuda, cuda:N or all, not toaster.
          run a.jpg --threshold 2     | --threshold takes a number from 0 to 1, not 2.0.
          run a.jpg --max-lag soon    | --max-lag: 'soon' is not a span of time, such as 10s, 1h30m or -2d.
          run a.jpg --max-lag -1s     | --max-lag takes a time that is not negative, not -1s.
          run a.jpg --shift a=b       | --shift: 'b' is not a span of time, such as 10s, 1h30m or -2d.
          run a.jpg --shift nobody=1h | There is no camera 'nobody' to shift the clock of; there are: ..
          run a.jpg --camera-from (   | --camera-from takes a regular expression, and '(' is none: Unclosed group.
          run a.jpg --species none    | There is no list of species HERE/none.
          run a.jpg --species .       | The list of species HERE/. cannot be read: it has to be a text file in UTF-8.
          run a.jpg --confidence 1,5  | --confidence takes a number from 0 to 1, not 1.5.
          run a.jpg -o -              | Results go to a file, with their journal beside it, and not to standard output: name one with -o.
          undo a.jpg/b                | There is no HERE/a.jpg/b, so nothing can be taken back: name the folder of an export.
          undo .                      | There is no HERE/./affut-undo.jsonl, so nothing can be taken back: name the folder of an export.
          run a.jpg --lang kl         | --lang takes fr, en, it, de, es, no, sv or pt, not kl.
          export a.json               | `Missing required options: '--to=KIND', '--output=PATH'. See affut export --help.`
          export a.json --to pdf -o b | --to takes csv, xlsx, megadetector, timelapse, coco, camtrap-dp, folders, crops, boxes, blurred, not pdf.
          export a.json --to csv -o b --how move | --how is for folders, not for csv.
          export a.json --to xlsx -o b --deepfaune-compatible | --deepfaune-compatible is for csv, not for xlsx.
          export a.json --to folders -o b --columns full | --columns is for csv and xlsx, not for folders.
          export a.json --to coco -o b --place a=1,2 | --place is for camtrap-dp, not for coco.
          export none.json --to csv -o b | There are no results at HERE/none.json: name the .json file of a run.
          undo                        | Missing required parameter: 'FOLDER'. See affut undo --help.
          rethreshold                 | Missing required parameter: 'RESULTS'. See affut rethreshold --help.
          rethreshold none.json       | There are no results at HERE/none.json: name the .json file of a run.
          run a.jpg --precision f8    | --precision takes auto, f32, bf16, f16, not f8.
          run a.jpg --decode half     | --decode takes full, reduced, not half.
          run a.jpg --confidence 1.5  | --confidence takes a number from 0 to 1, not 1.5.
          run a.jpg --confidence NaN  | --confidence takes a number from 0 to 1, not NaN.
          run a.jpg --confidence high | Invalid value for option '--confidence': 'high' is not a number. See affut run --help.
          run a.jpg --threads 0       | --threads takes a number from 1 to 1024, not 0.
          run a.jpg --threads some    | Invalid value for option '--threads': 'some' is not a whole number. See affut run --help.
          run a.jpg --set size        | Value for option '--set' (KEY=VALUE) should be in KEY=VALUE format but was size. See affut run --help.
          run a.jpg --recipe soup     | --recipe takes DF, MDS, DFbsMDS, DFMDS, MDR, not soup.
          run a.jpg --recipe DF --model b.pt | --recipe says which detectors work: leave out --detector, or --recipe.
          run a.jpg --recipe DF --detector b.pt | --recipe says which detectors work: leave out --detector, or --recipe.
          run a.jpg --recipe DF --classifier none --bird-head b.pt | A bird head works behind a classifier: name one with --classifier.
          run a.jpg --detector b.pt --bird-head b.pt | A bird head works behind a classifier: name one with --classifier.
          run a.jpg --detections md.json | There is no file md.json.
          run a.jpg --detections a.jpg --recipe DF | With --detections no detector works: leave out --detector, --recipe and --set, or --detections.
          run a.jpg --detections a.jpg --set size=640 | With --detections no detector works: leave out --detector, --recipe and --set, or --detections.
          run a.jpg --detections a.jpg --classifier none | With --detections the animals are named, and --classifier none leaves nothing to do.
          setup --device gpu          | --device takes cuda, not gpu.
          bench nowhere               | There is no file or folder nowhere.
          bench a.jpg --seconds 0     | --seconds takes a number from 1 to 86400, not 0.
          bench a.jpg --warmup -1     | --warmup takes a number from 0 to 86400, not -1.
          run a.jpg --max-megapixels 0| --max-megapixels takes a number from 1 to 700, not 0.
          """)
  void nonsenseIsAnsweredWithOneSentence(String arguments, String sentence) throws Exception {
    Files.createFile(folder.resolve("a.jpg"));
    Object[] words = arguments == null ? new Object[0] : arguments.split(" ");
    Ended ended = new InProcess(folder).run(words).with(2);
    assertThat(ended.sentence()).isEqualTo("affut: " + sentence.replace("HERE", folder.toString()));
    assertThat(ended.out()).isEmpty();
    assertThat(folder.resolve("affut-results.json")).doesNotExist();
  }

  /// `affut run "$CARD"` where CARD is not set: this folder is not what was meant.
  @Test
  void anEmptyNameIsNotThisFolder() throws Exception {
    Files.createFile(folder.resolve("a.jpg"));
    assertThat(new InProcess(folder).run("run", "").with(2).sentence())
        .isEqualTo(
            "affut: One of the pictures and folders is an empty name; for this folder write a full stop.");
  }

  @Test
  void everyLanguageOfLabelsIsOffered() {
    String known = new InProcess(folder).run("rethreshold", "--help").with(0).out();
    for (String language : LabelLanguages.all()) {
      assertThat(known)
          .containsPattern(language.equals("se") ? "\\bsv\\b" : "\\b" + language + "\\b");
    }
  }

  @Test
  void aFolderWithoutPicturesIsNoRun() throws Exception {
    Files.writeString(folder.resolve("notes.txt"), "no picture");
    Files.copy(Fixtures.at("photos/blank.jpg"), folder.resolve(".hidden.jpg"));
    assertThat(new InProcess(folder).run("run", folder).with(2).sentence())
        .startsWith("affut: No picture found in " + folder)
        .contains("JPEG, PNG, BMP, GIF, TIFF and WebP")
        .endsWith(
            "Left alone, for their names do not end as those of pictures and videos: 1 .txt.");
  }

  @Test
  void whatIsWrongIsAnObjectWhereMessagesAreJson() throws Exception {
    Ended ended = new InProcess(folder).run("run", "--json-log", "--frobnicate", "a.jpg").with(2);
    var failure = new JsonMapper().readTree(ended.err());
    assertThat(failure.path("event").asText()).isEqualTo("failure");
    assertThat(failure.path("exit_code").asInt()).isEqualTo(2);
    assertThat(failure.path("text").asText()).contains("--frobnicate");
  }

  @Test
  void aNameThatIsNotThereCannotBreakTheLine() {
    assertThat(new InProcess(folder).run("run", "new\nline\u001b[31m.jpg").with(2).sentence())
        .isEqualTo("affut: There is no file or folder new\\nline\\u001b[31m.jpg.");
  }
}
