package io.affut.engine.pipeline;

import io.affut.bindings.cuda.CudaException;
import io.affut.engine.detection.Detection;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.PictureResult;
import io.affut.preprocessing.picture.UnreadablePictureException;
import io.affut.preprocessing.video.VideoReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/// One lane's part of one run: its workers, and what becomes of a picture that its device fails at.
/// Safe for any thread.
///
/// A picture that was begun ends in one of three ways, once: it is done, it has failed, or it goes
/// back into the queue.
final class LaneRun {
  private final Lane lane;
  private final List<PictureFile> pictures;
  private final Stages stages;
  private final PictureQueue queue;
  private final Steps steps;
  private final BooleanSupplier goesOn;
  private final BoxFinder boxes;
  private final Optional<CropWork> crops;
  private final VideoWork videos;

  /// The detector that a worker starts and leaves, where nothing needs the picture afterwards.
  private final Optional<DetectorWork> alone;

  private final int workers;
  private final LaneRoom room;
  private final AtomicInteger working;
  private final AtomicReference<Throwable> loss = new AtomicReference<>();

  /// @param goesOn asked before each picture
  LaneRun(
      Lane lane,
      List<PictureFile> pictures,
      VideoSource videoSource,
      Stages stages,
      PictureQueue queue,
      Steps steps,
      BooleanSupplier goesOn) {
    this.lane = lane;
    this.pictures = pictures;
    this.stages = stages;
    this.queue = queue;
    this.steps = steps;
    this.goesOn = goesOn;
    this.boxes = new BoxFinder(lane.source(), pictures, stages);
    this.crops = lane.classifier().map(c -> new CropWork(c, stages));
    this.videos = new VideoWork(videoSource, pictures, stages, crops);
    this.alone = crops.isPresent() ? Optional.empty() : boxes.only();
    int readers = Math.max(1, Math.min(lane.workers(), pictures.size()));
    this.workers = alone.isPresent() ? readers : readers + boxes.atOnce();
    this.room = new LaneRoom(workers);
    this.working = new AtomicInteger(workers);
  }

