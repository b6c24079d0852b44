package io.affut.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rules of the house that a compiler does not know.
class ArchitectureTest {
  private static final Path ROOT = Path.of(System.getProperty("affut.root"));
  private static final List<String> MODULES =
      List.of("native-bindings", "preprocessing", "model-import", "engine-core", "exports", "cli");
  private static final String FFMPEG = "io.affut.bindings.ffmpeg";
  private static final String TENSORRT = "io.affut.bindings.tensorrt";
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .importPaths(
              MODULES.stream().map(module -> ROOT.resolve(module + "/target/classes")).toList());

  @Test
  void everyModuleIsLookedAt() {
    for (String module : MODULES) {
      assertThat(HOUSE.stream().map(type -> type.getSource().orElseThrow().getUri().getPath()))
          .anyMatch(file -> file.contains("/" + module + "/target/classes/"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "nothing",
      textBlock =
          """
          bindings      | nothing
          preprocessing | bindings
          modelimport   | nothing
          engine        | bindings preprocessing modelimport
          exports       | engine preprocessing
          cli           | bindings preprocessing modelimport engine exports
          """)
  void roomsDependOnlyDownwards(String room, String below) {
    List<String> allowed = new ArrayList<>(List.of("io.affut." + room + ".."));
    Stream.of(below == null ? new String[0] : below.split(" "))
        .forEach(other -> allowed.add("io.affut." + other + ".."));
    classes()
        .that()
        .resideInAPackage("io.affut." + room + "..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed.toArray(String[]::new))
                .or(not(resideInAPackage("io.affut.."))))
        .check(HOUSE);
  }

  @Test
  void theBindingsNeedTheJdkOnly() {
    classes()
        .that()
        .resideInAPackage("io.affut.bindings..")
        .and()
        .resideOutsideOfPackages(FFMPEG, TENSORRT)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.affut.bindings..", "java..")
        .check(HOUSE);
  }

  @Test
  void ofBytedecosPresetsOnlyTheirBindingsKnowAndTellNobody() {
    noClasses()
        .that()
        .resideOutsideOfPackages(FFMPEG, TENSORRT)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..")
        .check(HOUSE);
    assertThat(
            HOUSE.stream()
                .filter(type -> List.of(FFMPEG, TENSORRT).contains(type.getPackageName()))
                .filter(ArchitectureTest::isVisible)
                .flatMap(type -> type.getMembers().stream())
                .filter(ArchitectureTest::isVisible))
        .hasSizeGreaterThan(30)
        .noneMatch(member ->
            types(member).stream()
                .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                .anyMatch(type -> type.getPackageName().startsWith("org.bytedeco")));
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.affut.(**)").namingSlices("$1").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void nativeMemoryIsInNoPublicApiOfTheEngine() {
    List<JavaMember> members =
        HOUSE.stream()
            .filter(type ->
                type.getPackageName()
                    .matches(
                        "io\\.affut\\.engine\\.(card|detection|download|given|install|megadetector|model|pipeline|recipe|results|species)"))
            .filter(ArchitectureTest::isVisible)
            .flatMap(type -> type.getMembers().stream())
            .filter(ArchitectureTest::isVisible)
            .toList();
    assertThat(members).hasSizeGreaterThan(100);
    assertThat(members)
        .filteredOn(member ->
            types(member).stream()
                .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                .anyMatch(type -> type.getPackageName().equals("java.lang.foreign")))
        .isEmpty();
  }

  /// A shared arena stops every thread when it is closed, so it is for what lives as long as a
  /// model or a worker.
  @Test
  void sharedArenasAreForLongLivedMemoryOnly() {
    assertThat(classesThat(access -> calls(access, "java.lang.foreign.Arena", "ofShared")))
        .containsExactlyInAnyOrder(
            "io.affut.bindings.cuda.KernelArguments",
            "io.affut.bindings.cuda.PinnedBuffer",
            "io.affut.bindings.memory.NativeBuffer",
            "io.affut.bindings.openvino.ModelMemory",
            "io.affut.bindings.turbojpeg.Decompressor");
  }

  @Test
  void nothingIsNamedAfterNothing() {
    noClasses()
        .should()
        .haveSimpleNameContaining("Util")
        .orShould()
        .haveSimpleNameContaining("Helper")
        .orShould()
        .haveSimpleNameContaining("Manager")
        .check(HOUSE);
    assertThat(HOUSE.stream().map(JavaClass::getPackageName))
        .noneMatch(name -> name.matches(".*\\b(util|utils|common|helper|manager|misc)\\b.*"));
  }

  @Test
  void thereIsNoStaticMutableState() {
    fields().that().areStatic().should().beFinal().check(HOUSE);
  }

  @Test
  void onlyMainEndsTheProgram() {
    assertThat(
            classesThat(access ->
                calls(access, "java.lang.System", "exit")
                    || calls(access, "java.lang.Runtime", "exit")
                    || calls(access, "java.lang.Runtime", "halt")))
        .containsExactly("io.affut.cli.Affut");
  }

  /// The annotation is gone from class files, so this reads sources.
  @Test
  void restrictedMethodsAreForRawClassesAndTheLoading() throws IOException {
    List<String> elsewhere = new ArrayList<>();
    int found = 0;
    for (Path source : sources()) {
      if (Files.readString(source).contains("@SuppressWarnings(\"restricted\")")) {
        found++;
        String name = ROOT.relativize(source).toString().replace('\\', '/');
        boolean raw =
            name.matches(
                "native-bindings/.*/"
                    + "(CudaRuntimeC|NvJpegC|NvrtcC|OpenVinoC|PosixC|TensorRtC|TurboJpegC)\\.java");
        if (!raw && !name.contains("io/affut/bindings/library/")) {
          elsewhere.add(name);
        }
      }
    }
    assertThat(found).isGreaterThanOrEqualTo(3);
    assertThat(elsewhere).isEmpty();
  }

  @Test
  void everyPackageIsDescribed() throws IOException {
    assertThat(sources().stream().map(Path::getParent).distinct())
        .filteredOn(folder -> folder.toString().replace('\\', '/').contains("io/affut"))
        .hasSizeGreaterThan(10)
        .allMatch(folder -> Files.exists(folder.resolve("package-info.java")));
  }

  /// A package without a word there is one that nobody finds.
  @Test
  void thePlanOfTheHouseNamesEveryPackage() throws IOException {
    List<String> plan = Files.readAllLines(ROOT.resolve("docs/architecture.md"));
    for (Path folder : sources().stream().map(Path::getParent).distinct().toList()) {
      Path place = ROOT.relativize(folder); // module/src/main/java/io/affut/room/package
      if (place.getNameCount() > 7) {
        assertThat(plan)
            .as("%s", place)
            .anyMatch(row ->
                row.startsWith("| `%s` |".formatted(place.getName(0)))
                    && row.contains("`%s`".formatted(place.getFileName())));
      }
    }
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/main/java"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    return sources;
  }

  private static Set<String> classesThat(Predicate<JavaAccess<?>> access) {
    return HOUSE.stream()
        .flatMap(type -> type.getAccessesFromSelf().stream())
        .filter(access)
        .map(found -> found.getOriginOwner().getName())
        .collect(Collectors.toSet());
  }

  private static boolean calls(JavaAccess<?> access, String owner, String method) {
    return access.getTargetOwner().getName().equals(owner)
        && access.getTarget().getName().equals(method);
  }

  private static boolean isVisible(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC);
  }

  private static boolean isVisible(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static List<JavaType> types(JavaMember member) {
    return switch (member) {
      case JavaField field -> List.of(field.getType());
      case JavaCodeUnit code ->
          Stream.concat(Stream.of(code.getReturnType()), code.getParameterTypes().stream())
              .toList();
      default -> throw new AssertionError(member);
    };
  }
}
