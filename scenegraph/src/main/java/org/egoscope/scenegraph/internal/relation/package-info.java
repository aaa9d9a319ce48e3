/** Nodes, labels by vote, and relations as interval edges with evidence. */
@NullMarked
package org.egoscope.scenegraph.internal.relation;

import org.jspecify.annotations.NullMarked;
