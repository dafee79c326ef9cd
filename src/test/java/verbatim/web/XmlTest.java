package verbatim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class XmlTest {
  @Test
  void every_sign_there_is_can_stand_in_it() throws Exception {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c < 0x3000; c++) {
      all.appendCodePoint(c);
    }
    all.append("\uD800 \uDC00 \uFFFE\uFFFF").appendCodePoint(0x1FFFE).appendCodePoint(0x1F600);
    String xml = new Xml().element("a", all.toString(), "b", all.toString()).text();
    var root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)))
            .getDocumentElement();
    assertThat(root.getTextContent())
        .contains("<", ">", "&", "\"", "\u2028", "😀")
        .contains("\uFFFD");
    assertThat(root.getAttribute("b")).contains("<", "'", "😀");
    assertThat(Xml.escaped("</a>\u0001")).isEqualTo("&lt;/a&gt;\uFFFD");
  }
}
