package io.affut.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TurnsTest {
  private final AtomicBoolean over = new AtomicBoolean();
  private final Turns turns = new Turns(over::get);

  @Test
  void theFirstPictureBeginsAtOnceAndTheSecondWhenItIsOut() throws Exception {
    assertThat(turns.getAsBoolean()).isFalse();
    CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(turns::getAsBoolean);
    Thread.sleep(200);
    assertThat(second).isNotDone();
    turns.next();
    assertThat(second.get(10, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void whoWaitsIsToldWhenTheRunIsOver() throws Exception {
    assertThat(turns.getAsBoolean()).isFalse();
    CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(turns::getAsBoolean);
    over.set(true);
    assertThat(second.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(turns.getAsBoolean()).isTrue();
  }
}