  /// Starts its threads; each ends with a [Step.WorkerEnded].
  ///
  /// @param first the number of its first worker among those of all lanes
  List<Thread> start(int first) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      threads.add(Thread.ofPlatform().name("affut-decode-" + (first + i)).start(this::work));
    }
    crops.ifPresent(work -> threads.add(work.start(this::ended)));
    return threads;
  }

  /// Why it ended before its time, if it did.
  Optional<Throwable> loss() {
    return Optional.ofNullable(loss.get());
  }

  /// What people call its device.
  String name() {
    return lane.device().name();
  }

  private void work() {
    Optional<Throwable> broken = Optional.empty();
    boolean tooMany = false;
    try (VideoReader reader = videos.newReader()) {
      tooMany = new Worker(reader).work();
    } catch (CudaException e) { // of a workbench that cannot be made
      Trouble trouble = trouble(e);
      tooMany = trouble != Trouble.LOST && room.leavesToOthers();
      if (tooMany) {
        steps.tell(
            "%s has room for fewer pictures at the same time, %d from now on: %s."
                .formatted(name(), room.allowed(), e.getMessage()));
      } else if (trouble == Trouble.NONE) {
        broken = Optional.of(e);
      } else {
        lose(e);
      }
    } catch (RuntimeException | Error e) {
      broken = Optional.of(e);
    } catch (InterruptedException e) {
      broken = Optional.of(new IllegalStateException("nothing interrupts the workers of a run", e));
    } finally {
      room.left(tooMany);
      if (working.decrementAndGet() == 0) {
        crops.ifPresent(CropWork::close);
        lane.device().remark().ifPresent(steps::tell);
      }
      ended(broken);
    }
  }

  private void ended(Optional<Throwable> broken) {
    steps.put(new Step.WorkerEnded(broken));
  }

  /// One thread with its tools.
  private final class Worker {
    private final VideoReader reader;
    private boolean tooMany;

    Worker(VideoReader reader) {
      this.reader = reader;
    }

    /// Works until there is nothing left to do here.
    ///
    /// @return whether it leaves because it is too many
    boolean work() throws InterruptedException {
      while (true) {
        Workbench bench = lane.device().newBench(false);
        Optional<Turn> sparing;
        try {
          sparing = doTurns(bench);
        } finally {
          putAway(bench);
        }
        if (sparing.isEmpty()) {
          return tooMany;
        }
        doSparingly(sparing.get());
      }
    }

    /// Does one picture after the other.
    ///
    /// @return a picture that is to be done sparingly; nothing when there is no more to do here
    private Optional<Turn> doTurns(Workbench bench) throws InterruptedException {
      while (goesOn.getAsBoolean() && loss.get() == null) {
        int atOnce = room.enter();
        if (atOnce == 0) {
          tooMany = true;
          return Optional.empty();
        }
        Optional<Turn> next = queue.next(atOnce);
        if (next.isEmpty()) {
          return next;
        }
        Turn turn = next.get();
        if (loss.get() != null) { // meanwhile
          queue.giveBack(turn.index(), turn.sparing());
          return Optional.empty();
        }
        if (turn.sparing()) {
          return next;
        }
        begin(turn, bench, reader).ifPresent(steps::put);
      }
      return Optional.empty();
    }

    private void doSparingly(Turn turn) {
      Workbench bench;
      try {
        bench = lane.device().newBench(true);
      } catch (CudaException e) {
        failed(turn, e).ifPresent(steps::put);
        return;
      }
      try {
        begin(turn, bench, reader).ifPresent(steps::put);
      } finally {
        putAway(bench);
      }
    }

    /// What fails here is no picture's fault any more.
    private void putAway(Workbench bench) {
      try {
        bench.close();
      } catch (CudaException e) {
        if (Trouble.of(e) == Trouble.LOST) {
          lose(e);
        } else {
          steps.tell(name() + ": " + e.getMessage() + ".");
        }
      }
    }
  }

  /// Does what a worker does with a picture.
  ///
  /// @return what to hand over; nothing where the classifier will, or the picture goes back
  private Optional<? extends Step> begin(Turn turn, Workbench bench, VideoReader reader) {
    int index = turn.index();
    Optional<String> refusal = boxes.refusal(index);
    if (refusal.isPresent()) {
      return Optional.of(new Step.Failed(index, refusal.get(), Optional.empty()));
    }
    if (videos.has(index)) {
      videos.look(
          index, reader, bench, boxes, (result, cause) -> handOver(turn, () -> result, cause));
      return Optional.empty();
    }
    try {
      Look look = stages.picture(index, bench);
      if (alone.isPresent()) {
        return Optional.of(
            new Step.Started(turn, look, alone.get().begin(index, look, bench), this));
      }
      List<Detection> found = boxes.find(index, look, bench);
      boolean sent =
          crops.isPresent()
              && crops
                  .get()
                  .send(
                      index,
                      found,
                      look,
                      bench,
                      (classified, cause) ->
                          handOver(turn, () -> result(index, look, classified), cause));
      return sent
          ? Optional.empty()
          : Optional.of(new Step.Done(index, result(index, look, found)));
    } catch (UnreadablePictureException | RuntimeException e) {
      return failed(turn, e);
    }
  }

  private interface Result {
    PictureResult get();
  }

  private void handOver(Turn turn, Result result, Throwable cause) {
    if (cause == null) {
      steps.put(new Step.Done(turn.index(), result.get()));
    } else {
      failed(turn, cause).ifPresent(steps::put);
    }
  }

  /// The result of a picture of this run.
  DetectedPicture result(int index, Look look, List<Detection> detections) {
    return new DetectedPicture(
        pictures.get(index).name(),
        look.originalWidth(),
        look.originalHeight(),
        detections,
        look.decoder(),
        look.date(),
        look.damage());
  }

  /// What becomes of a picture that something went wrong with. Never waits.
  ///
  /// @return what to hand over; nothing when it goes back into the queue
  Optional<Step.Failed> failed(Turn turn, Throwable e) {
    return switch (trouble(e)) {
      case NONE -> Optional.of(Step.Failed.of(turn.index(), e));
      case LOST -> {
        lose(e);
        queue.giveBack(turn.index(), turn.sparing());
        yield Optional.empty();
      }
      case MEMORY -> shortOfMemory(turn, e);
    };
  }

  /// What is not CUDA's own failure may still be its consequence.
  private Trouble trouble(Throwable e) {
    Trouble trouble = Trouble.of(e);
    boolean mayBeMore = trouble == Trouble.NONE && !(e instanceof UnreadablePictureException);
    return mayBeMore && lane.device().examine().map(Trouble::of).orElse(trouble) == Trouble.LOST
        ? Trouble.LOST
        : trouble;
  }

  private Optional<Step.Failed> shortOfMemory(Turn turn, Throwable e) {
    LaneRoom.Relief relief = room.relieve(turn.atOnce());
    if (relief == LaneRoom.Relief.NONE && turn.sparing()) {
      return Optional.of(
          new Step.Failed(
              turn.index(),
              "the memory of %s does not suffice for it".formatted(name()),
              Optional.of(e)));
    }
    if (relief == LaneRoom.Relief.FEWER) {
      tellOfFewer();
    }
    queue.giveBack(turn.index(), turn.sparing() || relief == LaneRoom.Relief.NONE);
    return Optional.empty();
  }

  private void tellOfFewer() {
    steps.tell(
        "The memory of %s does not suffice for so many pictures at the same time: %d from now on."
            .formatted(name(), room.allowed()));
  }

  /// The lane has no device any more.
  private void lose(Throwable e) {
    if (loss.compareAndSet(null, e)) {
      steps.tell(
          "%s has failed, and its pictures go to others: %s.".formatted(name(), e.getMessage()));
    }
  }
}
