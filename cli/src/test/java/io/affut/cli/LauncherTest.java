package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The launcher `affut` in a small world of its own: Javas that print what they are started with,
/// and a Maven that notes that it was called.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has a launcher of its own, affut.cmd")
@Timeout(120)
class LauncherTest {
  @TempDir Path folder;
  private LauncherWorld world;

  @BeforeEach
  void makeWorld() throws Exception {
    world = new LauncherWorld(folder);
  }

  @Test
  void anOldJavaOnTheWayIsPassedOver() throws Exception {
    world.release();
    Path old = world.jdk("old", "17.0.15");
    Path right = world.jdk("right", "25.0.3");
    world.onPath(old);
    world.onPath(right);
    world.environment("JAVA_HOME", old);
    assertThat(world.launch("run").java()).isEqualTo(right);
  }

  @Test
  void theOrderIsTheNamedOneThenJavaHomeThenThePathThenTheUsualPlaces() throws Exception {
    world.release();
    Path usual = world.jdk("usual places/a", "25");
    assertThat(world.launch().java()).isEqualTo(usual);
    Path onPath = world.jdk("on path", "25.0.1");
    world.onPath(onPath);
    assertThat(world.launch().java()).isEqualTo(onPath);
    Path javaHome = world.jdk("java home", "26-ea");
    world.environment("JAVA_HOME", javaHome);
    assertThat(world.launch().java()).isEqualTo(javaHome);
    Path named = world.jdk("named", "25.0.2");
    world.environment("AFFUT_JAVA_HOME", named);
    assertThat(world.launch().java()).isEqualTo(named);
  }

  @Test
  void aNamedJavaThatDoesNotServeIsAnErrorThatSaysWhy() throws Exception {
    world.release();
    world.jdk("usual places/a", "25");
    Path old = world.jdk("old", "17.0.15");
    world.environment("AFFUT_JAVA_HOME", old);
    var tooOld = world.launch();
    assertThat(tooOld.status()).isEqualTo(3);
    assertThat(tooOld.err())
        .containsOnlyOnce("\n")
        .contains(old.toString(), "Java 17", "at least 25");
    world.environment("AFFUT_JAVA_HOME", folder.resolve("nowhere"));
    var none = world.launch();
    assertThat(none.status()).isEqualTo(3);
    assertThat(none.err()).containsOnlyOnce("\n").contains("nowhere", "holds no Java");
  }

