/** Other people and blurred faces measured against labelled faces, and on clips that show nobody. */
@NullMarked
package org.egoscope.app.people;

import org.jspecify.annotations.NullMarked;
