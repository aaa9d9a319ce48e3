/** The subcommands of the command line, one class each. */
@NullMarked
package org.egoscope.app.command;

import org.jspecify.annotations.NullMarked;
