package io.affut.engine.pipeline;

import io.affut.engine.backend.CropBatch;
import io.affut.engine.backend.SlotInput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Where crops wait for the classifier, already in its input: the network always takes what is
/// there, so one crop does not wait for others, and while it computes the next batch grows. Workers
/// wait for room when it is full. Safe for any thread.
final class CropQueue {
  private final Deque<CropBatch> free;
  private Optional<Filling> filling = Optional.empty();
  private boolean closed;

  /// @param batches none of them in use
  CropQueue(List<CropBatch> batches) {
    free = new ArrayDeque<>(batches);
  }

  /// Where one crop of a picture goes. [#put] must follow.
  record Place(Filling batch, int index) {
    SlotInput input() {
      return batch.batch.input(index);
    }
  }

  /// Whose crop lies at a place.
  ///
  /// @param detection its index in the picture
  record Owner(Unclassified picture, int detection) {}

  /// A batch and whose crops are in it.
  static final class Filling {
    private final CropBatch batch;
    private final List<Owner> owners = new ArrayList<>();
    private int beingWritten;

    private Filling(CropBatch batch) {
      this.batch = batch;
    }

    CropBatch batch() {
      return batch;
    }

    /// By place.
    List<Owner> owners() {
      return owners;
    }

    private boolean isFull() {
      return owners.size() == batch.capacity();
    }

    private List<Place> places(List<Owner> wanting) {
      List<Place> places = new ArrayList<>();
      for (int i = 0; i < wanting.size() && !isFull(); i++) {
        places.add(new Place(this, owners.size()));
        owners.add(wanting.get(i));
        beingWritten++;
      }
      return places;
    }
  }

  /// Takes places that are free now, in one batch; waits until there is one.
  ///
  /// Whoever has places waits for no more, so two cannot wait for each other.
  ///
  /// @param owners whose crops want a place each
  /// @return as many as there are for the first of `owners`, at least one
  /// @throws IllegalStateException when the queue was closed
  synchronized List<Place> take(List<Owner> owners) throws InterruptedException {
    while (true) {
      if (closed) {
        throw new IllegalStateException("the classifier has ended");
      }
      if (filling.isEmpty() && !free.isEmpty()) {
        filling = Optional.of(new Filling(free.pop()));
      }
      if (filling.isPresent() && !filling.get().isFull()) {
        return filling.get().places(owners);
      }
      wait();
    }
  }

  /// The crop, or what came of it, lies at its place.
  synchronized void put(Place place) {
    place.batch().beingWritten--;
    notifyAll();
  }

  /// The crops that wait, as soon as there are any and none is being written; nothing when the
  /// queue was closed and all have gone.
  synchronized Optional<Filling> next() throws InterruptedException {
    while (true) {
      if (filling.isPresent() && filling.get().beingWritten == 0) {
        Filling batch = filling.get();
        filling = Optional.empty();
        notifyAll();
        return Optional.of(batch);
      }
      if (closed && filling.isEmpty()) {
        return Optional.empty();
      }
      wait();
    }
  }

  /// Takes back a batch that has computed.
  synchronized void give(Filling batch) {
    free.add(batch.batch);
    notifyAll();
  }

  /// No more crops will come.
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
