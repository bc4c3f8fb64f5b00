package tactus.explore.numerics;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tactus.config.ConfigException;
import tactus.config.TextFile;

/** Images with their classes and the logits that were computed for them in single precision. */
public final class LabelledImages {

  /** Grey levels in the file are 0 to 16. */
  private static final float WHITE = 16;

  private final int[] labels;
  private final float[] pixels;
  private final float[] logits;
  private final int classes;

  private LabelledImages(int[] labels, float[] pixels, float[] logits, int classes) {
    this.labels = labels;
    this.pixels = pixels;
    this.logits = logits;
    this.classes = classes;
  }

  /**
   * {@return the images of a CSV file: label, pixels from 0 to 16, logits}
   *
   * @param file the file, with a header
   * @param size pixels of an image
   * @param classes number of classes
   */
  public static LabelledImages read(Path file, int size, int classes) {
    List<String> lines = TextFile.read(file).lines().toList();
    List<float[]> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      rows.add(row(file, i + 1, lines.get(i), 1 + size + classes));
    }
    if (rows.isEmpty()) {
      throw ConfigException.at(file, 0, 0, "", "must hold at least one image");
    }
    int[] labels = new int[rows.size()];
    float[] pixels = new float[rows.size() * size];
    float[] logits = new float[rows.size() * classes];
    for (int i = 0; i < labels.length; i++) {
      float[] row = rows.get(i);
      labels[i] = (int) row[0];
      for (int p = 0; p < size; p++) {
        pixels[i * size + p] = (row[1 + p] / WHITE - 0.5f) / 0.5f;
      }
      System.arraycopy(row, 1 + size, logits, i * classes, classes);
    }
    return new LabelledImages(labels, pixels, logits, classes);
  }

  private static float[] row(Path file, int line, String text, int length) {
    String[] cells = text.split(",", -1);
    if (cells.length != length) {
      throw ConfigException.at(
          file, line, 0, "", "must have " + length + " numbers, but has " + cells.length);
    }
    float[] row = new float[length];
    for (int i = 0; i < length; i++) {
      try {
        row[i] = Float.parseFloat(cells[i]);
      } catch (NumberFormatException e) {
        throw ConfigException.at(
            file, line, 0, "", "must hold numbers, but holds '" + cells[i] + "'");
      }
    }
    return row;
  }

  /** {@return how many images there are} */
  public int count() {
    return labels.length;
  }

  /** {@return pixels as the model takes them, from -1 to 1, image by image} */
  public float[] pixels() {
    return pixels.clone();
  }

  /** {@return logits computed in single precision, image by image} */
  public float[] logits() {
    return logits.clone();
  }

  /**
   * {@return the first images}
   *
   * @param count how many, at least 1
   */
  public LabelledImages first(int count) {
    int size = pixels.length / labels.length;
    return new LabelledImages(
        Arrays.copyOf(labels, count),
        Arrays.copyOf(pixels, count * size),
        Arrays.copyOf(logits, count * classes),
        classes);
  }

  /**
   * {@return how many images have their own class's logit as the largest}
   *
   * @param computed logits, image by image
   */
  public int correct(float[] computed) {
    int correct = 0;
    for (int i = 0; i < labels.length; i++) {
      int best = 0;
      for (int c = 1; c < classes; c++) {
        if (computed[i * classes + c] > computed[i * classes + best]) {
          best = c;
        }
      }
      correct += best == labels[i] ? 1 : 0;
    }
    return correct;
  }
}
