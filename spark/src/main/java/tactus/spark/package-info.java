/**
 * An optional part: sweeps on a cluster of Apache Spark. The driver keeps the store and hands out
 * points; executors send results back. Start reading at {@link tactus.spark.SparkBackend}.
 */
@NullMarked
package tactus.spark;

import org.jspecify.annotations.NullMarked;
