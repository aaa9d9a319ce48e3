package org.egoscope.scenegraph.internal.frame;

import org.egoscope.core.observation.Instance;

/** An instance with its mask opened for geometry. */
record Sighting(Instance instance, MaskShape shape) {}
