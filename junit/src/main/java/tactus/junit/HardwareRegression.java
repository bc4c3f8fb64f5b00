package tactus.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of recorded runs: one for each regression file, which fails with a line for each figure
 * that is not as recorded. The files are those of {@code tactus regress}.
 *
 * <pre>{@code
 * class MachinesTest {
 *   @HardwareRegression("src/test/regressions")
 *   void machines_giveWhatIsRecorded() {}
 * }
 * }</pre>
 *
 * <p>The method's body runs after the comparison; it may take a {@link
 * tactus.explore.regress.RegressionResult}. With {@code -Dtactus.update-regressions=true} what came
 * out is recorded instead.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(RegressionExtension.class)
public @interface HardwareRegression {

  /** {@return regression files, and directories that are searched for them} */
  String[] value();
}
