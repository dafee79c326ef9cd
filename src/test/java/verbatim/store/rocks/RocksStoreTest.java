package verbatim.store.rocks;

import java.nio.file.Path;
import java.time.InstantSource;
import verbatim.store.Store;
import verbatim.store.StoreContract;

class RocksStoreTest extends StoreContract {
  @Override
  protected Store open(Path folder, InstantSource clock) {
    return RocksStore.open(folder, RocksOptions.small(), clock);
  }
}
