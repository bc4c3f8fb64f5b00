/**
 * An optional part: tables of sweeps as Apache Parquet, by DuckDB. Found by the program if its jar
 * is on the class path. Start reading at {@link tactus.parquet.ParquetWriter}.
 */
@NullMarked
package tactus.parquet;

import org.jspecify.annotations.NullMarked;
