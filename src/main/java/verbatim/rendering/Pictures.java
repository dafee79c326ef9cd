package verbatim.rendering;

/// Addresses of profile pictures. Who has none gets a plain one of ours, since clients load
/// whatever address stands there.
public final class Pictures {
  public static final String BLANK_AVATAR = "/pictures/avatar.png";
  public static final String BLANK_HEADER = "/pictures/header.png";

  private final Addresses addresses;

  public Pictures(Addresses addresses) {
    this.addresses = addresses;
  }

  public String avatar(String key) {
    return addresses.at(key.isEmpty() ? BLANK_AVATAR : "/media/" + key);
  }

  public String header(String key) {
    return addresses.at(key.isEmpty() ? BLANK_HEADER : "/media/" + key);
  }
}
