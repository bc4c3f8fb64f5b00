/**
 * Values of tensors: read from safetensors files or drawn at random. Start at {@link
 * tactus.workload.tensors.SafetensorsFile} and {@link tactus.workload.tensors.Distribution}.
 */
@NullMarked
package tactus.workload.tensors;

import org.jspecify.annotations.NullMarked;
