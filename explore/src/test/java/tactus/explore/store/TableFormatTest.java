package tactus.explore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tactus.config.ConfigException;

class TableFormatTest {

  private static final StoreQuery TABLE =
      new StoreQuery(
          List.of("point", "name", "energy"),
          List.of(
              Arrays.asList(0, "a \"b\"", 0.1),
              Arrays.asList(5_000_000_000L, null, Double.POSITIVE_INFINITY)));

  @TempDir private Path directory;

  @Test
  void text_asJson_isAnObjectForEachRow() {
    assertThat(TableFormat.JSON.text(TABLE))
        .contains(
            """
            [
            {"point":0,"name":"a \\"b\\"","energy":0.1},
            {"point":5000000000,"name":null,"energy":null}
            ]
            """);
  }

  @Test
  void write_asCsv_isTheTextOfCsv() throws IOException {
    Path file = directory.resolve("points.csv");
    TableFormat.CSV.write(TABLE, file);
    TableFormat.CSV.write(TABLE, file);

    assertThat(Files.readString(file)).isEqualTo(TABLE.csv());
  }

  @Test
  void check_withoutTheOptionalPart_saysHowToGetIt() {
    TableFormat.JSON.check();
    assertThatThrownBy(TableFormat.PARQUET::check)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "parquet: needs an optional part, which is built once by: mvn -B -ntp -q"
                + " -Pparquet -Dquick -DskipTests -pl parquet -am package");
  }
}
