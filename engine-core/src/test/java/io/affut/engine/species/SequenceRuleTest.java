package io.affut.engine.species;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.preprocessing.picture.CaptureDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/// DeepFaune's rule 3.2, with a longest lag of ten seconds.
class SequenceRuleTest {
  private static final LabelSettings USUAL = LabelSettings.DEEPFAUNE;

  private static LabelSettings settings(Optional<Pattern> camera, boolean compatible) {
    return new LabelSettings(
        USUAL.threshold(),
        USUAL.confidence(),
        USUAL.maxLag(),
        USUAL.species(),
        USUAL.excluded(),
        USUAL.birds(),
        camera,
        USUAL.shifts(),
        compatible,
        false);
  }

  /// @param time `hh:mm:ss` with an offset such as `+02:00` behind it or not; empty for no date
  private static Shot shot(String file, String time, LabelSettings settings) {
    if (time.isEmpty()) {
      return Shot.of(file, Optional.empty(), settings);
    }
    int sign = Math.max(time.indexOf('+'), time.indexOf('-'));
    String clock = sign < 0 ? time : time.substring(0, sign);
    Optional<ZoneOffset> offset =
        sign < 0 ? Optional.empty() : Optional.of(ZoneOffset.of(time.substring(sign)));
    LocalDateTime local = LocalDateTime.parse("2026-10-25T" + clock);
    return Shot.of(file, Optional.of(new CaptureDate(time, local, offset)), settings);
  }

  /// @param pictures file and time in turn
  private static List<List<String>> sequences(LabelSettings settings, String... pictures) {
    List<Shot> shots = new ArrayList<>();
    for (int i = 0; i < pictures.length; i += 2) {
      shots.add(shot(pictures[i], pictures[i + 1], settings));
    }
    return new SequenceRule(settings)
        .of(shots).stream().map(sequence -> sequence.stream().map(Shot::file).toList()).toList();
  }

  @Test
  void aGapOfExactlyTheLongestLagStillBelongsAndChainsGoOn() {
    assertThat(
            sequences(
                USUAL, "a/1", "10:00:00", "a/2", "10:00:10", "a/3", "10:00:20", "a/4", "10:00:31"))
        .containsExactly(List.of("a/1", "a/2", "a/3"), List.of("a/4"));
  }

  @Test
  void camerasAreFoldersAndNeverMix() {
    assertThat(sequences(USUAL, "a/b/1", "10:00:00", "a/2", "10:00:01", "a/b/3", "10:00:02"))
        .containsExactly(List.of("a/2"), List.of("a/b/1", "a/b/3"));
  }

  @Test
  void camerasAreInAlphabeticalOrderAndInDeepFaunesQuirkInThatOfTheirFirstFiles() {
    String[] pictures = {"cam/z", "", "cam-2/a", "", "cam/night/b", ""};
    assertThat(sequences(USUAL, pictures))
        .containsExactly(List.of("cam/z"), List.of("cam-2/a"), List.of("cam/night/b"));
    assertThat(sequences(settings(Optional.empty(), true), pictures))
        .containsExactly(List.of("cam-2/a"), List.of("cam/night/b"), List.of("cam/z"));
  }

  @Test
  void aPatternFindsTheCameraInThePath() {
    LabelSettings byName = settings(Optional.of(Pattern.compile("^(CAM\\d+)_")), false);
    assertThat(sequences(byName, "CAM1_x/1", "10:00:00", "CAM1_y/2", "10:00:05"))
        .containsExactly(List.of("CAM1_x/1", "CAM1_y/2"));
    assertThat(Shot.of("other/1", Optional.empty(), byName).camera()).isEqualTo("other");
  }

  @Test
  void aPictureWithoutADateIsASequenceOfItsOwn() {
    assertThat(sequences(USUAL, "a/2", "", "a/1", "", "a/3", "10:00:00"))
        .containsExactly(List.of("a/3"), List.of("a/1"), List.of("a/2"));
  }

  @Test
  void sequencesStandByDateAndTheirPicturesByName() {
    assertThat(sequences(USUAL, "a/2", "10:00:00", "a/1", "10:00:05", "a/0", "11:00:00"))
        .containsExactly(List.of("a/1", "a/2"), List.of("a/0"));
  }

  @Test
  void partsOfASecondCountUnlessDeepFauneIsFollowed() {
    String[] pictures = {"a/1", "10:00:00", "a/2", "10:00:10.5"};
    assertThat(sequences(USUAL, pictures)).hasSize(2);
    assertThat(sequences(settings(Optional.empty(), true), pictures)).hasSize(1);
  }

  /// At three in the morning it is two again.
  @Test
  void theHourThatComesTwiceIsToldByItsOffset() {
    String[] pictures = {"a/1", "02:30:00+02:00", "a/2", "02:30:05+01:00"};
    assertThat(sequences(USUAL, pictures)).hasSize(2);
    assertThat(sequences(settings(Optional.empty(), true), pictures)).hasSize(1);
    assertThat(sequences(USUAL, "a/1", "02:30:00+02:00", "a/2", "02:30:05"))
        .as("one has no offset")
        .hasSize(1);
  }

  @Property(tries = 100)
  void theOrderOfTheFilesChangesNothing(@ForAll Random random) {
    List<Shot> shots = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String time =
          random.nextInt(6) == 0
              ? ""
              : "10:%02d:%02d".formatted(random.nextInt(3), random.nextInt(60));
      shots.add(shot(random.nextInt(3) + "/" + i, time, USUAL));
    }
    List<List<Shot>> wanted = new SequenceRule(USUAL).of(shots);
    Collections.shuffle(shots, random);
    assertThat(new SequenceRule(USUAL).of(shots)).isEqualTo(wanted);
    assertThat(wanted.stream().mapToInt(List::size).sum()).isEqualTo(30);
  }
}
