/**
 * Our numbers beside those that others measured or printed, over whole golden files. Start at
 * {@link tactus.explore.validate.Validations}; what is compared with one source is one class. Reads
 * the golden files of a checkout; {@code tactus validate} writes {@code docs/validation.md} from
 * it.
 */
@NullMarked
package tactus.explore.validate;

import org.jspecify.annotations.NullMarked;
