package io.affut.engine.species;

import io.affut.engine.results.RunInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/// The pictures of a run with their labels. One thread at a time.
public interface LabelledRun extends AutoCloseable {

  /// Takes one picture after the other.
  interface Taker {
    void take(LabelledPicture picture) throws IOException;
  }

  /// Opens the results at `file` with the settings that they were labelled with.
  ///
  /// @see #open(Path, UnaryOperator)
  static LabelledRun open(Path file) {
    return open(file, UnaryOperator.identity());
  }

  /// Opens the results at `file`: a result file, whose journal is used where it is still there, a
  /// journal, or another program's MegaDetector file.
  ///
  /// @param change of the settings that the results were labelled with
  /// @throws UnreadableResultsException when there are none, or they are damaged
  /// @throws LabelSettingException when a setting names a class that there is not
  static LabelledRun open(Path file, UnaryOperator<LabelSettings> change) {
    return ResultFiles.open(file, change);
  }

  /// What is known of the run.
  RunInfo run();

  /// How the labels were found.
  LabelSettings settings();

  /// How many pictures it has, failed ones too.
  int size();

  /// The cameras of its pictures, in alphabetical order.
  List<String> cameras();

  /// What these results do not allow, in a sentence each; empty where everything is known.
  List<String> limits();

  /// Where the journal lies; a temporary file where the results have none.
  Path journal();

  /// What its labels are called.
  ///
  /// @param language one of [LabelLanguages#all]
  LabelNames names(String language);

  /// Hands over every picture, failed ones too, by sequence and then by file name. Pictures are not
  /// held in memory, so that a run of any size can be worked through, and more than once.
  ///
  /// @throws IOException of the taker, or when the results cannot be read
  void forEach(Taker taker) throws IOException;

  /// Hands over every picture by file name.
  ///
  /// @throws IOException of the taker, or when the results cannot be read
  void byFile(Taker taker) throws IOException;

  @Override
  void close() throws IOException;
}
