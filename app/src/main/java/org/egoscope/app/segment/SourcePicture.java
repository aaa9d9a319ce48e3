package org.egoscope.app.segment;

import org.egoscope.perception.Picture;

/**
 * A picture and where it is from.
 *
 * @param index frame of the video, or place in the folder
 * @param file name of the file
 * @param picture valid only as long as who gives it says
 */
record SourcePicture(long index, String file, Picture picture) {}
