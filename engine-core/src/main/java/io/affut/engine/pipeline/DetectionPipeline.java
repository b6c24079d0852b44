package io.affut.engine.pipeline;

import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.PictureResult;
import io.affut.preprocessing.picture.DecodeScale;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// One run over a list of pictures.
///
/// Each lane has workers that take pictures from the one queue. They read, decode and letterbox,
/// each into a slot that it takes from the free ones of its lane, and start it; the calling thread
/// waits for the slots in that order, reads the boxes, gives the slot back and hands the result on.
/// Decoding and inference overlap, and the number of slots bounds everything in flight.
///
/// With a second detector or a classifier, a worker keeps its picture until it has the boxes. It
/// shows the picture to the second detector, where that has to see it, and cuts the animals out of
/// it, straight into the classifier's input; a thread of its own classifies. There are as many more
/// workers as the detector has slots, so that decoding goes on meanwhile.
///
/// A device that fails ends its lane, and what it had begun goes to the others.
final class DetectionPipeline {
  private final List<PictureFile> pictures;
  private final Stages stages;
  private final ResultSink sink;
  private final BooleanSupplier stopped;
  private final PictureQueue queue;
  private final Steps steps;
  private final List<LaneRun> lanes;
  private volatile boolean ended;

  /// Whether somebody asked for a stop.
  private volatile boolean halted;

  private Optional<Throwable> failure = Optional.empty();

  /// A run.
  ///
  /// @param lanes at least one; all of them find the same
  /// @param scale how much of a picture's resolution is decoded
  /// @param videoSource how videos are read
  /// @param stopped asked before each picture; once true, what was begun is finished and the rest
  ///   is left
  /// @param observer is told of each stage
  DetectionPipeline(
      List<Lane> lanes,
      DecodeScale scale,
      List<PictureFile> pictures,
      VideoSource videoSource,
      ResultSink sink,
      BooleanSupplier stopped,
      StageObserver observer) {
    this.pictures = pictures;
    this.stages = new Stages(scale, pictures, observer);
    this.sink = sink;
    this.stopped = stopped;
    this.queue = new PictureQueue(pictures.size());
    this.steps = new Steps(lanes.stream().mapToInt(Lane::slots).sum() + 16);
    this.lanes =
        lanes.stream()
            .map(lane ->
                new LaneRun(lane, pictures, videoSource, stages, queue, steps, this::goesOn))
            .toList();
  }

  /// Works through the list and returns when every picture that was begun is done.
  ///
  /// @throws IOException of the sink, or when the calling thread is interrupted; the run has ended
  ///   early then
  /// @throws DeviceUnavailableException when every lane has lost its device; the results of what
  ///   was done until then have been handed on
  void run() throws IOException {
    List<Thread> threads = new ArrayList<>();
    for (LaneRun lane : lanes) {
      threads.addAll(lane.start(threads.size()));
    }
    collect(threads.size());
    threads.forEach(this::join);
    if (failure.isEmpty() && queue.undone() > 0 && !halted) {
      throw noneIsLeft();
    }
    rethrow();
  }

  private boolean goesOn() {
    if (!ended && stopped.getAsBoolean()) {
      halted = true;
    }
    return !ended && !halted;
  }

  private void collect(int workers) {
    for (int running = workers; running > 0; ) {
      Step step = poll();
      tell();
      switch (step) {
        case null -> guarded(sink::idle);
        case Step.WorkerEnded worker -> {
          running--;
          worker.failure().ifPresent(this::end);
        }
        case Step.Started started -> finish(started);
        case Step.Failed failed -> deliver(failed);
        case Step.Done done -> deliver(done.index(), done.result(), Optional.empty());
      }
    }
    tell();
  }

  private void finish(Step.Started started) {
    int index = started.turn().index();
    PictureResult result;
    try (DetectorWork.Begun begun = started.begun()) {
      result = started.lane().result(index, started.look(), begun.boxes());
    } catch (RuntimeException e) {
      started.lane().failed(started.turn(), e).ifPresent(this::deliver);
      return;
    } catch (Error e) {
      end(e);
      return;
    }
    deliver(index, result, Optional.empty());
  }

  private void deliver(Step.Failed failed) {
    String name = pictures.get(failed.index()).name();
    deliver(failed.index(), new FailedPicture(name, failed.reason()), failed.cause());
  }

  private void deliver(int index, PictureResult result, Optional<Throwable> cause) {
    guarded(() -> stages.write(index, () -> sink.accept(index, result, cause)));
    queue.done();
  }

  private void tell() {
    for (String notice; (notice = steps.notice()) != null; ) {
      String sentence = notice;
      guarded(() -> sink.notice(sentence));
    }
  }

  /// A sink that fails ends the run, but what is in flight still has to come home.
  private void guarded(Stages.Delivery call) {
    if (failure.isEmpty()) {
      try {
        call.run();
      } catch (IOException | RuntimeException | Error e) {
        end(e);
      }
    }
  }

  private void end(Throwable cause) {
    ended = true;
    queue.end();
    if (failure.isEmpty()) {
      failure = Optional.of(cause);
    }
  }

  private void rethrow() throws IOException {
    switch (failure.orElse(null)) {
      case null -> {}
      case InterruptedIOException e -> {
        Thread.currentThread().interrupt();
        throw e;
      }
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private DeviceUnavailableException noneIsLeft() {
    StringBuilder reasons = new StringBuilder();
    Optional<Throwable> cause = Optional.empty();
    for (LaneRun lane : lanes) {
      if (lane.loss().isPresent()) {
        cause = lane.loss();
        reasons.append("\n  ").append(lane.name()).append(": ").append(cause.get().getMessage());
      }
    }
    return new DeviceUnavailableException(
        "No device is left to compute on, with %d of %d pictures not done; what was done is kept.%s"
            .formatted(queue.undone(), pictures.size(), reasons),
        cause.orElse(null));
  }

  /// The next step, or nothing when none came for a second. An interrupt of the calling thread ends
  /// the run, but not before everything has come home.
  private Step poll() {
    try {
      return steps.poll();
    } catch (InterruptedException e) {
      end(new InterruptedIOException("the run was interrupted"));
      return null;
    }
  }

  /// Waits for a worker that has handed over its last step.
  private void join(Thread thread) {
    while (true) {
      try {
        thread.join();
        return;
      } catch (InterruptedException e) {
        end(new InterruptedIOException("the run was interrupted"));
      }
    }
  }
}
