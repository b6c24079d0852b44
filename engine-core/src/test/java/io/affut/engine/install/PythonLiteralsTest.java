package io.affut.engine.install;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PythonLiteralsTest {

  @Test
  void namesStandInTablesOrLists() {
    assertThat(PythonLiterals.names("{0: 'fox', 1: \"d'eer\", 2: 'a, b: c'}"))
        .containsExactly("fox", "d'eer", "a, b: c");
    assertThat(PythonLiterals.names("{1: 'deer', 0: 'fox'}")).containsExactly("fox", "deer");
    assertThat(PythonLiterals.names("['fox', 'isn\\'t']")).containsExactly("fox", "isn't");
  }

  @Test
  void aTableWithAHoleIsNone() {
    assertThat(PythonLiterals.names("{0: 'fox', 2: 'deer'}")).isEmpty();
    assertThat(PythonLiterals.names("{}")).isEmpty();
    assertThat(PythonLiterals.names("")).isEmpty();
  }

  @Test
  void numbersStandAloneOrInLists() {
    assertThat(PythonLiterals.numbers("[640, 480]")).containsExactly(640, 480);
    assertThat(PythonLiterals.numbers("32")).containsExactly(32);
    assertThat(PythonLiterals.numbers("none")).isEmpty();
  }

  /// Whatever a file says, it is answered.
  @Property
  void anyTextIsReadToItsEnd(@ForAll String text) {
    assertThat(PythonLiterals.names("{0: '" + text)).isNotNull();
    assertThat(PythonLiterals.numbers(text)).isNotNull();
  }
}
