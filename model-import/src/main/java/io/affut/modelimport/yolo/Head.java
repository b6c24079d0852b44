package io.affut.modelimport.yolo;

import io.affut.modelimport.ModelPort;
import java.util.List;

/// The head of a detector, whose nodes are in the graph already.
///
/// @param hasAnchors whether its boxes are changes of anchors
/// @param classes how many it tells apart
/// @param strides the sizes of the cells of its grids in pixels
/// @param output what it gives
record Head(boolean hasAnchors, int classes, List<Integer> strides, ModelPort output) {}
