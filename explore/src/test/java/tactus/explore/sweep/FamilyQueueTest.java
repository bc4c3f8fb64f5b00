package tactus.explore.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FamilyQueueTest {

  @Test
  void next_ofTwoThreads_keepsToFamiliesAndHelpsFromTheEnd() {
    FamilyQueue<String> queue =
        new FamilyQueue<>(List.of(List.of("a1", "a2", "a3", "a4"), List.of("b1")), 2);

    assertThat(queue.next(0)).contains("a1");
    assertThat(queue.next(1)).contains("b1");
    assertThat(queue.next(1)).contains("a4");
    assertThat(queue.next(0)).contains("a2");
    assertThat(queue.next(0)).contains("a3");
    assertThat(queue.next(0)).isEmpty();
    assertThat(queue.next(1)).isEmpty();
  }

  @Test
  void next_ofSeveral_staysWithinAFamily() {
    FamilyQueue<String> queue =
        new FamilyQueue<>(List.of(List.of("a1", "a2", "a3", "a4"), List.of("b1")), 3);

    assertThat(queue.next(0, 2)).containsExactly("a1", "a2");
    assertThat(queue.next(1, 2)).containsExactly("b1");
    assertThat(queue.next(1, 2)).containsExactly("a4");
    assertThat(queue.next(0, 2)).containsExactly("a3");
    assertThat(queue.next(2, 2)).isEmpty();
  }
}
