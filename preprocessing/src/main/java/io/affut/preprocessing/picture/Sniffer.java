package io.affut.preprocessing.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;

/// Tells formats apart by their signatures.
final class Sniffer {
  /// The first bytes, one character each.
  private final String start;

  Sniffer(MemorySegment bytes) {
    MemorySegment first = bytes.asSlice(0, Math.min(bytes.byteSize(), PictureFormat.SNIFFED_BYTES));
    start = new String(first.toArray(ValueLayout.JAVA_BYTE), ISO_8859_1);
  }

  PictureFormat format() {
    if (has(0, "\u00ff\u00d8\u00ff")) {
      return PictureFormat.JPEG;
    }
    if (has(0, "\u0089PNG\r\n\u001a\n")) {
      return PictureFormat.PNG;
    }
    if (has(0, "GIF87a") || has(0, "GIF89a")) {
      return PictureFormat.GIF;
    }
    if (has(0, "BM") && isBitmap()) {
      return PictureFormat.BMP;
    }
    if (has(0, "RIFF")) {
      return has(8, "WEBP") ? PictureFormat.WEBP : riff();
    }
    if (has(4, "ftyp")) {
      return isoMedia();
    }
    if (isTiff()) {
      return has(8, "CR") ? PictureFormat.RAW : PictureFormat.TIFF;
    }
    return notDecodable();
  }

  private boolean isTiff() {
    return has(0, "II*\0") || has(0, "MM\0*") || has(0, "II+\0") || has(0, "MM\0+");
  }

  /// A bitmap's second header says its own length; "BM" alone begins many texts.
  private boolean isBitmap() {
    return start.length() >= 18
        && start.charAt(15) == 0
        && start.charAt(16) == 0
        && start.charAt(17) == 0
        && start.charAt(14) >= 12
        && start.charAt(14) <= 124;
  }

  private PictureFormat riff() {
    return has(8, "AVI ") ? PictureFormat.VIDEO : PictureFormat.UNKNOWN;
  }

  /// ISO base media files name their brands: the main one, then those they are compatible with.
  private PictureFormat isoMedia() {
    int length = Math.min(start.length(), start.charAt(2) << 8 | start.charAt(3));
    String brands = start.substring(Math.min(8, length), length);
    if (brands.contains("avif") || brands.contains("avis")) {
      return PictureFormat.AVIF;
    }
    if (brands.matches("(?s).*(hei[cxms]|hev[cxms]|mif1|msf1).*")) {
      return PictureFormat.HEIC;
    }
    if (brands.startsWith("crx ")) {
      return PictureFormat.RAW;
    }
    return PictureFormat.VIDEO;
  }

  private PictureFormat notDecodable() {
    if (has(0, "%PDF")) {
      return PictureFormat.PDF;
    }
    if (hasAny(0, "PK\u0003\u0004", "PK\u0005\u0006", "\u001f\u008b", "Rar!", "7z\u00bc\u00af")) {
      return PictureFormat.ARCHIVE;
    }
    if (hasAny(0, "\u001aE\u00df\u00a3", "FLV\u0001", "\0\0\u0001\u00ba", "\0\0\u0001\u00b3")
        || hasAny(0, "0&\u00b2u\u008ef\u00cf\u0011")
        || hasAny(4, "moov", "mdat", "wide", "skip")) {
      return PictureFormat.VIDEO;
    }
    if (has(0, "\u00ff\n") || has(0, "\0\0\0\fJXL \r\n\u0087\n")) {
      return PictureFormat.JPEG_XL;
    }
    if (has(0, "\u00ffO\u00ffQ") || has(0, "\0\0\0\fjP  \r\n\u0087\n")) {
      return PictureFormat.JPEG_2000;
    }
    if (hasAny(0, "FUJIFILMCCD-RAW", "IIRO", "IIRS", "MMOR", "IIU\0", "FOVb")) {
      return PictureFormat.RAW;
    }
    if (has(0, "8BPS")) {
      return PictureFormat.PSD;
    }
    if (start.chars().allMatch(c -> c == 0)) {
      return PictureFormat.ZEROS;
    }
    return isText() ? text() : PictureFormat.UNKNOWN;
  }

  private PictureFormat text() {
    String words = start.toLowerCase(Locale.ROOT);
    return words.contains("<!doctype html") || words.contains("<html")
        ? PictureFormat.HTML
        : PictureFormat.TEXT;
  }

  /// UTF-16 by its mark; else nothing but characters and white space, accents in any coding.
  private boolean isText() {
    if (hasAny(0, "\u00ff\u00fe", "\u00fe\u00ff")) {
      return true;
    }
    long ascii = start.chars().filter(c -> c >= ' ' && c < 127 || c >= 8 && c <= 13).count();
    boolean noControls = start.chars().allMatch(c -> c >= ' ' || c >= 8 && c <= 13 || c == 27);
    return noControls && ascii * 4 >= start.length() * 3L;
  }

  private boolean has(int at, String signature) {
    return start.startsWith(signature, at);
  }

  private boolean hasAny(int at, String... signatures) {
    for (String signature : signatures) {
      if (has(at, signature)) {
        return true;
      }
    }
    return false;
  }
}
