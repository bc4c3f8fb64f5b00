package tactus.explore.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import tactus.config.ConfigException;
import tactus.config.TextFile;
import tactus.explore.store.StoreColumn.Kind;

/**
 * The points of a sweep in an SQLite database, {@code sweep.db}, in a directory that belongs to one
 * sweep at a time. What was added is on disk when {@link #add} returns, also after a crash of the
 * process or the machine. Confined to one thread.
 */
public final class PointStore implements AutoCloseable {

  /** The database's name in the directory. */
  public static final String DATABASE = "sweep.db";

  /** The key of every row, its number in the order of the sweep. */
  public static final String POINT = "point";

  private static final String LOCK = ".lock";

  private final Path directory;
  private final List<StoreColumn> columns;
  private final FileChannel channel;
  private final Connection connection;

  private PointStore(
      Path directory, List<StoreColumn> columns, FileChannel channel, Connection connection) {
    this.directory = directory;
    this.columns = List.copyOf(columns);
    this.channel = channel;
    this.connection = connection;
  }

  /**
   * {@return whether a directory holds a store}
   *
   * @param directory the directory, which need not exist
   */
  public static boolean isIn(Path directory) {
    return Files.exists(directory.resolve(DATABASE));
  }

  /**
   * {@return the store in a directory, a new one if there is none}
   *
   * @param directory the directory, which need not exist
   * @param columns the columns beside the point's number
   * @param facts what must be the same whoever adds points
   * @throws ConfigException if another sweep uses it, it was made by another sweep, the directory
   *     holds something else, or it cannot be written
   */
  public static PointStore open(
      Path directory, List<StoreColumn> columns, Map<String, String> facts) {
    boolean isNew = !isIn(directory);
    if (isNew) {
      checkEmpty(directory);
    }
    FileChannel channel = lock(directory);
    try {
      PointStore store = new PointStore(directory, columns, channel, connect(directory));
      if (isNew || !store.hasFacts()) {
        store.create(facts);
      }
      store.check(facts);
      return store;
    } catch (SQLException e) {
      close(channel);
      throw failed(directory, e);
    } catch (ConfigException e) {
      close(channel);
      throw e;
    }
  }

  private static void checkEmpty(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    if (!Files.isDirectory(directory)) {
      throw failed(directory, "is a file, but must be a directory");
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (!entry.endsWith(LOCK)) {
          throw failed(
              directory,
              "holds something else than a sweep ('"
                  + entry.getFileName()
                  + "'); name an empty or new directory");
        }
      }
    } catch (IOException e) {
      throw failed(directory, "cannot be read: " + TextFile.reason(e));
    }
  }

  private static FileChannel lock(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      @Nullable FileLock lock = null;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        // Held by this very process: told below.
      }
      if (lock == null) {
        channel.close();
        throw failed(directory, "is in use by another sweep that runs at this moment");
      }
      return channel;
    } catch (IOException e) {
      throw failed(directory, "cannot be written: " + TextFile.reason(e));
    }
  }

  private static Connection connect(Path directory) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(10_000);
    return config.createConnection("jdbc:sqlite:" + directory.resolve(DATABASE));
  }

  private boolean hasFacts() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select 1 from sqlite_master where name = 'sweep'")) {
      return rows.next();
    }
  }

  private void create(Map<String, String> facts) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("create table sweep (key text primary key, value text not null)");
      String list =
          columns.stream()
              .map(column -> ", " + quoted(column.name()) + " " + column.kind())
              .collect(Collectors.joining());
      statement.executeUpdate(
          "create table points (" + POINT + " integer primary key" + list + ")");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("insert into sweep (key, value) values (?, ?)")) {
      for (Map.Entry<String, String> fact : facts.entrySet()) {
        insert.setString(1, fact.getKey());
        insert.setString(2, fact.getValue());
        insert.executeUpdate();
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private void check(Map<String, String> facts) throws SQLException {
    Map<String, String> known = facts(connection);
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      @Nullable String old = known.get(fact.getKey());
      if (!fact.getValue().equals(old)) {
        throw failed(
            directory,
            "was made by another sweep: its "
                + fact.getKey().replace('_', ' ')
                + " is '"
                + old
                + "', and now '"
                + fact.getValue()
                + "'; name another directory");
      }
    }
  }

  private static Map<String, String> facts(Connection connection) throws SQLException {
    Map<String, String> facts = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select key, value from sweep order by rowid")) {
      while (rows.next()) {
        facts.put(rows.getString(1), rows.getString(2));
      }
    }
    return facts;
  }

  /**
   * Adds points, all or none of them.
   *
   * @param rows for each, its number and the values of the columns: {@link Long}, {@link Double},
   *     {@link String} or null
   * @throws ConfigException if they cannot be written
   */
  public void add(Map<Long, List<@Nullable Object>> rows) {
    String places = ", ?".repeat(columns.size());
    try {
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("insert into points values (?" + places + ")")) {
        for (Map.Entry<Long, List<@Nullable Object>> row : rows.entrySet()) {
          insert.setLong(1, row.getKey());
          for (int i = 0; i < columns.size(); i++) {
            insert.setObject(i + 2, row.getValue().get(i));
          }
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw failed(directory, e);
    }
  }

  /**
   * Sets a whole number of some points, of all or none.
   *
   * @param column the column
   * @param values for each point its value
   */
  public void set(String column, Map<Long, Long> values) {
    try {
      connection.setAutoCommit(false);
      try (PreparedStatement update =
          connection.prepareStatement(
              "update points set " + quoted(column) + " = ? where " + POINT + " = ?")) {
        for (Map.Entry<Long, Long> value : values.entrySet()) {
          update.setLong(1, value.getValue());
          update.setLong(2, value.getKey());
          update.addBatch();
        }
        update.executeBatch();
      }
      connection.commit();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw failed(directory, e);
    }
  }

  /** {@return the values of all columns of each point, by its number, in order} */
  public Map<Long, List<@Nullable Object>> rows() {
    Map<Long, List<@Nullable Object>> all = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select * from points order by " + POINT)) {
      while (rows.next()) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          values.add(value(rows, i + 2, columns.get(i).kind()));
        }
        all.put(rows.getLong(1), values);
      }
      return all;
    } catch (SQLException e) {
      throw failed(directory, e);
    }
  }

  private static @Nullable Object value(ResultSet rows, int index, Kind kind) throws SQLException {
    if (rows.getObject(index) == null) {
      return null;
    }
    return switch (kind) {
      case INTEGER -> rows.getLong(index);
      case REAL -> rows.getDouble(index);
      case TEXT -> rows.getString(index);
    };
  }

  /** Closes the database, which is one file then, and frees the directory. */
  @Override
  public void close() {
    try {
      try (Statement statement = connection.createStatement()) {
        // Whoever reads a finished store needs no other file and writes none.
        statement.execute("pragma journal_mode = delete");
      } finally {
        connection.close();
      }
    } catch (SQLException e) {
      throw failed(directory, e);
    } finally {
      close(channel);
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The first failure is the one to tell.
    }
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static ConfigException failed(Path directory, SQLException e) {
    String message = String.valueOf(e.getMessage()).replaceAll("^\\[[A-Z_]+]\\s*", "");
    return failed(directory.resolve(DATABASE), "cannot be used: " + message);
  }

  private static ConfigException failed(Path directory, String message) {
    return ConfigException.at(directory, 0, 0, "", message);
  }
}
