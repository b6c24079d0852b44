package io.affut.preprocessing.cuda;

import io.affut.preprocessing.picture.CaptureDate;
import java.util.Optional;

/// One picture that was read into the memory of a GPU. The pixels belong to the reader and are
/// there for what is queued on its stream before its next read; everything else may be kept.
///
/// @param picture where it is, as it is stored
/// @param originalWidth of the upright picture before a reduced decode; else of the picture
/// @param originalHeight of the upright picture before a reduced decode; else of the picture
/// @param decoder what decoded it: "nvJPEG", "libjpeg-turbo" or "ImageIO"
/// @param format what the content is, such as "JPEG", whatever the name says
/// @param damage the decoder's own text where the file is cut or broken and was decoded as far as
///   it goes
/// @param date when it was taken
/// @param refusal why nvJPEG cannot decode it, where it is a JPEG and there is nvJPEG
public record DeviceRead(
    DevicePicture picture,
    int originalWidth,
    int originalHeight,
    String decoder,
    String format,
    Optional<String> damage,
    Optional<CaptureDate> date,
    Optional<String> refusal) {}
