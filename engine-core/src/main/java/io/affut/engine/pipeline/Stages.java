package io.affut.engine.pipeline;

import io.affut.engine.backend.Slot;
import io.affut.engine.detection.Detection;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.picture.PictureReader;
import io.affut.preprocessing.picture.UnreadablePictureException;
import io.affut.preprocessing.resize.Letterbox;
import io.affut.preprocessing.resize.LetterboxKernel;
import java.io.IOException;
import java.util.List;

/// Does the stages of a run's pictures, and tells the observer and the flight recorder of each.
/// Safe for any thread, as far as the things that are handed to it are.
final class Stages {
  private final Detector detector;
  private final List<PictureFile> pictures;
  private final StageObserver observer;

  Stages(Detector detector, List<PictureFile> pictures, StageObserver observer) {
    this.detector = detector;
    this.pictures = pictures;
    this.observer = observer;
  }

  /// What hands a result on.
  interface Delivery {
    void run() throws IOException;
  }

  /// Reads and decodes; the reader itself tells the flight recorder.
  Picture picture(int index, PictureReader reader) throws UnreadablePictureException {
    observer.begin(Stage.READ, index);
    Picture picture =
        reader.read(
            pictures.get(index).path(),
            detector.scale(),
            () -> {
              observer.end(Stage.READ, index);
              observer.begin(Stage.DECODE, index);
            });
    observer.end(Stage.DECODE, index);
    return picture;
  }

  void letterbox(
      int index, Picture picture, Letterbox letterbox, LetterboxKernel kernel, Slot slot) {
    LetterboxEvent event = new LetterboxEvent();
    observer.begin(Stage.LETTERBOX, index);
    event.begin();
    kernel.run(
        picture.pixels(),
        picture.width(),
        picture.height(),
        letterbox,
        detector.pad(),
        slot.input());
    event.end();
    observer.end(Stage.LETTERBOX, index);
    if (event.shouldCommit()) {
      event.file = name(index);
      event.width = letterbox.targetWidth();
      event.height = letterbox.targetHeight();
      event.commit();
    }
  }

  /// Starts the network.
  ///
  /// @return for [#await]
  InferEvent start(int index, Slot slot) {
    InferEvent event = new InferEvent();
    observer.begin(Stage.INFER, index);
    event.begin();
    slot.start();
    return event;
  }

  /// Waits for the network.
  void await(int index, Slot slot, InferEvent event) {
    slot.await();
    event.end();
    observer.end(Stage.INFER, index);
    if (event.shouldCommit()) {
      event.file = name(index);
      event.width = slot.width();
      event.height = slot.height();
      event.commit();
    }
  }

  List<Detection> boxes(int index, Slot slot, Letterbox letterbox) {
    BoxesEvent event = new BoxesEvent();
    observer.begin(Stage.BOXES, index);
    event.begin();
    List<Detection> boxes = detector.detections(slot, letterbox);
    event.end();
    observer.end(Stage.BOXES, index);
    if (event.shouldCommit()) {
      event.file = name(index);
      event.boxes = boxes.size();
      event.commit();
    }
    return boxes;
  }

  void write(int index, Delivery delivery) throws IOException {
    WriteEvent event = new WriteEvent();
    observer.begin(Stage.WRITE, index);
    event.begin();
    delivery.run();
    event.end();
    observer.end(Stage.WRITE, index);
    if (event.shouldCommit()) {
      event.file = name(index);
      event.commit();
    }
  }

  private String name(int index) {
    return pictures.get(index).name();
  }
}
