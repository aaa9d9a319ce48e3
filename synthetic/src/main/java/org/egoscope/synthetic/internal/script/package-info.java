/** What happens when: layout, movements, contacts. */
@NullMarked
package org.egoscope.synthetic.internal.script;

import org.jspecify.annotations.NullMarked;
