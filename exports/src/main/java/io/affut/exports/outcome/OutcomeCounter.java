package io.affut.exports.outcome;

import java.util.ArrayList;
import java.util.List;

/// Counts while an export goes on. One thread.
public final class OutcomeCounter {
  private final List<LeftOut> leftOut = new ArrayList<>();
  private int written;
  private int unwanted;

  /// Nothing yet.
  public OutcomeCounter() {}

  /// A file was written.
  public void written() {
    written++;
  }

  /// The settings leave a picture out.
  public void unwanted() {
    unwanted++;
  }

  /// A picture has no file.
  public void leftOut(String file, String reason) {
    leftOut.add(new LeftOut(file, reason));
  }

  /// What there is now.
  public ExportOutcome outcome() {
    return new ExportOutcome(written, unwanted, leftOut);
  }
}
