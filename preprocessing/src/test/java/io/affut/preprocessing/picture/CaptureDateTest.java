package io.affut.preprocessing.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureDateTest {
  @Test
  void keepsTheTextAndReadsItWithSubSecondsAndOffset() {
    assertThat(CaptureDate.of("2024:02:29 23:59:58", "12", "+02:00"))
        .contains(
            new CaptureDate(
                "2024:02:29 23:59:58",
                LocalDateTime.of(2024, 2, 29, 23, 59, 58, 120_000_000),
                Optional.of(ZoneOffset.ofHours(2))));
  }

  @Test
  void paddingIsNoPartOfTheText() {
    CaptureDate date = CaptureDate.of("2024:02:29 23:59:58\0\0\0", "5  \0", "   :  ").orElseThrow();
    assertThat(date.raw()).isEqualTo("2024:02:29 23:59:58");
    assertThat(date.local().getNano()).isEqualTo(500_000_000);
    assertThat(date.offset()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-02-29 23:59:58",
        "2024/02/29 23:59:58",
        "2024:02:29T23:59:58",
        "2024:2:29 23:59:58",
        "2024-02-29T23:59:58Z"
      })
  void whatCamerasWriteInsteadIsUnderstood(String text) {
    assertThat(CaptureDate.of(text, null, null).orElseThrow().local())
        .isEqualTo(LocalDateTime.of(2024, 2, 29, 23, 59, 58));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "    :  :     :  :  ",
        "0000:00:00 00:00:00",
        "0001:01:01 00:00:00",
        "2024:02:30 10:00:00",
        "2024:13:01 10:00:00",
        "2024:01:01 25:00:00",
        "2024:01:01",
        "yesterday",
        "65535:65535:65535 65535:65535:65535"
      })
  void nonsenseIsNoDate(String text) {
    assertThat(CaptureDate.of(text, null, null)).isEmpty();
  }

  @Test
  void nonsenseBesideADateIsLeftOut() {
    CaptureDate date = CaptureDate.of("2024:01:01 10:00:00", "x", "+99:99").orElseThrow();
    assertThat(date.local().getNano()).isZero();
    assertThat(date.offset()).isEmpty();
    assertThat(CaptureDate.of(null, "12", "+02:00")).isEmpty();
  }

  @Test
  void moreDigitsThanNanosecondsAreCutOff() {
    assertThat(CaptureDate.of("2024:01:01 10:00:00", "1234567891234", null).orElseThrow().local())
        .isEqualTo(LocalDateTime.of(2024, 1, 1, 10, 0, 0, 123_456_789));
  }
}
