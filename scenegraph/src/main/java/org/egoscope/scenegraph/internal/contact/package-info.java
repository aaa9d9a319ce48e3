/** Which hand touches and holds which thing. */
@NullMarked
package org.egoscope.scenegraph.internal.contact;

import org.jspecify.annotations.NullMarked;
