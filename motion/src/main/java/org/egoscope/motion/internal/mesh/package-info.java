/**
 * Surfaces that follow the body: the shape of our own body as an implicit surface, its polygons, skinning, painting and GLB, and the
 * licensed SMPL family from files.
 */
@NullMarked
package org.egoscope.motion.internal.mesh;

import org.jspecify.annotations.NullMarked;
