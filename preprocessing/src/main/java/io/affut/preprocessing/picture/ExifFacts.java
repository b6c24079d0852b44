package io.affut.preprocessing.picture;

import com.drew.imaging.tiff.TiffProcessingException;
import com.drew.imaging.tiff.TiffReader;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.MetadataException;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.exif.ExifTiffHandler;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// What a picture's EXIF block says that matters here. Only the block is read, not the file.
record ExifFacts(Orientation orientation, Optional<CaptureDate> date) {
  private static final ExifFacts NONE = new ExifFacts(Orientation.UPRIGHT, Optional.empty());

  /// The facts of a picture; of one without EXIF, or with a broken one, as much as can be had.
  static ExifFacts of(PictureFormat format, MemorySegment bytes) {
    return ExifBlock.find(format, bytes).map(ExifFacts::ofBlock).orElse(NONE);
  }

  private static ExifFacts ofBlock(MemorySegment block) {
    Metadata metadata = new Metadata();
    try {
      new TiffReader()
          .processTiff(new SegmentReader(block), new ExifTiffHandler(metadata, null, 0), 0);
    } catch (TiffProcessingException
        | IOException
        | RuntimeException
        | StackOverflowError
        | OutOfMemoryError e) {
      // What was understood before is in the metadata; a broken block is no reason to fail.
    }
    return new ExifFacts(orientation(metadata), date(metadata));
  }

  private static Orientation orientation(Metadata metadata) {
    Directory main = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
    if (main == null || !main.containsTag(ExifIFD0Directory.TAG_ORIENTATION)) {
      return Orientation.UPRIGHT;
    }
    try {
      return Orientation.ofExif(main.getInt(ExifIFD0Directory.TAG_ORIENTATION));
    } catch (MetadataException e) {
      return Orientation.UPRIGHT;
    }
  }

  private static Optional<CaptureDate> date(Metadata metadata) {
    Directory details = metadata.getFirstDirectoryOfType(ExifSubIFDDirectory.class);
    if (details == null) {
      return Optional.empty();
    }
    return CaptureDate.of(
        details.getString(ExifSubIFDDirectory.TAG_DATETIME_ORIGINAL),
        details.getString(ExifSubIFDDirectory.TAG_SUBSECOND_TIME_ORIGINAL),
        details.getString(ExifSubIFDDirectory.TAG_TIME_ZONE_ORIGINAL));
  }
}
