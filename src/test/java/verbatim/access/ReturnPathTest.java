package verbatim.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReturnPathTest {
  @Test
  void leads_to_pages_of_this_server() {
    for (String path :
        List.of(
            "/",
            "/web/home",
            "/@alice/1?max_id=2#top",
            "/oauth/authorize?redirect_uri=https%3A%2F%2Fc.test%2Fcb")) {
      assertThat(ReturnPath.of(path).toString()).isEqualTo(path);
    }
  }

  @Test
  void leads_nowhere_else() {
    for (String path :
        List.of(
            "",
            "web",
            "//evil.test",
            "/\\evil.test",
            "\\\\evil.test",
            "/%5cevil.test",
            "/%2f%2fevil.test",
            "/%2Fevil.test",
            "https:evil.test",
            "https://evil.test",
            "/web//evil.test",
            "\t//evil.test",
            "\n/web",
            "/\t/evil.test",
            " /web",
            "javascript:alert(1)",
            "/%zz",
            "/" + "a".repeat(4_096))) {
      assertThat(ReturnPath.of(path).toString()).as(path).isEqualTo("/");
    }
  }
}