  @Test
  void withoutAnyJavaThatServesOneSentenceSaysWhatToDo() throws Exception {
    world.release();
    world.onPath(world.jdk("old", "21.0.1"));
    world.jdk("usual places/ancient", "1.8.0_392");
    var run = world.launch("run");
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err())
        .containsOnlyOnce("\n")
        .contains("no JDK of at least 25", "Java 21", "AFFUT_JAVA_HOME");
  }

  @Test
  void argumentsArriveAsTheyAre() throws Exception {
    world.release();
    world.jdk("usual places/a", "25");
    assertThat(world.launch("run", "two words", "", "*", "a\\b", "$HOME", "é", "'\"").arguments())
        .endsWith(
            "-m",
            "io.affut.cli/io.affut.cli.Affut",
            "run",
            "two words",
            "",
            "*",
            "a\\b",
            "$HOME",
            "é",
            "'\"")
        .contains(
            "--enable-native-access=io.affut.bindings,org.bytedeco.javacpp,org.bytedeco.ffmpeg")
        .noneMatch(argument -> argument.startsWith("-Daffut.terminal"));
  }

  @Test
  void moreOptionsForJavaAreSplitAtSpacesAndNotExpanded() throws Exception {
    world.release();
    world.jdk("usual places/a", "25");
    LauncherWorld.write(folder.resolve("elsewhere/-Dx=1"), "");
    world.environment("AFFUT_JAVA_OPTS", "-Xmx1g  -Dx=*");
    assertThat(world.launch().arguments()).containsSubsequence("-Xmx1g", "-Dx=*", "-m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "setup"})
  void aJavaThatDoesNotStartWithTheUsersOptionsIsNoFailedPicture(String command) throws Exception {
    Path home = world.release();
    world.jdk("usual places/a", "25");
    Path classes = home.resolve("affut.aot");
    LauncherWorld.write(classes, "");
    world.environment("AFFUT_JAVA_OPTS", "-Xmx1g -Xwrong");
    var run = world.launch(command);
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("Unrecognized option: -Xwrong\naffut: Java does not start")
        .contains("AFFUT_JAVA_OPTS");
    assertThat(classes).exists();
  }

  @Test
  void javaIsTriedFirstOnlyWhereTheUserHasGivenItOptions() throws Exception {
    world.release();
    Path java = world.jdk("usual places/a", "25");
    world.launch("run");
    assertThat(LauncherWorld.starts(java)).isEqualTo(1);
    world.environment("AFFUT_JAVA_OPTS", "-Xmx1g");
    assertThat(world.launch("run").arguments()).doesNotContain("--dry-run").contains("-Xmx1g");
    assertThat(LauncherWorld.starts(java)).isEqualTo(3);
    world.environment("AFFUT_JAVA_OPTS", "-agentlib:jdwp=transport=dt_socket,server=y");
    world.launch("run");
    assertThat(LauncherWorld.starts(java)).as("a debugger is waited for once").isEqualTo(4);
  }

  @Test
  void itsOwnFolderIsFoundThroughLinksAndInOddPlaces() throws Exception {
    Path home = world.release("a folder with späces");
    world.jdk("usual places/a", "25");
    Path link = world.link("bin/affut", world.link("deep/er/link", home.resolve("affut")));
    assertThat(world.launch(link).arguments()).contains(home.resolve("lib").toString());
  }

  @Test
  void theStatusOfTheProgramIsTheLaunchers() throws Exception {
    world.release();
    world.jdk("usual places/a", "25");
    world.environment("EXIT_WITH", "5");
    assertThat(world.launch().status()).isEqualTo(5);
  }

  @Test
  void namesWithAccentsCanBeOpenedInAnyLocale() throws Exception {
    world.release();
    world.jdk("usual places/a", "25");
    world.environment("LC_ALL", "C");
    assertThat(world.launch().locale()).isEqualTo("C.UTF-8");
    world.environment("LC_ALL", "xx_XX.UTF-8");
    assertThat(world.launch().locale()).as("one that is not installed").isEqualTo("C.UTF-8");
    world.environment("LC_ALL", "C.UTF-8");
    assertThat(world.launch().locale()).isEqualTo("C.UTF-8");
  }

  @Test
  void oneCategoryThatIsNotInstalledSpoilsTheOthersAndIsOverridden() throws Exception {
    world.release();
    world.jdk("usual places/a", "25");
    world.environment("LC_ALL", "");
    world.environment("LC_CTYPE", "C.UTF-8");
    world.environment("LANG", "xx_XX.UTF-8");
    assertThat(world.launch().locale()).as("LANG").isEqualTo("C.UTF-8");
    world.environment("LANG", "C.UTF-8");
    world.environment("LC_TIME", "xx_XX.UTF-8");
    assertThat(world.launch().locale()).as("LC_TIME").isEqualTo("C.UTF-8");
    world.environment("LC_TIME", "C.UTF-8");
    assertThat(world.launch().locale()).as("all are installed").isEmpty();
  }

  @Test
  void theLanguageOfALocaleThatIsNotInstalledIsStillTheUsers() throws Exception {
    world.release();
    world.jdk("usual places/a", "25");
    world.environment("LC_ALL", "fr_XX.UTF-8");
    assertThat(world.launch().messages()).isEqualTo("fr_XX.UTF-8");
  }

  @Test
  void largePagesAreAskedForUnlessTheUserSaysOtherwise() throws Exception {
    world.release();
    world.jdk("usual places/a", "25");
    assertThat(world.launch().memory())
        .isEqualTo("glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1");
    world.environment("GLIBC_TUNABLES", "glibc.malloc.hugetlb=0");
    assertThat(world.launch().memory()).endsWith(":glibc.malloc.hugetlb=0");
  }

  @Test
  void theFirstUseBuildsAndTheNextDoesNot() throws Exception {
    world.sources();
    world.maven();
    world.jdk("usual places/a", "25");
    var first = world.launch();
    assertThat(first.status()).isZero();
    assertThat(first.err()).isEqualTo("Building Affût (first use, about a minute)...\n");
    assertThat(world.launch().err()).isEmpty();
    assertThat(world.builds()).isEqualTo(1);
  }

  @Test
  void whatChangedIsBuiltAgain() throws Exception {
    Path home = world.sources();
    world.maven();
    world.jdk("usual places/a", "25");
    world.launch();
    for (String changed : new String[] {"cli/src/main/java/A.java", "pom.xml", "cli/pom.xml"}) {
      int before = world.builds();
      LauncherWorld.touch(home.resolve(changed), Instant.now().plus(Duration.ofSeconds(2)));
      assertThat(world.launch().err()).contains("sources changed");
      assertThat(world.builds()).as(changed).isEqualTo(before + 1);
      LauncherWorld.touch(home.resolve(changed), LauncherWorld.LONG_AGO);
    }
    LauncherWorld.touch(home.resolve("cli/src/test/ATest.java"), Instant.now().plusSeconds(2));
    assertThat(world.launch().err()).as("a test").isEmpty();
  }

  /// As `mvn -Pgpu package` left it.
  @Test
  void whatWasBuiltForGpusIsBuiltForGpusAgain() throws Exception {
    Path home = world.sources();
    world.maven();
    world.jdk("usual places/a", "25");
    world.launch();
    Path presets = home.resolve("cli/target/affut/gpu");
    assertThat(presets).as("nobody asked for it").doesNotExist();
    Files.createDirectory(presets);

    change(home);
    world.environment("MAVEN_FAILS", "yes");
    assertThat(world.launch().status()).isEqualTo(70);
    assertThat(presets).as("a build that failed may leave nothing").doesNotExist();

    world.environment("MAVEN_FAILS", "");
    assertThat(world.launch().arguments()).contains("--class-path", presets + "/*");
    change(home);
    assertThat(world.launch().arguments()).contains("--class-path");
  }

  @Test
  void whatWasBuiltWithoutThePresetsSinceIsBuiltWithoutThem() throws Exception {
    Path home = world.sources();
    world.maven();
    world.jdk("usual places/a", "25");
    world.launch();
    Path presets = Files.createDirectory(home.resolve("cli/target/affut/gpu"));
    change(home);
    world.environment("MAVEN_FAILS", "yes");
    world.launch();

    LauncherWorld.write(home.resolve("cli/target/affut/built"), "2020-01-02 00:00:00 UTC\n");
    Files.createDirectory(home.resolve("cli/target/affut/lib"));
    world.environment("MAVEN_FAILS", "");
    assertThat(world.launch().arguments()).doesNotContain("--class-path");
    assertThat(presets).doesNotExist();
  }

  private static void change(Path home) {
    Path source = home.resolve("cli/src/main/java/A.java");
    LauncherWorld.touch(source, Instant.now().plus(Duration.ofSeconds(2)));
  }

  @Test
  void toBuildAJavaWithoutACompilerIsNotEnough() throws Exception {
    world.sources();
    world.maven();
    Path runtime = world.runtime("usual places/a", "25");
    var without = world.launch();
    assertThat(without.status()).isEqualTo(3);
    assertThat(without.err()).contains(runtime.toString(), "no compiler");
    Path jdk = world.jdk("usual places/b", "25");
    assertThat(world.launch().java()).isEqualTo(jdk);
    assertThat(world.launch().java()).as("once it is built").isEqualTo(runtime);
  }

  @Test
  void withoutMavenOneSentenceSaysSo() throws Exception {
    world.sources();
    world.jdk("usual places/a", "25");
    var run = world.launch();
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).containsOnlyOnce("\n").contains("Maven (mvn, 3.8 or later)");
  }

  @Test
  void aBuildThatFailsShowsWhatMavenSaidAndIsTriedAgain() throws Exception {
    world.sources();
    world.maven();
    world.jdk("usual places/a", "25");
    world.environment("MAVEN_FAILS", "yes");
    var run = world.launch();
    assertThat(run.status()).isEqualTo(70);
    assertThat(run.err()).contains("a class is missing", "the build failed", "launcher-build.log");
    world.environment("MAVEN_FAILS", "no network: Could not transfer artifact");
    assertThat(world.launch().err()).contains("needs the network once");
    world.environment("MAVEN_FAILS", "");
    assertThat(world.launch().status()).isZero();
  }

  @Test
  void mavenKeepsItsOwnJavaUnlessThatIsTooOld() throws Exception {
    Path home = world.sources();
    world.maven();
    Path right = world.jdk("usual places/a", "25");
    Path seventeen = world.jdk("seventeen", "17.0.1");
    world.environment("JAVA_HOME", seventeen);
    world.launch();
    assertThat(world.javaOfLastBuild()).isEqualTo(seventeen.toString());
    world.environment("JAVA_HOME", world.jdk("eight", "1.8.0_392"));
    LauncherWorld.touch(home.resolve("pom.xml"), Instant.now().plusSeconds(2));
    world.launch();
    assertThat(world.javaOfLastBuild()).isEqualTo(right.toString());
  }

  @Test
  void twoLaunchesAtOnceBuildOnce() throws Exception {
    world.sources();
    world.maven();
    world.jdk("usual places/a", "25");
    Path enough = folder.resolve("enough");
    world.environment("MAVEN_WAITS_FOR", enough);
    var one = world.start(world.launcher());
    var two = world.start(world.launcher());
    while (!(one.errSoFar() + two.errSoFar()).contains("Waiting for another")) {
      Thread.sleep(20);
    }
    Files.createFile(enough);
    assertThat(one.end().status()).isZero();
    assertThat(two.end().status()).isZero();
    assertThat(one.end().err() + two.end().err()).contains("Building Affût", "Waiting for another");
    assertThat(world.builds()).isEqualTo(1);
  }

  @Test
  void theLockOfALaunchThatWasKilledIsBroken() throws Exception {
    Path home = world.sources();
    world.maven();
    world.jdk("usual places/a", "25");
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    LauncherWorld.write(home.resolve("target/launcher.lock/pid"), gone.pid() + "\n");
    assertThat(world.launch().status()).isZero();
    assertThat(home.resolve("target/launcher.lock")).doesNotExist();
  }
}
