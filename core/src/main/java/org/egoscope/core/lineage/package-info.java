/** What made an output: plan, models, versions. */
@NullMarked
package org.egoscope.core.lineage;

import org.jspecify.annotations.NullMarked;
