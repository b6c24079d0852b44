package io.affut.engine.species;

import io.affut.engine.results.RunInfo;
import java.io.IOException;

/// The pictures of a run with their labels. One thread at a time.
public interface LabelledRun extends AutoCloseable {

  /// Takes one picture after the other.
  interface Taker {
    void take(LabelledPicture picture) throws IOException;
  }

  /// What is known of the run.
  RunInfo run();

  /// How the labels were found.
  LabelSettings settings();

  /// What its labels are called.
  ///
  /// @param language such as `fr`; English where the classes have no names in it
  LabelNames names(String language);

  /// Hands over every picture, failed ones too, by sequence and then by file name. Pictures are not
  /// held in memory, so that a run of any size can be worked through, and more than once.
  ///
  /// @throws IOException of the taker, or when the results cannot be read
  void forEach(Taker taker) throws IOException;

  @Override
  void close() throws IOException;
}
