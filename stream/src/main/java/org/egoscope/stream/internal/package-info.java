/** How the workers talk to Kafka. */
@NullMarked
package org.egoscope.stream.internal;

import org.jspecify.annotations.NullMarked;
