/** The only place that knows every module. Start with {@link org.egoscope.app.EgoPipeline}. */
@NullMarked
package org.egoscope.app;

import org.jspecify.annotations.NullMarked;
