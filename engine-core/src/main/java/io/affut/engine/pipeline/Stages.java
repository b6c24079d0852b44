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
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import jdk.jfr.Event;
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
    observer.begin(Stage.DECODE, index);
    Optional<DecodeEvent> started = begun(DecodeEvent::new);
    Optional<Frame> frame = video.next();
    if (frame.isPresent()) {
      decoded(index, Look.at(frame.get().picture()), started);
    }
    return frame;
  }

  private void decoded(int index, Look look, Optional<DecodeEvent> started) {
    started.ifPresent(event -> {
      event.end();
      event.file = name(index);
      event.format = look.format();
      event.decoder = look.decoder();
      event.pixels = (long) look.width() * look.height();
      event.commit();
    });
    observer.end(Stage.DECODE, index);
  }

  /// One picture on its way from file to pixels.
  private final class Reading implements LongConsumer {
    private final int index;
    private final Optional<ReadEvent> read;
    private Optional<DecodeEvent> decode = Optional.empty();

    Reading(int index) {
      this.index = index;
      observer.begin(Stage.READ, index);
      read = begun(ReadEvent::new);
    }

    /// The file has been read.
    @Override
    public void accept(long bytes) {
      read.ifPresent(event -> {
        event.end();
        event.file = name(index);
        event.bytes = bytes;
        event.commit();
      });
      observer.end(Stage.READ, index);
      observer.begin(Stage.DECODE, index);
      decode = begun(DecodeEvent::new);
    }

    void decoded(Look look) {
      Stages.this.decoded(index, look, decode);
    }
  }

  /// Fits the picture that lies on a workbench into the input of a slot.
  void letterbox(int index, Workbench bench, Letterbox letterbox, int pad, Slot slot) {
    observer.begin(Stage.LETTERBOX, index);
    Optional<LetterboxEvent> started = begun(LetterboxEvent::new);
    bench.letterbox(letterbox, pad, slot.input());
    started.ifPresent(event -> {
      event.end();
      event.file = name(index);
      event.width = letterbox.targetWidth();
      event.height = letterbox.targetHeight();
      event.commit();
    });
    observer.end(Stage.LETTERBOX, index);
  }

  /// Starts the network.
  ///
  /// @return for [#await]
  Optional<InferEvent> start(int index, Slot slot) {
    observer.begin(Stage.INFER, index);
    Optional<InferEvent> started = begun(InferEvent::new);
    slot.start();
    return started;
  }

  /// Waits for the network.
  void await(int index, Slot slot, Optional<InferEvent> started) {
    slot.await();
    started.ifPresent(event -> {
      event.end();
      event.file = name(index);
      event.width = slot.width();
      event.height = slot.height();
      event.commit();
    });
    observer.end(Stage.INFER, index);
  }

  List<Detection> boxes(int index, Detector detector, Slot slot, Letterbox letterbox) {
    observer.begin(Stage.BOXES, index);
    Optional<BoxesEvent> started = begun(BoxesEvent::new);
    List<Detection> boxes = detector.detections(slot, letterbox);
    started.ifPresent(event -> {
      event.end();
      event.file = name(index);
      event.boxes = boxes.size();
      event.commit();
    });
    observer.end(Stage.BOXES, index);
    return boxes;
  }

  /// The animals of a picture are cut out now, and then classified.
  ///
  /// @return for [#classified]
  Optional<ClassifyEvent> classifying(int index) {
    observer.begin(Stage.CLASSIFY, index);
    return begun(ClassifyEvent::new);
  }

  /// All of them have been.
  void classified(int index, int crops, Optional<ClassifyEvent> started) {
    started.ifPresent(event -> {
      event.end();
      event.file = name(index);
      event.crops = crops;
      event.commit();
    });
    observer.end(Stage.CLASSIFY, index);
  }

  void write(int index, Delivery delivery) throws IOException {
    observer.begin(Stage.WRITE, index);
    Optional<WriteEvent> started = begun(WriteEvent::new);
    delivery.run();
    started.ifPresent(event -> {
      event.end();
      event.file = name(index);
      event.commit();
    });
    observer.end(Stage.WRITE, index);
  }

  /// An event that begins now, if the flight recorder works. Where it does not, no class of events
  /// is loaded: that would start half of the recorder, which takes some 50 ms.
  private static <E extends Event> Optional<E> begun(Supplier<E> kind) {
    if (!FlightRecorder.isInitialized()) {
      return Optional.empty();
    }
    E event = kind.get();
    event.begin();
    return event.isEnabled() ? Optional.of(event) : Optional.empty();
  }

  private String name(int index) {
    return pictures.get(index).name();
  }
}
