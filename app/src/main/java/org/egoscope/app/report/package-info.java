/** The report page of a run. */
@NullMarked
package org.egoscope.app.report;

import org.jspecify.annotations.NullMarked;
