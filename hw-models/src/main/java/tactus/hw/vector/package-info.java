/** The vector engine: element-wise operators, normalizations and softmax in lanes and passes. */
@NullMarked
package tactus.hw.vector;

import org.jspecify.annotations.NullMarked;
