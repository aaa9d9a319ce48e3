/** What perception emits: masks, tracks, hands, people, head pose of one frame. */
@NullMarked
package org.egoscope.core.observation;

import org.jspecify.annotations.NullMarked;
