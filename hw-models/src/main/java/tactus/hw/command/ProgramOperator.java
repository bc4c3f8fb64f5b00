package tactus.hw.command;

/**
 * An operator of the graph as the program knows it.
 *
 * @param name unique name
 * @param kind word by which reports group operators, for example {@code linear} or {@code softmax}
 * @param layer the layer of the model it belongs to, or the empty text
 * @param macs multiply-accumulates the graph asks for
 */
public record ProgramOperator(String name, String kind, String layer, long macs) {}
