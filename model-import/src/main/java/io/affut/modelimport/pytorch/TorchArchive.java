package io.affut.modelimport.pytorch;

import io.affut.modelimport.ModelImportException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The parts of a checkpoint in its zip file: `NAME/data.pkl`, the pickle; `NAME/data/KEY`, a
/// storage each; `NAME/byteorder` and `NAME/version`, which need not be there. The layout is that
/// of PyTorch's `torch/serialization.py` and `caffe2/serialize/inline_container.h`.
final class TorchArchive {
  private static final String PICKLE = "/data.pkl";
  private static final int MOST_PICKLE_BYTES = 64 << 20;
  private static final int MOST_TEXT_BYTES = 64;

  /// The newest version of the layout that PyTorch's reader knows.
  private static final int NEWEST_VERSION = 10;

  private final CheckpointFile file;
  private final ZipDirectory zip;
  private final String name;
  private final ByteOrder order;

  private TorchArchive(CheckpointFile file, ZipDirectory zip, String name, ByteOrder order) {
    this.file = file;
    this.zip = zip;
    this.name = name;
    this.order = order;
  }

  static TorchArchive open(CheckpointFile file) throws ModelImportException, Refusal {
    ForeignFormats.refuse(file);
    ZipDirectory zip = ZipDirectory.read(file);
    TorchArchive archive = new TorchArchive(file, zip, name(zip), ByteOrder.LITTLE_ENDIAN);
    archive.checkVersion();
    return switch (archive.text("/byteorder", "little")) {
      case "little" -> archive;
      case "big" -> new TorchArchive(file, zip, archive.name, ByteOrder.BIG_ENDIAN);
      default -> throw new Refusal("its byte order is neither little nor big");
    };
  }

  /// The program that would rebuild what was saved.
  ByteBuffer pickle() throws ModelImportException, Refusal {
    return bytes(zip.find(name + PICKLE).orElseThrow(), MOST_PICKLE_BYTES);
  }

  /// The bytes that the pickle knows as `key`.
  ///
  /// @param needed how many there have to be
  Storage storage(String key, long needed) throws ModelImportException, Refusal {
    String shown = "the storage " + Refusal.shown(key);
    ZipEntry entry = zip.find(name + "/data/" + key).orElse(null);
    if (entry == null) {
      throw new Refusal(shown + " is missing in it");
    }
    if (entry.method() != ZipEntry.STORED) {
      throw new Refusal(
          shown + " is compressed, which PyTorch never does; save it again with torch.save");
    }
    if (entry.stored() != entry.size() || needed > entry.size()) {
      throw new Refusal(
          "%s has %d bytes, but should have %d".formatted(shown, entry.stored(), needed));
    }
    return new Storage(file, zip.data(entry), needed, order);
  }

  private static String name(ZipDirectory zip) throws Refusal {
    List<String> pickles =
        zip.entries().stream()
            .map(ZipEntry::name)
            .filter(entry -> entry.endsWith(PICKLE))
            .filter(entry -> entry.indexOf('/') == entry.length() - PICKLE.length())
            .toList();
    if (pickles.isEmpty()) {
      throw new Refusal(
          "it is a zip file, but no PyTorch checkpoint: no data.pkl in a folder of it");
    }
    if (pickles.size() > 1) {
      throw new Refusal("it holds several checkpoints: " + pickles.size() + " files data.pkl");
    }
    String folder = pickles.getFirst().substring(0, pickles.getFirst().length() - PICKLE.length());
    if (zip.find(folder + "/constants.pkl").isPresent()
        || zip.entries().stream().anyMatch(entry -> entry.name().startsWith(folder + "/code/"))) {
      throw new Refusal(
          "it is a TorchScript program, which is not supported; export the network to ONNX, or"
              + " save its weights with torch.save");
    }
    return folder;
  }

  private void checkVersion() throws ModelImportException, Refusal {
    String version = text("/version", "3");
    if (!version.matches("[0-9]{1,9}") || Integer.parseInt(version) > NEWEST_VERSION) {
      throw new Refusal(
          "its layout has the version "
              + Refusal.shown(version)
              + ", which is not known; save it with PyTorch 1.6 to 2.x");
    }
  }

  private String text(String entry, String otherwise) throws ModelImportException, Refusal {
    ZipEntry found = zip.find(name + entry).orElse(null);
    return found == null
        ? otherwise
        : StandardCharsets.UTF_8.decode(bytes(found, MOST_TEXT_BYTES)).toString().strip();
  }

  private ByteBuffer bytes(ZipEntry entry, int most) throws ModelImportException, Refusal {
    String shown = Refusal.shown(entry.name());
    if (entry.size() > most || entry.stored() > most) {
      throw new Refusal(
          "%s has %d bytes, more than the %d that it may have"
              .formatted(shown, Math.max(entry.size(), entry.stored()), most));
    }
    ByteBuffer stored = file.read(zip.data(entry), (int) entry.stored());
    return switch (entry.method()) {
      case ZipEntry.STORED -> {
        if (entry.stored() != entry.size()) {
          throw ZipEnd.damaged();
        }
        yield stored;
      }
      case ZipEntry.DEFLATED -> inflated(stored, entry);
      default -> throw new Refusal(shown + " is compressed in a way that is not supported");
    };
  }

  /// Unpacks no more than the directory says, however far the data would expand.
  private static ByteBuffer inflated(ByteBuffer stored, ZipEntry entry) throws Refusal {
    byte[] bytes = new byte[(int) entry.size()];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(stored);
      int filled = 0;
      int count = 1;
      while (count > 0 && filled < bytes.length) {
        count = inflater.inflate(bytes, filled, bytes.length - filled);
        filled += count;
      }
      if (filled < bytes.length || inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
        throw new Refusal(
            Refusal.shown(entry.name()) + " does not unpack to the size that its zip file says");
      }
      return ByteBuffer.wrap(bytes);
    } catch (DataFormatException e) {
      throw new Refusal(Refusal.shown(entry.name()) + " is damaged; fetch it again", e);
    } finally {
      inflater.end();
    }
  }
}
