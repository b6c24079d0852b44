package io.affut.preprocessing.picture;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// What a file is by its first bytes, whatever its name says.
public enum PictureFormat {
  /// ISO 10918, in any file format that begins with its start marker.
  JPEG("JPEG"),
  /// Portable Network Graphics.
  PNG("PNG"),
  /// Windows bitmap.
  BMP("BMP"),
  /// Graphics Interchange Format; the first frame is the picture.
  GIF("GIF"),
  /// Tagged Image File Format, BigTIFF too; the first page is the picture.
  TIFF("TIFF"),
  /// WebP, lossy or lossless; the first frame is the picture.
  WEBP("WebP"),
  /// HEVC pictures of telephones.
  HEIC("HEIC", "HEIC pictures are not supported: convert them to JPEG"),
  /// AV1 pictures.
  AVIF("AVIF", "AVIF pictures are not supported: convert them to JPEG"),
  /// JPEG XL.
  JPEG_XL("JPEG XL", "JPEG XL pictures are not supported: convert them to JPEG"),
  /// JPEG 2000.
  JPEG_2000("JPEG 2000", "JPEG 2000 pictures are not supported: convert them to JPEG"),
  /// What a camera's sensor measured, before it is a picture.
  RAW("raw", "raw camera pictures are not supported: convert them to JPEG"),
  /// Photoshop.
  PSD("Photoshop", "Photoshop files are not supported: convert them to JPEG"),
  /// Any video.
  VIDEO("video", "is a video, not a picture"),
  /// Portable Document Format.
  PDF("PDF", "is a PDF document, not a picture"),
  /// A web page, as a failed download leaves.
  HTML("HTML", "is a web page (HTML), not a picture"),
  /// Readable characters.
  TEXT("text", "is a text file, not a picture"),
  /// ZIP, gzip, RAR, 7z.
  ARCHIVE("archive", "is an archive (ZIP or the like), not a picture: unpack it first"),
  /// Zeros, as a damaged card or an aborted copy leaves.
  ZEROS("zeros", "begins with nothing but zeros: the card or the copy is damaged"),
  /// None of these.
  UNKNOWN("unknown", "is of no kind that is known here: not a picture, or damaged from its start");

  /// How many of a file's first bytes decide.
  public static final int SNIFFED_BYTES = 512;

  private final String title;
  private final Optional<String> refusal;

  PictureFormat(String title) {
    this.title = title;
    this.refusal = Optional.empty();
  }

  PictureFormat(String title, String refusal) {
    this.title = title;
    this.refusal = Optional.of(refusal);
  }

  /// The format's usual name.
  public String title() {
    return title;
  }

  /// Why such a file is not read, to be shown after its name; empty for pictures that are.
  public Optional<String> refusal() {
    return refusal;
  }

  /// The format of a file.
  ///
  /// @param bytes all of it, or at least its first [#SNIFFED_BYTES]
  public static PictureFormat sniff(MemorySegment bytes) {
    return new Sniffer(bytes).format();
  }
}
