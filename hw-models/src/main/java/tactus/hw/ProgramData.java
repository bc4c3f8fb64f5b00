package tactus.hw;

import java.util.Optional;
import tactus.hw.matrix.MatMulData;
import tactus.hw.stream.attention.AttentionData;

/** The numbers with which a program's commands are executed, by the index of each. */
public interface ProgramData {

  /** Operands of small integers for products, none for attention: for whoever wants the time. */
  ProgramData SEEDED =
      new ProgramData() {
        @Override
        public MatMulData product(int command) {
          return MatMulData.seeded(command);
        }

        @Override
        public Optional<AttentionData> attention(int command) {
          return Optional.empty();
        }
      };

  /**
   * {@return the numbers of a product}
   *
   * @param command index of the command
   */
  MatMulData product(int command);

  /**
   * {@return the numbers of an attention on the stream fabric; empty if only its time matters}
   *
   * @param command index of the command
   */
  Optional<AttentionData> attention(int command);
}
