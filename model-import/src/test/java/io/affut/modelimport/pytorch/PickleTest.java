package io.affut.modelimport.pytorch;

import static io.affut.modelimport.pytorch.PickleWriter.pickle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.affut.modelimport.ModelImportException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every operation that Python's pickler writes gives the data that was pickled.
class PickleTest {
  @TempDir Path folder;

  @Test
  void numbersComeInManyForms() throws Exception {
    PickleWriter numbers =
        pickle()
            .op('(')
            .op('K', 200)
            .op('M', 0x34, 0x12)
            .op('J')
            .little32(-5)
            .ops("I-7\n")
            .ops("L12345678901234567890L\n")
            .op(0x8a, 0)
            .op(0x8a, 2, 0x00, 0xff)
            .op(0x8b)
            .little32(9)
            .op(0, 0, 0, 0, 0, 0, 0, 0, 1)
            .op('t');
    assertThat(wholes(root(numbers)))
        .containsExactly(
            "200", "4660", "-5", "-7", "12345678901234567890", "0", "-256", "18446744073709551616");
  }

  @Test
  void truthNothingAndRealNumbers() throws Exception {
    assertThat(values(root(pickle().op('(', 0x88, 0x89, 'N').ops("I01\nI00\n").real(-0.1).op('l'))))
        .containsExactly(
            new Value.Truth(true),
            new Value.Truth(false),
            new Value.None(),
            new Value.Truth(true),
            new Value.Truth(false),
            new Value.Real(-0.1));
  }

  @Test
  void textIsUtf8() throws Exception {
    byte[] fox = "renard \uD83E\uDD8A é".getBytes(StandardCharsets.UTF_8);
    PickleWriter texts =
        pickle()
            .op('(')
            .op('X')
            .little32(fox.length)
            .raw(fox)
            .op(0x8c, fox.length)
            .raw(fox)
            .op(0x8d)
            .little64(fox.length)
            .raw(fox)
            .op('U', fox.length)
            .raw(fox)
            .op('T')
            .little32(fox.length)
            .raw(fox)
            .op('t');
    assertThat(values(root(texts)))
        .hasSize(5)
        .containsOnly(new Value.Text("renard \uD83E\uDD8A é"));
  }

  @Test
  void bytesStayBytes() throws Exception {
    PickleWriter all =
        pickle()
            .op('(')
            .op('B')
            .little32(2)
            .op(1, 0xff)
            .op('C', 2, 1, 0xff)
            .op(0x8e)
            .little64(2)
            .op(1, 0xff)
            .op(0x96)
            .little64(2)
            .op(1, 0xff)
            .global("_codecs", "encode")
            .text("\u0001\u00ff")
            .text("latin1")
            .op(0x86, 'R')
            .op('t');
    assertThat(values(root(all)))
        .hasSize(5)
        .allSatisfy(value -> {
          var bytes = ((Value.Bytes) value).value();
          assertThat(bytes.remaining()).isEqualTo(2);
          assertThat(bytes.getShort()).isEqualTo((short) 0x01ff);
        });
    assertThat(((Value.Bytes) root(pickle().global("__builtin__", "bytes").ops(")R"))).value())
        .extracting(bytes -> bytes.remaining())
        .isEqualTo(0);
  }

  @Test
  void listsTuplesAndSetsKeepTheirOrder() throws Exception {
    PickleWriter all =
        pickle()
            .op('(')
            .ops("](K\2K\1e") // APPENDS
            .ops("]K\2aK\1a") // APPEND
            .ops("K\2K\1")
            .op(0x86) // TUPLE2
            .op(0x8f)
            .ops("(K\2K\1")
            .op(0x90) // ADDITEMS
            .ops("(K\2K\1")
            .op(0x91) // FROZENSET
            .global("__builtin__", "set")
            .ops("](K\2K\1e")
            .op(0x85, 'R')
            .global("torch", "Size")
            .ops("K\2K\1")
            .op(0x86, 0x85, 'R')
            .op('t');
    List<Value> values = values(root(all));
    assertThat(values)
        .hasSize(7)
        .allSatisfy(value -> assertThat(wholes(value)).containsExactly("2", "1"));
    assertThat(values)
        .extracting(value -> ((Items) value).kind())
        .containsExactly(
            Items.Kind.LIST,
            Items.Kind.LIST,
            Items.Kind.TUPLE,
            Items.Kind.SET,
            Items.Kind.FROZENSET,
            Items.Kind.SET,
            Items.Kind.TUPLE);
  }

