package io.affut.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.memory.NativeLedger;

/// What a run may not leave behind.
final class Remains {
  private Remains() {}

  static void assertNoWorker() {
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("affut-"));
  }

  static void assertNone(NativeLedger ledger) {
    assertNoWorker();
    assertThat(ledger.snapshot()).isEmpty();
  }
}
