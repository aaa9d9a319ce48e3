/** Payloads of the topics. */
@NullMarked
package org.egoscope.storage.internal.codec;

import org.jspecify.annotations.NullMarked;
