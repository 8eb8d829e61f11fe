package dev.omnibus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureTest {
  private static BufferedImage decoded(int hue) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(Picture.png(hue)));
  }

  @Test
  void others_can_decode_it() throws IOException {
    assertEquals(Picture.SIZE, decoded(0).getWidth());
    assertEquals(Picture.SIZE, decoded(0).getHeight());
  }

  @Test
  void the_ring_is_brighter_than_the_middle() throws IOException {
    int middle = Picture.SIZE / 2;
    int ring = middle + Picture.SIZE * 32 / 100;
    var picture = decoded(0);
    assertEquals(255, new Color(picture.getRGB(ring, middle)).getRed());
    assertNotEquals(255, new Color(picture.getRGB(middle, middle)).getRed());
  }

  @Test
  void the_hue_changes_the_colour() throws IOException {
    assertNotEquals(decoded(0).getRGB(5, 5), decoded(120).getRGB(5, 5));
  }
}
