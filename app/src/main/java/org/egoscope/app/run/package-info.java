/** The three ways to run the pipeline: direct, local, cluster. */
@NullMarked
package org.egoscope.app.run;

import org.jspecify.annotations.NullMarked;
