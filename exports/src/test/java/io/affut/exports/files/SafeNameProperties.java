package io.affut.exports.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SafeNameProperties {
  private static final Path FOLDER = Path.of("target/species").toAbsolutePath();

  @Property
  void anyTextBecomesOneNameInTheFolder(@ForAll String text) {
    String name = SafeName.of(text);
    Path path = FOLDER.resolve(name).normalize();
    assertThat(path.getParent()).isEqualTo(FOLDER);
    assertThat(name).doesNotContainPattern("[<>:\"/\\\\|?*\\x00-\\x1f\\x7f]");
    assertThat(name).doesNotEndWith(".").doesNotEndWith(" ").isNotEmpty();
    assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(201);
  }

  @Property
  void aSafeNameStaysAsItIs(@ForAll String text) {
    String name = SafeName.of(text);
    assertThat(SafeName.of(name)).isEqualTo(name);
  }

  @Property
  void noPathLeadsOutOfTheFolder(@ForAll String file) {
    assertThat(SafeName.below(FOLDER, file).normalize().startsWith(FOLDER)).isTrue();
    assertThat(SafeName.below(FOLDER, "../" + file).normalize().startsWith(FOLDER)).isTrue();
    assertThat(SafeName.below(FOLDER, file)).isNotEqualTo(FOLDER);
  }

  @Example
  void namesThatWindowsKeepsForItselfAreChanged() {
    assertThat(SafeName.of("CON")).isEqualTo("_CON");
    assertThat(SafeName.of("nul.jpg")).isEqualTo("_nul.jpg");
    assertThat(SafeName.of("com1")).isEqualTo("_com1");
    assertThat(SafeName.of("lpt\u00b2")).isEqualTo("_lpt\u00b2");
    assertThat(SafeName.of("console")).isEqualTo("console");
    assertThat(SafeName.of("com")).isEqualTo("com");
  }

  @Example
  void wordsStayReadable() {
    assertThat(SafeName.of("oiseau indéfini")).isEqualTo("oiseau indéfini");
    assertThat(SafeName.of("e\u0301cureuil")).isEqualTo("écureuil");
    assertThat(SafeName.of("a/b: c?")).isEqualTo("a_b_ c_");
    assertThat(SafeName.of("..")).isEqualTo("_");
    assertThat(SafeName.of("fox...")).isEqualTo("fox");
    assertThat(SafeName.of("\u202efox\u0007")).isEqualTo("_fox_");
    assertThat(SafeName.of("é".repeat(300) + ".jpeg")).isEqualTo("é".repeat(97) + ".jpeg");
  }

  @Example
  void foldersOfAPathAreKept() {
    assertThat(SafeName.below(FOLDER, "north/a.jpg")).isEqualTo(FOLDER.resolve("north/a.jpg"));
    assertThat(SafeName.below(FOLDER, "C:\\north\\a.jpg"))
        .isEqualTo(FOLDER.resolve("C_/north/a.jpg"));
    assertThat(SafeName.below(FOLDER, "/etc/../a")).isEqualTo(FOLDER.resolve("etc/a"));
  }
}
