/**
 * Networks as graphs of layers with the shapes of what they pass on, at the granularity in which a
 * framework runs them: convolution, normalization and activation are layers of their own. Start
 * with {@link tactus.workload.network.Networks}. It knows nothing of loops or machines.
 */
@NullMarked
package tactus.workload.network;

import org.jspecify.annotations.NullMarked;
