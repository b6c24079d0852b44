package io.affut.engine.download;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/// Takes nothing of a body that nobody wants, however long it may be.
final class RefusingSubscriber implements BodySubscriber<Void> {
  private final CompletableFuture<Void> done;

  /// @param reason that the whole exchange fails with, or null where its answer says enough
  RefusingSubscriber(Throwable reason) {
    done =
        reason == null
            ? CompletableFuture.completedFuture(null)
            : CompletableFuture.failedFuture(reason);
  }

  @Override
  public CompletionStage<Void> getBody() {
    return done;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.cancel();
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {}

  @Override
  public void onError(Throwable failure) {}

  @Override
  public void onComplete() {}
}
