package io.affut.bindings.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnedPartsTest {
  private final List<String> closed = new ArrayList<>();
  private final OwnedParts parts = new OwnedParts();

  @Test
  void theNewestIsClosedFirstAndEachOnce() {
    parts.add(() -> closed.add("old"));
    parts.add(() -> closed.add("new"));
    parts.close();
    parts.close();

    assertThat(closed).containsExactly("new", "old");
  }

  @Test
  void aFailureLeavesNoOtherPartOpen() {
    parts.add(() -> closed.add("first"));
    parts.add(() -> {
      throw new IllegalStateException("second");
    });
    parts.add(() -> {
      throw new Exception("third");
    });

    assertThatThrownBy(parts::close)
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("third")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(0));
    assertThat(closed).containsExactly("first");
  }

  @Test
  void aConstructorThatFailsKeepsItsFailure() {
    parts.add(() -> closed.add("first"));
    parts.add(() -> {
      throw new IllegalStateException("while closing");
    });
    IllegalArgumentException failure = new IllegalArgumentException("while making");

    assertThatThrownBy(
            () -> {
              throw parts.closedAfter(failure);
            })
        .isSameAs(failure);
    assertThat(failure.getSuppressed()).hasSize(1);
    assertThat(closed).containsExactly("first");
  }
}
