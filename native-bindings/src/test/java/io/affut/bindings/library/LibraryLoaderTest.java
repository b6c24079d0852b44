package io.affut.bindings.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryLoaderTest {
  @TempDir Path home;
  private TestMachine machine;

  @BeforeEach
  void prepare() {
    machine = new TestMachine(home);
  }

  @Test
  void aLibraryThatLoadsHasItsFunctions() {
    Path file = machine.compile(home.resolve("libgood.so"), "int forty_two(void) { return 42; }");

    LoadedLibrary loaded = LibraryLoader.open("good", "1.0", file);

    assertThat(loaded.symbol("forty_two").address()).isNotZero();
    assertThat(loaded.file()).isEqualTo(file);
  }

  @Test
  void aFunctionThatIsMissingIsNamedWithLibraryAndVersion() {
    Path file = machine.compile(home.resolve("libgood.so"), "int forty_two(void) { return 42; }");
    LoadedLibrary loaded = LibraryLoader.open("good", "1.0", file);

    assertThatExceptionOfType(NativeLibraryException.class)
        .isThrownBy(() -> loaded.symbol("forty_three"))
        .withMessageContainingAll("good 1.0", "libgood.so", "forty_three");
  }

  @Test
  void aFileThatIsNotThereIsToldFromADependencyThatIsNotThere() throws IOException {
    Path dependency =
        machine.compile(home.resolve("libneeded.so"), "int needed(void) { return 1; }");
    Path file =
        machine.compile(
            home.resolve("libneedy.so"),
            "int needed(void); int needy(void) { return needed(); }",
            "-L" + home,
            "-lneeded");
    Files.delete(dependency);

    failureOf(file).contains("libneedy.so needs libneeded.so, which is missing");
    failureOf(home.resolve("libnowhere.so"))
        .contains("there is no file")
        .contains("libnowhere.so")
        .doesNotContain("needs");
  }

  @Test
  void aFileThatIsNoLibraryIsCalledThat() {
    Path file = home.resolve("libtext.so");
    TestMachine.write(file, "not a library");

    failureOf(file).contains("libtext.so is no library");
  }

  @Test
  void aLibraryThatIsCutAnywhereIsRefusedAndDoesNotEndTheProcess() throws IOException {
    Path whole = machine.compile(home.resolve("libwhole.so"), "int forty_two(void) { return 42; }");
    byte[] bytes = Files.readAllBytes(whole);
    for (int size : new int[] {0, 3, 63, 64, 100, 1000, 5000, bytes.length / 2}) {
      Path file = home.resolve("libcut-" + size + ".so");
      Files.write(file, Arrays.copyOf(bytes, size));

      failureOf(file).containsAnyOf("is no library", "is cut: it has " + size + " of at least");
    }
  }

  @Test
  void aBareNameIsLookedForByTheSystem() {
    failureOf(Path.of("libaffut-no-such-thing.so")).contains("the system finds no library");
  }

  private static AbstractStringAssert<?> failureOf(Path file) {
    try {
      LibraryLoader.open("test", "unknown", file);
    } catch (NativeLibraryException e) {
      assertThat(e.library()).isEqualTo("test");
      return assertThat(e.getMessage());
    }
    throw new AssertionError(file + " was loaded");
  }
}
