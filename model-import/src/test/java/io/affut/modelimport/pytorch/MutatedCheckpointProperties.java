package io.affut.modelimport.pytorch;

import static io.affut.modelimport.pytorch.PickleWriter.pickle;
import static org.assertj.core.api.Assertions.assertThat;

import io.affut.modelimport.ModelImportException;
import io.affut.testing.Fixtures;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// Whatever stands in a file, the reader opens it or refuses it with its own exception; nothing
/// else comes out of it, and what it opened can be read.
class MutatedCheckpointProperties {
  private static Path folder;

  @BeforeContainer
  static void makeFolder() throws Exception {
    folder = Files.createTempDirectory("mutated");
  }

  @AfterContainer
  static void deleteFolder() throws Exception {
    for (String name : List.of("made.pt", "network.pt")) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.delete(folder);
  }

  @Example
  void theOperationsThemselvesAreFine() throws Exception {
    try (Checkpoint checkpoint = open(operations())) {
      assertThat(((Items) checkpoint.root()).values()).hasSize(20);
      readAll(checkpoint);
    }
  }

  @Property(tries = 400)
  void bytesOfTheFileMayBeAnything(@ForAll Random random) throws Exception {
    byte[] file =
        random.nextInt(3) == 0
            ? zip64()
            : Files.readAllBytes(Fixtures.at("checkpoints/storages.pt"));
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      file[place(random, file.length)] = anything(random);
    }
    assertOpensOrRefuses(file);
  }

  @Property(tries = 200)
  void partsOfTheFileMayBeMissingOrTwice(@ForAll Random random) throws Exception {
    byte[] file = Files.readAllBytes(Fixtures.at("checkpoints/storages.pt"));
    int from = random.nextInt(file.length);
    int to = random.nextInt(file.length);
    byte[] start = Arrays.copyOf(file, from);
    byte[] end = Arrays.copyOfRange(file, to, file.length);
    assertOpensOrRefuses(new PickleWriter().raw(start).raw(end).bytes());
  }

  /// Overwritten in place, and put right again: the file has 6 MB.
  @Property(tries = 60)
  void bytesOfTheProgramOfANetworkMayBeAnything(@ForAll Random random) throws Exception {
    Path network = folder.resolve("network.pt");
    if (!Files.exists(network)) {
      Files.write(network, Files.readAllBytes(Fixtures.at("checkpoints/yolov8n-random.pt")));
    }
    try (FileChannel channel =
        FileChannel.open(network, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      int position = 64 + random.nextInt(89_000);
      ByteBuffer before = ByteBuffer.allocate(1);
      channel.read(before, position);
      channel.write(ByteBuffer.wrap(new byte[] {anything(random)}), position);
      assertOpensOrRefuses(() -> Checkpoint.open(network));
      channel.write(before.flip(), position);
    }
  }

  @Property(tries = 800)
  void operationsMayStandInAnyOrder(@ForAll Random random) {
    List<byte[]> operations = operations();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      byte[] other = operations.get(random.nextInt(operations.size()));
      int place = random.nextInt(operations.size());
      switch (random.nextInt(4)) {
        case 0 -> operations.remove(place);
        case 1 -> operations.add(place, other);
        case 2 -> operations.set(place, other);
        default -> operations.set(place, new byte[] {anything(random)});
      }
    }
    assertOpensOrRefuses(file(operations));
  }

  @Property(tries = 800)
  void operationsMayBeAnyAtAll(@ForAll Random random) {
    List<byte[]> known = operations();
    List<byte[]> operations = new ArrayList<>();
    for (int i = random.nextInt(1, 60); i > 0; i--) {
      operations.add(
          random.nextInt(8) == 0
              ? new byte[] {anything(random)}
              : known.get(random.nextInt(known.size())));
    }
    assertOpensOrRefuses(file(operations));
  }

  private interface Opening {
    Checkpoint open() throws ModelImportException;
  }

  private static void assertOpensOrRefuses(byte[] file) {
    assertOpensOrRefuses(() -> MadeCheckpoint.in(folder).open(file));
  }

  private static void assertOpensOrRefuses(Opening opening) {
    try (Checkpoint checkpoint = opening.open()) {
      readAll(checkpoint);
    } catch (ModelImportException e) {
      assertThat(e.getMessage()).startsWith("cannot read the checkpoint " + folder);
      assertThat(e.getMessage()).doesNotContain("Exception").hasSizeLessThan(600);
      assertThat(e.getMessage().codePoints()).noneMatch(Character::isISOControl);
    }
  }

  private static void readAll(Checkpoint checkpoint) throws ModelImportException {
    for (Tensor tensor : Graph.tensors(checkpoint.root())) {
      if (tensor.count() < 1 << 20) {
        assertThat(tensor.floats()).hasSize((int) tensor.count());
      }
    }
  }

  private static Checkpoint open(List<byte[]> operations) throws ModelImportException {
    return MadeCheckpoint.in(folder).open(file(operations));
  }

  private static byte[] file(List<byte[]> operations) {
    PickleWriter pickle = pickle();
    operations.forEach(pickle::raw);
    return ZipWriter.checkpoint(pickle.stop())
        .entry("a/data/0", new byte[24])
        .entry("a/data/1", new byte[4000])
        .bytes();
  }

  private static byte[] zip64() {
    byte[] pickle = pickle().storage("FloatStorage", "0", 6).stop();
    return ZipWriter.zip64()
        .deflated("a/data.pkl", pickle)
        .entry("a/byteorder", "big")
        .entry("a/data/0", new byte[24])
        .bytes();
  }

  /// A pickle that uses nearly everything, an operation in each place.
  private static List<byte[]> operations() {
    List<byte[]> all = new ArrayList<>();
    add(all, op('('));
    add(all, op('}'), op().text("key"), op('K', 5), op('s'), op('q', 0));
    add(all, op(']'), op('('), op('M', 1, 2), op().real(0.5), op('e'), op('q', 1));
    add(all, op(0x8f), op('('), op('N'), op(0x88), op(0x90), op(0x94));
    add(all, op('('), op(0x89), op(0x91));
    add(all, op().global("collections", "OrderedDict"), op(')'), op('R'));
    add(all, op('('), op('h', 0), op('('), op('h', 1), op('1'), op('N'), op('t'));
    tensor(all, "FloatStorage", 0, 6);
    tensor(all, "HalfStorage", 1, 2000);
    add(all, op().global("torch.nn.modules.conv", "Conv2d"), op(')'), op(0x81));
    add(all, op('}'), op().text("w"), op('h', 2), op('s'), op('b'));
    add(all, op().global("torchvision.ops", "Conv"), op(')'), op(0x81), op('h', 0), op('b'));
    add(all, op().text("torch.nn.modules"), op().text("SiLU"), op(0x93));
    add(all, op().global("__builtin__", "getattr"), op().global("models.yolo", "Detect"));
    add(all, op().text("forward"), op(0x86), op('R'));
    add(all, op().global("__builtin__", "set"), op('h', 1), op(0x85), op('R'));
    add(all, op().global("_codecs", "encode"), op().text("\u00ff"), op().text("latin1"));
    add(all, op(0x86), op('R'));
    add(all, op('C', 2, 7, 8), op().ops("I01\n"), op().ops("L99L\n"), op(0x8b, 1, 0, 0, 0, 3));
    add(all, op('2'), op('0'), op('N'), op('N'), op('N'), op(0x87));
    add(all, op('('), op().global("argparse", "Namespace"), op('o'));
    add(all, op('t'));
    return all;
  }

  private static void tensor(List<byte[]> all, String type, int key, int elements) {
    add(all, op().global("torch._utils", "_rebuild_tensor_v2"), op('('));
    add(all, op().storage(type, Integer.toString(key), elements), op('K', 0));
    add(all, op('('), op('K', 2), op('K', 3), op('t'), op('('), op('K', 3), op('K', 1), op('t'));
    add(all, op(0x89), op('N'), op('t'), op('R'), op('q', 2));
  }

  private static PickleWriter op(int... codes) {
    return new PickleWriter().op(codes);
  }

  private static void add(List<byte[]> all, PickleWriter... operations) {
    for (PickleWriter operation : operations) {
      all.add(operation.bytes());
    }
  }

  /// Mostly a place in the pickle or the directory, which are read.
  private static int place(Random random, int length) {
    return switch (random.nextInt(3)) {
      case 0 -> random.nextInt(Math.min(length, 1000));
      case 1 -> length - 1 - random.nextInt(Math.min(length, 1200));
      default -> random.nextInt(length);
    };
  }

  /// Mostly an operation.
  private static byte anything(Random random) {
    String codes = "(.012BCGIJKLMNQRTUX]abcehijloqrstu}\u0080\u0085\u0093\u0094\u008b\u00ff\0\1";
    return random.nextBoolean()
        ? (byte) codes.charAt(random.nextInt(codes.length()))
        : (byte) random.nextInt(256);
  }
}
