package verbatim.http;

import java.net.InetAddress;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;

/// Whose word about client addresses is believed. Everybody else may write X-Forwarded-For as he
/// likes: the connection's address counts.
final class TrustedProxies {
  private final List<Network> networks;

  /// @param networks addresses (`10.0.0.1`) or networks (`10.0.0.0/8`, `fd00::/8`)
  TrustedProxies(List<String> networks) {
    this.networks = networks.stream().map(Network::of).toList();
  }

  boolean trusts(InetAddress address) {
    for (Network network : networks) {
      if (network.holds(address)) {
        return true;
      }
    }
    return false;
  }

  /// The connection's address; if that is a trusted proxy, the rightmost address it tells of that
  /// is not one itself. Counted from the right because the left is written by the client.
  InetAddress client(InetAddress connection, HttpFields headers) {
    if (networks.isEmpty() || !trusts(connection)) {
      return connection;
    }
    List<String> hops = hops(headers);
    InetAddress nearest = connection;
    for (int i = hops.size() - 1; i >= 0; i--) {
      InetAddress hop = parse(hops.get(i));
      if (hop == null) {
        return nearest;
      }
      nearest = hop;
      if (!trusts(hop)) {
        return hop;
      }
    }
    return nearest;
  }

  private static List<String> hops(HttpFields headers) {
    List<String> forwardedFor = values(headers, "X-Forwarded-For");
    if (!forwardedFor.isEmpty()) {
      return forwardedFor;
    }
    List<String> forwarded = values(headers, "Forwarded");
    if (!forwarded.isEmpty()) {
      return forwarded.stream().map(TrustedProxies::forOf).toList();
    }
    List<String> realIp = values(headers, "X-Real-IP");
    return realIp.isEmpty() ? List.of() : List.of(realIp.getLast());
  }

  /// All values of a header in order, cut at commas by hand: it is not quoted strings that proxies
  /// send.
  private static List<String> values(HttpFields headers, String name) {
    List<String> lines = headers.getValuesList(name);
    return lines.isEmpty()
        ? List.of()
        : List.of(String.join(",", lines).split(",", -1)).stream().map(String::strip).toList();
  }

  private static String forOf(String element) {
    for (String pair : element.split(";", -1)) {
      String stripped = pair.strip();
      if (stripped.regionMatches(true, 0, "for=", 0, 4)) {
        return stripped.substring(4).replace("\"", "");
      }
    }
    return "";
  }

  @org.jspecify.annotations.Nullable
  private static InetAddress parse(String hop) {
    String literal = hop;
    if (literal.startsWith("[")) {
      int close = literal.indexOf(']');
      literal = close < 0 ? "" : literal.substring(1, close);
    } else if (literal.indexOf(':') == literal.lastIndexOf(':') && literal.indexOf(':') > 0) {
      literal = literal.substring(0, literal.indexOf(':'));
    }
    try {
      return literal.indexOf('%') >= 0 ? null : InetAddress.ofLiteral(literal);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private record Network(byte[] prefix, int bits) {
    static Network of(String text) {
      int slash = text.indexOf('/');
      byte[] prefix =
          InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
      int bits = slash < 0 ? prefix.length * 8 : Integer.parseInt(text.substring(slash + 1));
      if (bits < 0 || bits > prefix.length * 8) {
        throw new IllegalArgumentException("trusted-proxies: " + text);
      }
      return new Network(prefix, bits);
    }

    boolean holds(InetAddress address) {
      byte[] bytes = address.getAddress();
      if (bytes.length != prefix.length) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> (i & 7);
        if ((bytes[i >> 3] & mask) != (prefix[i >> 3] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
