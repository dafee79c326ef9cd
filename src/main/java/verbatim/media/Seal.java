package verbatim.media;

/// The keys that seal files at rest; they lie outside the data folder. What they seal opens for the
/// same matter only.
public interface Seal {
  /// For a server without keys: nothing is sealed.
  Seal NONE =
      new Seal() {
        @Override
        public boolean seals() {
          return false;
        }

        @Override
        public boolean isNewest(byte[] sealed) {
          return true;
        }

        @Override
        public byte[] seal(byte[] about, byte[] plain) {
          throw new IllegalStateException("there is no key to seal with");
        }

        @Override
        public byte[] open(byte[] about, byte[] sealed) {
          throw new IllegalStateException("there is no key to open a sealed file");
        }
      };

  /// Whether there is a key to seal with.
  boolean seals();

  /// Whether the key that seals now has sealed this.
  boolean isNewest(byte[] sealed);

  byte[] seal(byte[] about, byte[] plain);

  byte[] open(byte[] about, byte[] sealed);
}
