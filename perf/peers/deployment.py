"""A card's worth of pictures out of a few photos: folders of cameras, dates, and all ways to hold a camera.

Only the EXIF of the files is written anew; what the decoders read stays as it was, damage included.
"""

import datetime

from PIL import Image

ORIENTATION, SUB_SECONDS = 274, 0x9291
EXIF_IFD, DATE_TIME_ORIGINAL = 0x8769, 36867
BEGIN = datetime.datetime(2026, 5, 1, 22, 30)
# Seconds to the picture before; DeepFaune's sequences go on for up to 10. None is a picture without a date.
GAPS = (0, 4, 10, 11, 0, None, 3, 10, 60)
# Folders, in which `-`, `,` and a subfolder make the order of files and of folders two things, with the orientation
# that the photos get there; 0 leaves them as they are.
CAMERAS = {"cam": 0, "cam-2": 3, "cam/night": 6, "Forêt, ouest/cam": 5}


def make(folder, photos):
    """The paths of the pictures, in sorted order."""
    made = []
    for turn, (camera, orientation) in enumerate(CAMERAS.items()):
        place = folder / camera
        place.mkdir(parents=True, exist_ok=True)
        moment = BEGIN + datetime.timedelta(days=turn)
        order = photos[2 * turn :] + photos[: 2 * turn]
        for number, (photo, gap) in enumerate(zip(order, _gaps(len(order)))):
            moment += datetime.timedelta(seconds=gap or 0)
            # The newest first, as after a card was renumbered: names and dates are two orders.
            file = place / f"RCNX{len(order) - number if turn % 2 else number:04}.JPG"
            file.write_bytes(dated(photo.read_bytes(), None if gap is None else moment, orientation or held(photo), number))
            made.append(str(file))
    return sorted(made)


def _gaps(count):
    return [GAPS[number % len(GAPS)] for number in range(count)]


def held(photo):
    """The orientation in a photo's EXIF."""
    with Image.open(photo) as image:
        return image.getexif().get(ORIENTATION, 1)


def dated(jpeg, moment, orientation, tenths):
    """The JPEG file with other EXIF: a date to tenths of a second, if there is one, and an orientation."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    if moment:
        exif.get_ifd(EXIF_IFD).update({DATE_TIME_ORIGINAL: moment.strftime("%Y:%m:%d %H:%M:%S"), SUB_SECONDS: f"{tenths % 10}"})
    segment = exif.tobytes()
    assert jpeg[:2] == b"\xff\xd8", "not a JPEG"
    rest = _without_exif(jpeg[2:])
    return jpeg[:2] + b"\xff\xe1" + (len(segment) + 2).to_bytes(2) + segment + rest


def _without_exif(segments):
    kept, at = b"", 0
    while segments[at] == 0xFF and segments[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(segments[at + 2 : at + 4])
        if not (segments[at + 1] == 0xE1 and segments[at + 4 : at + 10] == b"Exif\0\0"):
            kept += segments[at:end]
        at = end
    return kept + segments[at:]
