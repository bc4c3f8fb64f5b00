package tactus.junit;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.opentest4j.AssertionFailedError;
import tactus.explore.regress.Regression;
import tactus.explore.regress.RegressionResult;

/** Makes a test of each regression file that {@link HardwareRegression} names. */
final class RegressionExtension implements TestTemplateInvocationContextProvider {

  private static final String UPDATE = "tactus.update-regressions";

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return context.getRequiredTestMethod().isAnnotationPresent(HardwareRegression.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    HardwareRegression asked =
        context.getRequiredTestMethod().getAnnotation(HardwareRegression.class);
    return Regression.files(Arrays.stream(asked.value()).map(Path::of).toList()).stream()
        .map(OneFile::new);
  }

  /**
   * A test of one file.
   *
   * @param file the file
   */
  private record OneFile(Path file) implements TestTemplateInvocationContext {
    @Override
    public String getDisplayName(int invocationIndex) {
      return file.toString();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new Comparison(file));
    }
  }

  /** Runs the file before the test's body, whichever asks for the result first. */
  private static final class Comparison implements BeforeTestExecutionCallback, ParameterResolver {
    private final Path file;

    Comparison(Path file) {
      this.file = file;
    }

    private RegressionResult result(ExtensionContext context) {
      return context
          .getStore(ExtensionContext.Namespace.create(RegressionExtension.class))
          .getOrComputeIfAbsent(
              file,
              key -> Regression.read(file).run(Boolean.getBoolean(UPDATE)),
              RegressionResult.class);
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) {
      RegressionResult result = result(context);
      if (!result.passes()) {
        throw new AssertionFailedError(file + ":\n  " + String.join("\n  ", result.failures()));
      }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RegressionResult.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return result(context);
    }
  }
}
