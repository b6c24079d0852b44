package io.affut.bindings.openvino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.affut.bindings.library.LibraryLoader;
import io.affut.bindings.library.LoadedLibrary;
import io.affut.bindings.library.NativeLibraryException;
import io.affut.bindings.memory.NativeLedger;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The library and its devices.
interface CoreContract extends OpenVinoUnderTest {
  @Test
  default void tellsItsVersion() {
    assertThat(openVino().version()).startsWith(wheel().version());
  }

  @Test
  default void aProcessorIsAlwaysThere() {
    assertThat(core().devices()).contains("CPU");
    assertThat(core().property("CPU", "FULL_DEVICE_NAME")).isNotBlank();
    assertThat(core().property("CPU", "OPTIMIZATION_CAPABILITIES")).contains("FP32");
  }

  @Test
  default void propertiesOfADeviceCanBeSet() {
    core().setProperty("CPU", "INFERENCE_NUM_THREADS", "1");
    assertThat(core().property("CPU", "INFERENCE_NUM_THREADS")).isEqualTo("1");
    core().setProperty("CPU", "INFERENCE_NUM_THREADS", "0");
  }

  @Test
  default void modelsAreReadAndNotMapped() {
    assertThat(core().property("", "ENABLE_MMAP")).isEqualTo("NO");
  }

  @Test
  default void onlyTheModelThatIsAskedForIsMapped() {
    assertThatExceptionOfType(OpenVinoException.class)
        .isThrownBy(() -> core().readMapped(Path.of("none.onnx")));
    assertThat(core().property("", "ENABLE_MMAP")).isEqualTo("NO");
  }

  @Test
  default void anUnknownPropertyIsAnErrorInTheLibrarysOwnWords() {
    assertThatExceptionOfType(OpenVinoException.class)
        .isThrownBy(() -> core().property("CPU", "NO_SUCH_PROPERTY"))
        .satisfies(e -> {
          assertThat(e.function()).isEqualTo("ov_core_get_property");
          assertThat(e.status()).isNotZero();
          assertThat(e.statusName()).isEqualTo("GENERAL_ERROR");
          assertThat(e.nativeText()).contains("NO_SUCH_PROPERTY");
          assertThat(e).hasMessageContaining(e.nativeText().strip());
        });
  }

  @Test
  default void anUnknownDeviceIsAnErrorInTheLibrarysOwnWords() {
    assertThatExceptionOfType(OpenVinoException.class)
        .isThrownBy(() -> core().property("TOASTER", "FULL_DEVICE_NAME"))
        .satisfies(e -> assertThat(e.nativeText()).contains("TOASTER"));
  }

  @Test
  default void aCoreCanBeClosedTwiceAndNamesItselfAfterwards() {
    Core core = openVino().newCore();
    core.close();
    core.close();
    assertThatIllegalStateException().isThrownBy(core::devices).withMessageContaining("core");
  }

  @Test
  default void theLibraryCanBeClosedTwiceAndNamesItselfAfterwards() {
    OpenVino another = OpenVino.load(wheel().library(), new NativeLedger());
    another.close();
    another.close();
    assertThatIllegalStateException()
        .isThrownBy(another::newCore)
        .withMessageContaining("OpenVINO");
  }

  @Test
  default void aMissingFunctionIsNamedWithTheVersion() {
    LoadedLibrary real = LibraryLoader.open("OpenVINO", "unknown", wheel().library());
    var without =
        new LoadedLibrary(
            real.title(),
            real.version(),
            real.file(),
            name -> name.equals("ov_tensor_data") ? Optional.empty() : real.symbols().find(name));
    assertThatExceptionOfType(NativeLibraryException.class)
        .isThrownBy(() -> OpenVino.of(without, new NativeLedger()))
        .withMessageContaining("OpenVINO " + wheel().version())
        .withMessageContaining("ov_tensor_data");
  }

  @Test
  default void evenAMissingVersionIsNoFailedClass() {
    LoadedLibrary real = LibraryLoader.open("OpenVINO", "unknown", wheel().library());
    var empty =
        new LoadedLibrary(real.title(), real.version(), real.file(), name -> Optional.empty());
    assertThatExceptionOfType(NativeLibraryException.class)
        .isThrownBy(() -> OpenVino.of(empty, new NativeLedger()))
        .withMessageContaining("ov_get_openvino_version");
  }

  @Test
  default void aMissingFileIsNamed() {
    assertThatExceptionOfType(NativeLibraryException.class)
        .isThrownBy(() -> OpenVino.load(Path.of("nowhere", "libopenvino_c.so"), new NativeLedger()))
        .withMessageContaining("nowhere");
  }

  @Test
  default void everyElementTypeKeepsItsNumber() {
    var library =
        new OpenVinoLibrary(
            LibraryLoader.open("OpenVINO", "unknown", wheel().library()), new NativeLedger());
    for (ElementType type : ElementType.values()) {
      assertThat(library.elementType(library.code(type))).isEqualTo(type);
    }
    assertThat(library.elementType(-1)).isEqualTo(ElementType.DYNAMIC);
    assertThat(library.elementType(1000)).isEqualTo(ElementType.DYNAMIC);
  }
}
