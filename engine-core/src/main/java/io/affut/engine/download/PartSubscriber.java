package io.affut.engine.download;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/// Adds what arrives to a part file, up to the size that the file may have, until it is stopped.
final class PartSubscriber implements BodySubscriber<Void> {
  private final PartFile part;
  private final long most;
  private final Runnable heard;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private Flow.Subscription subscription;

  /// @param most bytes that the file may have
  /// @param heard is run whenever something has arrived
  PartSubscriber(PartFile part, long most, Runnable heard) {
    this.part = part;
    this.most = most;
    this.heard = heard;
  }

  /// More arrives than the file may have.
  static final class TooMuch extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /// What arrives cannot be written.
  static final class Unwritable extends Exception {
    private static final long serialVersionUID = 1L;

    Unwritable(IOException cause) {
      super(cause);
    }
  }

  @Override
  public CompletionStage<Void> getBody() {
    return done;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(1);
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> bytes) {
    if (done.isDone()) {
      return;
    }
    try {
      long more = bytes.stream().mapToLong(ByteBuffer::remaining).sum();
      if (part.size() + more > most) {
        end(new TooMuch());
        return;
      }
      part.append(bytes);
      heard.run();
      subscription.request(1);
    } catch (IOException e) {
      end(new Unwritable(e));
    }
  }

  /// Nothing is written any more when this returns: the part file is another attempt's.
  synchronized void stop() {
    done.cancel(false);
  }

  private void end(Exception reason) {
    subscription.cancel();
    done.completeExceptionally(reason);
  }

  @Override
  public void onError(Throwable failure) {
    done.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    done.complete(null);
  }
}