  @Test
  void mappingsKeepTheirOrderAndTheirLastValue() throws Exception {
    PickleWriter entries =
        new PickleWriter().text("b").op('K', 1).text("a").op('K', 2).text("b").op('K', 3);
    PickleWriter all =
        pickle()
            .op('(')
            .op('}', '(')
            .raw(entries)
            .op('u')
            .op('(')
            .raw(entries)
            .op('d')
            .global("collections", "OrderedDict")
            .ops(")R(")
            .raw(entries)
            .op('u')
            .global("collections", "defaultdict")
            .global("__builtin__", "list")
            .op(0x85, 'R')
            .op('(')
            .raw(entries)
            .op('u')
            .op('t');
    assertThat(values(root(all)))
        .hasSize(4)
        .allSatisfy(value -> {
          Table table = (Table) value;
          assertThat(table.entries())
              .containsExactly(
                  Map.entry(new Value.Text("b"), Value.Whole.of(3)),
                  Map.entry(new Value.Text("a"), Value.Whole.of(2)));
          assertThat(table.get("a")).contains(Value.Whole.of(2));
          assertThat(table.get("c")).isEmpty();
        });
  }

  @Test
  void aTableMayBeMadeOfPairsOrOfAnother() throws Exception {
    PickleWriter pairs =
        pickle().global("collections", "OrderedDict").ops("](").text("a").op('N', 0x86).ops("e");
    assertThat(((Table) root(pairs.op(0x85, 'R'))).get("a")).contains(new Value.None());
    PickleWriter counter = pickle().global("collections", "Counter").ops("}").text("a").ops("K\3s");
    assertThat(((Table) root(counter.op(0x85, 'R'))).get("a")).contains(Value.Whole.of(3));
  }

  @Test
  void theMemoGivesTheSameValueAgain() throws Exception {
    PickleWriter all =
        pickle()
            .ops("]q\7")
            .put(4_000_000_000L)
            .op(0x94)
            .ops("0(h\7")
            .get(4_000_000_000L)
            .ops("j")
            .little32(2)
            .op('t');
    List<Value> values = values(root(all));
    assertThat(values.get(1)).isSameAs(values.get(0));
    assertThat(values.get(2)).isSameAs(values.get(0));
  }

  @Test
  void aListMayContainItself() throws Exception {
    Items list = (Items) root(pickle().ops("]q\0h\0a"));
    assertThat(list.values()).containsExactly(list);
    assertThat(list).hasToString("list of 1");
    assertThat(list.hashCode()).isEqualTo(System.identityHashCode(list));
  }

  @Test
  void objectsKeepTheirClassArgumentsAndState() throws Exception {
    Instance made =
        (Instance)
            root(
                pickle()
                    .global("ultralytics.nn.modules.conv", "Conv")
                    .ops("K\1")
                    .op(0x85, 0x81)
                    .ops("}")
                    .text("act")
                    .op(0x88, 's', 'b'));
    assertThat(made.type()).isEqualTo("ultralytics.nn.modules.conv.Conv");
    assertThat(made.arguments()).containsExactly(Value.Whole.of(1));
    assertThat(made.get("act")).contains(new Value.Truth(true));
    assertThat(made.get("bias")).isEmpty();
    assertThat(made.attributes())
        .containsExactly(Map.entry(new Value.Text("act"), new Value.Truth(true)));
    assertThat(made).hasToString("ultralytics.nn.modules.conv.Conv");
  }

  @Test
  void aStateMayBeAPairWithSlotsOrSomethingElse() throws Exception {
    PickleWriter object = new PickleWriter().global("types", "SimpleNamespace").ops(")R");
    PickleWriter dict = new PickleWriter().ops("}").text("a").ops("K\1s");
    PickleWriter slots = new PickleWriter().ops("}").text("b").ops("K\2s");
    Instance both = (Instance) root(pickle().raw(object).raw(dict).raw(slots).op(0x86, 'b'));
    assertThat(both.get("a")).contains(Value.Whole.of(1));
    assertThat(both.get("b")).contains(Value.Whole.of(2));
    Instance slotsOnly = (Instance) root(pickle().raw(object).op('N').raw(slots).op(0x86, 'b'));
    assertThat(slotsOnly.get("b")).contains(Value.Whole.of(2));
    Instance number = (Instance) root(pickle().raw(object).ops("K\5b"));
    assertThat(number.get("__setstate__")).contains(Value.Whole.of(5));
    assertThat(((Instance) root(pickle().raw(object).ops("Nb"))).attributes()).isEmpty();
  }

