package io.affut.engine.pipeline;

import io.affut.bindings.library.NativeException;
import io.affut.engine.detection.Detection;
import io.affut.engine.model.ModelException;
import io.affut.engine.results.DetectedPicture;
import io.affut.engine.results.FailedPicture;
import io.affut.engine.results.PictureResult;
import io.affut.preprocessing.picture.CaptureDate;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.picture.PictureReader;
import io.affut.preprocessing.picture.UnreadablePictureException;
import io.affut.preprocessing.resize.CropResizeKernel;
import io.affut.preprocessing.resize.LetterboxKernel;
import io.affut.preprocessing.video.VideoReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// One run over a list of pictures.
///
/// Workers read, decode and letterbox, each into a slot that it takes from the free ones, and start
/// it; the calling thread waits for the slots in that order, reads the boxes, gives the slot back
/// and hands the result on. Decoding and inference overlap, and the number of slots bounds
/// everything in flight.
///
/// With a second detector or a classifier, a worker keeps its picture until it has the boxes. It
/// shows the picture to the second detector, where that has to see it, and cuts the animals out of
/// it, straight into the classifier's input; a thread of its own classifies. There are as many more
/// workers as the detector has slots, so that decoding goes on meanwhile.
final class DetectionPipeline {
  private final List<PictureFile> pictures;
  private final Stages stages;
  private final ResultSink sink;
  private final BooleanSupplier stopped;
  private final AtomicInteger next = new AtomicInteger();
  private final BoxFinder boxes;
  private final BlockingQueue<Step> steps;
  private final Optional<CropWork> crops;
  private final VideoWork videos;

  /// The detector that a worker starts and leaves, where nothing needs the picture afterwards.
  private final Optional<DetectorWork> alone;

  private final AtomicInteger working = new AtomicInteger();
  private volatile boolean ended;
  private Optional<Throwable> failure = Optional.empty();

  /// A run.
  ///
  /// @param source finds the boxes
  /// @param scale how much of a picture's resolution is decoded
  /// @param stopped asked before each picture; once true, what was begun is finished and the rest
  ///   is left
  /// @param classifier names the animals, if there is one
  /// @param videoSource how videos are read
  /// @param observer is told of each stage
  DetectionPipeline(
      BoxSource<LoadedDetector> source,
      DecodeScale scale,
      Optional<Classifier> classifier,
      List<PictureFile> pictures,
      VideoSource videoSource,
      ResultSink sink,
      BooleanSupplier stopped,
      StageObserver observer) {
    this.pictures = pictures;
    this.stages = new Stages(scale, pictures, observer);
    this.sink = sink;
    this.stopped = stopped;
    this.boxes = new BoxFinder(source, pictures, stages);
    this.crops = classifier.map(c -> new CropWork(c, stages));
    this.videos = new VideoWork(videoSource, pictures, stages, crops);
    this.alone = crops.isPresent() ? Optional.empty() : boxes.only();
    this.steps = new ArrayBlockingQueue<>(boxes.atOnce() + 16);
  }

  /// What a worker hands to the collecting thread.
  private sealed interface Step {}

  private record Started(int index, Look look, DetectorWork.Begun begun) implements Step {}

  /// What is kept of a picture when its pixels are gone.
  private record Look(
      int width, int height, String decoder, Optional<CaptureDate> date, Optional<String> damage) {
    static Look at(Picture picture) {
      return new Look(
          picture.originalWidth(),
          picture.originalHeight(),
          picture.decoder(),
          picture.date(),
          picture.damage());
    }
  }

  private record Done(int index, PictureResult result) implements Step {}

  private record Failed(int index, String reason, Optional<Throwable> cause) implements Step {}

  private record WorkerEnded(Optional<Throwable> failure) implements Step {}

  /// Works through the list and returns when every picture that was begun is done.
  ///
  /// @param workers how many threads decode at the same time
  /// @param readers makes one reader a worker, in its thread; the worker closes it
  /// @throws IOException of the sink, or when the calling thread is interrupted; the run has ended
  ///   early then
  void run(int workers, Supplier<PictureReader> readers) throws IOException {
    List<Thread> threads = new ArrayList<>();
    int all = alone.isPresent() ? workers : workers + boxes.atOnce();
    working.set(all);
    for (int i = 0; i < all; i++) {
      threads.add(Thread.ofPlatform().name("affut-decode-" + i).start(() -> work(readers)));
    }
    crops.ifPresent(work -> threads.add(work.start(this::ended)));
    collect(threads.size());
    threads.forEach(this::join);
    rethrow();
  }

  private void work(Supplier<PictureReader> readers) {
    Optional<Throwable> broken = Optional.empty();
    try (PictureReader reader = readers.get();
        VideoReader videoReader = videos.newReader()) {
      Tools tools =
          new Tools(reader, videoReader, new LetterboxKernel(), crops.map(CropWork::newKernel));
      for (int index; goesOn() && (index = next.getAndIncrement()) < pictures.size(); ) {
        begin(index, tools).ifPresent(this::put);
      }
    } catch (RuntimeException | Error e) {
      broken = Optional.of(e);
    } finally {
      if (working.decrementAndGet() == 0) {
        crops.ifPresent(CropWork::close);
      }
      ended(broken);
    }
  }

