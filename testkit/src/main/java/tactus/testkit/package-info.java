/**
 * What tests share: golden files, sources, sinks and checkers, the order-shuffle harness.
 *
 * <p>Used in test scope by the other modules and open to users who test their own components.
 */
@NullMarked
package tactus.testkit;

import org.jspecify.annotations.NullMarked;
