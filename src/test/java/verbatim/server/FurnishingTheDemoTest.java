package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the demo's people look like, and what stands on the page about their town.
class FurnishingTheDemoTest {
  @TempDir Path folder;

  @Test
  void everybody_has_a_portrait_and_a_view_of_his_own_the_same_each_time() throws IOException {
    Set<ByteBuffer> seen = new HashSet<>();
    int people = 0;
    for (DemoWords.Person person : new DemoWords(new Random(1)).people()) {
      byte[] portrait = DemoPictures.portrait(person.handle());
      assertThat(DemoPictures.portrait(person.handle())).isEqualTo(portrait);
      seen.add(ByteBuffer.wrap(portrait));
      if (++people % 10 == 0) {
        byte[] view = DemoPictures.view(person.handle());
        assertThat(DemoPictures.view(person.handle())).isEqualTo(view);
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(view));
        assertThat(picture.getWidth()).isEqualTo(3 * picture.getHeight());
      }
    }
    assertThat(seen).hasSize(people);
  }

  @Test
  void the_town_has_rules_and_somebody_to_turn_to() throws Exception {
    Config plain = CommandLine.config(folder, false, Map.of());
    Config.About about = Demo.furnished(plain).about();
    assertThat(about.rules()).hasSizeGreaterThan(2);
    assertThat(new DemoWords(new Random(1)).people())
        .anyMatch(person -> person.handle().equals(about.contactAccount()));
    assertThat(about.contactEmail()).endsWith(".example");
    assertThat(Demo.furnished(plain).data()).isEqualTo(plain.data());
  }
}
