/** What scenegraph emits: nodes, interval edges, contacts, actions. */
@NullMarked
package org.egoscope.core.graph;

import org.jspecify.annotations.NullMarked;
