package io.affut.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.affut.bindings.memory.NativeLedger;
import io.affut.engine.pipeline.PictureFile;
import io.affut.engine.pipeline.PictureFinder;
import io.affut.preprocessing.picture.DecodeScale;
import io.affut.preprocessing.picture.Picture;
import io.affut.preprocessing.picture.PictureReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedPicturesTest {
  @TempDir private Path cache;

  @Test
  void theyAreOfTwelveMegapixelsAndMadeOnce() throws Exception {
    Path folder = GeneratedPictures.in(cache);
    List<PictureFile> pictures = PictureFinder.find(List.of(folder)).pictures();
    assertThat(pictures).hasSize(4);
    try (PictureReader reader =
        new PictureReader(Optional.empty(), PictureReader.DEFAULT_MAX_PIXELS, new NativeLedger())) {
      Picture picture = reader.read(pictures.getFirst().path(), new DecodeScale.Full());
      assertThat(picture.format()).isEqualTo("JPEG");
      assertThat(picture.width()).isEqualTo(4000);
      assertThat(picture.height()).isEqualTo(3000);
    }
    Files.writeString(pictures.getFirst().path(), "kept");
    assertThat(GeneratedPictures.in(cache)).isEqualTo(folder);
    assertThat(pictures.getFirst().path()).hasContent("kept");
    try (var files = Files.list(folder)) {
      assertThat(files).as("nothing unfinished is left").hasSize(4);
    }
  }
}