  private void ended(Optional<Throwable> broken) {
    put(new WorkerEnded(broken));
  }

  /// What a worker works with.
  private record Tools(
      PictureReader reader,
      VideoReader videoReader,
      LetterboxKernel letterbox,
      Optional<CropResizeKernel> crop) {}

  private boolean goesOn() {
    return !ended && !stopped.getAsBoolean();
  }

  /// Does what a worker does with a picture.
  ///
  /// @return what to hand over; nothing where the classifier will
  private Optional<Step> begin(int index, Tools tools) {
    Optional<String> refusal = boxes.refusal(index);
    if (refusal.isPresent()) {
      return Optional.of(new Failed(index, refusal.get(), Optional.empty()));
    }
    if (videos.has(index)) {
      videos.look(
          index,
          tools.videoReader(),
          frame -> boxes.find(index, frame, tools.letterbox()),
          tools.crop(),
          (result, cause) -> put(cause == null ? new Done(index, result) : failed(index, cause)));
      return Optional.empty();
    }
    Picture picture;
    try {
      picture = stages.picture(index, tools.reader());
    } catch (UnreadablePictureException | RuntimeException e) {
      return Optional.of(failed(index, e));
    }
    Look look = Look.at(picture);
    List<Detection> found;
    try {
      if (alone.isPresent()) {
        return Optional.of(
            new Started(index, look, alone.get().begin(index, picture, tools.letterbox())));
      }
      found = boxes.find(index, picture, tools.letterbox());
    } catch (RuntimeException e) {
      return Optional.of(ours(index, e));
    }
    return crops.isPresent()
            && classify(index, look, found, picture, tools.crop().orElseThrow(), crops.get())
        ? Optional.empty()
        : Optional.of(new Done(index, result(index, look, found)));
  }

  /// Hands the animals to the classifier.
  ///
  /// @return false where there is none; otherwise the classifier hands the picture over
  private boolean classify(
      int index,
      Look look,
      List<Detection> found,
      Picture picture,
      CropResizeKernel kernel,
      CropWork work) {
    return work.send(
        index,
        found,
        picture,
        kernel,
        (classified, cause) ->
            put(
                cause == null
                    ? new Done(index, result(index, look, classified))
                    : ours(index, cause)));
  }

  private static Failed failed(int index, Throwable e) {
    return e instanceof UnreadablePictureException
        ? new Failed(index, e.getMessage(), Optional.of(e))
        : ours(index, e);
  }

  private static Failed ours(int index, Throwable e) {
    return switch (e) {
      case ModelException refused -> new Failed(index, refused.getMessage(), Optional.of(e));
      case NativeException called -> ours(index, called.getMessage(), e);
      default -> ours(index, e.toString(), e);
    };
  }

  private static Failed ours(int index, String what, Throwable cause) {
    return new Failed(index, "an error of Affût, please report it: " + what, Optional.of(cause));
  }

  private void collect(int workers) {
    for (int running = workers; running > 0; ) {
      switch (poll()) {
        case null -> guarded(sink::idle);
        case WorkerEnded worker -> {
          running--;
          worker.failure().ifPresent(this::end);
        }
        case Failed failed ->
            deliver(
                failed.index(),
                new FailedPicture(name(failed.index()), failed.reason()),
                failed.cause());
        case Started started -> finish(started);
        case Done done -> deliver(done.index(), done.result(), Optional.empty());
      }
    }
  }

  private void finish(Started started) {
    int index = started.index();
    Optional<Throwable> cause = Optional.empty();
    PictureResult result;
    try (DetectorWork.Begun begun = started.begun()) {
      result = result(index, started.look(), begun.boxes());
    } catch (RuntimeException e) {
      Failed failed = ours(index, e);
      result = new FailedPicture(name(index), failed.reason());
      cause = Optional.of(e);
    } catch (Error e) {
      end(e);
      return;
    }
    deliver(index, result, cause);
  }

  private DetectedPicture result(int index, Look look, List<Detection> detections) {
    return new DetectedPicture(
        name(index),
        look.width(),
        look.height(),
        detections,
        look.decoder(),
        look.date(),
        look.damage());
  }

  private void deliver(int index, PictureResult result, Optional<Throwable> cause) {
    guarded(() -> stages.write(index, () -> sink.accept(index, result, cause)));
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

  private String name(int index) {
    return pictures.get(index).name();
  }

  private void put(Step step) {
    try {
      steps.put(step);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// The next step, or nothing when none came for a second. An interrupt of the calling thread ends
  /// the run, but not before everything has come home.
  private Step poll() {
    try {
      return steps.poll(1, TimeUnit.SECONDS);
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

  private static IllegalStateException interrupted(InterruptedException e) {
    return new IllegalStateException("nothing interrupts the workers of a run", e);
  }
}
