package io.affut.engine.pipeline;

import io.affut.engine.backend.Slot;
import io.affut.engine.detection.Detection;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.UnreadablePictureException;
import io.affut.preprocessing.resize.Letterbox;
import io.affut.preprocessing.video.Frame;
import io.affut.preprocessing.video.Video;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;

/// Does the stages of a run's pictures, and tells the observer and the flight recorder of each.
/// Safe for any thread, as far as the things that are handed to it are.
final class Stages {
  private final DecodeScale scale;
  private final List<PictureFile> pictures;
  private final StageObserver observer;

  /// @param scale how much of a picture's resolution is decoded
  Stages(DecodeScale scale, List<PictureFile> pictures, StageObserver observer) {
    this.scale = scale;
    this.pictures = pictures;
    this.observer = observer;
  }

  /// What hands a result on.
  interface Delivery {
    void run() throws IOException;
  }

  /// Reads and decodes.
  Look picture(int index, Workbench bench) throws UnreadablePictureException {
    Reading reading = new Reading(index);
    Look look = bench.read(pictures.get(index).path(), scale, reading);
    reading.decoded(look);
    return look;
  }

  /// Reads and decodes the next frame of a video.
  Optional<Frame> frame(int index, Video video) throws UnreadablePictureException {
    Optional<DecodeEvent> started = begin(Stage.DECODE, index, DecodeEvent::new);
    Optional<Frame> frame = video.next();
    if (frame.isPresent()) {
      decoded(index, Look.at(frame.get().picture()), started);
    }
    return frame;
  }

  private void decoded(int index, Look look, Optional<DecodeEvent> started) {
    end(
        Stage.DECODE,
        index,
        started,
        event -> {
          event.format = look.format();
          event.decoder = look.decoder();
          event.pixels = (long) look.width() * look.height();
        });
  }

  /// One picture on its way from file to pixels.
  private final class Reading implements LongConsumer {
    private final int index;
    private final Optional<ReadEvent> read;
    private Optional<DecodeEvent> decode = Optional.empty();

    Reading(int index) {
      this.index = index;
      read = begin(Stage.READ, index, ReadEvent::new);
    }

    /// The file has been read.
    @Override
    public void accept(long bytes) {
      end(Stage.READ, index, read, event -> event.bytes = bytes);
      decode = begin(Stage.DECODE, index, DecodeEvent::new);
    }

    void decoded(Look look) {
      Stages.this.decoded(index, look, decode);
    }
  }

  /// Fits the picture that lies on a workbench into the input of a slot.
  void letterbox(int index, Workbench bench, Letterbox letterbox, int pad, Slot slot) {
    Optional<LetterboxEvent> started = begin(Stage.LETTERBOX, index, LetterboxEvent::new);
    bench.letterbox(letterbox, pad, slot.input());
    end(
        Stage.LETTERBOX,
        index,
        started,
        event -> {
          event.width = letterbox.targetWidth();
          event.height = letterbox.targetHeight();
        });
  }

  /// Starts the network.
  ///
  /// @return for [#await]
  Optional<InferEvent> start(int index, Slot slot) {
    Optional<InferEvent> started = begin(Stage.INFER, index, InferEvent::new);
    slot.start();
    return started;
  }

  /// Waits for the network.
  void await(int index, Slot slot, Optional<InferEvent> started) {
    slot.await();
    end(
        Stage.INFER,
        index,
        started,
        event -> {
          event.width = slot.width();
          event.height = slot.height();
        });
  }

  List<Detection> boxes(int index, Detector detector, Slot slot, Letterbox letterbox) {
    Optional<BoxesEvent> started = begin(Stage.BOXES, index, BoxesEvent::new);
    List<Detection> boxes = detector.detections(slot, letterbox);
    end(Stage.BOXES, index, started, event -> event.boxes = boxes.size());
    return boxes;
  }

  /// The animals of a picture are cut out now, and then classified.
  ///
  /// @return for [#classified]
  Optional<ClassifyEvent> classifying(int index) {
    return begin(Stage.CLASSIFY, index, ClassifyEvent::new);
  }

  /// All of them have been.
  void classified(int index, int crops, Optional<ClassifyEvent> started) {
    end(Stage.CLASSIFY, index, started, event -> event.crops = crops);
  }

  void write(int index, Delivery delivery) throws IOException {
    Optional<WriteEvent> started = begin(Stage.WRITE, index, WriteEvent::new);
    delivery.run();
    end(Stage.WRITE, index, started, event -> {});
  }

  /// @return an event that begins now, if the flight recorder works. Where it does not, no class of
  ///   events is loaded: that would start half of the recorder, which takes some 50 ms
  private <E extends StageEvent> Optional<E> begin(Stage stage, int index, Supplier<E> kind) {
    observer.begin(stage, index);
    if (!FlightRecorder.isInitialized()) {
      return Optional.empty();
    }
    E event = kind.get();
    event.begin();
    return event.isEnabled() ? Optional.of(event) : Optional.empty();
  }

  private <E extends StageEvent> void end(
      Stage stage, int index, Optional<E> started, Consumer<E> details) {
    started.ifPresent(event -> {
      event.end();
      event.file = pictures.get(index).name();
      details.accept(event);
      event.commit();
    });
    observer.end(stage, index);
  }
}
