package verbatim.api;

import verbatim.rendering.Addresses;

/// Addresses of profile pictures. Who has none gets a plain one of ours, since clients load whatever
/// address stands there.
final class Pictures {
  static final String BLANK_AVATAR = "/pictures/avatar.png";
  static final String BLANK_HEADER = "/pictures/header.png";

  private final Addresses addresses;

  Pictures(Addresses addresses) {
    this.addresses = addresses;
  }

  String avatar(String key) {
    return addresses.at(key.isEmpty() ? BLANK_AVATAR : "/media/" + key);
  }

  String header(String key) {
    return addresses.at(key.isEmpty() ? BLANK_HEADER : "/media/" + key);
  }
}
