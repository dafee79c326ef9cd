package verbatim.imports;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;

/// Reads a table as RFC 4180 has it, of whoever made it: every step forward, nothing twice, and no
/// more rows, cells or letters than are wanted.
final class Csv {
  private static final int CELLS_MAX = 16;
  private static final int CELL_CHARACTERS_MAX = 2_048;

  private final String text;
  private final int rowsMax;
  private int at;

  private Csv(String text, int rowsMax) {
    this.text = text;
    this.rowsMax = rowsMax;
  }

  /// @throws Refused Invalid with field `file`
  static List<List<String>> read(byte[] bytes, int rowsMax) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') >= 0) {
        throw wrong("ERR_INVALID", "File is no table");
      }
      return new Csv(text.startsWith("\uFEFF") ? text.substring(1) : text, rowsMax).rows();
    } catch (CharacterCodingException e) {
      throw wrong("ERR_INVALID", "File is not UTF-8");
    }
  }

  static Refused wrong(String code, String words) {
    return Refusal.invalid("file", code, words);
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    while (at < text.length()) {
      List<String> row = row();
      if (row.size() > 1 || !row.getFirst().isEmpty()) {
        // One more for the line with the names of the columns.
        if (rows.size() > rowsMax) {
          throw wrong("ERR_TOO_LONG", "File has more than " + rowsMax + " rows");
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private List<String> row() {
    List<String> cells = new ArrayList<>();
    while (true) {
      if (cells.size() == CELLS_MAX) {
        throw wrong("ERR_INVALID", "File has too many columns");
      }
      cells.add(isAt('"') ? quoted() : plain());
      if (!isAt(',')) {
        break;
      }
      at++;
    }
    if (isAt('\r')) {
      at++;
    }
    if (isAt('\n')) {
      at++;
    }
    return cells;
  }

  private boolean isAt(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private String plain() {
    int from = at;
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return bounded(text.substring(from, at)).strip();
  }

  private String quoted() {
    StringBuilder cell = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        cell.append(c);
      } else if (isAt('"')) {
        cell.append('"');
        at++;
      } else {
        // What stands behind the closing quote belongs to nothing.
        return bounded(cell + plain());
      }
      if (cell.length() > CELL_CHARACTERS_MAX) {
        break;
      }
    }
    if (cell.length() > CELL_CHARACTERS_MAX) {
      return bounded(cell.toString());
    }
    throw wrong("ERR_INVALID", "File ends within a quotation mark");
  }

  private static String bounded(String cell) {
    if (cell.length() > CELL_CHARACTERS_MAX) {
      throw wrong("ERR_INVALID", "File has a cell that is too long");
    }
    return cell;
  }
}
