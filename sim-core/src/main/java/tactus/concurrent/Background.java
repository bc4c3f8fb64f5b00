package tactus.concurrent;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work beside the work of a thread, on a thread of its own that keeps no process alive. */
public final class Background {

  private Background() {}

  /**
   * {@return what work will have found}
   *
   * @param name of the thread
   * @param work the work
   * @param <T> what it finds
   */
  public static <T> Future<T> start(String name, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    thread(name, task).start();
    return task;
  }

  /**
   * {@return a thread, not started, that keeps no process alive}
   *
   * @param name of the thread
   * @param work what it does
   */
  public static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * {@return what work found, once it is done; what it threw is thrown}
   *
   * @param work the work
   * @param meanwhile done some times a second until then
   * @param <T> what it finds
   */
  public static <T> T result(Future<T> work, Runnable meanwhile) {
    while (!work.isDone()) {
      try {
        work.get(200, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        meanwhile.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      } catch (ExecutionException e) {
        break; // Told below.
      }
    }
    return result(work);
  }

  /**
   * {@return what work found, once it is done; what it threw is thrown}
   *
   * @param work the work
   * @param <T> what it finds
   * @throws IllegalStateException if this thread is interrupted, or the work threw a checked
   *     exception
   */
  public static <T> T result(Future<T> work) {
    try {
      return work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for other work", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
