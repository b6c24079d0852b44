package io.affut.preprocessing.resize;

/// A box as a fraction of its picture, 0 to 1, origin in the upper left corner.
///
/// @param x the left side
/// @param y the upper side
/// @param width never negative; 0 for a box that lay outside the picture
/// @param height never negative; 0 for a box that lay outside the picture
public record NormalisedBox(double x, double y, double width, double height) {}
