/** Vectors, rotations, rigid transforms and camera models in the conventions of docs/conventions.md. */
@NullMarked
package org.egoscope.core.geometry;

import org.jspecify.annotations.NullMarked;
