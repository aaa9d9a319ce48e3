/** Configuration records from flat keys. */
@NullMarked
package org.egoscope.app.config;

import org.jspecify.annotations.NullMarked;