  @Test
  void objectsOfOlderAndNewerProtocolsAreTheSame() throws Exception {
    PickleWriter old =
        pickle()
            .global("copy_reg", "_reconstructor")
            .global("argparse", "Namespace")
            .global("__builtin__", "object")
            .op('N', 0x87, 'R');
    PickleWriter inst = pickle().ops("(iargparse\nNamespace\n");
    PickleWriter obj = pickle().op('(').global("argparse", "Namespace").op('o');
    PickleWriter keywords =
        new PickleWriter()
            .op(0x80, 4)
            .text("argparse")
            .text("Namespace")
            .op(0x93)
            .ops(")}")
            .text("a")
            .ops("K\1s")
            .op(0x92);
    for (PickleWriter each : List.of(old, inst, obj, keywords)) {
      assertThat(((Instance) root(each)).type()).isEqualTo("argparse.Namespace");
    }
    assertThat(((Instance) root(old)).arguments()).isEmpty();
    assertThat(((Table) ((Instance) root(keywords)).arguments().getFirst()).get("a")).isPresent();
  }

  @Test
  void namesAreOnlyNames() throws Exception {
    assertThat(root(pickle().global("torch", "float16")))
        .isEqualTo(new GlobalName("torch.float16"));
    assertThat(root(pickle().global("__builtin__", "xrange")))
        .isEqualTo(new GlobalName("builtins.range"));
    assertThat(root(pickle().global("torch.nn.modules.activation", "SiLU")))
        .isEqualTo(new GlobalName("torch.nn.modules.activation.SiLU"));
  }

  @Test
  void aMemberOfAClassIsANameToo() throws Exception {
    PickleWriter member =
        pickle()
            .global("__builtin__", "getattr")
            .global("torchvision.transforms.functional", "InterpolationMode")
            .text("BICUBIC")
            .op(0x86, 'R');
    assertThat(root(member))
        .isEqualTo(new GlobalName("torchvision.transforms.functional.InterpolationMode.BICUBIC"));
  }

  @Test
  void aMethodOfAnObjectIsNotTakenFromIt() throws Exception {
    PickleWriter method =
        pickle()
            .global("__builtin__", "getattr")
            .global("models.common", "Conv")
            .op(')', 0x81)
            .text("forward_fuse")
            .op(0x86, 'R');
    Instance made = (Instance) root(method);
    assertThat(made.type()).isEqualTo("builtins.getattr");
    assertThat(made.arguments().getFirst()).hasToString("models.common.Conv");
  }

  @Test
  void whatNobodyReadsIsCarriedWithoutItsContents() throws Exception {
    PickleWriter opaque =
        pickle()
            .global("torchvision.transforms.transforms", "Normalize")
            .op(')', 0x81)
            .ops("}")
            .text("mean")
            .ops("]s")
            .op('b')
            .ops("(K\1e(K\1K\2u");
    assertThat(root(opaque)).isEqualTo(new Opaque("torchvision.transforms.transforms.Normalize"));
    PickleWriter partial =
        pickle().global("functools", "partial").global("torch._C._nn", "gelu").op(0x85, 'R');
    assertThat(root(partial)).isEqualTo(new Opaque("functools.partial"));
  }

  @Test
  void containersMayHaveAStateThatSaysNothingOfTheirContents() throws Exception {
    PickleWriter state =
        pickle()
            .global("collections", "OrderedDict")
            .ops(")R")
            .text("w")
            .ops("K\1s")
            .ops("}")
            .text("_metadata")
            .ops("Nsb");
    Table table = (Table) root(state);
    assertThat(table.entries()).hasSize(1);
  }

  @Test
  void framesAndProtocolFiveAreRead() throws Exception {
    PickleWriter framed = new PickleWriter().op(0x80, 5, 0x95).little64(4).op(']', 0x94, 'N', 'a');
    assertThat(values(root(framed))).containsExactly(new Value.None());
  }

  @Test
  void aNumberThatDoesNotFitIsRefusedWhenAskedFor() throws Exception {
    Value.Whole large = (Value.Whole) root(pickle().whole(1L << 31));
    assertThat(large.longValue()).isEqualTo(1L << 31);
    assertThatThrownBy(large::intValue)
        .isInstanceOf(ModelImportException.class)
        .hasMessageContaining("too large: 2147483648");
    assertThatThrownBy(new Value.Whole(BigInteger.ONE.shiftLeft(63))::longValue)
        .isInstanceOf(ModelImportException.class);
    assertThat(Value.Whole.of(-7).intValue()).isEqualTo(-7);
  }

  private Value root(PickleWriter pickle) throws ModelImportException {
    return MadeCheckpoint.in(folder).root(pickle.stop());
  }

  private static List<Value> values(Value items) {
    return ((Items) items).values();
  }

  private static List<String> wholes(Value items) {
    return values(items).stream().map(value -> ((Value.Whole) value).value().toString()).toList();
  }
}
