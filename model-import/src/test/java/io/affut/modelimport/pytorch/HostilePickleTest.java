package io.affut.modelimport.pytorch;

import static io.affut.modelimport.pytorch.PickleWriter.pickle;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A pickle is a program. Whatever it tries, it is read as data or refused in one sentence, within
/// little time and memory.
class HostilePickleTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "posix system",
        "nt system",
        "os system",
        "os.path join",
        "subprocess Popen",
        "builtins eval",
        "__builtin__ eval",
        "builtins exec",
        "builtins compile",
        "builtins open",
        "builtins print",
        "builtins type",
        "builtins __import__",
        "builtins setattr",
        "builtins globals",
        "importlib import_module",
        "runpy run_path",
        "operator attrgetter",
        "functools reduce",
        "marshal loads",
        "pickle loads",
        "types CodeType",
        "types FunctionType",
        "codecs decode",
        "_codecs decode",
        "copyreg add_extension",
        "collections namedtuple",
        "socket socket",
        "webbrowser open",
        "dill._dill _create_code",
        "__main__ Network",
        "numpy load",
        "numpy.f2py.crackfortran getlincoef",
        "torch load",
        "torch nn",
        "torch.serialization load",
        "torch.hub load",
        "torch.jit load",
        "torch.storage _load_from_bytes",
        "torch.fx.graph_module reduce_graph_module",
        "torch.utils.data.datapipes.datapipe hello",
        "torchvisions transform",
        "torch.nnx Module",
        "models.yolox Model",
        "ultralyticsx Model"
      })
  void aNameThatIsNotOnTheListIsRefusedByName(String global) {
    String[] parts = global.split(" ");
    String full = parts[0] + "." + parts[1];
    String asked = "it asks for " + full + ", which is not on the list";
    MadeCheckpoint made = MadeCheckpoint.in(folder);
    assertThat(made.pickleRefusal(pickle().global(parts[0], parts[1]).stop())).startsWith(asked);
    assertThat(made.pickleRefusal(pickle().text(parts[0]).text(parts[1]).op(0x93).stop()))
        .startsWith(asked);
    assertThat(made.pickleRefusal(pickle().ops("(i" + parts[0] + "\n" + parts[1] + "\n").stop()))
        .startsWith(asked);
  }

  static Stream<Arguments> hidingPlaces() {
    PickleWriter system = new PickleWriter().global("posix", "system");
    return Stream.of(
        Arguments.of(
            "a value that nobody reads",
            pickle().ops("}").text("extra").raw(system).text("id").op(0x85, 'R', 's')),
        Arguments.of("a value that is thrown away", pickle().raw(system).ops("0N")),
        Arguments.of("a key", pickle().ops("}").raw(system).ops("Ns")),
        Arguments.of(
            "the state of something opaque",
            pickle().global("torchvision.ops", "Conv").op(')', 0x81).raw(system).op('b')),
        Arguments.of(
            "a partial function",
            pickle().global("functools", "partial").raw(system).op(0x85, 'R')),
        Arguments.of(
            "the class of an object", pickle().global("copy_reg", "_reconstructor").raw(system)),
        Arguments.of(
            "the default of a mapping",
            pickle().global("collections", "defaultdict").raw(system).op(0x85, 'R')),
        Arguments.of(
            "the device of a storage",
            pickle()
                .op('(')
                .text("storage")
                .global("torch", "FloatStorage")
                .text("0")
                .raw(system)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hidingPlaces")
  void itIsRefusedWhereverItStands(String place, PickleWriter pickle) {
    assertThat(MadeCheckpoint.in(folder).pickleRefusal(pickle.stop()))
        .startsWith("it asks for posix.system, ");
  }

  @Test
  void aModuleThatAnAllowedOneImportsIsNotReachedThroughIt() {
    MadeCheckpoint made = MadeCheckpoint.in(folder);
    PickleWriter dotted = pickle().text("ultralytics.utils").text("os.system").op(0x93);
    assertThat(made.pickleRefusal(dotted.stop()))
        .startsWith("it asks for ultralytics.utils.os.system, ");
    PickleWriter attribute =
        pickle()
            .global("builtins", "getattr")
            .global("ultralytics.utils", "os")
            .text("system")
            .op(0x86, 'R');
    assertThat(made.pickleRefusal(attribute.stop()))
        .startsWith("it asks for ultralytics.utils.os.system, ");
    PickleWriter member =
        pickle()
            .global("builtins", "getattr")
            .global("collections", "OrderedDict")
            .text("fromkeys")
            .op(0x86, 'R');
    assertThat(made.pickleRefusal(member.stop()))
        .startsWith("it asks for collections.OrderedDict.fromkeys, ");
  }

  @Test
  void aNameIsShownOnOneLineAndWithoutWhatSteersATerminal() {
    MadeCheckpoint made = MadeCheckpoint.in(folder);
    String refusal =
        made.pickleRefusal(
            pickle().text("os\u001b[2J\r\n\u202e").text("x".repeat(900)).op(0x93).stop());
    assertThat(refusal).startsWith("it asks for os?[2J???.xxx").hasSizeLessThan(500);
    assertThat(refusal.codePoints()).noneMatch(Character::isISOControl);
  }

  static Stream<Arguments> nonsense() {
    return Stream.of(
        Arguments.of("", "its pickle ends too early, at byte 0"),
        Arguments.of("]", "its pickle ends too early, at byte 1"),
        Arguments.of(".", "takes a value where none is"),
        Arguments.of("(.", "takes a value where none is"),
        Arguments.of("0.", "takes a value where none is"),
        Arguments.of("2.", "takes a value where none is"),
        Arguments.of("K\1(2.", "takes a value where none is"),
        Arguments.of("K\1(\u0085.", "takes a value where none is"),
        Arguments.of("t.", "uses a mark that it has not set"),
        Arguments.of("N1.", "uses a mark that it has not set"),
        Arguments.of("h\5.", "asks for the memo 5, which it has not set"),
        Arguments.of("j\u00ff\u00ff\u00ff\u00ff.", "asks for the memo 4294967295"),
        Arguments.of("q\0.", "takes a value where none is"),
        Arguments.of("NNa.", "gives items to a None"),
        Arguments.of("K\1Na.", "gives items to a Whole"),
        Arguments.of(")Na.", "gives items to a tuple of 0"),
        Arguments.of("]NNs.", "gives entries to a list of 0"),
        Arguments.of("}(Nu.", "has a key without a value"),
        Arguments.of("}]Ns.", "a mapping with a list of 0 as a key"),
        Arguments.of("}}Ns.", "a mapping with a table of 0 as a key"),
        Arguments.of("NNb.", "gives a state to a None"),
        Arguments.of("ctorch\nfloat16\nNb.", "gives a state to torch.float16"),
        Arguments.of("K\1)R.", "calls something that is no class or function"),
        Arguments.of("ctorch\ndevice\n]R.", "without a tuple of arguments"),
        Arguments.of("ctorch\ndevice\nN\u0081.", "without a tuple of arguments"),
        Arguments.of("(o.", "makes an object of no class"),
        Arguments.of("K\1K\2\u0093.", "loads a name that is no text"),
        Arguments.of("ctorch", "a line without an end at byte 1"),
        Arguments.of("Iseven\n.", "a number that is none: seven"),
        Arguments.of("L9" + "9".repeat(600) + "\n.", "a line without an end"),
        Arguments.of("\u0080\11.", "the protocol 9, which is not known"),
        Arguments.of("\u008b\u00ff\u00ff\u00ff\u007f.", "a number of 2147483647 bytes"),
        Arguments.of("\u008b\u00ff\u00ff\u00ff\u00ff.", "a number of -1 bytes"),
        Arguments.of("X\u00ff\u00ff\u00ff\u00ff.", "ends too early, at byte 5"),
        Arguments.of("T\u00ff\u00ff\u00ff\u00ff.", "ends too early, at byte 5"),
        Arguments.of("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff.", "ends too early"),
        Arguments.of("\u0096\0\0\0\0\0\0\0\u0040.", "ends too early"),
        Arguments.of(
            "S'text'\n.", "has the operation 0x53 at byte 0, which PyTorch does not write"),
        Arguments.of("\u0082\1.", "has the operation 0x82 at byte 0"),
        Arguments.of("\u0097.", "has the operation 0x97"),
        Arguments.of("P1\n.", "has the operation 0x50"),
        Arguments.of("NQ.", "names a storage in a way that is not known"),
        Arguments.of(
            "c_codecs\nencode\nX\3\0\0\0\u00e2\u0082\u00acU\6latin1\u0086R.",
            "has bytes that are none"),
        Arguments.of("c_codecs\nencode\n)R.", "_codecs.encode arguments that it does not take"),
        Arguments.of("c__builtin__\nset\nK\1\u0085R.", "builtins.set arguments that it does not"),
        Arguments.of("ccollections\nOrderedDict\n(NNtR.", "collections.OrderedDict arguments"),
        Arguments.of("ccollections\nOrderedDict\n(Nl\u0085R.", "arguments"),
        Arguments.of("c__builtin__\ngetattr\n)R.", "builtins.getattr arguments"),
        Arguments.of("ccopy_reg\n_reconstructor\n)R.", "copyreg._reconstructor arguments"),
        Arguments.of("ctorch._utils\n_rebuild_parameter\n)R.", "_rebuild_parameter arguments"));
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void anImpossiblePickleIsRefused(String pickle, String reason) {
    assertThat(MadeCheckpoint.in(folder).pickleRefusal(new PickleWriter().ops(pickle).bytes()))
        .contains(reason);
  }

  static Stream<Arguments> bombs() {
    PickleWriter longList = pickle().op(']', '(').repeat(500_000, "N").ops("eq\0");
    PickleWriter longText = pickle().text("x".repeat(30_000_000)).ops("q\0");
    String text = "U\6latin1q\1";
    return Stream.of(
        Arguments.of("steps", pickle().repeat(2_000_001, "]0"), "more than 4000000 steps"),
        Arguments.of(
            "sets of the same list",
            longList
                .raw(new PickleWriter().global("builtins", "set").ops("q\1"))
                .repeat(20, "h\1h\0\u0085R"),
            "more than 4000000 steps"),
        Arguments.of(
            "bytes of the same text",
            longText
                .raw(new PickleWriter().ops(text).global("_codecs", "encode").ops("q\2"))
                .repeat(3, "h\2h\0h\1\u0086R"),
            "more than 67108864 bytes"),
        Arguments.of(
            "the same long key",
            pickle().text("x".repeat(70_000)).ops("q\0}h\0Ns"),
            "a key of 70000 characters"),
        Arguments.of(
            "the same long key in pairs",
            pickle()
                .global("collections", "OrderedDict")
                .ops("](")
                .text("x".repeat(70_000))
                .op('N', 0x86, 'e', 0x85, 'R'),
            "a key of 70000 characters"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bombs")
  void aSmallPickleDoesNotMakeALotOfIt(String what, PickleWriter pickle, String reason) {
    assertThat(MadeCheckpoint.in(folder).pickleRefusal(pickle.stop())).contains(reason);
  }

  @Test
  void nestingIsAsDeepAsItLikes() throws Exception {
    int depth = 200_000;
    MadeCheckpoint made = MadeCheckpoint.in(folder);
    PickleWriter tuples = pickle().op('N').raw(repeated(depth, (byte) 0x85));
    Value tuple = made.root(tuples.stop());
    assertThat(tuple).hasToString("tuple of 1");
    assertThat(tuple.hashCode()).isEqualTo(System.identityHashCode(tuple));
    Value lists = made.root(pickle().repeat(depth, "]").repeat(depth - 1, "a").stop());
    assertThat(lists).hasToString("list of 1").isEqualTo(lists);
    int depthOfTables = 100_000;
    Value tables =
        made.root(pickle().repeat(depthOfTables, "}N").op('N').repeat(depthOfTables, "s").stop());
    assertThat(tables).hasToString("table of 1");
  }

  @Test
  void sharingAThousandfoldStaysSmall() throws Exception {
    PickleWriter laughs = pickle().ops("]");
    for (int i = 0; i < 1000; i++) {
      laughs.op('2', '2', '2', 0x87); // a tuple of three times what came before
    }
    assertThat(MadeCheckpoint.in(folder).root(laughs.stop())).isInstanceOf(Items.class);
  }

  @Test
  void textsWithTheSameHashTakeNoLonger() {
    PickleWriter keys = pickle().op('}', '(');
    int bits = 17;
    for (int i = 0; i < 1 << bits; i++) {
      StringBuilder key = new StringBuilder();
      for (int bit = 0; bit < bits; bit++) {
        key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      keys.text(key.toString()).op('N');
    }
    byte[] pickle = keys.op('u').stop();
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          Table table = (Table) MadeCheckpoint.in(folder).root(pickle);
          assertThat(table.entries()).hasSize(1 << bits);
        });
  }

  private static byte[] repeated(int times, byte value) {
    byte[] bytes = new byte[times];
    Arrays.fill(bytes, value);
    return bytes;
  }
}
