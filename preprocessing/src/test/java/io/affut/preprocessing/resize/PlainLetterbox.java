package io.affut.preprocessing.resize;

import java.util.Arrays;

/// The slow and obvious letterbox that the kernel is compared with: each output value from its four
/// source values, nothing kept.
final class PlainLetterbox {
  private PlainLetterbox() {}

  static byte[] run(byte[] rgb, int width, int height, Letterbox box, int pad) {
    byte[] target = new byte[box.targetWidth() * box.targetHeight() * 3];
    Arrays.fill(target, (byte) pad);
    for (int y = 0; y < box.contentHeight(); y++) {
      for (int x = 0; x < box.contentWidth(); x++) {
        for (int c = 0; c < 3; c++) {
          int at = ((y + box.top()) * box.targetWidth() + x + box.left()) * 3 + c;
          target[at] = (byte) value(rgb, width, height, box, x, y, c);
        }
      }
    }
    return target;
  }

  private static int value(
      byte[] rgb, int width, int height, Letterbox box, int x, int y, int channel) {
    float fx = position(x, width, box.contentWidth());
    int sx = (int) Math.floor(fx);
    fx -= sx;
    if (sx < 0) {
      sx = 0;
      fx = 0;
    }
    if (sx >= width - 1) {
      sx = width - 1;
      fx = 0;
    }
    float fy = position(y, height, box.contentHeight());
    int sy = (int) Math.floor(fy);
    fy -= sy;
    int across0 = across(rgb, width, clamp(sy, height), sx, fx, channel);
    int across1 = across(rgb, width, clamp(sy + 1, height), sx, fx, channel);
    int down0 = (weight(1 - fy) * (across0 >> 4)) >> 16;
    int down1 = (weight(fy) * (across1 >> 4)) >> 16;
    return (down0 + down1 + 2) >> 2;
  }

  private static int across(byte[] rgb, int width, int y, int sx, float fx, int channel) {
    int left = rgb[(y * width + sx) * 3 + channel] & 255;
    int right = rgb[(y * width + clamp(sx + 1, width)) * 3 + channel] & 255;
    return left * weight(1 - fx) + right * weight(fx);
  }

  private static float position(int target, int sourceSize, int targetSize) {
    return (float) ((target + 0.5) * sourceSize / targetSize - 0.5);
  }

  private static int weight(float fraction) {
    return (int) Math.rint(fraction * 2048.0);
  }

  private static int clamp(int index, int size) {
    return Math.max(0, Math.min(index, size - 1));
  }
}
