package io.affut.engine.pipeline;

import io.affut.bindings.cuda.CudaEvent;
import io.affut.bindings.cuda.CudaException;
import io.affut.bindings.cuda.CudaStream;
import io.affut.bindings.memory.OwnedParts;
import io.affut.engine.backend.SlotInput;
import io.affut.preprocessing.cuda.DeviceCrop;
import io.affut.preprocessing.cuda.DeviceInput;
import io.affut.preprocessing.cuda.DeviceLetterbox;
import io.affut.preprocessing.cuda.DevicePicture;
import io.affut.preprocessing.cuda.DevicePictureReader;
import io.affut.preprocessing.cuda.DeviceRead;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.picture.UnreadablePictureException;
import io.affut.preprocessing.resize.Crop;
import io.affut.preprocessing.resize.Letterbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Pictures in the memory of an NVIDIA GPU, and the kernels for it.
///
/// Everything is queued on one stream, in its order. So a picture lies there until its last kernel
/// is done, although the next one is read meanwhile; and nothing here waits for the GPU, but for
/// room to read into.
final class GpuBench implements Workbench {
  /// As many as one launch takes.
  private static final int CROPS = 8;

  private final OwnedParts parts = new OwnedParts();
  private final CudaStream stream;
  private final RefusedJpegs refused;
  private final DevicePictureReader reader;
  private final DeviceLetterbox letterbox;
  private final Optional<DeviceCrop> crop;
  private DevicePicture picture;

  /// @param sparing whether nvJPEG, which takes memory for itself, is left out
  /// @throws CudaException when there is no memory for it, or CUDA fails
  GpuBench(GpuDevice device, boolean sparing) {
    refused = device.refused();
    try {
      stream = parts.add(device.cuda().newStream());
      reader =
          parts.add(
              new DevicePictureReader(
                  device.cuda(),
                  stream,
                  sparing ? Optional.empty() : device.jpegs(),
                  device.turboJpeg(),
                  device.maxPixels(),
                  device.ledger()));
      letterbox = parts.add(new DeviceLetterbox(device.kernels()));
      crop = device.filter().map(filter -> parts.add(new DeviceCrop(device.kernels(), filter)));
    } catch (RuntimeException | Error e) {
      throw parts.closedAfter(e);
    }
  }

  @Override
  public Look read(Path file, DecodeScale scale, LongConsumer decoding)
      throws UnreadablePictureException {
    DeviceRead read = reader.read(file, scale, decoding);
    picture = read.picture();
    read.refusal().ifPresent(refused::count);
    return new Look(
        picture.uprightWidth(),
        picture.uprightHeight(),
        read.originalWidth(),
        read.originalHeight(),
        read.decoder(),
        read.format(),
        read.date(),
        read.damage());
  }

  @Override
  public Look take(Picture decoded) {
    picture = reader.upload(decoded);
    return Look.at(decoded);
  }

  @Override
  public void letterbox(Letterbox box, int pad, SlotInput into) {
    SlotInput.Device place = device(into);
    letterbox.run(stream, picture, box, pad, place.place());
    stream.record(place.written());
  }

  /// Each place is marked as written in any case, since the network waits for all of a batch.
  @Override
  public void crop(List<Crop> crops, int size, List<SlotInput> into) {
    List<DeviceInput> places = new ArrayList<>();
    List<CudaEvent> written = new ArrayList<>();
    for (SlotInput each : into) {
      SlotInput.Device place = device(each);
      places.add(place.place());
      written.add(place.written());
    }
    try {
      crop.orElseThrow().run(stream, picture, crops, places);
    } finally {
      written.forEach(stream::record);
    }
  }

  private static SlotInput.Device device(SlotInput input) {
    return switch (input) {
      case SlotInput.Device device -> device;
      case SlotInput.Host _ ->
          throw new IllegalStateException("the picture is on a GPU, and its network is not");
    };
  }

  @Override
  public int cropsAtOnce() {
    return CROPS;
  }

  @Override
  public void settle() {
    try {
      stream.synchronise();
    } catch (CudaException e) {
      // whoever settles knows of a failure already
    }
  }

  @Override
  public void close() {
    parts.close();
  }
}
