package verbatim.outbound;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/// Which addresses belong to the public network: global unicast, and nothing that a router or this
/// machine would lead inside. After the registries of special addresses of the IANA (RFC 6890).
final class PublicAddresses {
  /// An address and how many bits of it count.
  private record Block(byte[] address, int bits) {
    boolean holds(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> i % 8;
        if ((address[i / 8] & mask) != (other[i / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  private static final List<Block> NOT_PUBLIC =
      blocks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3",
          // Within 2000::/3, which alone is global unicast: Teredo and other protocols,
          // documentation, 6to4 (which carries an IPv4 address), segment routing.
          "2001::/23",
          "2001:db8::/32",
          "2002::/16",
          "3ffe::/16",
          "3fff::/20");

  private static final Block GLOBAL_UNICAST = blocks("2000::/3").getFirst();
  private static final int IPV4_BYTES = 4;

  private PublicAddresses() {}

  private static List<Block> blocks(String... all) {
    return Arrays.stream(all)
        .map(
            one -> {
              int slash = one.indexOf('/');
              byte[] address = InetAddress.ofLiteral(one.substring(0, slash)).getAddress();
              return new Block(address, Integer.parseInt(one.substring(slash + 1)));
            })
        .toList();
  }

  /// An IPv4 address within one of IPv6 is an IPv4 address to Java, or lies outside of 2000::/3.
  static boolean holds(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean isGlobal = bytes.length == IPV4_BYTES || GLOBAL_UNICAST.holds(bytes);
    return isGlobal && NOT_PUBLIC.stream().noneMatch(block -> block.holds(bytes));
  }
}
